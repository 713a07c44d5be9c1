// Counts the ticks of a page, below each heading that has tasks and in all; takes them back when asked twice, and
// gives them back when asked once. What is ticked, and where it is kept: ticks.js.

const panel = document.querySelector("[data-ticks]");
const body = document.querySelector("[data-page-body]");
const TOLD_AFTER = 900; // milliseconds: a row of ticks is told once

const part = (name) => panel.querySelector(`[data-ticks-${name}]`);
const tasks = () => [...body.querySelectorAll(".gb-task input[type=checkbox]")];

function said(pattern, boxes) {
  return pattern.replace("{done}", boxes.filter((box) => box.checked).length).replace("{all}", boxes.length);
}

// What stands from a heading to the next of its level or above, unless a heading below holds all of it.
function sections() {
  const open = [];
  const found = [];
  for (const mark of body.querySelectorAll("h1, h2, h3, h4, h5, h6, .gb-task input[type=checkbox]")) {
    if (mark.nodeName === "INPUT") {
      for (const section of open) section.boxes.push(mark);
      continue;
    }
    while (open.length && open.at(-1).heading.nodeName >= mark.nodeName) open.pop();
    open.push({ heading: mark, boxes: [] });
    found.push(open.at(-1));
  }
  return found.filter((section, index) => {
    const inner = found[index + 1]?.boxes ?? [];
    return section.boxes.length > 0 && !section.boxes.every((box, place) => box === inner[place]);
  });
}

function draw() {
  const all = sections();
  for (const section of all) {
    section.out = document.createElement("p");
    section.out.className = "tally";
    section.out.dataset.gbChrome = "";
    section.heading.classList.add("tallied");
    const beside = section.heading.nextElementSibling; // the heading's link to itself belongs with it
    (beside?.matches(".here") ? beside : section.heading).after(section.out);
  }
  return all;
}

function offer(step) {
  for (const name of ["rest", "sure", "done"]) part(name).hidden = name !== step;
}

function start() {
  const drawn = draw();
  let waiting = 0;
  let told = "";

  function count() {
    for (const { boxes, out } of drawn) out.textContent = said(panel.dataset.ticksCount, boxes);
    const boxes = tasks();
    part("total").textContent = said(panel.dataset.ticksCount, boxes);
    const bar = panel.querySelector("progress");
    bar.max = boxes.length;
    bar.value = boxes.filter((box) => box.checked).length;
    part("ask").hidden = boxes.every((box) => box.checked === box.defaultChecked);
    tell(said(panel.dataset.ticksSaid, boxes));
  }

  // The first count is no news, nor is one that changed back meanwhile.
  function tell(words) {
    clearTimeout(waiting);
    if (!told) told = words;
    waiting = setTimeout(() => {
      const region = document.getElementById("ui-said");
      if (region && words !== told) region.textContent = words;
      told = words;
    }, TOLD_AFTER);
  }

  count();
  panel.addEventListener("ticks:changed", () => {
    if (!part("done").hidden) offer("rest");
    count();
  });
  part("ask").addEventListener("click", () => {
    offer("sure");
    part("reset").focus();
  });
  part("cancel").addEventListener("click", () => {
    offer("rest");
    part("ask").focus();
  });
  part("reset").addEventListener("click", () => {
    panel.dispatchEvent(new CustomEvent("ticks:reset"));
    offer("done");
    part("undo").focus();
  });
  part("undo").addEventListener("click", () => {
    panel.dispatchEvent(new CustomEvent("ticks:undo"));
    offer("rest");
    part("ask").focus();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || part("sure").hidden) return;
    part("cancel").click();
  });
}

if (panel && body) panel.addEventListener("ticks:changed", start, { once: true });
