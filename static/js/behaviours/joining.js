// Whoever ticked tasks before they logged in is asked once whether those join their account. If so, they leave this
// browser, page after page as each is opened; if not, they stay here for whoever is not logged in.

const panel = document.querySelector("[data-ticks]");
const { ticks: place, ticksOwner: owner } = panel?.dataset ?? {};
const SHELVES = [`communs:ticks:${place}`, "communs:actions"]; // shelf.js
const answered = `communs:joining:${owner}`;

// A browser may refuse to keep anything, and what it keeps may not be ours.
const attempt = (work) => {
  try {
    return work();
  } catch {
    return null;
  }
};
const part = (name) => panel.querySelector(`[data-ticks-${name}]`);

function found() {
  const shelves = SHELVES.map((shelf) => attempt(() => JSON.parse(localStorage.getItem(shelf))) ?? {});
  return Object.fromEntries(shelves.flatMap(Object.entries).filter(([, on]) => typeof on === "boolean"));
}

function join() {
  panel.dispatchEvent(new CustomEvent("ticks:join", { detail: found() }));
  for (const shelf of SHELVES) attempt(() => localStorage.removeItem(shelf));
  panel.dispatchEvent(new Event("ticks:news"));
  part("joined").hidden = false;
}

function answer(word) {
  attempt(() => localStorage.setItem(answered, word));
  part("join").hidden = true;
  if (word === "yes") join();
  part("ask").closest("section").querySelector("button:not([hidden])")?.focus();
}

if (owner && Object.keys(found()).length) {
  const word = attempt(() => localStorage.getItem(answered));
  if (word === "yes") join();
  part("join").hidden = word !== null;
  part("take").addEventListener("click", () => answer("yes"));
  part("leave").addEventListener("click", () => answer("no"));
}
