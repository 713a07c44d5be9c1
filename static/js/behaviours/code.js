// Each block of code gets a button that copies it and says so.

const words = document.getElementById("ui-words")?.dataset;
const SAID_FOR = 4_000; // milliseconds

// Beside the code, never in it: what scrolls would take the button along.
function holderOf(pre) {
  const holder = pre.parentElement.closest(".gb-code, .gb-prompt");
  if (holder && holder.querySelectorAll("pre").length === 1) return holder;
  const made = document.createElement("div");
  made.className = "gb-code";
  pre.before(made);
  made.append(pre);
  return made;
}

async function copy(pre) {
  try {
    await navigator.clipboard.writeText(pre.textContent.replace(/\n$/, ""));
    return words.copied;
  } catch {
    getSelection().selectAllChildren(pre); // refused, or a page that is not secure: the reader's keys still can
    return words.selected;
  }
}

function say(button, text) {
  const region = document.getElementById("ui-said");
  button.removeAttribute("aria-label");
  button.firstChild.textContent = text;
  region.textContent = text;
  clearTimeout(button.waiting);
  button.waiting = setTimeout(() => {
    button.firstChild.textContent = words.copy;
    button.setAttribute("aria-label", words.copyCode);
    region.textContent = "";
  }, SAID_FOR);
}

function offer(pre) {
  const button = document.createElement("button");
  const shown = document.createElement("span");
  button.type = "button";
  button.className = "copy";
  button.dataset.gbChrome = "";
  button.setAttribute("aria-label", words.copyCode);
  shown.textContent = words.copy;
  button.append(shown);
  button.addEventListener("click", async () => say(button, await copy(pre)));
  holderOf(pre).classList.add("has-copy");
  pre.before(button);
}

if (words) document.querySelectorAll("[data-page-body] pre").forEach(offer);
