// A reader answers the score tables of a page: one radio button in the cell of each answer. Answers stay in the browser,
// by page and by question; a question is known by its words, and twins by the heading they stand under, an answer by
// the head of its column, so that edits elsewhere lose nothing. Without this script, the tables are read and printed.
// What the answers come to: scoring.js.

const panel = document.querySelector("[data-score]");
const tables = [...document.querySelectorAll("[data-page-body] .gb-score table")];
const shelf = `communs:score:${panel?.dataset.score}`;
const note = panel?.querySelector("[data-score-note]");
const questions = [];
let kept = { answers: {}, note: "" };
let refused = false; // by the browser: what this visit knows is all there is

const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
const radios = () => questions.flatMap((question) => question.radios);

// The cell of an answer becomes a button as large as the cell, named by the question, the answer and its points.
function put(radio, cell, named) {
  const holder = document.createElement("label");
  const points = document.createElement("span");
  holder.className = "score-answer";
  points.className = "score-points";
  points.id = `${radio.name}-${cell.cellIndex}`;
  points.append(...cell.childNodes);
  holder.append(radio, points);
  cell.append(holder);
  radio.setAttribute("aria-labelledby", `${named} ${points.id}`);
}

function ask(row, heads) {
  const [asked, ...cells] = row.cells;
  const name = `ui-score-${questions.length + 1}`;
  asked.id ||= `${name}-asked`;
  const made = cells.map((cell, index) => {
    const radio = Object.assign(document.createElement("input"), { type: "radio", name, value: words(cell) });
    radio.answer = words(heads[index + 1]);
    radio.autocomplete = "off";
    put(radio, cell, `${asked.id} ${heads[index + 1].id}`);
    return radio;
  });
  questions.push({ words: words(asked), radios: made });
}

function draw() {
  const repeats = {};
  let heading = "";
  for (const mark of document.querySelectorAll("[data-page-body] :is(h1, h2, h3, h4, h5, h6, .gb-score table)")) {
    if (!tables.includes(mark)) {
      heading = mark.id;
      continue;
    }
    const [head, ...rows] = mark.rows;
    [...head.cells].forEach((cell, index) => (cell.id ||= `ui-score-${questions.length + 1}-head-${index}`));
    for (const row of rows) {
      ask(row, head.cells);
      const place = `${questions.at(-1).words}\n${heading}`;
      repeats[place] = (repeats[place] ?? 0) + 1;
      questions.at(-1).key = `${place}\n${repeats[place]}`;
    }
  }
}

function read() {
  try {
    const { answers, note: said } = JSON.parse(localStorage.getItem(shelf) ?? "{}");
    return { answers: answers && typeof answers === "object" ? answers : {}, note: typeof said === "string" ? said : "" };
  } catch {
    return { answers: { ...kept.answers }, note: kept.note }; // refused, or not ours: what this visit knows
  }
}

function write() {
  try {
    if (Object.keys(kept.answers).length || kept.note) localStorage.setItem(shelf, JSON.stringify(kept));
    else localStorage.removeItem(shelf);
    refused = false;
  } catch {
    refused = true;
  }
  panel.querySelector("[data-score-kept]").hidden = refused;
  panel.querySelector("[data-score-visit]").hidden = !refused;
}

const tell = () => panel.dispatchEvent(new CustomEvent("score:changed"));

function show() {
  for (const { key, radios: made } of questions) {
    for (const radio of made) radio.checked = kept.answers[key] === radio.answer;
  }
  if (note.value !== kept.note) note.value = kept.note;
  tell();
}

function change() {
  for (const { key, radios: made } of questions) {
    const chosen = made.find((radio) => radio.checked);
    if (chosen) kept.answers[key] = chosen.answer;
    else delete kept.answers[key];
  }
  kept.note = note.value;
  write();
  tell();
}

// An answer is taken back as it was given: by choosing it once more.
function unchoose(event) {
  const radio = event.currentTarget;
  if (radio.was) radio.checked = false;
  if (radio.was) change();
  for (const other of radios()) other.was = other.checked;
}

if (panel && tables.length) {
  draw();
  kept = read();
  write();
  show();
  let before = kept;
  for (const radio of radios()) {
    radio.was = radio.checked;
    radio.addEventListener("change", change);
    radio.addEventListener("click", unchoose);
  }
  note.addEventListener("input", change);
  window.addEventListener("storage", (event) => {
    if (event.key !== null && event.key !== shelf) return;
    kept = read();
    show();
  });
  panel.addEventListener("score:reset", () => {
    before = kept;
    kept = { answers: {}, note: "" };
    write();
    show();
  });
  panel.addEventListener("score:undo", () => {
    kept = { answers: { ...before.answers, ...kept.answers }, note: kept.note || before.note };
    write();
    show();
  });
  panel.hidden = false;
}
