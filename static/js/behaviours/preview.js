// The views of the editor, « Aperçu » and « Changements », and what was published meanwhile: each button asks for the
// same screen and takes its part out of it; the editor stays as it is. What it does not know is shown by the screen.

const taken = ["[data-looked]", "[data-advice]", "[data-words]", "[data-meanwhile]"];

function look(form, view) {
  for (const button of form.querySelectorAll(".seg [data-look]"))
    button.setAttribute("aria-pressed", String(button.dataset.look === view));
  form.querySelector("[data-looked]").hidden = view === "write";
  form.querySelector("[data-written]").hidden = view !== "write";
}

function fill(form, page) {
  for (const name of taken) {
    const [here, there] = [form, page].map((one) => one.querySelector(name));
    if (!here || !there) continue;
    here.replaceChildren(...document.importNode(there, true).childNodes);
    if ("watched" in there.dataset) here.dataset.watched = there.dataset.watched;
  }
  form.dispatchEvent(new Event("communs:looked", { bubbles: true }));
}

// What was merged is written into the text as if it were typed, so that it can be undone.
function take(form, page) {
  const text = form.elements.source;
  const model = page.getElementById(text.id);
  for (const name of ["title", "description", "base", "seen"])
    if (form.elements[name] && page.getElementsByName(name)[0]) form.elements[name].value = page.getElementsByName(name)[0].value;
  const [old, now] = [text.value, model.value];
  let [start, end] = [0, 0];
  const most = Math.min(old.length, now.length);
  while (start < most && old[start] === now[start]) start++;
  while (end < most - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const detail = { start, end: old.length - end, text: now.slice(start, now.length - end) };
  if (old !== now) text.dispatchEvent(new CustomEvent("communs:write", { bubbles: true, detail }));
}

function wholly(form, button) {
  form.dataset.lookWholly = "";
  form.requestSubmit(button);
}

function show(form, view, page) {
  fill(form, page);
  if (view === "merge") {
    if (!page.querySelector("[data-meanwhile] .disagreeing")) take(form, page);
    look(form, "write");
    return void form.querySelector("[data-meanwhile]").scrollIntoView({ block: "nearest" });
  }
  look(form, view);
  form.querySelector("[data-looked]").firstElementChild?.focus();
}

function ask(form, button) {
  const request = new XMLHttpRequest();
  request.responseType = "document"; // parsed by the browser, run by nobody
  request.open("POST", form.getAttribute("action") || location.href);
  request.addEventListener("load", () => {
    button.removeAttribute("aria-busy");
    // A mistake, a conflict, the door: the whole screen says it better.
    const isOurs = request.status === 200 && request.response?.querySelector("[data-looked]");
    if (isOurs) show(form, button.dataset.look, request.response);
    else wholly(form, button);
  });
  request.addEventListener("error", () => wholly(form, button));
  button.setAttribute("aria-busy", "true");
  request.send(new FormData(form, button));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-look]");
  const form = button?.form;
  if (!form?.querySelector("[data-looked]") || "lookWholly" in form.dataset) return;
  event.preventDefault();
  if (button.dataset.look !== "write") return ask(form, button);
  look(form, "write");
  form.elements.source.focus();
});

// A remark shows where it is about.
const showFinds = () => document.querySelectorAll("[data-find]").forEach((one) => (one.hidden = false));
document.addEventListener("communs:looked", showFinds);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-find]");
  if (!button) return;
  const text = button.form.elements.source;
  // Its words as they read may be written otherwise, with marks among them: the first of them do.
  const asked = button.dataset.find.split(/\s+/);
  const words = [asked.length, 4, 2].map((count) => asked.slice(0, count).join(" "));
  const found = words.find((one) => text.value.includes(one));
  look(button.form, "write");
  text.focus();
  if (!found) return;
  const start = text.value.indexOf(found);
  text.setSelectionRange(start, start + found.length);
});
showFinds();
