// Narrows a <select> down to the options that hold what is typed, accents and case apart.

const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const box of document.querySelectorAll("[data-narrow]")) {
  const select = document.getElementById(box.dataset.narrow);
  const field = box.querySelector("input");
  const told = box.querySelector("[data-narrow-words]");
  if (!select) continue;
  const [many, one, none] = told.dataset.narrowWords.split("|");
  const all = [...select.options].map((option) => [option, bare(option.textContent)]);
  box.hidden = false;

  field.addEventListener("input", () => {
    const asked = bare(field.value.trim());
    const kept = all.filter(([, text]) => text.includes(asked)).map(([option]) => option);
    const chosen = select.value;
    select.replaceChildren(...kept);
    if (kept.some((option) => option.value === chosen)) select.value = chosen;
    told.textContent = !asked ? "" : kept.length > 1 ? many.replace("{count}", kept.length) : kept.length ? one : none;
  });
  // Enter would send the form with whatever page comes first.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    select.focus();
  });
}
