// Words and their marks → Markdown, on a line: bold, italics, crossed out, code, links. `communs:words` brings `nodes`
// that hold no block, and takes what they say away.

document.addEventListener("communs:words", ({ detail }) => {
  const runs = detail.nodes.flatMap((node) => runsOf(node, {}));
  detail.said = line(detail.isBold ? runs.map((run) => ({ ...run, bold: false })) : runs);
});

// What a style says; it was set apart when the document was parsed, so that nothing of it is applied.
const styled = (node, name) =>
  new RegExp(`(?:^|;)\\s*${name}(?:-line)?\\s*:\\s*([^;]+)`, "i").exec(node.dataset?.css ?? "")?.[1].trim() ?? "";

function runsOf(node, marks) {
  if (node.nodeType === 3) return [{ ...marks, text: node.data.replace(/[ \t\r\n]+/g, " ") }];
  if (node.nodeType !== 1) return [];
  const name = node.localName;
  if (name === "br") return [{ ...marks, text: "\n" }];
  const now = { ...marks };
  const [fontWeight, fontStyle, textDecoration] = ["font-weight", "font-style", "text-decoration"].map((one) => styled(node, one));
  if (name === "b" || name === "strong" || fontWeight === "bold" || Number(fontWeight) >= 600) now.bold = true;
  if (fontWeight === "normal" || (fontWeight && Number(fontWeight) < 600)) now.bold = false;
  if (name === "i" || name === "em" || name === "cite" || fontStyle === "italic") now.italic = true;
  if (fontStyle === "normal") now.italic = false;
  if (["s", "strike", "del"].includes(name) || /line-through/.test(textDecoration)) now.struck = true;
  if (["code", "tt", "samp", "kbd"].includes(name)) now.code = true;
  if (name === "a" && node.hasAttribute("href")) now.href = address(node.getAttribute("href"));
  return [...node.childNodes].flatMap((child) => runsOf(child, now));
}

// An address that leads somewhere from elsewhere; what leads into the document it came from is words alone.
function address(href) {
  const outside = /^https:\/\/www\.google\.com\/url\?/.test(href) && new URL(href).searchParams.get("q");
  const whole = (outside || href).trim();
  return /^(?:https?:|mailto:|tel:)/i.test(whole) ? whole.replace(/[\s()<>\\]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`) : "";
}

const WAYS = [
  ["href", (said, href) => (said === href || `mailto:${said}` === href ? `<${said}>` : `[${said}](${href})`)],
  ["bold", (said) => `**${said}**`],
  ["italic", (said) => `*${said}*`],
  ["struck", (said) => `~~${said}~~`],
];

function line(runs) {
  const said = marked(runs, 0).replace(/ *\n */g, "\n").replace(/  +/g, " ").replace(/^\s+|\s+$/g, "");
  return said.replace(/\n+/g, "\\\n");
}

// Runs alike in one mark are marked together; blanks stay outside of the marks.
function marked(runs, at) {
  if (at === WAYS.length) return runs.map((run) => (run.code && run.text.trim() ? coded(run.text) : escaped(run.text))).join("");
  const [mark, write] = WAYS[at];
  const groups = [];
  for (const run of runs) {
    const last = groups.at(-1);
    const isBlank = !run.text.trim();
    if (last && (last[0][mark] || "") === (run[mark] || "") || (last && isBlank && !last[0].href)) last.push(run);
    else groups.push([run]);
  }
  return groups.map((group) => {
    const said = marked(group, at + 1);
    const [, before, words, after] = said.match(/^(\s*)([^]*?)(\s*)$/);
    return group[0][mark] && words ? before + write(words, group[0][mark]) + after : said;
  }).join("");
}

function coded(text) {
  const fence = text.includes("`") ? "``" : "`";
  const [, before, words, after] = text.match(/^(\s*)([^]*?)(\s*)$/);
  return `${before}${fence}${words}${fence}${after}`;
}

const escaped = (text) =>
  text
    .replace(/[\\`*[\]]|~~|\$\$/g, (one) => [...one].map((letter) => `\\${letter}`).join(""))
    .replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (run) => run.replace(/_/g, "\\_"))
    .replace(/<(?=[a-z!/?])/gi, "\\<")
    .replace(/&(?=#?\w+;)/g, "&amp;");
