// Where ticks are kept for whoever is logged in: on their account, which the page brings along, as `ticks.js` asks and
// says. What is ticked is sent at once; until the site has taken it in, it stays in this browser, with the moment when
// it was ticked, and is sent again later: of two devices, the one that ticked last counts.

const panel = document.querySelector("[data-ticks]");
const { ticksPage: page, ticksOwner: owner } = panel?.dataset ?? {};
const box = `communs:unsent:${owner}`; // by page and by task: ticked or not or neither, and when
const ACTION = /^[A-Z]\.\d{1,2}$/;
const [SOON, LATER, LATEST, STALE] = [400, 15_000, 300_000, 30_000]; // milliseconds
const AT_ONCE = 30;
let [account, unsent] = [{}, {}];
let timer = 0;
let sending = Promise.resolve();
let wait = LATER;
let seen = Date.now();
let refused = false; // by the browser: what is not sent lasts this visit

const part = (name) => panel.querySelector(`[data-ticks-${name}]`);
const some = (it, isOurs) => Object.fromEntries(Object.entries(it ?? {}).filter(isOurs));

const isTick = (it) => [true, false, null].includes(it?.[0]) && Number.isFinite(it[1]);

// What the browser keeps may not be ours.
function load() {
  if (refused) return unsent;
  unsent = {};
  try {
    const sheets = some(JSON.parse(localStorage.getItem(box)), ([at]) => /^\d+$/.test(at));
    for (const at of Object.keys(sheets)) unsent[at] = some(sheets[at], ([, tick]) => isTick(tick));
  } catch {
    // unreadable: nothing that could be sent
  }
  return unsent;
}

function save() {
  const full = some(unsent, ([, sheet]) => Object.keys(sheet).length);
  try {
    if (Object.keys(full).length) localStorage.setItem(box, JSON.stringify(full));
    else localStorage.removeItem(box);
    refused = false;
  } catch {
    refused = true;
  }
}

function take(ticks, into = account) {
  for (const [key, on] of ticks)
    if (on === null) delete into[key];
    else into[key] = on;
  return into;
}

// Those of this page and of key actions, the latest last.
function hereOf(sheets) {
  const isHere = (at) => ([key]) => at === page || ACTION.test(key);
  const all = Object.entries(sheets).flatMap(([at, sheet]) => Object.entries(sheet).filter(isHere(at)));
  return all.sort(([, one], [, other]) => one[1] - other[1]);
}

function read() {
  return take(hereOf(load()).map(([key, [on]]) => [key, on]), { ...account });
}

// What was ticked before somebody logged in has no date: whatever the account knows of the same task is later.
function join(ticks) {
  const before = read();
  const sheet = (unsent[page] ??= {});
  for (const [key, on] of Object.entries(ticks)) if (!(key in before)) sheet[key] = [on, 0];
  save();
  again(0);
}

function write(now) {
  const before = read();
  const sheet = (unsent[page] ??= {});
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)]))
    if (before[key] !== now[key]) sheet[key] = [now[key] ?? null, Date.now()];
  save();
  again(SOON);
}

// One sending after the other: an older answer would hide a later tick.
function again(delay) {
  clearTimeout(timer);
  timer = setTimeout(() => (sending = sending.then(send)), delay);
}

// Carried by carrying.js: what the account knows now, or nothing where this will never be taken in.
function ask(at, ticks) {
  const asked = new CustomEvent("ticks:ask", { detail: { at, ticks } });
  panel.dispatchEvent(asked);
  return asked.detail.answer;
}

async function sendSome(at, sent) {
  const told = (await ask(at, sent)) ?? [];
  const left = load()[at] ?? {};
  // What the site leaves out is no task of the page as it is now: it stays here, where it does no harm.
  for (const [key, [on, when]] of sent)
    if (told.some(([known]) => known === key) && left[key]?.[0] === on && left[key][1] === when) delete left[key];
  save();
  take(told.filter(([key]) => at === page || ACTION.test(key)));
}

async function send() {
  try {
    for (const [at, sheet] of Object.entries(load())) {
      const all = Object.entries(sheet);
      for (let from = 0; from < all.length; from += AT_ONCE) await sendSome(at, all.slice(from, from + AT_ONCE));
    }
    [wait, seen] = [LATER, Date.now()];
    tell(false);
  } catch (refusal) {
    tell(true);
    again(Math.max(wait, refusal.wait ?? 0));
    wait = Math.min(2 * wait, LATEST);
  }
  panel.dispatchEvent(new Event("ticks:news"));
}

async function refresh() {
  seen = Date.now();
  take((await ask(page).catch(() => null)) ?? []); // without network, what is known here stays
  panel.dispatchEvent(new Event("ticks:news"));
}

function tell(isWaiting) {
  part("waiting").hidden = !isWaiting || refused;
  if (isWaiting) part("joined").hidden = true;
  part("visit").hidden = !isWaiting || !refused;
  part("kept").hidden = isWaiting;
}

if (owner) {
  account = JSON.parse(document.getElementById("ui-ticks").textContent);
  if (Object.keys(load()).length) again(SOON);
  panel.addEventListener("ticks:read", ({ detail }) => Object.assign(detail, { kept: read() }));
  panel.addEventListener("ticks:write", ({ detail }) => write(detail.kept));
  panel.addEventListener("ticks:join", ({ detail }) => join(detail));
  window.addEventListener("storage", ({ key }) => {
    if (key === box) take(hereOf(load()).map(([name, [on]]) => [name, on])); // another tab, which sends it
    panel.dispatchEvent(new Event("ticks:news"));
  });
  window.addEventListener("online", () => again(0));
  window.addEventListener("pagehide", () => Object.keys(load()).length && send());
  window.addEventListener("pageshow", ({ persisted }) => persisted && refresh());
  document.addEventListener("visibilitychange", () => !document.hidden && Date.now() - seen > STALE && refresh());
  panel.dispatchEvent(new Event("ticks:ready"));
}
