// Keeps what is typed in this browser at each pause, and on the site at longer ones, gives it back when the form is
// opened again, here or in another browser, and drops it once the site says that it was taken in. Each person and
// page has a draft of its own; of two, the one that was typed last counts.

const stem = "communs-draft:";

// A browser may refuse to keep anything, and what it keeps may not be ours.
const attempt = (work) => {
  try {
    return work();
  } catch {
    return null;
  }
};
const kept = (name) => attempt(() => JSON.parse(localStorage.getItem(stem + name)));
const drop = (name) => attempt(() => localStorage.removeItem(stem + name));
const later = 5_000; // milliseconds without a word typed, after which the site is told

// The site forgets what it has taken in by itself; where it is away, the browser still has the words.
function onSite(form, told) {
  const body = told && new URLSearchParams({ ...told, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  const how = body ? { method: "POST", body, keepalive: String(body).length < 60_000 } : { priority: "low" };
  const asked = fetch(`/-/drafts/${encodeURIComponent(form.dataset.draft)}/`, how);
  return asked.then((answer) => (answer.status === 200 ? answer.json() : null)).catch(() => null);
}

const inOrder = (values) => JSON.stringify(Object.entries(values).sort());
const alike = (one, other) => inOrder(one) === inOrder(other);

for (const said of document.querySelectorAll("[data-draft-done]")) drop(said.dataset.draftDone);

function tend(form) {
  if ("tended" in form.dataset) return;
  form.dataset.tended = "";
  const name = form.dataset.draft;
  const state = (form.closest(".in-place") ?? document).querySelector("[data-draft-state]");
  const [saved, refused, dated] = form.dataset.draftWords.split("|");
  const fields = [...form.elements].filter((field) => /^(title|slug|description|source|text|reason|listed|organisation|structure|happened|done|worked|failed|link|alt)$/.test(field.name));
  // What was in view when the words were begun: a page's version and revision, a suggestion's version.
  const inView = ["base", "seen"].map((name) => form.elements.namedItem(name)).filter(Boolean);
  const read = (field) => (field.type === "checkbox" ? field.checked : field.value);
  const write = (field, value) => {
    if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  };
  const valuesOf = (some) => Object.fromEntries(some.map((field) => [field.name, read(field)]));
  const writeAll = (some, values) => {
    for (const field of some) if (field.name in values) write(field, values[field.name]);
  };
  const told = (time) => time.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const asOpened = valuesOf(fields);
  const inViewAsOpened = valuesOf(inView);
  let timer;
  let telling;
  let isTouched = false;

  const tell = () => {
    clearTimeout(telling);
    telling = undefined;
    onSite(form, { values: JSON.stringify(valuesOf(fields)), in_view: JSON.stringify(valuesOf(inView)) });
  };

  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    const now = new Date();
    const draft = { at: now.toISOString(), inView: valuesOf(inView), values: valuesOf(fields) };
    try {
      localStorage.setItem(stem + name, JSON.stringify(draft));
      state.textContent = saved.replace("{time}", told(now));
    } catch {
      state.textContent = refused;
    }
  };

  const take = (draft) => {
    writeAll(fields, draft.values);
    writeAll(inView, draft.inView); // what was begun on an older page is sent as such: the site merges both texts
  };

  const offer = (draft) => {
    const notice = form.querySelector("[data-draft-notice]");
    const isOlder = !alike(draft.inView, inViewAsOpened);
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
      onSite(form, { do: "drop" });
      writeAll(fields, asOpened);
      writeAll(inView, inViewAsOpened);
      state.textContent = "";
      notice.hidden = true;
      fields[0].focus();
    });
    notice.hidden = false;
    if (!isOlder) take(draft);
  };

  const draft = kept(name);
  if ("draftTyped" in form.dataset) keep();
  else if (draft?.values && draft.inView && !alike(draft.values, asOpened)) offer(draft);
  else drop(name);

  onSite(form).then((there) => {
    if (!there || isTouched || "draftTyped" in form.dataset || there.at <= (draft?.at ?? "")) return;
    if (!alike(there.values, draft?.values ?? asOpened)) offer(there);
  });

  form.addEventListener("input", () => {
    isTouched = true;
    clearTimeout(timer);
    clearTimeout(telling);
    timer = setTimeout(keep, 600);
    telling = setTimeout(tell, later);
  });
  for (const [where, left] of [[globalThis, "pagehide"], [form, "communs:closed"]])
    where.addEventListener(left, () => {
      if (timer) keep();
      if (telling) tell();
    });
  form.addEventListener("communs:sent", () => {
    clearTimeout(timer);
    clearTimeout(telling);
    timer = telling = undefined;
    drop(name);
  });
  form.addEventListener("submit", (event) => {
    if ("sent" in form.dataset) {
      event.preventDefault(); // a second click while the first one travels would make a second page
      return;
    }
    form.dataset.sent = "";
    clearTimeout(telling);
    telling = undefined;
    setTimeout(() => delete form.dataset.sent, 5000);
    keep();
  });
}

document.querySelectorAll("form[data-draft]").forEach(tend);
document.addEventListener("communs:form", (event) => tend(event.target)); // one that has come to its page
