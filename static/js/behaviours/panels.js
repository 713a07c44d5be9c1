// What a link leads to, shown over the page: the part marked [data-panel-body] of that screen, in the panel that
// [data-panel] names. Without script, or where the network fails, the link leads to the screen itself.

async function bring(address, panel) {
  const answer = await fetch(address);
  const body = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-panel-body]");
  if (!answer.ok || !body) throw new Error(answer.status);
  const place = panel.querySelector("[data-panel-place]");
  place.replaceChildren(document.importNode(body, true));
  place.dispatchEvent(new CustomEvent("communs:panel", { bubbles: true }));
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-panel], [data-panel-place] a[data-panel-way]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const panel = document.getElementById(link.dataset.panel) ?? link.closest("[popover]");
  if (!panel?.showPopover) return;
  event.preventDefault();
  try {
    await bring(link.href, panel);
  } catch {
    location.assign(link.href);
    return;
  }
  if (!panel.matches(":popover-open")) panel.showPopover();
  panel.focus();
});
