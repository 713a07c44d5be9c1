// A comment is written where it is read: the form of its address comes beside the words or into its thread, and from
// the foot of a window that has no margin. `sending.js` sends it. Where it cannot come, its address is gone to.

const body = document.querySelector("[data-page-body]");
let open = null; // the form that is written in, with its frame and what it is about
let isOpening = false;

const arranged = () => document.dispatchEvent(new Event("communs:threads"));
const partOf = (page) => page?.querySelector("[data-in-place]");

// The screen at an address: parsed by the browser, run by nobody.
function ask(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.open("GET", address);
    request.addEventListener("load", () => resolve(request.response));
    request.addEventListener("error", reject);
    request.send();
  });
}

// The threads below the text, or where they would be.
function threadsOf() {
  const found = document.getElementById("ui-threads");
  if (found?.classList.contains("threads")) return found;
  const made = document.createElement("div");
  made.id = "ui-threads";
  made.className = "threads";
  found?.remove();
  const article = body.closest(".sheet article");
  if (article) article.after(made);
  else body.parentElement.append(made);
  return made;
}

function fill(frame, part, asked) {
  frame.replaceChildren(...document.importNode(part, true).childNodes);
  const title = document.createElement("h2");
  title.id = "ui-writing";
  title.append(...frame.querySelector("h1").childNodes);
  frame.querySelector("h1").replaceWith(title);
  if (!asked.quote) frame.querySelectorAll(".answered, .quoted").forEach((one) => one.remove());
  const form = frame.querySelector("form[data-comment]");
  for (const [name, words] of Object.entries(asked.quote ?? {})) if (form.elements[name]) form.elements[name].value = words;
  const shown = frame.querySelector(".quoted blockquote");
  if (asked.quote?.exact && shown) shown.textContent = asked.quote.exact;
  return form;
}

// The script that keeps drafts, and that of the proof of work, are asked for by the screen of the form, under the names
// that they have today; they are there before the form is, so that the first word is kept too.
async function scriptsOf(page) {
  const scripts = page?.querySelectorAll('script[src*="/draft"], script[src*="/proof"]') ?? [];
  await Promise.all([...scripts].map((script) => import(script.src).catch(() => null)));
}

const keepDrafts = (form) => form.dispatchEvent(new Event("communs:form", { bubbles: true }));

async function begin(asked) {
  if (isOpening) return;
  isOpening = true;
  asked.from?.setAttribute("aria-busy", "true");
  const page = await ask(asked.address).catch(() => null);
  await scriptsOf(page);
  asked.from?.removeAttribute("aria-busy");
  isOpening = false;
  const part = partOf(page);
  if (!part) return void location.assign(asked.address);
  if (open) close();
  document.querySelector('button[data-discussion][aria-pressed="false"]')?.click();
  const frame = document.createElement("section");
  frame.className = `in-place ${asked.kind}`;
  frame.dataset.gbChrome = "";
  frame.setAttribute("aria-labelledby", "ui-writing");
  frame.range = asked.range;
  open = { ...asked, frame, form: fill(frame, part, asked) };
  asked.stand(frame);
  if (asked.range) globalThis.CSS?.highlights?.set("ui-writing", new Highlight(asked.range));
  arranged();
  open.form.elements.text.focus({ preventScroll: true });
  keepInSight(frame, asked.range);
  keepDrafts(open.form);
}

// The words stay above what comes up from the foot of the window; in the margin the form comes into view.
function keepInSight(frame, range) {
  const isBelow = getComputedStyle(frame).position === "fixed";
  const over = isBelow && range ? range.getBoundingClientRect().bottom + 24 - frame.getBoundingClientRect().top : 0;
  if (over > 0) scrollBy({ top: over, behavior: "instant" });
  if (!isBelow) frame.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function close() {
  const { frame, form, range, from } = open;
  open = null;
  form.dispatchEvent(new Event("communs:closed"));
  frame.remove();
  globalThis.CSS?.highlights?.delete("ui-writing");
  if (range) getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  arranged();
  from?.focus();
}

// Where a link of a thread leads: to an answer after its comments, or to other words in the place of one.
const GESTURES = {
  reply: (link) => (frame) => link.closest(".thread-acts").before(frame),
  edit: (link) => (frame) => link.closest(".msg").after(frame),
};

if (body) {
  document.addEventListener("communs:quote", (event) => {
    event.preventDefault();
    const address = new URL(event.detail.address);
    if (!event.detail.quote.cut) address.searchParams.delete("cut"); // here it is whole
    begin({ ...event.detail, address: address.href, kind: "thread", stand: (frame) => threadsOf().append(frame) });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#ui-threads .thread a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isLeft = open && link.closest(".in-place") && link.matches(".sends > a");
    const kind = link.pathname.match(/^\/-\/(?:t|comments)\/\d+\/(reply|edit)\/$/)?.[1];
    if (!isLeft && !kind) return;
    event.preventDefault();
    if (isLeft) close();
    else begin({ address: link.href, from: link, kind, stand: GESTURES[kind](link) });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open && !document.querySelector(":popover-open")) close();
  });
  // The same form comes back with what is wrong in it, or with what changed on the page.
  document.addEventListener("communs:answered", (event) => {
    if (!open?.frame.contains(event.target)) return;
    const { page } = event.detail;
    const typed = open.form.elements.text.value;
    open.form = fill(open.frame, partOf(page), { ...open, quote: open.quote && {} });
    open.form.elements.text.value = typed;
    arranged();
    open.form.elements.text.focus();
    keepDrafts(open.form);
  });
  document.addEventListener("communs:posted", () => {
    open = null;
    globalThis.CSS?.highlights?.delete("ui-writing");
  });
}
