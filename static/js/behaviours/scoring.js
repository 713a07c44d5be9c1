// What the answers to the score tables of a page come to: points below each heading and in all, the advice for that
// total, blocking questions (★); taken away by spreadsheet.js. What is answered: answering.js.

const panel = document.querySelector("[data-score]");
const body = document.querySelector("[data-page-body]");
const TOLD_AFTER = 900; // milliseconds: a row of answers is told once
const BLOCKS = "★";

const part = (name) => panel.querySelector(`[data-score-${name}]`);
const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
const chosen = (row) => row.querySelector("input:checked");
const points = (rows) => rows.reduce((sum, row) => sum + Number(chosen(row)?.value ?? 0), 0);
const most = (rows) => rows.reduce((sum, row) => sum + Math.max(...[...row.querySelectorAll("input")].map((radio) => radio.value)), 0);

function filled(pattern, rows) {
  const told = { points: points(rows), most: most(rows), done: rows.filter(chosen).length, all: rows.length };
  return pattern.replace(/\{(\w+)\}/g, (_all, name) => told[name]);
}

// The questions below each heading, in the order of the page.
function sections() {
  const found = [];
  let heading = null;
  for (const mark of body.querySelectorAll("h1, h2, h3, h4, h5, h6, .gb-score tr:has(input)")) {
    if (mark.nodeName !== "TR") heading = mark;
    else if (found.length && found.at(-1).heading === heading) found.at(-1).rows.push(mark);
    else found.push({ heading, rows: [mark] });
  }
  return found;
}

function draw() {
  const all = sections();
  for (const section of all.filter(({ heading }) => heading && all.length > 1)) {
    section.out = document.createElement("p");
    section.out.className = "tally";
    section.out.dataset.gbChrome = "";
    section.heading.classList.add("tallied");
    const beside = section.heading.nextElementSibling; // the heading's link to itself belongs with it
    (beside?.matches(".here") ? beside : section.heading).after(section.out);
  }
  return all;
}

// The row of the page's table of totals that holds this one: « 22 à 30 », « 22-30 » or « 0 ».
function advice(total) {
  const row = [...body.querySelectorAll(".gb-advice tr")].find((line) => {
    const [from, to = from] = words(line.cells[0]).match(/\d+/g)?.map(Number) ?? [];
    return from !== undefined && Math.min(from, to) <= total && total <= Math.max(from, to);
  });
  return row?.cells[1]?.textContent.trim() ?? ""; // with the blanks that keep « : » from beginning a line
}

const isBlocked = (row) => words(row.cells[0]).includes(BLOCKS) && chosen(row)?.value === "0";

function table(all, rows) {
  const lines = [panel.dataset.scoreHeads.split(";")];
  for (const section of all) {
    for (const row of section.rows) {
      lines.push([words(section.heading), words(row.cells[0]), chosen(row)?.answer ?? "", chosen(row)?.value ?? ""]);
    }
  }
  const [total, advised, debated] = panel.dataset.scoreRest.split(";");
  lines.push([], [total, "", "", filled(panel.dataset.scoreSum, rows)]);
  if (!part("advice").hidden) lines.push([advised, words(part("advice"))]);
  if (!part("blocked").hidden) lines.push([advised, words(part("blocked"))]);
  if (part("note").value.trim()) lines.push([debated, part("note").value.trim()]);
  return lines;
}

function take(lines, format) {
  const detail = { name: panel.dataset.scoreFile, lines, format };
  document.dispatchEvent(new CustomEvent("communs:spreadsheet", { detail }));
}

// Whoever has answered the last question finds the result just below, on screen and on paper.
function settle(row) {
  let place = row;
  while (place.parentElement !== body) place = place.parentElement;
  place.after(panel);
}

function offer(step) {
  for (const name of ["idle", "sure", "done"]) part(name).hidden = name !== step;
}

function start() {
  const all = draw();
  const rows = all.flatMap((section) => section.rows);
  let waiting = 0;
  let told = "";
  settle(rows.at(-1));

  // The first count is no news, nor is one that changed back meanwhile.
  function tell(said) {
    clearTimeout(waiting);
    if (!told) told = said;
    waiting = setTimeout(() => {
      const region = document.getElementById("ui-said");
      if (region && said !== told) region.textContent = said;
      told = said;
    }, TOLD_AFTER);
  }

  function count() {
    for (const section of all) if (section.out) section.out.textContent = filled(panel.dataset.scoreSum, section.rows);
    part("total").textContent = filled(panel.dataset.scoreSum, rows);
    part("count").textContent = filled(panel.dataset.scoreAnswers, rows);
    Object.assign(part("bar"), { max: most(rows), value: points(rows) });
    const blocked = rows.some(isBlocked);
    const said = rows.every(chosen) ? advice(points(rows)) : "";
    part("blocked").hidden = !blocked;
    part("advice").hidden = blocked || !said;
    part("advice").textContent = said;
    part("ask").hidden = !rows.some(chosen) && !part("note").value;
    tell([filled(panel.dataset.scoreSaid, rows), blocked ? words(part("blocked")) : said].filter(Boolean).join(". "));
  }

  const on = (name, act) => part(name).addEventListener("click", act);
  const then = (step, focus, event) => () => {
    if (event) panel.dispatchEvent(new CustomEvent(event));
    offer(step);
    part(focus).focus();
  };
  count();
  panel.addEventListener("score:changed", () => {
    if (!part("done").hidden) offer("idle");
    count();
  });
  for (const button of panel.querySelectorAll("[data-score-take]")) {
    button.addEventListener("click", () => take(table(all, rows), button.dataset.scoreTake));
  }
  on("ask", then("sure", "reset"));
  on("cancel", then("idle", "ask"));
  on("reset", then("done", "undo", "score:reset"));
  on("undo", then("idle", "ask", "score:undo"));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !part("sure").hidden) part("cancel").click();
  });
}

if (panel && body) panel.addEventListener("score:changed", start, { once: true });
