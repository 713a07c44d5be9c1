// The toolbar of a text: one stop for the Tab key, arrows within it, Alt+F10 to it, Escape back. What a button writes
// is told by `communs:format` to whoever knows how.

for (const bar of document.querySelectorAll("[data-toolbar]")) {
  const text = document.getElementById(bar.dataset.toolbar);
  const buttons = [...bar.querySelectorAll("button")];
  const format = (button) =>
    text.dispatchEvent(new CustomEvent("communs:format", { bubbles: true, detail: { ...button.dataset } }));

  const stop = (at) => buttons.forEach((one, place) => (one.tabIndex = place === at ? 0 : -1));
  const go = (at) => {
    const place = (at + buttons.length) % buttons.length;
    stop(place);
    buttons[place].focus();
  };

  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const places = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    if (event.key === "Escape") text.focus();
    else if (event.key in places) go(places[event.key]);
    else return;
    event.preventDefault();
  });
  bar.addEventListener("focusin", (event) => {
    const at = buttons.indexOf(event.target);
    if (at >= 0) stop(at);
  });
  // The text keeps its selection under the pointer.
  bar.addEventListener("pointerdown", (event) => event.target.closest("button") && event.preventDefault());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) format(button);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "F10" && event.altKey) {
      event.preventDefault();
      return go(buttons.findIndex((one) => one.tabIndex === 0));
    }
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const name = isCommand && { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
    const button = name && buttons.find((one) => one.dataset.format === name);
    if (!button) return;
    event.preventDefault();
    format(button);
  });
  stop(0);
  bar.hidden = false;
  for (const keys of bar.parentElement.querySelectorAll("[data-keys]")) keys.hidden = false;
}
