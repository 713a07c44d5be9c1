// A passage is changed where it is read: the form of its address comes below its block, and what changes is drawn by
// the site while one types. It is sent as any form is. Where it cannot come, its address is gone to.

const body = document.querySelector("[data-page-body]");
const PAUSE = 500; // milliseconds without a key before the site is asked
let open = null; // the form, its frame, the words that were selected
let isOpening = false;

// What an address answers: parsed by the browser, run by nobody.
function ask(address, sent = null) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.open(sent ? "POST" : "GET", address);
    request.addEventListener("load", () => resolve(request.response));
    request.addEventListener("error", reject);
    request.send(sent);
  });
}

const valuesOf = (form) => ["text", "source", "reason"].map((name) => form.elements[name]?.value ?? "");
const wordsOf = (form) => form.elements.source ?? form.elements.text;
const isTyped = () => valuesOf(open.form).some((value, index) => value !== open.asOpened[index]);

// --- what changes, drawn by the site ------------------------------------------------------------------------

// Names that stand on the page already, outside of what is replaced, are not said twice.
function bare(part, replaced) {
  for (const one of part.querySelectorAll("[id]")) {
    const named = document.getElementById(one.id);
    if (named && !replaced.contains(named)) one.removeAttribute("id");
  }
  return part.childNodes;
}

function tend(form) {
  const region = form.querySelector("[data-passage-changes]");
  const shows = form.querySelector("[data-passage-show]");
  let [timer, number] = [0, 0];

  const show = async () => {
    clearTimeout(timer);
    const mine = ++number;
    const sent = new FormData(form);
    sent.set("do", "preview");
    const page = await ask(form.action, new URLSearchParams(sent)).catch(() => null);
    const drawn = page?.querySelector("[data-passage-changes]");
    if (mine !== number || !drawn) return; // something was typed since, or no answer came: the form stays
    region.replaceChildren(...bare(document.importNode(drawn, true), region));
    region.hidden = !region.textContent.trim();
  };
  const press = (on) => {
    shows.setAttribute("aria-pressed", String(on));
    if (on) show();
    else region.hidden = true;
  };
  const isPressed = () => shows.getAttribute("aria-pressed") === "true";

  shows.setAttribute("aria-pressed", "true");
  shows.addEventListener("click", (event) => {
    event.preventDefault();
    press(!isPressed());
  });
  form.addEventListener("input", (event) => {
    if (event.target.name === "reason" || !isPressed()) return;
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
}

// --- in its place -------------------------------------------------------------------------------------------

// The block that the words end in, as far out as the page's own.
function blockOf(range) {
  let block = range.endContainer;
  while (block.parentElement !== body && block !== body) block = block.parentElement;
  return block === body ? body.lastElementChild : block;
}

function stand(part, range) {
  const frame = document.createElement("section");
  frame.className = "passage-in-place";
  frame.dataset.gbChrome = "";
  frame.setAttribute("aria-labelledby", "ui-passage-title");
  frame.append(...document.importNode(part, true).childNodes);
  const title = document.createElement("h2");
  title.id = "ui-passage-title";
  title.append(...frame.querySelector("h1").childNodes);
  frame.querySelector("h1").replaceWith(title);
  blockOf(range).after(frame);
  return frame;
}

async function begin({ address, quote, range }) {
  if (isOpening || (open && !leave())) return;
  isOpening = true;
  const page = await ask(address).catch(() => null);
  const scripts = page?.querySelectorAll('script[src*="/draft"], script[src*="/proof"]') ?? [];
  await Promise.all([...scripts].map((script) => import(script.src).catch(() => null)));
  isOpening = false;
  const part = page?.querySelector("[data-passage]");
  if (!part) return void location.assign(address);
  const frame = stand(part, range);
  const form = frame.querySelector("form");
  open = { frame, form, range, asOpened: valuesOf(form) };
  globalThis.CSS?.highlights?.set("ui-writing", new Highlight(range));
  tend(form);
  const at = form.elements.text.value.indexOf(quote.exact);
  form.elements.text.focus({ preventScroll: true });
  if (at >= 0) form.elements.text.setSelectionRange(at, at + quote.exact.length);
  frame.scrollIntoView({ block: "nearest", behavior: "instant" });
  form.dispatchEvent(new Event("communs:form", { bubbles: true })); // its draft comes back, if there is one
  if (isTyped()) wordsOf(form).dispatchEvent(new Event("input", { bubbles: true }));
}

// Asked for where something was typed; false if it is to stay.
function leave() {
  const { frame, form, range } = open;
  if (isTyped() && !confirm(form.dataset.leave)) return false;
  open = null;
  form.dispatchEvent(new Event("communs:closed"));
  frame.remove();
  globalThis.CSS?.highlights?.delete("ui-writing");
  getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  return true;
}

document.querySelectorAll("main .passage-form").forEach(tend);
if (body) {
  document.addEventListener("communs:passage", (event) => {
    event.preventDefault();
    begin(event.detail);
  });
  document.addEventListener("click", (event) => {
    if (!open?.frame.contains(event.target) || !event.target.closest("[data-passage-leave]")) return;
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (open && event.key === "Escape" && !document.querySelector(":popover-open")) leave();
  });
}
document.addEventListener("keydown", (event) => {
  const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest(".passage-form");
  if (form) form.requestSubmit(form.querySelector(".btn.go"));
});
