// How many of the changes are ticked, said beside the buttons that decide on them; none ticked, none to accept.

const told = document.querySelector("[data-picks]");
const boxes = [...document.querySelectorAll(".pick > input[type=checkbox]")];

function tell() {
  const kept = boxes.filter((box) => box.checked).length;
  const words = kept > 1 ? told.dataset.picksMany : told.dataset.picks;
  told.textContent = words.replace("{kept}", kept).replace("{total}", boxes.length);
  for (const button of document.querySelectorAll("[data-picks-needed]")) button.disabled = kept === 0;
}

if (told && boxes.length) {
  for (const box of boxes) box.addEventListener("change", tell);
  tell();
}
