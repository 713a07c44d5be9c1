// Selected words are offered a comment: a link near them, and the key C. The form comes beside them (`writing.js`),
// else the link leads to its address with the quote. Without script the form asks for the words.

const body = document.querySelector("[data-page-body]");
const way = document.querySelector('.acts a[href*="/threads/new/"]');
const AROUND = 64; // characters of what stands before and after
const LONGEST = 1000; // characters of a quote (`wiki/text/anchor.py`)
const ADDRESS = 1800; // characters of the quote in an address, as it is written there: servers refuse longer ones
const OURS = "[data-gb-chrome], [data-gb-notice], .footnote-ref, .footnote-backref, .visually-hidden";
const BLOCK = "address, article, aside, blockquote, dd, details, div, dl, dt, figcaption, figure, h1, h2, h3, h4, h5, h6, li, ol, p, pre, section, summary, table, tr, td, th, ul";
const WORD = /[\p{L}\p{N}]/u;

// The words before, within and after a range, as a reader sees them: a line for each block, nothing of ours.
function partsOf(range) {
  const parts = ["", "", ""];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  let block = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest(OURS)) continue;
    const length = node.data.length;
    const start = node === range.startContainer ? range.startOffset : range.comparePoint(node, 0) < 0 ? length : 0;
    const end = node === range.endContainer ? range.endOffset : range.comparePoint(node, length) > 0 ? 0 : length;
    const within = parent.closest(BLOCK);
    const side = range.comparePoint(node, 0) > 0 ? 2 : start < length && end > 0 && range.intersectsNode(node) ? 1 : 0;
    if (block && within !== block) parts[side === 1 && start > 0 ? 0 : side] += "\n";
    block = within;
    const cuts = side === 1 ? [0, start, end, length] : [0, side === 0 ? length : 0, side === 2 ? 0 : length, length];
    for (const index of [0, 1, 2]) parts[index] += node.data.slice(cuts[index], cuts[index + 1]);
  }
  return parts;
}

const last = (text) => text.match(/[\p{L}\p{N}]*$/u)[0];
const first = (text) => text.match(/^[\p{L}\p{N}]*/u)[0];

// Whole words, however roughly they were selected.
function quoteOf(range) {
  let [before, exact, after] = partsOf(range);
  if (!exact.trim()) return null;
  const lead = exact.length - exact.trimStart().length;
  before += exact.slice(0, lead);
  after = exact.slice(exact.trimEnd().length) + after;
  exact = exact.trim();
  const head = WORD.test(exact[0]) ? last(before) : "";
  const tail = WORD.test(exact.at(-1)) ? first(after) : "";
  exact = head + exact + tail;
  before = before.slice(0, before.length - head.length);
  return { exact, before: before.slice(-AROUND), after: after.slice(tail.length, tail.length + AROUND) };
}

// Its first words, where it is longer; `size` says how long words are.
function cut(quote, longest, size = (words) => words.length) {
  let [exact, length] = ["", 0];
  for (const word of quote.exact.match(/\s*\S+/gu)) {
    length += size(word);
    if (length > longest) break;
    exact += word;
  }
  if (length <= longest) return quote;
  exact ||= [...quote.exact].slice(0, longest / 9).join("");
  return { exact, before: quote.before, after: quote.exact.slice(exact.length).slice(0, AROUND), cut: 1 };
}

function addressOf(quote) {
  const address = new URL(way.href);
  const short = cut(quote, ADDRESS, (words) => encodeURIComponent(words).length);
  for (const [name, words] of Object.entries(short)) address.searchParams.set(name, words);
  return address.href;
}

function made() {
  const link = document.createElement("a");
  link.className = "selected";
  link.dataset.gbChrome = "";
  link.setAttribute("aria-keyshortcuts", "c");
  const key = document.createElement("kbd");
  key.textContent = "C";
  key.setAttribute("aria-hidden", "true");
  link.append(way.querySelector("svg").cloneNode(true), way.textContent.trim(), key);
  return link;
}

if (body && way) {
  const link = made();
  const region = document.getElementById("ui-said");
  let timer;
  let offered = null; // a tap on the link may let go of the words first

  const selected = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    return body.contains(range.commonAncestorContainer) && range.toString().trim() ? range : null;
  };

  const stand = (range) => {
    let block = range.endContainer;
    while (block.parentElement !== body && block !== body) block = block.parentElement;
    link.remove();
    if (block === body || block.nodeType !== Node.ELEMENT_NODE) body.append(link);
    else block.after(link);
    const [frame, words] = [body.getBoundingClientRect(), [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect()];
    const left = Math.min(words.left - frame.left, frame.width - link.offsetWidth);
    link.style.left = `${Math.max(0, left)}px`;
    link.style.top = `${words.bottom - frame.top + 4}px`;
  };

  const offer = () => {
    const range = selected();
    if (!range) {
      if (document.activeElement !== link) link.remove();
      return;
    }
    offered = range.cloneRange();
    link.href = addressOf(quoteOf(range));
    stand(range);
    if (region) region.textContent = `${way.textContent.trim()} (C)`;
  };

  const comment = (range) => {
    const quote = cut(quoteOf(range), LONGEST);
    const detail = { address: addressOf(quote), quote, range };
    link.remove();
    if (document.dispatchEvent(new CustomEvent("communs:quote", { cancelable: true, detail }))) location.assign(detail.address);
  };

  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, 200);
  });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in another tab
    event.preventDefault();
    comment(selected() ?? offered);
  });
  // C comments. A click on text gives the focus to all of the content, whose first link would come next.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    const isNowhere = !document.activeElement?.closest("a, button, input, summary, [tabindex='0']");
    const range = event.key.toLowerCase() === "c" && !isTyping && selected();
    if (range) comment(range.cloneRange());
    else if (event.key === "Tab" && !event.shiftKey && link.isConnected && isNowhere) link.focus();
    else return;
    event.preventDefault();
  });
}
