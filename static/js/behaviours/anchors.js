// An address made for an earlier state of the page, or by another rule, still leads to the heading it meant:
// the same letters and digits, or the beginning of one heading alone (`wiki/text/outline.py`, `Anchors`).
const SHORTEST = 12;
const LIGATURES = { œ: "oe", æ: "ae", ß: "ss" };

const bare = (text) =>
  text
    .toLowerCase()
    .replace(/[œæß]/g, (letter) => LIGATURES[letter])
    .replace(/&/g, "and")
    .normalize("NFKD")
    .replace(/^id-(?=\d)/, "")
    .replace(/[^a-z0-9]/g, "");

const written = (fragment) => {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
};

const known = (body) => {
  const names = new Map();
  for (const heading of body.querySelectorAll(":is(h1, h2, h3, h4, h5, h6)[id]")) {
    for (const name of [bare(heading.id), bare(heading.textContent)]) {
      if (name && !names.has(name)) names.set(name, heading.id);
    }
  }
  return names;
};

const meant = (wanted, names) => {
  const exact = names.get(wanted) ?? names.get(wanted.replace(/\d+$/, ""));
  if (exact || wanted.length < SHORTEST) return exact;
  const begun = new Set([...names].filter(([name]) => name.startsWith(wanted)).map(([, id]) => id));
  return begun.size === 1 ? [...begun][0] : undefined;
};

const follow = () => {
  const body = document.querySelector("[data-page-body]");
  const fragment = location.hash.slice(1);
  const name = written(fragment);
  if (!body || !fragment || /^(ui|fn|fnref)-/.test(fragment)) return;
  if (document.getElementById(name) || document.getElementById(fragment)) return;
  const id = meant(bare(name), known(body));
  if (id) location.replace(`#${id}`);
};

follow();
window.addEventListener("hashchange", follow);
