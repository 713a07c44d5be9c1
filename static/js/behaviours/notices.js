// The keys of notices: J and K go from one to the next, X ticks one, Enter opens what it is about. They rest while
// somebody types. Whoever opens what a notice is about has read it: the site is told so on the way.

const rows = [...document.querySelectorAll("[data-notice]")];
const form = document.querySelector(".notices");
const help = document.querySelector("[data-notices-keys]");
let place = -1;

function go(by) {
  const next = Math.min(Math.max(place + by, 0), rows.length - 1);
  rows[place]?.classList.remove("here");
  place = next;
  rows[place].classList.add("here");
  rows[place].querySelector("a").focus();
}

const isTyping = (event) => event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

function hear(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event)) return;
  const key = event.key.toLowerCase();
  if (key === "j") go(1);
  else if (key === "k") go(-1);
  else if (key === "x" && place >= 0) rows[place].querySelector(".tick").click();
  else return;
  event.preventDefault();
}

function isRead(row) {
  const told = new FormData();
  told.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  told.set("key", row.querySelector(".tick").value);
  told.set("do", "read");
  fetch(form.action, { method: "POST", body: told, keepalive: true, redirect: "manual" }).catch(() => {});
}

if (form && rows.length) {
  document.addEventListener("keydown", hear);
  for (const row of rows.filter((one) => one.classList.contains("unread")))
    row.querySelector("a").addEventListener("click", () => isRead(row));
  if (help) help.hidden = false;
}
