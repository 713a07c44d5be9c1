// Whoever has taken something to decide has it for as long as they are there: now and then a sign of it is sent.

const form = document.querySelector("[data-taking]");
const EVERY = 5 * 60 * 1000; // of the thirty minutes that it lasts
let last = Date.now();

async function renew() {
  if (Date.now() - last < EVERY) return;
  last = Date.now();
  const body = new FormData(form);
  body.set("do", "renew");
  try {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
    if (answer.status === 409) form.querySelector("[data-taking-lost]").hidden = false;
  } catch {
    // Out of reach: it lapses, as it would for whoever has left.
  }
}

if (form) {
  for (const sign of ["keydown", "pointerdown", "scroll"]) {
    document.addEventListener(sign, renew, { passive: true });
  }
}
