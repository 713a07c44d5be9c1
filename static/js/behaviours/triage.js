// The keys of those who moderate: J and K go through the queue, G keeps, M hides (a digit chooses the reason, Enter
// sends), ? tells the keys. They rest while somebody types, and for good where their box says so. A reason that is
// chosen fills the field, unless somebody wrote there.

const SHELF = "communs:triage";
const help = document.querySelector("[data-triage]");
const heard = document.querySelector("[data-triage-heard]");
const form = document.querySelector("[data-triage-form]");
const keep = form?.querySelector("[data-triage-keep]");
const hide = form?.querySelector("[data-triage-hide]");
const reasons = form?.querySelector("[data-reasons]");
const words = form?.querySelector("textarea");

const told = () => reasons.selectedOptions[0]?.dataset.told ?? "";
const isOurs = (text) => [...reasons.options].some((one) => (one.dataset.told ?? "") === text);

function fill() {
  if (isOurs(words.value.trim())) words.value = told();
}

// The button waits for the digit of a reason; where none is written already, one is typed.
function arm(button) {
  if (!reasons) return words.focus();
  for (const one of form.querySelectorAll(".armed")) one.classList.remove("armed");
  button?.classList.add("armed");
  button?.focus();
}

function choose(digit) {
  if (digit < 1 || digit >= reasons.options.length) return;
  reasons.selectedIndex = digit; // the first option is that of one's own words
  fill();
}

// What is looked at is marked in the list; past either end of it, the way leads to the next leaf of the queue.
function step(by) {
  const rows = [...document.querySelectorAll(".queue-row")];
  const place = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const row = place < 0 ? rows[by > 0 ? 0 : rows.length - 1] : rows[place + by];
  const way = row ?? document.querySelector(by > 0 ? ".queue-pager [rel=next]" : ".queue-pager [rel=prev]");
  if (way) location.assign(way.href);
}

const isTyping = (event) => event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

// On French keyboards the row of digits writes them with Shift alone: the place of the key counts too.
const digit = ({ key, code }) => Number(/^[1-9]$/.exec(key)?.[0] ?? /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? 0);

// A key that is held down, or pressed twice, decides on one comment and not on the next ones too.
let isSent = false;
form?.addEventListener("submit", () => (isSent = true));
addEventListener("pageshow", () => (isSent = false));

function hear(event) {
  if (event.repeat || isSent) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event)) return;
  const key = event.key.toLowerCase();
  const isArmed = document.activeElement.matches(".armed");
  if (key === "?") help.open = !help.open;
  else if (!heard.checked) return;
  else if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "g" && keep) keep.dataset.triageKeep ? arm(keep) : keep.click();
  else if (key === "m" && hide) arm(hide);
  else if (key === "escape" && isArmed) arm();
  else if (isArmed && digit(event)) choose(digit(event));
  else return;
  event.preventDefault();
}

function recall() {
  try {
    heard.checked = localStorage.getItem(SHELF) !== "off";
  } catch {
    heard.checked = true; // refused: they are heard on this screen
  }
}

function keepChoice() {
  try {
    if (heard.checked) localStorage.removeItem(SHELF);
    else localStorage.setItem(SHELF, "off");
  } catch {
    // refused: it holds for this screen
  }
}

if (help) {
  recall();
  heard.addEventListener("change", keepChoice);
  document.addEventListener("keydown", hear);
  help.hidden = false;
}
// In a list that is higher than its place, what is looked at is in sight.
const current = document.querySelector(".queue-row[aria-current]");
const list = current?.closest("ul");
if (list && list.scrollHeight > list.clientHeight) list.scrollTop = current.offsetTop - list.offsetTop - list.clientHeight / 3;

// Whoever comes from another of the queue begins at this one: not at the head of the screen, nor before all the rows.
const heading = document.querySelector("#ui-case");
if (heading && document.referrer.startsWith(`${location.origin}/-/moderation/`) && !location.hash) {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

if (reasons) {
  reasons.addEventListener("change", fill);
  for (const button of [keep, hide]) button?.addEventListener("blur", () => button.classList.remove("armed"));
}
