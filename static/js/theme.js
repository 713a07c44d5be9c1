// Before the first paint: the display that the reader chose, in a cookie that holds nothing else.
{
  const root = document.documentElement;
  const chosen = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie);
  if (chosen) root.dataset.theme = chosen[1];

  // The frame of the browser takes the colour of the page: its system's, or the one that was chosen.
  const frame = () => {
    const theme = root.dataset.theme;
    document.querySelectorAll('meta[name="theme-color"]').forEach((meta, place) => {
      const own = ["light", "dark"][place];
      meta.media = theme ? (theme === own ? "all" : "not all") : `(prefers-color-scheme: ${own})`;
    });
  };
  if (chosen) frame();
  new MutationObserver(frame).observe(root, { attributeFilter: ["data-theme"] });
}
