// Asks every moment how far something is that is being done, and shows it in its place; the page stays.

const EVERY = 1_500;
const SLOWEST = 15_000;

const follow = (place, wait) => {
  setTimeout(async () => {
    if (document.hidden) return follow(place, EVERY);
    let next;
    try {
      const answer = await fetch(location.href, { priority: "low" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      next = answer.ok && !answer.redirected && page.getElementById(place.id);
    } catch {
      // no network: asked again later
    }
    if (!next) return follow(place, Math.min(wait * 2, SLOWEST));
    const now = document.importNode(next, true);
    // Whoever stands on a button is not sent away from it for nothing.
    if (place.textContent !== now.textContent) {
      const focused = place.contains(document.activeElement) && document.activeElement.value;
      place.replaceWith(now);
      if (focused) now.querySelector(`button[value="${CSS.escape(focused)}"]`)?.focus();
      place = now;
    }
    if ("follow" in place.dataset) follow(place, EVERY);
    else document.title = place.querySelector("h1")?.textContent || document.title;
  }, wait);
};

for (const place of document.querySelectorAll("[data-follow]")) follow(place, EVERY);
