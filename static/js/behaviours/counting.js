// About how many words there are while one types; the site counts them when it draws the text.

for (const place of document.querySelectorAll("[data-words]")) {
  const text = place.closest("form").elements.source;
  const told = place.dataset.words;
  let timer;
  const count = () => {
    const total = text.value.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
    place.textContent = told.replace("{count}", total.toLocaleString(document.documentElement.lang));
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(count, 500);
  });
  document.addEventListener("communs:looked", () => clearTimeout(timer));
}
