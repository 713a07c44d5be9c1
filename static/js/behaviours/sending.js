// A comment that is written on its page is sent from there. Whatever is answered, or if nothing is, its words stay in
// the form until they are kept: a form that comes back is shown by `writing.js`, a comment that is there by `posted.js`.

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

function tell(form, ...said) {
  const note = form.querySelector("[data-told]");
  note.replaceChildren(...said);
  note.hidden = !said.length;
  if (said.length) note.scrollIntoView({ block: "nearest", behavior: "instant" });
}

// What a screen that is not the form says, with its way to the door in another tab.
function tellOf(form, page) {
  const [title, words] = [document.createElement("strong"), document.createElement("p")];
  title.textContent = page.querySelector("main h1")?.textContent ?? form.querySelector("[data-told]").dataset.away;
  words.textContent = page.querySelector("main .lede")?.textContent ?? "";
  const door = page.querySelector('main a.btn.go[href*="/login/"]');
  if (!door) return tell(form, title, words);
  const way = document.importNode(door, true);
  way.target = "_blank";
  return tell(form, title, words, way);
}

async function post(form) {
  const sent = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body: sent });
  return [answer, await parsed(answer)];
}

// Whoever came in again, in another tab, has another token: it is asked for, and the comment is sent once more.
async function postAgain(form) {
  const answer = await fetch(form.action, { cache: "no-store" });
  const token = (await parsed(answer)).querySelector("[data-in-place] [name=csrfmiddlewaretoken]")?.value;
  if (!token) return null;
  form.elements.csrfmiddlewaretoken.value = token;
  return post(form);
}

async function sent(form) {
  const [answer, page] = await post(form);
  return (answer.status === 403 && (await postAgain(form))) || [answer, page];
}

async function send(form) {
  const [button, text] = [form.querySelector("[type=submit]"), form.elements.text];
  if (button.hasAttribute("aria-disabled")) return;
  const words = [...button.childNodes];
  button.setAttribute("aria-disabled", "true");
  button.replaceChildren(button.dataset.busy);
  text.readOnly = true;
  tell(form);
  const [answer, page] = await sent(form).catch(() => []);
  button.removeAttribute("aria-disabled");
  button.replaceChildren(...words);
  text.readOnly = false;
  if (!answer) tell(form, form.querySelector("[data-told]").dataset.away);
  else if (page.querySelector("[data-in-place]"))
    form.dispatchEvent(new CustomEvent("communs:answered", { bubbles: true, detail: { page } }));
  else if (answer.ok && answer.redirected) {
    form.dispatchEvent(new Event("communs:sent"));
    document.dispatchEvent(new CustomEvent("communs:posted", { detail: { page, address: answer.url } }));
  } else tellOf(form, page);
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest(".in-place form[data-comment]");
  if (!form) return;
  event.preventDefault();
  send(form);
});
