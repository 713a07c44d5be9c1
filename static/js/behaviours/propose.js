// Shows in an empty field what the site would make of the title; the site has the last word.

for (const field of document.querySelectorAll("[data-propose]")) {
  const title = document.getElementById(field.dataset.propose);
  if (!title) continue;

  const propose = () => {
    const bare = title.value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/&/g, " and ");
    field.placeholder = bare.replace(/[’']/g, "").replace(/[^a-z0-9.~+$_-]+/g, "-").replace(/^-+|-+$/g, "");
  };
  title.addEventListener("input", propose);
  propose();
}
