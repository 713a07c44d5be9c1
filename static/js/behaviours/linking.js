// The window of a link: a page of the guide chosen as its title is typed, or an address; written as its page writes
// links. Opened on a link that stands in the text, it changes that one.

const LINK = /(?<!!)\[((?:\\.|[^\]\\\n])*)\]\(<?([^()\s<>]*)>?\)/g;

document.addEventListener("communs:format", (event) => {
  const model = document.getElementById("ui-linking");
  if (event.detail.format === "link" && model) open(event.target, model);
});

function open(text, model) {
  const dialog = document.importNode(model.content, true).querySelector("dialog");
  document.body.append(dialog);
  const { to, words } = dialog.querySelector("form").elements;
  const fault = dialog.querySelector(".err");
  const found = around(text);
  const [said, led] = [plain(found.words), found.address];
  let taken = null;
  words.value = said;
  to.value = led || (leads(said) ? said : "");
  if (leads(said)) words.value = "";
  to.dispatchEvent(new CustomEvent("communs:searched", { bubbles: true }));

  to.addEventListener("communs:taken", (event) => {
    taken = event.detail;
    to.value = taken.title;
    words.value ||= taken.title;
    tell("");
    words.focus();
    words.select();
  });
  to.addEventListener("input", () => {
    taken = null;
    tell("");
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = to.value.trim();
    const address = taken?.written ?? (typed === led || leads(typed) ? spelt(typed) : "");
    if (!address) {
      tell(fault.dataset.said);
      return to.focus();
    }
    const shown = words.value === said && said ? found.words : escaped(words.value.trim() || typed);
    dialog.close();
    const made = `[${shown}](${address})`;
    text.dispatchEvent(
      new CustomEvent("communs:write", { bubbles: true, detail: { ...found.place, text: made } }),
    );
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    text.focus({ preventScroll: true });
  });
  dialog.showModal();
  to.focus();
  to.select();

  function tell(what) {
    fault.textContent = what;
    to.toggleAttribute("aria-invalid", Boolean(what));
    if (what) to.setAttribute("aria-invalid", "true");
  }
}

// What the link will stand for: the link in which the selection is, or what is selected.
function around({ value, selectionStart: start, selectionEnd: end }) {
  const first = value.lastIndexOf("\n", start - 1) + 1;
  const stop = value.indexOf("\n", end);
  for (const match of value.slice(first, stop < 0 ? value.length : stop).matchAll(LINK)) {
    const place = { start: first + match.index, end: first + match.index + match[0].length };
    if (place.start <= start && end <= place.end && (start < place.end || start !== end))
      return { place, words: match[1], address: match[2] };
  }
  return { place: { start, end }, words: value.slice(start, end), address: "" };
}

const plain = (words) => words.replace(/\\([[\]*_`\\])/g, "$1").replace(/\s+/g, " ").trim();
const escaped = (words) => words.replace(/[[\]*_`\\]/g, "\\$&");

// Whether it is an address, and not words to search.
function leads(typed) {
  return /^(?:https?:\/\/|mailto:|tel:|www\.|\.{0,2}\/|#)\S/i.test(typed) || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed);
}

function spelt(typed) {
  const whole = /^www\./i.test(typed) ? `https://${typed}` : /^[^\s@/:]+@/.test(typed) ? `mailto:${typed}` : typed;
  return whole.replace(/[\s()<>\\]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}
