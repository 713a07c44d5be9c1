// Asks now and then whether somebody has published since, while the tab is looked at; less and less often.

const FIRST = 30_000;
const SLOWEST = 300_000;

for (const place of document.querySelectorAll("[data-meanwhile]")) {
  let wait = FIRST;
  let timer;
  let last = 0;

  const ask = async () => {
    clearTimeout(timer);
    if (document.hidden || !place.dataset.watched) return;
    last = Date.now();
    try {
      const answer = await fetch(place.dataset.watched, { priority: "low" });
      if (answer.status === 200 && !answer.redirected) return tell(await answer.text());
      if (answer.status !== 204) wait = SLOWEST; // moved, put away, or too many questions
    } catch {
      // no network: asked again later
    }
    wait = Math.min(wait * 1.5, SLOWEST);
    timer = setTimeout(ask, wait);
  };

  // Parsed by the browser, run by nobody.
  const tell = (html) => {
    const told = new DOMParser().parseFromString(html, "text/html").querySelector(".newer");
    if (!told) return;
    delete place.dataset.watched;
    place.replaceChildren(document.importNode(told, true));
  };

  timer = setTimeout(ask, wait);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - last > 5_000) ask();
  });
  // Once it is merged, the next one is waited for.
  document.addEventListener("communs:looked", () => {
    clearTimeout(timer);
    wait = FIRST;
    timer = setTimeout(ask, wait);
  });
}
