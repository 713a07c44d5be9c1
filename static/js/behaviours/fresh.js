// Tells of comments that come while somebody reads: asked at most once a minute, and only in a tab that is seen.

const way = document.querySelector('.acts a[href*="/threads/new/"]');
const EVERY = 60_000; // milliseconds

if (way) {
  const address = new URL("../fresh/", way.href);
  const region = document.createElement("div");
  region.className = "fresh";
  region.setAttribute("aria-live", "polite");
  document.getElementById("ui-content").append(region);
  let known = "";
  let asked = Date.now();

  const tell = (html) => {
    const said = new DOMParser().parseFromString(html, "text/html").querySelector("[data-fresh]");
    if (said) region.replaceChildren(document.importNode(said, true));
  };

  const ask = async () => {
    if (document.hidden || Date.now() - asked < EVERY) return;
    asked = Date.now();
    address.search = `?since=${way.dataset.said ?? 0}`;
    try {
      const answer = await fetch(address, { headers: known ? { "If-None-Match": known } : {}, cache: "no-store" });
      if (answer.status !== 200) return;
      known = answer.headers.get("ETag") ?? "";
      tell(await answer.text());
    } catch {
      // away from the network: asked again in a minute
    }
  };

  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
}
