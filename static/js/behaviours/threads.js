// Threads stand in the margin, each beside its words and none over another; a switch hides the discussion.
// Without script they stand below the text, and numbers lead there and back.

const section = document.getElementById("ui-threads");
const sheet = section?.closest(".sheet");
const wide = matchMedia("(min-width: 76.01rem)");
const GAP = 12;
const KEY = "communs-discussion";
const threads = section ? [...section.querySelectorAll(".thread")] : [];
const body = document.querySelector("[data-page-body]");

// Words within what is folded or behind a tab are where that begins.
function placeOf(thread) {
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
  const chosen = rows.findIndex((row) => row.isRead);
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

function layOut() {
  const asideOnes = threads.filter((thread) => wide.matches && thread.querySelector(":scope > a.mk"));
  sheet.classList.toggle("has-margin", asideOnes.length > 0);
  for (const thread of threads) thread.classList.toggle("aside", asideOnes.includes(thread));
  if (!asideOnes.length) return void sheet.style.removeProperty("min-height");
  const frame = sheet.getBoundingClientRect();
  const outline = sheet.querySelector(":scope > .toc");
  const text = section.parentElement.getBoundingClientRect();
  const margin = outline?.getBoundingClientRect();
  const width = margin ? margin.width : Math.min(320, frame.right - text.right - 32);
  sheet.style.setProperty("--margin", `${width}px`);
  const least = (margin ? margin.bottom : text.top) - frame.top + GAP;
  const rows = asideOnes.map((thread) => {
    const top = (placeOf(thread) ?? body).getBoundingClientRect().top - frame.top - GAP;
    return { thread, wished: top, height: thread.offsetHeight, isRead: thread.matches(".read, :target, :has(:target)") };
  });
  rows.sort((one, other) => one.wished - other.wished);
  spread(rows, least);
  for (const row of rows) row.thread.style.setProperty("--at", `${Math.round(row.at)}px`);
  const last = rows.at(-1);
  sheet.style.minHeight = `${last.at + last.height + 48}px`;
}

let waiting = false;
function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
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
  for (const mark of marks)
    mark.addEventListener("click", (event) => {
      if (!event.target.closest("a, summary, button") && getSelection().isCollapsed)
        location.hash = `ui-thread-${mark.dataset.thread.split(" ")[0]}`;
    });
}

function offerSwitch(button) {
  const show = (on) => {
    document.documentElement.dataset.discussion = on ? "on" : "off";
    button.setAttribute("aria-pressed", String(on));
    if (sheet) soon();
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    show(on);
    try {
      localStorage.setItem(KEY, on ? "on" : "off");
    } catch {
      // refused by the browser: it holds for this visit
    }
  });
  try {
    show(localStorage.getItem(KEY) !== "off");
  } catch {
    show(true);
  }
}

if (section) {
  threads.forEach(relate);
  const button = document.querySelector("button[data-discussion]");
  if (button) offerSwitch(button);
  addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && threads.find((thread) => thread.matches(":target, :has(:target)"));
    if (open) location.hash = open.querySelector(".thread-shut").hash;
  });
}
if (sheet) {
  const watch = new ResizeObserver(soon);
  watch.observe(section.parentElement);
  threads.forEach((thread) => watch.observe(thread));
  wide.addEventListener("change", soon);
  addEventListener("hashchange", soon);
  document.addEventListener("toggle", soon, true);
  layOut();
}
