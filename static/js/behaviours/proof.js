// Before a form of somebody new is sent, the browser finds what the site asks of it: a key, derived again and again by
// its own engine, off the thread of the screen. It begins with the first field that is entered; a form that is sent
// earlier waits for it. What fails is sent all the same: a person looks at it first.

const PAUSE = 12; // derivations between two looks at how far it is
let found = new WeakMap(); // field → { until, done }: what it holds, or will

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));
const hexOf = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function derive(asked, counter) {
  const nonce = bytesOf(asked.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(asked.salt), iterations: asked.cost };
  return hexOf(await crypto.subtle.deriveBits(how, key, asked.keyLength * 8));
}

// The steps are known to be so many at most, so that it can be told how far it is.
async function solve({ parameters, signature, most }, tell) {
  for (let counter = 0; counter <= most; counter += 1) {
    const derivedKey = await derive(parameters, counter);
    if (derivedKey.startsWith(parameters.keyPrefix)) {
      return btoa(JSON.stringify({ challenge: { parameters, signature }, solution: { counter, derivedKey } }));
    }
    if (counter % PAUSE === 0) tell(counter / most);
  }
  throw new Error("no solution within the bounds");
}

async function ask(address) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) throw new Error(`no challenge: ${answer.status}`);
  return answer.json();
}

// Words are spoken when they change: as it begins, and once it is over. The bar between them is for the eye.
function told(field) {
  const place = field.closest("[data-proof-words]");
  const [begun, done, failed, awaited] = place.dataset.proofWords.split("|");
  const [line, bar] = [place.querySelector("[role=status]"), place.querySelector("progress")];
  const say = (words, isOn) => {
    line.textContent = words;
    bar.hidden = !isOn;
  };
  return {
    begun: () => say(begun, true),
    done: () => say(done, false),
    failed: () => say(failed, false),
    awaited: () => say(awaited, true),
    far: (share) => (bar.value = share),
  };
}

async function work(field, state) {
  const tell = told(field);
  tell.begun();
  try {
    const began = Date.now(); // by this clock alone: that of the site may say another hour
    const challenge = await ask(field.dataset.proof);
    field.value = await solve(challenge, tell.far);
    state.until = began + challenge.seconds * 1000 - 60_000;
    tell.done();
  } catch {
    field.value = ""; // no engine, no answer: asked for again only when the screen is
    state.until = Infinity;
    tell.failed();
  }
  state.isOver = true;
}

function begin(field) {
  const known = found.get(field);
  if (known && (!known.isOver || known.until > Date.now())) return known;
  const state = { isOver: false, until: 0 };
  state.done = work(field, state);
  found.set(field, state);
  return state;
}

const waited = new WeakSet(); // forms that are sent now, whatever came of it
const fieldOf = (form) => form?.querySelector?.("[data-proof]");

document.addEventListener("focusin", (event) => {
  const field = fieldOf(event.target.closest?.("form"));
  if (field) begin(field);
});

// Before all that listens to the form: to them it is sent once, when it can be.
document.addEventListener(
  "submit",
  async (event) => {
    const [form, button] = [event.target, event.submitter];
    const field = fieldOf(form);
    if (!field || waited.delete(form)) return;
    const state = begin(field);
    if (state.isOver) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (state.isAwaited) return;
    state.isAwaited = true;
    told(field).awaited();
    await state.done;
    if (!form.isConnected) return;
    waited.add(form);
    form.requestSubmit(button);
  },
  true,
);

// A screen that comes back out of the history holds what was accepted already.
addEventListener("pageshow", (event) => {
  if (event.persisted) found = new WeakMap();
});
