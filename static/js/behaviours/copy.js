// Copies the text of the element that [data-copy-of] names; the button says that it is done.

function ready(button) {
  const from = document.getElementById(button.dataset.copyOf);
  if (!from || !navigator.clipboard) return;
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  button.after(told);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(from.value ?? from.textContent);
      told.textContent = button.dataset.copied;
    } catch {
      from.focus(); // refused by the browser: the text is there to be copied by hand
      from.select?.();
    }
  });
}

const readyAll = (root) => root.querySelectorAll("[data-copy-of]").forEach(ready);

readyAll(document);
document.addEventListener("communs:panel", (event) => readyAll(event.target)); // what panels.js has just brought
