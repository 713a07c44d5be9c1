// Light, dark, or as the system says. `theme.js` puts the choice back before the first paint.

const root = document.documentElement;
const ORDER = ["auto", "light", "dark"];
const YEAR = 31_536_000;

function choose(theme) {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const life = theme === "auto" ? 0 : YEAR;
  document.cookie = `theme=${theme}; path=/; max-age=${life}; SameSite=Lax`;
}

for (const button of document.querySelectorAll("[data-theme-button]")) {
  const name = () => {
    button.ariaLabel = button.dataset[root.dataset.theme ?? "auto"];
    button.title = button.ariaLabel;
  };
  button.addEventListener("click", () => {
    const here = ORDER.indexOf(root.dataset.theme ?? "auto");
    choose(ORDER[(here + 1) % ORDER.length]);
    name();
  });
  name();
  button.hidden = false;
}
