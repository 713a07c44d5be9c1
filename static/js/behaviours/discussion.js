// A switch hides the discussion of a page, here and on the pages that come after, until it is shown again.

const KEY = "communs-discussion";

function show(button, on) {
  document.documentElement.dataset.discussion = on ? "on" : "off";
  button.setAttribute("aria-pressed", String(on));
  document.dispatchEvent(new Event("communs:threads"));
}

// The button may have come with the first comment of the page.
function offer() {
  const button = document.querySelector("button[data-discussion][hidden]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    show(button, on);
    try {
      localStorage.setItem(KEY, on ? "on" : "off");
    } catch {
      // refused by the browser: it holds for this visit
    }
  });
  try {
    show(button, localStorage.getItem(KEY) !== "off");
  } catch {
    show(button, true);
  }
}

document.addEventListener("communs:threads", offer);
offer();
