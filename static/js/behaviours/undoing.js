// A reason that is chosen fills its field, unless somebody wrote there; and how far a deed has come is read again
// every few seconds, until it is done.

const EVERY = 3000;
const reasons = document.querySelector("[data-reasons]");
const words = document.querySelector(".reversal textarea[name=reason]");

const told = () => reasons.selectedOptions[0]?.dataset.told ?? "";
const isOurs = (text) => [...reasons.options].some((one) => (one.dataset.told ?? "") === text);

function fill() {
  const text = words.value.trim();
  if (!text || isOurs(text)) words.value = told();
}

if (reasons && words) {
  reasons.addEventListener("change", fill);
  fill();
}

async function look() {
  const report = document.querySelector("[data-undoing]");
  if (!report || report.contains(document.activeElement)) return again(report);
  const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return again(report);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(".undo-report");
  if (!fresh) return again(report);
  report.replaceWith(fresh);
  again(fresh);
}

function again(report) {
  if (report?.hasAttribute("data-undoing")) setTimeout(look, EVERY);
}

again(document.querySelector("[data-undoing]"));
