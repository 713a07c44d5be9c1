// Keeps what is typed in this browser at each pause, gives it back when the form is opened again, and drops it
// once the site says that it was taken in. Each person and page has a draft of its own.

const stem = "communs-draft:";

const kept = (name) => {
  try {
    return JSON.parse(localStorage.getItem(stem + name));
  } catch {
    return null; // refused by the browser, or not ours
  }
};

const drop = (name) => {
  try {
    localStorage.removeItem(stem + name);
  } catch {
    // there was nothing to drop
  }
};

for (const said of document.querySelectorAll("[data-draft-done]")) drop(said.dataset.draftDone);

function tend(form) {
  if ("tended" in form.dataset) return;
  form.dataset.tended = "";
  const name = form.dataset.draft;
  const state = (form.closest(".in-place") ?? document).querySelector("[data-draft-state]");
  const [saved, refused, dated] = form.dataset.draftWords.split("|");
  const fields = [...form.elements].filter((field) => /^(title|slug|description|source|text|reason|listed)$/.test(field.name));
  const base = form.elements.namedItem("base");
  const read = (field) => (field.type === "checkbox" ? field.checked : field.value);
  const write = (field, value) => {
    if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  };
  const values = () => Object.fromEntries(fields.map((field) => [field.name, read(field)]));
  const told = (time) => time.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const asOpened = values();
  const baseAsOpened = base?.value;
  let timer;

  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    const now = new Date();
    const draft = { at: now.toISOString(), base: base?.value ?? "", values: values() };
    try {
      localStorage.setItem(stem + name, JSON.stringify(draft));
      state.textContent = saved.replace("{time}", told(now));
    } catch {
      state.textContent = refused;
    }
  };

  const take = (draft) => {
    for (const field of fields) if (field.name in draft.values) write(field, draft.values[field.name]);
    // What was begun on an older page is sent as such: the site then shows both texts.
    if (base) base.value = draft.base;
  };

  const offer = (draft) => {
    const notice = form.querySelector("[data-draft-notice]");
    const isOlder = Boolean(base) && draft.base !== base.value;
    const takes = notice.querySelector("[data-draft-take]");
    for (const words of notice.querySelectorAll("[data-draft-told]"))
      words.hidden = (words.dataset.draftTold === "older") !== isOlder;
    const date = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    notice.querySelector("[data-draft-when]").textContent = dated.replace("{date}", date);
    takes.hidden = !isOlder;
    takes.addEventListener("click", () => {
      take(draft);
      notice.hidden = true;
      fields[0].focus();
    });
    notice.querySelector("[data-draft-drop]").addEventListener("click", () => {
      drop(name);
      for (const field of fields) write(field, asOpened[field.name]);
      if (base) base.value = baseAsOpened;
      state.textContent = "";
      notice.hidden = true;
      fields[0].focus();
    });
    notice.hidden = false;
    if (!isOlder) take(draft);
  };

  const draft = kept(name);
  if ("draftTyped" in form.dataset) keep();
  else if (draft?.values && JSON.stringify(draft.values) !== JSON.stringify(asOpened)) offer(draft);
  else drop(name);

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 600);
  });
  for (const [where, left] of [[globalThis, "pagehide"], [form, "communs:closed"]]) where.addEventListener(left, () => timer && keep());
  form.addEventListener("communs:sent", () => {
    clearTimeout(timer);
    timer = undefined;
    drop(name);
  });
  form.addEventListener("submit", (event) => {
    if ("sent" in form.dataset) {
      event.preventDefault(); // a second click while the first one travels would make a second page
      return;
    }
    form.dataset.sent = "";
    setTimeout(() => delete form.dataset.sent, 5000);
    keep();
  });
}

document.querySelectorAll("form[data-draft]").forEach(tend);
document.addEventListener("communs:form", (event) => tend(event.target)); // one that has come to its page
