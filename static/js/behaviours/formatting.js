// What the buttons of the toolbar write, in GitBook's own spelling; pressed again, bold, italics, headings and lists go.

const write = (text, detail) => text.dispatchEvent(new CustomEvent("communs:write", { bubbles: true, detail }));

// Marks around words: off if they stand around or within the selection, which grows to the word it is in.
function around(text, mark, blank) {
  let [start, end] = [text.selectionStart, text.selectionEnd];
  const value = text.value;
  if (start === end) {
    while (start > 0 && /[\p{L}\p{N}]/u.test(value[start - 1])) start--;
    while (/[\p{L}\p{N}]/u.test(value[end] ?? "")) end++;
  }
  while (start < end && /\s/.test(value[start])) start++;
  while (end > start && /\s/.test(value[end - 1])) end--;
  const words = value.slice(start, end);
  const size = mark.length;
  const runs = (part, at) => (at ? part.match(/^\**/) : part.match(/\**$/))[0].length;
  // One star is italics, two are bold, three both.
  const has = (count) => count >= size && (size === 2 || count % 2 === 1);
  if (has(runs(value.slice(0, start))) && has(runs(value.slice(end), true)))
    return write(text, { start: start - size, end: end + size, text: words, from: 0, to: words.length });
  const inner = words.slice(size, -size);
  if (words.length > 2 * size && has(runs(words, true)) && has(runs(words)))
    return write(text, { start, end, text: inner, from: 0, to: inner.length });
  const said = (words || blank).replace(/\n{2,}/g, `${mark}$&${mark}`);
  write(text, { start, end, text: mark + said + mark, from: size, to: size + said.length });
}

function linesOf(text) {
  const { value, selectionStart, selectionEnd } = text;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const last = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd;
  const stop = value.indexOf("\n", last);
  const end = stop < 0 ? value.length : stop;
  return { start, end, lines: value.slice(start, end).split("\n") };
}

const ITEM = /^(\s*)(?:[*+-] \[[ xX]\] |[*+-] |\d+[.)] )/;
const LISTS = {
  bullets: { is: /^\s*[*+-] (?!\[[ xX]\] )/, mark: () => "* " },
  numbers: { is: /^\s*\d+[.)] /, mark: (at) => `${at + 1}. ` },
  tasks: { is: /^\s*[*+-] \[[ xX]\] /, mark: () => "* [ ] " },
};

function list(text, kind) {
  const { start, end, lines } = linesOf(text);
  const isOn = lines.some((line) => line.trim()) && lines.every((line) => !line.trim() || kind.is.test(line));
  let at = 0;
  const made = lines.map((line) => {
    if (!line.trim() && lines.length > 1) return line;
    const indent = line.match(/^\s*/)[0];
    return isOn ? line.replace(ITEM, "$1") : indent + kind.mark(at++) + line.replace(ITEM, "").trimStart();
  });
  const said = made.join("\n");
  write(text, { start, end, text: said, from: lines.length > 1 ? 0 : said.length, to: said.length });
}

function heading(text) {
  const { start, end, lines } = linesOf(text);
  const [, marks, words] = lines[0].match(/^(#{0,6})\s*(.*)$/);
  // None, then level 2, then 3, then none again: the first level is the title's.
  const next = { 0: "## ", 2: "### " }[marks.length] ?? "";
  const said = [next + words, ...lines.slice(1)].join("\n");
  write(text, { start, end, text: said, from: next.length + words.length });
}

const FORMATS = {
  bold: (text, told) => around(text, "**", told.blank),
  italic: (text, told) => around(text, "*", told.blank),
  bullets: (text) => list(text, LISTS.bullets),
  numbers: (text) => list(text, LISTS.numbers),
  tasks: (text) => list(text, LISTS.tasks),
  heading,
  table(text, told) {
    const head = `| ${told.blank} 1 | ${told.blank} 2 |`;
    const row = `| ${" ".repeat(told.blank.length + 2)} | ${" ".repeat(told.blank.length + 2)} |`;
    const rule = `| ${"-".repeat(told.blank.length + 2)} | ${"-".repeat(told.blank.length + 2)} |`;
    const made = [head, rule, row, row].join("\n");
    const { selectionEnd: at } = text;
    write(text, { start: at, end: at, text: made, isBlock: true, from: 2, to: 4 + told.blank.length });
  },
};

document.addEventListener("communs:format", (event) => {
  FORMATS[event.detail.format]?.(event.target, event.detail);
});
