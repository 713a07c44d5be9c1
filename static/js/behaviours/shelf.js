// Where ticks are kept for whoever is not logged in: in this browser, those of a page by its address and those of key
// actions together, as `ticks.js` asks and says. On an account: account.js.

const panel = document.querySelector("[data-ticks]");
const shelf = `communs:ticks:${panel?.dataset.ticks}`;
const SHARED = "communs:actions";
const ACTION = /^[A-Z]\.\d{1,2}$/;
let last = {};
let refused = false; // by the browser: what this visit knows is all there is

function taken(from) {
  const found = JSON.parse(localStorage.getItem(from) ?? "{}");
  return found && typeof found === "object" ? found : {};
}

function read() {
  if (refused) return { ...last };
  try {
    return { ...taken(shelf), ...taken(SHARED) };
  } catch {
    return { ...last }; // unreadable, or not ours
  }
}

function put(on, ticks) {
  if (ticks.length) localStorage.setItem(on, JSON.stringify(Object.fromEntries(ticks)));
  else localStorage.removeItem(on);
}

function write(kept) {
  last = { ...kept };
  const ticks = Object.entries(kept);
  try {
    put(shelf, ticks.filter(([key]) => !ACTION.test(key)));
    put(SHARED, ticks.filter(([key]) => ACTION.test(key)));
    refused = false;
  } catch {
    refused = true;
  }
  panel.querySelector("[data-ticks-kept]").hidden = refused;
  panel.querySelector("[data-ticks-visit]").hidden = !refused;
}

if (panel && !panel.dataset.ticksOwner) {
  panel.addEventListener("ticks:read", ({ detail }) => Object.assign(detail, { kept: read() }));
  panel.addEventListener("ticks:write", ({ detail }) => write(detail.kept));
  window.addEventListener("storage", (event) => {
    if ([null, shelf, SHARED].includes(event.key)) panel.dispatchEvent(new Event("ticks:news"));
  });
}
