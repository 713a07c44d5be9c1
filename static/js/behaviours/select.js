// Selected words are offered a comment, a change, and where they come from: links near them, and the keys C, E and O. Forms
// come beside them (`writing.js`, `passage.js`), else a link leads to its address with the quote. Without script forms ask.

const body = document.querySelector("[data-page-body]");
const way = document.querySelector('.acts a[href*="/threads/new/"]');
const change = document.querySelector('.acts a[href*="/suggest/passage/"]');
const origin = document.querySelector(".acts a[data-origin]");
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

const [last, first] = [/[\p{L}\p{N}]*$/u, /^[\p{L}\p{N}]*/u].map((some) => (text) => text.match(some)[0]);

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

function addressOf(quote, leads = way) {
  const address = new URL(leads.dataset.origin ?? leads.href, location);
  const short = cut(quote, ADDRESS, (words) => encodeURIComponent(words).length);
  for (const [name, words] of Object.entries(short)) address.searchParams.set(name, words);
  return address.href;
}

function made([sign, leads]) {
  const link = document.createElement("a");
  link.className = { c: "selected", e: "selected-change", o: "selected-origin" }[sign];
  link.setAttribute("aria-keyshortcuts", sign);
  const key = Object.assign(document.createElement("kbd"), { textContent: sign.toUpperCase(), ariaHidden: "true" });
  link.append(leads.querySelector("svg").cloneNode(true), leads.dataset.long ?? leads.textContent.trim(), key);
  return link;
}

if (body && way) {
  const ways = { c: way, ...(change && { e: change }), ...(origin && { o: origin }) };
  const links = Object.entries(ways).map(made);
  const bar = Object.assign(document.createElement("div"), { className: "selection" });
  bar.dataset.gbChrome = "";
  bar.append(...links);
  const region = document.getElementById("ui-said");
  let [timer, offered] = [0, null]; // a tap on the link may let go of the words first

  const selected = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    return body.contains(range.commonAncestorContainer) && range.toString().trim() ? range : null;
  };

  const stand = (range) => {
    let block = range.endContainer;
    while (block.parentElement !== body && block !== body) block = block.parentElement;
    if (block === body || block.nodeType !== Node.ELEMENT_NODE) body.append(bar);
    else block.after(bar);
    const [frame, words] = [body.getBoundingClientRect(), [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect()];
    bar.style.left = `${Math.max(0, Math.min(words.left - frame.left, frame.width - bar.offsetWidth))}px`;
    bar.style.top = `${words.bottom - frame.top + 4}px`;
  };

  const offer = () => {
    const range = selected();
    if (!range) {
      if (!bar.contains(document.activeElement)) bar.remove();
      return;
    }
    offered = range.cloneRange();
    Object.values(ways).forEach((leads, index) => (links[index].href = addressOf(quoteOf(range), leads)));
    stand(range);
    if (region && !region.textContent) region.textContent = links.map((link) => `${link.textContent.slice(0, -1)} (${link.textContent.at(-1)})`).join(", ");
  };

  const begin = (range, leads) => {
    bar.remove();
    const quote = cut(quoteOf(range), LONGEST);
    const detail = { address: addressOf(quote, leads), quote, range };
    const name = { [way.href]: "communs:quote", [change?.href]: "communs:passage" }[leads.href] ?? "communs:origin";
    if (document.dispatchEvent(new CustomEvent(name, { cancelable: true, detail }))) location.assign(detail.address);
  };

  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, 200);
  });
  bar.addEventListener("click", (event) => {
    const chosen = event.target.closest("a");
    if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey) return; // in another tab
    event.preventDefault();
    begin(selected() ?? offered, Object.values(ways)[links.indexOf(chosen)]);
  });
  // C comments, E changes, O asks. A click on text gives the focus to all of the content, whose first link would come next.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    const isNowhere = !document.activeElement?.closest("a, button, input, summary, [tabindex='0']");
    const leads = ways[event.key.toLowerCase()];
    const range = leads && !isTyping && selected();
    if (range) begin(range.cloneRange(), leads);
    else if (event.key === "Tab" && !event.shiftKey && bar.isConnected && isNowhere) links[0].focus();
    else return;
    event.preventDefault();
  });
}
