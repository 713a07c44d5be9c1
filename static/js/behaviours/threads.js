// Threads stand in the margin, each beside its words and none over another; so does a form that was opened there.
// Without script they stand below the text, and numbers lead there and back.

const body = document.querySelector("[data-page-body]");
const sheet = body?.closest(".sheet");
const wide = matchMedia("(min-width: 64rem)");
const GAP = 12;
const GUTTER = 32; // between the text and its margin, as the sheet has it
const threadsOf = () => [...document.querySelectorAll("#ui-threads > .thread")];
const isOpened = (thread) => thread.matches(":target, :has(:target)");

// Words within what is folded or behind a tab are where that begins; a form stands by the words that were selected.
function placeOf(thread) {
  if (thread.range) return thread.range;
  let place = document.getElementById(`ui-mk-${thread.dataset.mk}`);
  const words = body?.querySelector(`mark[data-thread~="${thread.dataset.mk}"]`);
  if (words?.checkVisibility()) return words;
  while (place && !place.checkVisibility()) place = place.parentElement;
  return place;
}

// From top to bottom; the one that is read keeps its place, those before it make room.
function spread(rows, least) {
  let free = least;
  for (const row of rows) {
    row.at = Math.max(row.wished, free);
    free = row.at + row.height + GAP;
  }
  const chosen = rows.findIndex((row) => row.isWritten || (row.isRead && !rows.some((one) => one.isWritten)));
  if (chosen < 0) return;
  rows[chosen].at = Math.max(rows[chosen].wished, least);
  for (let index = chosen - 1; index >= 0; index--)
    rows[index].at = Math.min(rows[index].at, rows[index + 1].at - rows[index].height - GAP);
  const over = least - rows[0].at;
  if (over > 0) for (let index = 0; index <= chosen; index++) rows[index].at += over;
  for (let index = chosen + 1; index < rows.length; index++) {
    const before = rows[index - 1];
    rows[index].at = Math.max(rows[index].wished, before.at + before.height + GAP);
  }
}

// An outline that reaches down to where threads stand folds into its button, which takes its place.
function fold(outline, text, frame, rows) {
  const least = (outline?.getBoundingClientRect().bottom ?? text.top) - frame.top + GAP;
  const isInTheWay = Boolean(outline) && rows.some((row) => row.wished < least);
  sheet.classList.toggle("toc-folded", isInTheWay);
  if (!isInTheWay) return least;
  const button = sheet.querySelector(".toc-open");
  return (button ? button.getBoundingClientRect().bottom : text.top) - frame.top + GAP;
}

function layOut() {
  if (sheet.querySelector(":scope > .toc:popover-open")) return; // it is not where it was
  const threads = threadsOf();
  const hasMargin = wide.matches && document.documentElement.dataset.discussion !== "off";
  const asideOnes = threads.filter((thread) => hasMargin && (thread.range || thread.querySelector(":scope > a.mk")));
  sheet.classList.toggle("has-margin", asideOnes.length > 0);
  sheet.classList.remove("toc-folded");
  for (const thread of threads) thread.classList.toggle("aside", asideOnes.includes(thread));
  if (!asideOnes.length) return void sheet.style.removeProperty("min-height");
  const frame = sheet.getBoundingClientRect();
  const outline = sheet.querySelector(":scope > .toc");
  const text = body.closest(".sheet > *").getBoundingClientRect();
  const width = outline ? outline.getBoundingClientRect().width : frame.right - text.right - GUTTER;
  sheet.style.setProperty("--margin", `${width}px`);
  sheet.style.setProperty("--text", `${text.top - frame.top}px`);
  const rows = asideOnes.map((thread) => ({
    thread,
    wished: (placeOf(thread) ?? body).getBoundingClientRect().top - frame.top - GAP,
    height: thread.offsetHeight,
    isWritten: Boolean(thread.range || thread.querySelector(".in-place")),
    isRead: isOpened(thread),
  }));
  rows.sort((one, other) => one.wished - other.wished);
  spread(rows, fold(outline, text, frame, rows));
  for (const row of rows) row.thread.style.setProperty("--at", `${Math.round(row.at)}px`);
  const last = rows.at(-1);
  sheet.style.minHeight = `${last.at + last.height + 48}px`;
}

// The words stay above a thread that comes up from the foot of the window.
function keepInSight() {
  const open = threadsOf().find(isOpened);
  const words = open && getComputedStyle(open).position === "fixed" ? placeOf(open) : null;
  const over = words ? words.getBoundingClientRect().bottom + GUTTER - open.getBoundingClientRect().top : 0;
  if (over > 0) scrollBy({ top: over, behavior: "instant" });
}

let isWaiting = false;
function soon() {
  if (isWaiting || !sheet) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    layOut();
  });
}

function relate(thread) {
  const marks = body?.querySelectorAll(`mark[data-thread~="${thread.dataset.mk}"]`) ?? [];
  const tell = (on) => () => [thread, ...marks].forEach((one) => one.classList.toggle("on", on));
  for (const one of [thread, ...marks]) {
    one.addEventListener("pointerenter", tell(true));
    one.addEventListener("pointerleave", tell(false));
  }
  thread.addEventListener("focusin", tell(true));
  thread.addEventListener("focusout", tell(false));
}

const watch = new ResizeObserver(soon);
const known = new WeakSet();

// What has come to the page since: threads at first, then a form, then the threads that it changed.
function meet() {
  for (const thread of threadsOf()) {
    if (known.has(thread)) continue;
    known.add(thread);
    relate(thread);
    watch.observe(thread);
  }
  if (sheet) layOut();
}

if (body) {
  body.addEventListener("click", (event) => {
    const mark = event.target.closest("mark.ui-quote");
    if (mark && !event.target.closest("a, summary, button") && getSelection().isCollapsed)
      location.hash = `ui-thread-${mark.dataset.thread.split(" ")[0]}`;
  });
  addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && !document.querySelector(".in-place") && threadsOf().find(isOpened);
    if (open) location.hash = open.querySelector(".thread-shut").hash;
  });
  watch.observe(body.closest(".sheet > *") ?? body);
  wide.addEventListener("change", soon);
  addEventListener("hashchange", () => {
    soon();
    keepInSight();
  });
  document.addEventListener("toggle", soon, true);
  document.addEventListener("communs:threads", meet);
  meet();
}
