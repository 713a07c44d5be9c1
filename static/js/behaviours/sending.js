// A comment that is written on its page is sent from there. Whatever is answered, or if nothing is, its words stay in
// the form until they are kept: a form that comes back is shown by `writing.js`, a comment that is there by `posted.js`.

// What is answered, parsed by the browser and run by nobody.
function ask(method, form) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.open(method, form.action);
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", reject);
    request.send(method === "POST" ? new URLSearchParams(new FormData(form)) : null);
  });
}

const isElsewhere = (answer, form) => answer.responseURL !== form.action;
const tokenOf = (page) => page?.querySelector("[data-in-place] [name=csrfmiddlewaretoken]")?.value;

function tell(form, ...said) {
  const note = form.querySelector("[data-told]");
  note.replaceChildren(...said);
  note.hidden = !said.length;
  if (said.length) note.scrollIntoView({ block: "nearest", behavior: "instant" });
}

// What a screen that is not the form says.
function tellOf(form, page) {
  const [title, words] = [document.createElement("strong"), document.createElement("p")];
  title.textContent = page.querySelector("main h1")?.textContent ?? form.querySelector("[data-told]").dataset.away;
  words.textContent = page.querySelector("main .lede")?.textContent ?? "";
  tell(form, title, words);
}

// Whoever came in again, in another tab, has another token: it is asked for, and the comment is sent once more.
async function post(form) {
  const answer = await ask("POST", form);
  if (answer.status !== 403) return answer;
  const again = await ask("GET", form);
  const token = tokenOf(again.response);
  if (!token) return isElsewhere(again, form) ? again : answer; // led to the door, or refused
  form.elements.csrfmiddlewaretoken.value = token;
  return ask("POST", form);
}

function show(form, answer) {
  const page = answer?.response;
  const told = form.querySelector("[data-told]").dataset;
  if (!page) return tell(form, told.away);
  if (page.querySelector("[data-in-place]"))
    return form.dispatchEvent(new CustomEvent("communs:answered", { bubbles: true, detail: { page } }));
  if (page.querySelector('form[action*="/login/"]')) return tell(form, form.querySelector("[data-door]").content.cloneNode(true));
  if (answer.status !== 200 || !isElsewhere(answer, form)) return tellOf(form, page);
  form.dispatchEvent(new Event("communs:sent"));
  return document.dispatchEvent(new CustomEvent("communs:posted", { detail: { page, address: answer.responseURL } }));
}

async function send(form) {
  const [button, text] = [form.querySelector("[type=submit]"), form.elements.text];
  if (button.hasAttribute("aria-disabled")) return;
  const words = [...button.childNodes];
  button.setAttribute("aria-disabled", "true");
  button.replaceChildren(button.dataset.busy);
  text.readOnly = true;
  tell(form);
  const answer = await post(form).catch(() => null);
  button.removeAttribute("aria-disabled");
  button.replaceChildren(...words);
  text.readOnly = false;
  show(form, answer);
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest(".in-place form[data-comment]");
  if (!form) return;
  event.preventDefault();
  send(form);
});
document.addEventListener("keydown", (event) => {
  const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest("form[data-comment]");
  if (form) form.requestSubmit();
});
