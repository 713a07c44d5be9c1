// Printing needs the browser: the button that offers it is there only where it works.

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => {
    button.closest("[popover]")?.hidePopover();
    print();
  });
  button.hidden = false;
}
