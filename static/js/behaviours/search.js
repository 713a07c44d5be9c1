// The field that searches proposes titles while one types, as a combobox: « / » comes to it, arrows choose, Enter goes
// there, Escape closes. One question in 200 ms at most; a new one drops the former. Without it the form still asks.

const PAUSE = 200;
let lists = 0;

const fields = [...document.querySelectorAll("[data-search]")];
fields.forEach(propose);
// A field that takes what is chosen in place of going there.
document.addEventListener("communs:searched", (event) => propose(event.target));

document.addEventListener("keydown", (event) => {
  const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writes) return;
  const field = fields.find((one) => one.checkVisibility());
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

function propose(field) {
  const list = made("div", { id: `ui-find-list-${++lists}`, role: "listbox", className: "find-list", hidden: true });
  const told = made("div", { className: "visually-hidden" });
  const takes = "take" in field.dataset;
  list.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
  told.setAttribute("role", "status");
  field.after(list, told);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) field.setAttribute(name, value);

  let timer, asking, last = 0, chosen = -1, shown = "";

  field.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    choose(-1); // it answered other words
    const words = field.value.trim();
    if (!words) return close();
    timer = setTimeout(ask, Math.max(PAUSE - (Date.now() - last), PAUSE / 2), words);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const options = list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden && shown && shown === field.value.trim()) open();
      if (list.hidden || !options) return;
      event.preventDefault();
      // One place more than there are options: the field itself, where what was typed may be sent.
      const places = options + 1;
      choose(((chosen + 1 + (event.key === "ArrowDown" ? 1 : places - 1)) % places) - 1);
    } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
      event.preventDefault();
      go(list.children[chosen]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  field.form?.addEventListener("focusout", (event) => {
    if (!field.form.contains(event.relatedTarget)) close();
  });
  // Before the field loses the focus, which would close the list under the pointer.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });

  async function ask(words) {
    last = Date.now();
    asking = new AbortController();
    try {
      const query = new URLSearchParams(field.dataset.take);
      query.set("q", words);
      const answer = await fetch(`/-/search/titles/?${query}`, { signal: asking.signal, priority: "high" });
      if (answer.ok) show(words, await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function show(words, found) {
    const options = found.titles.map(option);
    const all = made("div", { className: "find-all", textContent: found.all.words });
    all.dataset.address = found.all.address;
    list.replaceChildren(...(takes ? options : [...options, all]).map((one, place) => {
      one.id = `${list.id}-${place}`;
      one.setAttribute("role", "option");
      one.setAttribute("aria-selected", "false");
      return one;
    }));
    shown = words;
    told.textContent = found.said;
    open();
  }

  function option({ words, under, address, draft, hue, written }) {
    const made_of = words.map(([text, marked]) => (marked ? made("mark", { textContent: text }) : text));
    const title = made("span", {});
    title.append(...made_of);
    const one = made("div", { className: `hue-${hue}` });
    one.dataset.address = address;
    if (written) Object.assign(one.dataset, { written, title: title.textContent });
    one.append(title);
    const place = [draft, under].filter(Boolean).join(" · ");
    if (place) one.append(made("small", { textContent: place }));
    return one;
  }

  function choose(place) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    const one = list.children[chosen];
    if (!one) return field.removeAttribute("aria-activedescendant");
    one.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", one.id);
    one.scrollIntoView({ block: "nearest" });
  }

  function open() {
    if (!list.children.length) return close(told.textContent);
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    choose(-1);
  }

  function close(said = "") {
    choose(-1);
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    told.textContent = said;
  }

  function go(one) {
    close();
    if (takes) field.dispatchEvent(new CustomEvent("communs:taken", { detail: { ...one.dataset } }));
    else location.assign(one.dataset.address);
  }
}

function made(name, values) {
  return Object.assign(document.createElement(name), values);
}
