// Carries ticks to the account of whoever is logged in, as `account.js` asks, and says what the account knows now.

const panel = document.querySelector("[data-ticks]");
const NEVER = [400, 404, 413]; // of no page, or no ticks: another time would be no better
let token = "";
let ahead; // milliseconds by which the clock of the site is ahead of this one, which may be wrong

async function answerOf(at, how) {
  const answer = await fetch(`/-/ticks/${at}/`, how);
  if (NEVER.includes(answer.status)) return null;
  if (!answer.ok || answer.redirected) {
    token = ""; // whoever came in again has another one
    const seconds = Number(answer.headers.get("Retry-After")) || 0;
    throw Object.assign(new Error(String(answer.status)), { wait: 1000 * seconds });
  }
  const told = await answer.json();
  token = told.token;
  ahead ??= 1000 * told.now - Date.now();
  return Object.entries(told.ticks);
}

const look = (at) => answerOf(at, { priority: "low" });

// Only somebody who ticks needs a token: pages stay the same bytes until something changes.
async function carry(at, ticks) {
  if (!token && (await look(at)) === null) return null;
  const dated = ticks.map(([key, [on, when]]) => [key, [on, when && (when + ahead) / 1000]]);
  const told = JSON.stringify(Object.fromEntries(dated));
  const body = new URLSearchParams({ ticks: told, csrfmiddlewaretoken: token });
  return answerOf(at, { method: "POST", body, keepalive: String(body).length < 60_000 });
}

panel?.addEventListener("ticks:ask", ({ detail }) => {
  detail.answer = detail.ticks ? carry(detail.at, detail.ticks) : look(detail.at);
});
