// A picture, or another file, is put where one writes: from the toolbar, dropped on the text, or pasted. The site takes
// the file in and says what the text says to show it. Several come one after the other.

const isPicture = (file) => file.type.startsWith("image/");
const fieldOf = (event) => event.target.closest?.("[data-written] textarea");

document.addEventListener("communs:format", (event) => {
  if (event.detail.format === "picture") open(event.target, []);
});

document.addEventListener("dragover", (event) => {
  const text = fieldOf(event);
  if (!text || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
});

document.addEventListener("drop", (event) => {
  const text = fieldOf(event);
  if (!text || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  open(text, [...event.dataTransfer.files]);
});

// What has words too is words: a word processor and a spreadsheet give a picture of them beside.
document.addEventListener("paste", (event) => {
  const text = fieldOf(event);
  const { files, types } = event.clipboardData ?? {};
  if (!text || !files?.length || types.includes("text/plain")) return;
  event.preventDefault();
  open(text, [...files]);
});

function open(text, files) {
  const model = document.getElementById("ui-picturing");
  if (!model || document.querySelector("dialog:modal")) return;
  const dialog = document.importNode(model.content, true).querySelector("dialog");
  const form = dialog.querySelector("form");
  const { file } = form.elements;
  const place = { start: text.selectionEnd, end: text.selectionEnd };
  let line = "";
  document.body.append(dialog);

  const take = (one) => {
    const given = new DataTransfer();
    given.items.add(one);
    file.files = given.files;
    look(dialog, file);
  };
  file.addEventListener("change", () => look(dialog, file));
  dialog.addEventListener("dragover", (event) => event.preventDefault());
  dialog.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) take(event.dataTransfer.files[0]);
  });
  form.elements.decorates.addEventListener("change", () => {
    form.elements.alt.disabled = form.elements.decorates.checked;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    line = await send(dialog, form, text);
    if (line) dialog.close();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    const detail = { ...place, text: line, isBlock: true };
    if (line) text.dispatchEvent(new CustomEvent("communs:write", { bubbles: true, detail }));
    else text.focus({ preventScroll: true });
    if (files.length > 1) open(text, files.slice(1));
  });
  if (files.length) take(files[0]);
  dialog.showModal();
  (files.length && isPicture(files[0]) ? form.elements.alt : file).focus();
}

// The picture as it is, before it is sent; what only pictures have is asked for them alone.
function look(dialog, { files: [file] }) {
  const seen = dialog.querySelector("[data-seen]");
  dialog.querySelector("[data-of-pictures]").hidden = Boolean(file) && !isPicture(file);
  seen.hidden = true;
  tell(dialog, {});
  if (!file || !isPicture(file)) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    seen.src = reader.result;
    seen.hidden = false;
  });
  seen.addEventListener("error", () => (seen.hidden = true), { once: true });
  reader.readAsDataURL(file);
}

// What the text says to show it; nothing where the site has something against it, which is told.
async function send(dialog, form, text) {
  const words = dialog.querySelector("[data-wrong=file]").dataset;
  if (!form.elements.file.files.length) {
    tell(dialog, { file: words.missing });
    return "";
  }
  const status = dialog.querySelector("[data-sending]");
  const button = form.querySelector("[type=submit]");
  const body = new FormData(form);
  body.set("do", "insert");
  body.set("source", text.value);
  body.set("csrfmiddlewaretoken", text.form.elements.csrfmiddlewaretoken.value);
  status.textContent = status.dataset.sending;
  button.disabled = true;
  const told = await fetch(form.dataset.send, { method: "POST", body })
    .then((answer) => answer.json())
    .catch(() => ({ errors: { file: words.away } }));
  status.textContent = "";
  button.disabled = false;
  tell(dialog, told.errors ?? {});
  return told.line ?? "";
}

function tell(dialog, errors) {
  for (const place of dialog.querySelectorAll("[data-wrong]")) {
    const field = dialog.querySelector("form").elements[place.dataset.wrong];
    place.textContent = errors[place.dataset.wrong] ?? "";
    field.removeAttribute("aria-invalid");
    if (place.textContent) field.setAttribute("aria-invalid", "true");
  }
  dialog.querySelector("[aria-invalid=true]")?.focus();
}
