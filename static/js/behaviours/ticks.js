// A reader ticks the tasks of a page. A task is known by its words, and twins by the heading they stand under, so that
// edits elsewhere lose nothing. A task that begins with a bold « A.1 » is a key action of the guide: ticked on one page,
// it is ticked on all. Without this script, boxes say what the guide says. The site makes the same keys: text/ticks.py.
// Kept in the browser: shelf.js, or on an account: account.js; counting and taking back: tallies.js.

const BLOCKS = "UL OL P DIV DL PRE TABLE FIGURE ASIDE SECTION DETAILS BLOCKQUOTE HR H1 H2 H3 H4 H5 H6".split(" ");
const panel = document.querySelector("[data-ticks]");
const boxes = [...document.querySelectorAll("[data-page-body] .gb-task input[type=checkbox]")];
const ACTION = /^[A-Z]\.\d{1,2}$/;
let kept = {};

// Everything ticked by the guide itself is a statement, not a list of things to do.
const isToDo = () => panel && boxes.some((box) => !box.defaultChecked);

// The words beside a box become its label; what stands below them, lists or paragraphs, does not.
function label(box) {
  const holder = document.createElement("label");
  box.before(holder);
  holder.append(box);
  while (holder.nextSibling && !BLOCKS.includes(holder.nextSibling.nodeName)) holder.append(holder.nextSibling);
  box.removeAttribute("aria-label");
  box.disabled = false;
  box.autocomplete = "off";
  return said(holder);
}

// Without what the site adds: the number of a thread is no word of the task.
function said(element) {
  const copy = element.cloneNode(true);
  for (const ours of copy.querySelectorAll("[data-gb-chrome]")) ours.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function name() {
  const repeats = {};
  let heading = "";
  const marks = document.querySelectorAll("[data-page-body] :is(h1, h2, h3, h4, h5, h6, .gb-task input)");
  for (const mark of marks) {
    if (!boxes.includes(mark)) {
      heading = mark.id;
      continue;
    }
    mark.words = label(mark);
    const named = mark.nextElementSibling?.nodeName === "STRONG" ? said(mark.nextElementSibling) : "";
    if (ACTION.test(named)) {
      mark.key = named;
      continue;
    }
    const place = `${mark.words}\n${heading}`;
    repeats[place] = (repeats[place] ?? 0) + 1;
    mark.key = `${place}\n${repeats[place]}`;
  }
}

// Kept by shelf.js in this browser, or by account.js: each answers in its time, which is at once.
function read() {
  const detail = { kept };
  panel.dispatchEvent(new CustomEvent("ticks:read", { detail }));
  return { ...detail.kept };
}

const write = () => panel.dispatchEvent(new CustomEvent("ticks:write", { detail: { kept } }));

// A heading may have changed its name: a tick whose place is gone goes to the only task that says the same.
function adopt() {
  const orphans = Object.keys(kept).filter((key) => !ACTION.test(key) && !boxes.some((box) => box.key === key));
  for (const key of orphans) {
    const words = key.split("\n")[0];
    const heirs = boxes.filter((box) => box.words === words && !(box.key in kept));
    const rivals = orphans.filter((other) => other.split("\n")[0] === words);
    if (heirs.length !== 1 || rivals.length !== 1) continue;
    kept[heirs[0].key] = kept[key];
    delete kept[key];
  }
}

// Whether that changed any box.
function draw() {
  adopt();
  const before = boxes.map((box) => box.checked);
  for (const box of boxes) box.checked = box.key in kept ? kept[box.key] === true : box.defaultChecked;
  return boxes.some((box, place) => box.checked !== before[place]);
}

const tell = () => panel.dispatchEvent(new CustomEvent("ticks:changed"));

function show() {
  draw();
  tell();
}

function change(box) {
  kept = read();
  adopt();
  if (box.checked === box.defaultChecked) delete kept[box.key];
  else kept[box.key] = box.checked;
  write();
  show(); // the same action may stand twice
}

function start() {
  name();
  kept = read();
  write();
  show();
  for (const box of boxes) box.addEventListener("change", () => change(box));
  panel.addEventListener("ticks:news", () => {
    kept = read();
    if (draw()) tell();
  });
  let before = {};
  panel.addEventListener("ticks:reset", () => {
    before = { ...kept };
    const isElsewhere = ([key]) => ACTION.test(key) && !boxes.some((box) => box.key === key);
    kept = Object.fromEntries(Object.entries(kept).filter(isElsewhere));
    write();
    show();
  });
  panel.addEventListener("ticks:undo", () => {
    kept = { ...before, ...kept };
    write();
    show();
  });
  panel.hidden = false;
}

if (isToDo()) {
  if (panel.dataset.ticksOwner) panel.addEventListener("ticks:ready", start, { once: true });
  else start();
}
