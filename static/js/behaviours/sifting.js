// A reader looks for some of the key actions that a page gathers: those of a phase, of somebody, still to be done; and
// takes those that are left away as a file for any spreadsheet. Whoever answers for an action and the page that tells
// how are written below it, « EP, DIR — page ». What is ticked: ticks.js.

const form = document.querySelector("[data-sifting]");
const body = document.querySelector("[data-page-body]");
const ticks = document.querySelector("[data-ticks]");
const TOLD = /^([A-Z]{2,4}(?:, [A-Z]{2,4})*) — /;

const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

// Each action, with the heading it stands under.
function gathered() {
  const found = [];
  let heading = null;
  for (const mark of body.querySelectorAll("h2, h3, h4, .gb-task")) {
    const box = mark.querySelector("input[type=checkbox]");
    const told = mark.querySelector("li");
    const who = words(told).match(TOLD)?.[1].split(", ");
    if (!box) heading = mark;
    else if (who) {
      const number = words(mark.querySelector("strong"));
      const said = words(box.closest("label") ?? mark).slice(number.length).trim();
      found.push({ item: mark, box, heading, phase: words(heading), number, said, who, page: words(told.querySelector("a")) });
    }
  }
  return found;
}

// The page may tell in a table who « EP » is.
function named(who) {
  const row = [...body.querySelectorAll("tr")].find((row) => words(row.cells[0]) === who);
  return row ? `${who} — ${words(row.cells[1])}` : who;
}

function offer(select, values, name = (value) => value) {
  for (const value of new Set(values)) select.add(new Option(name(value), value));
}

// Whoever has ticked the last action finds how many they are just below, on screen and on paper.
function settle(item) {
  let place = item;
  while (place.parentElement !== body) place = place.parentElement;
  ticks.dataset.gbChrome = "";
  place.after(ticks);
}

const fits = ({ phase, who, box }) =>
  (!form.phase.value || form.phase.value === phase) &&
  (!form.who.value || who.includes(form.who.value)) &&
  (!form.state.value || (form.state.value === "done") === box.checked);

function table(actions) {
  const { siftingHeads: heads, siftingYes: yes, siftingNo: no } = form.dataset;
  const lines = actions.map(({ phase, number, said, who, page, box }) => [phase, number, said, who.join(", "), page, box.checked ? yes : no]);
  return [heads.split(";"), ...lines];
}

function take(lines, format) {
  const detail = { name: form.dataset.siftingFile, lines, format };
  document.dispatchEvent(new CustomEvent("communs:spreadsheet", { detail }));
}

function start(actions) {
  function sift() {
    for (const action of actions) action.item.hidden = !fits(action);
    for (const heading of new Set(actions.map((action) => action.heading))) {
      const isEmpty = !actions.some((action) => action.heading === heading && !action.item.hidden);
      heading.classList.toggle("sifted-out", isEmpty);
    }
    const count = actions.filter(fits).length;
    const pattern = count === 1 ? form.dataset.siftingOne : form.dataset.siftingMany;
    form.querySelector("[data-sifting-count]").textContent = pattern.replace("{count}", count);
  }

  offer(form.phase, actions.map((action) => action.phase));
  offer(form.who, actions.flatMap((action) => action.who).sort(), named);
  actions[0].heading.before(form);
  if (ticks) settle(actions.at(-1).item);
  form.hidden = false;
  sift();
  form.addEventListener("change", sift);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of form.querySelectorAll("[data-sifting-take]")) {
    button.addEventListener("click", () => take(table(actions.filter(fits)), button.dataset.siftingTake));
  }
  // What was just ticked stays where it is until one asks again: it would jump away from the hand.
  ticks?.addEventListener("ticks:reset", () => setTimeout(sift));
}

const actions = form && body ? gathered() : [];
if (actions.length && actions[0].heading) start(actions);
