// From one revision to the next, or from change to change, by the arrows of the keyboard: they rest while somebody types
// or chooses, and where a box that scrolls sideways needs them.

const ways = document.querySelector("[data-steps]");
const told = document.querySelector("[data-steps-told]");
const TAKEN = "input, textarea, select, [contenteditable], [role=tablist], [role=radiogroup]";

const scrolls = (element) => {
  for (let box = element; box && box !== document.body; box = box.parentElement) {
    if (box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX)) return true;
  }
  return false;
};

function hear(event) {
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const isOurs = way && !event.repeat && !event.defaultPrevented;
  if (!isOurs || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest?.(TAKEN) || scrolls(event.target)) return;
  const link = ways.querySelector(`a[rel=${way}]`);
  if (link) location.assign(link.href);
}

if (ways?.querySelector("a[rel]")) {
  document.addEventListener("keydown", hear);
  if (told) told.hidden = false;
}
