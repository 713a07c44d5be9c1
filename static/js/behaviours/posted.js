// A comment that was sent from its page is shown there: the threads are those of the page that was answered, and so are
// the marks, put around the same words. If the text is no longer the same, the page is asked for anew.

const body = document.querySelector("[data-page-body]");
const OURS = "[data-gb-chrome], [data-gb-notice], .visually-hidden";
const MARKS = "mark.ui-quote, a.mk";

// Each piece of text with how many letters stand before it; blanks do not count, since scripts add some.
function* piecesOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest(OURS)) continue;
    const letters = node.data.replace(/\s/gu, "");
    yield { node, at, letters };
    at += letters.length;
  }
}

const wordsOf = (root) => [...piecesOf(root)].map((piece) => piece.letters).join("");

// The place in a piece of text behind so many of its letters.
function behind(data, count) {
  let place = 0;
  for (let left = count; left > 0; place++) if (/\S/u.test(data[place])) left--;
  return place;
}

// Cuts the text behind the letter of this number; the node that ends there.
function cutBehind(letter) {
  const piece = [...piecesOf(body)].find(({ at, letters }) => letters && at < letter && letter <= at + letters.length);
  if (!piece) return null;
  const place = behind(piece.node.data, letter - piece.at);
  if (place < piece.node.data.length) piece.node.splitText(place);
  return piece.node;
}

// A mark around the letters between two numbers, in each piece of text that holds some; blanks at its ends are the model's.
function mark(model, from, to) {
  const isBlank = (character) => /\s/u.test(character ?? "");
  for (const { node, at, letters } of [...piecesOf(body)]) {
    const [first, last] = [Math.max(from, at), Math.min(to, at + letters.length)];
    if (first >= last) continue;
    let [start, stop] = [behind(node.data, first - at), behind(node.data, last - at)];
    if (first === from && !isBlank(model.textContent[0])) while (isBlank(node.data[start])) start++;
    if (last < to || isBlank(model.textContent.at(-1))) while (isBlank(node.data[stop])) stop++;
    const words = start ? node.splitText(start) : node;
    if (stop - start < words.data.length) words.splitText(stop - start);
    const made = document.importNode(model, false);
    words.replaceWith(made);
    made.append(words);
  }
}

// A number stands behind words, or behind the element that can hold no link: one of the same name and classes.
function number(model, letter, answered) {
  const isOurs = (one) => one?.nodeType === Node.ELEMENT_NODE && one.matches(OURS);
  let before = model.previousSibling;
  while (before?.nodeType === Node.TEXT_NODE ? !before.data.trim() : isOurs(before)) before = before.previousSibling;
  const node = before && cutBehind(letter);
  if (!node) return false;
  const isWords = before.nodeType !== Node.ELEMENT_NODE || before.matches("mark");
  const name = isWords ? "mark.ui-quote" : [before.localName, ...before.classList].map((one) => CSS.escape(one)).join(".");
  let after = node.parentElement.closest(name) ?? (isWords ? node : body);
  if (after === body) return false;
  if (model.parentElement === answered) while (after.parentElement !== body) after = after.parentElement; // scripts put frames around
  while (isOurs(after.nextSibling)) after = after.nextSibling;
  after.after(document.importNode(model, true));
  return true;
}

function draw(answered) {
  for (const one of body.querySelectorAll(MARKS)) one.replaceWith(...(one.matches("mark") ? one.childNodes : []));
  body.normalize();
  const found = [...answered.querySelectorAll(MARKS)].map((model) => ({ model, letter: 0 }));
  const begins = new Map([...piecesOf(answered)].map((piece) => [piece.node, piece]));
  for (const one of found) one.letter = lettersBefore(answered, one.model, begins);
  for (const { model, letter } of found)
    if (model.matches("mark")) mark(model, letter, letter + model.textContent.replace(/\s/gu, "").length);
  return found.every(({ model, letter }) => model.matches("mark") || number(model, letter, answered));
}

function lettersBefore(root, model, pieces) {
  let count = 0;
  for (const [node, { at, letters }] of pieces)
    if (model.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING) count = at + letters.length;
  return count;
}

function showThreads(page) {
  const [here, there] = [document.getElementById("ui-threads"), page.getElementById("ui-threads")];
  here.replaceWith(document.importNode(there, true));
  const [way, its] = [document, page].map((one) => one.querySelector('.acts a[href*="/threads/new/"]'));
  Object.assign(way.dataset, its.dataset);
  const button = page.querySelector("button[data-discussion]");
  if (button && !document.querySelector("button[data-discussion]")) way.parentElement.prepend(document.importNode(button, true));
  document.querySelector(".fresh")?.replaceChildren();
}

// The newest of those that whoever reads may edit.
function ownOf(page) {
  const own = [...page.querySelectorAll("#ui-threads .msg")].filter((one) => one.querySelector('a[href$="/edit/"]'));
  return own.sort((one, other) => one.id.split("-").at(-1) - other.id.split("-").at(-1)).at(-1);
}

// Its address is that of the window now, which the browser would scroll to; whoever wrote it is there already.
function stayBy(comment, from) {
  location.hash = `#${comment.id}`;
  document.dispatchEvent(new Event("communs:threads"));
  comment.focus({ preventScroll: true });
  const stay = () => {
    scrollTo({ top: from, behavior: "instant" });
    comment.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  stay();
  requestAnimationFrame(() => requestAnimationFrame(stay));
}

document.addEventListener("communs:posted", ({ detail: { page, address } }) => {
  const answered = page.querySelector("[data-page-body]");
  const own = ownOf(page);
  const hash = own ? `#${own.id}` : "";
  if (new URL(address).pathname !== location.pathname) return void location.assign(address + hash);
  const isSame = own && answered && wordsOf(answered) === wordsOf(body);
  if (!isSame || !draw(answered)) {
    history.replaceState(null, "", hash || location.pathname);
    return void location.reload();
  }
  const from = scrollY;
  showThreads(page);
  stayBy(document.getElementById(own.id), from);
  const region = document.getElementById("ui-said");
  if (region) region.textContent = page.querySelector(".said .note")?.textContent.trim() ?? "";
});
