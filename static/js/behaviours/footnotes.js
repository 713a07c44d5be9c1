// A footnote is read where it is called: under the pointer, at the focus, at a tap. Escape closes it. The mark stays
// a link: its key, Enter, goes to the note at the end of the page.

const words = document.getElementById("ui-words")?.dataset;
const LINGER = 200; // milliseconds for the pointer to reach the preview
const marks = [...document.querySelectorAll("[data-page-body] .footnote-ref > a[href^='#fn-']")];
const preview = document.createElement("div");
let shown = null;
let waiting = 0;

function noteOf(mark) {
  return document.getElementById(mark.hash.slice(1));
}

function fill(mark) {
  const copied = noteOf(mark).cloneNode(true);
  for (const back of copied.querySelectorAll(".footnote-backref, .footnote-ref")) back.remove();
  for (const named of copied.querySelectorAll("[id]")) named.removeAttribute("id");
  const way = document.createElement("a");
  way.href = mark.hash;
  way.textContent = words.toNote;
  way.addEventListener("click", hide);
  const last = document.createElement("p");
  last.append(way);
  preview.replaceChildren(...copied.childNodes, last);
}

// Below the mark where there is room, else above it; never past the edges of the window.
function place(mark) {
  const box = mark.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = preview;
  const left = Math.min(Math.max(8, box.left - 24), document.documentElement.clientWidth - width - 8);
  const below = box.bottom + height + 8 <= innerHeight || box.top < height + 8;
  preview.style.left = `${Math.max(8, left)}px`;
  preview.style.top = `${below ? box.bottom + 6 : box.top - height - 6}px`;
}

function show(mark) {
  clearTimeout(waiting);
  if (shown === mark) return;
  hide();
  fill(mark);
  mark.after(preview);
  preview.showPopover();
  place(mark);
  mark.setAttribute("aria-describedby", preview.id);
  shown = mark;
}

function hide() {
  clearTimeout(waiting);
  if (!shown) return;
  shown.removeAttribute("aria-describedby");
  shown = null;
  preview.hidePopover();
  preview.remove();
}

function hideSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (!preview.contains(document.activeElement) && document.activeElement !== shown) hide();
  }, LINGER);
}

function listen(mark) {
  mark.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && show(mark));
  mark.addEventListener("pointerleave", hideSoon);
  mark.addEventListener("focus", () => show(mark));
  mark.addEventListener("blur", hideSoon);
  mark.addEventListener("click", (event) => {
    if (event.detail === 0) return hide(); // a key: the link does what links do
    event.preventDefault();
    show(mark);
  });
}

if (words && marks.length && "showPopover" in preview) {
  preview.id = "ui-note";
  preview.className = "note-preview";
  preview.popover = "manual";
  preview.dataset.gbChrome = "";
  preview.addEventListener("pointerenter", () => clearTimeout(waiting));
  preview.addEventListener("pointerleave", hideSoon);
  preview.addEventListener("focusout", hideSoon);
  marks.filter(noteOf).forEach(listen);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    const mark = shown;
    if (preview.contains(document.activeElement)) mark.focus();
    hide();
  });
  document.addEventListener("pointerdown", (event) => {
    if (shown && !preview.contains(event.target) && !shown.contains(event.target)) hide();
  });
  window.addEventListener("resize", hide);
  document.addEventListener("scroll", () => shown && place(shown), { passive: true });
}
