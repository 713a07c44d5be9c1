// What a document says → Markdown in GitBook's own spelling. It is handed a body that was parsed, never shown, and asks
// nothing of anybody: `communs:convert` brings the body, and takes `markdown` and `isBlock` away.

const BLOCKS = "p,div,h1,h2,h3,h4,h5,h6,ul,ol,li,table,tr,td,th,blockquote,pre,hr,section,article,figure,dl,dt,dd,main,header,footer";
const DEEPEST = 100;

document.addEventListener("communs:convert", (event) => {
  const made = blocks(event.detail.body, { top: highest(event.detail.body), depth: 0 });
  event.detail.markdown = made.join("\n\n");
  event.detail.isBlock = made.length > 1 || /^(?:#|>|\* |\d+\. |\||```|---)/.test(made[0] ?? "");
});

// The first level of a page is its title's: what is brought begins below.
const highest = (body) => (body.querySelector("h1") ? 1 : 0);

// The words of these nodes with their marks; a title and the head of a table are bold without saying so.
function line(nodes, isBold = false) {
  const asked = { nodes, isBold };
  document.dispatchEvent(new CustomEvent("communs:words", { detail: asked }));
  return asked.said ?? "";
}

function blocks(holder, told) {
  if (told.depth > DEEPEST) return [line([new Text(holder.textContent)])].filter(Boolean);
  const deeper = { ...told, depth: told.depth + 1 };
  const made = [];
  let loose = [];
  const flush = () => {
    const said = line(loose);
    if (said) made.push(guarded(said));
    loose = [];
  };
  for (const node of holder.childNodes) {
    const isBlock = node.nodeType === 1 && (node.matches(BLOCKS) || node.querySelector(BLOCKS));
    if (!isBlock) {
      loose.push(node);
      continue;
    }
    flush();
    made.push(...block(node, deeper));
  }
  flush();
  return made;
}

function block(node, told) {
  const name = node.localName;
  if (/^h[1-6]$/.test(name)) {
    const said = line([node], true).replace(/\\\n/g, " ");
    return said ? [`${"#".repeat(Math.min(6, Number(name[1]) + told.top))} ${said}`] : [];
  }
  if (name === "ul" || name === "ol") return [list(node, told)].filter(Boolean);
  if (name === "table") return table(node, told);
  if (name === "hr") return ["---"];
  if (name === "pre") return [fenced(node.textContent.replace(/\n$/, ""))];
  if (name === "blockquote") {
    const said = blocks(node, told).join("\n\n");
    return said ? [said.replace(/^/gm, "> ").replace(/ +$/gm, "")] : [];
  }
  return blocks(node, told);
}

function fenced(code) {
  const fence = "`".repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}\n${code}\n${fence}`;
}

// Items, and lists that stand among them rather than within one, as some programs write.
function list(node, told) {
  const isOrdered = node.localName === "ol";
  const indent = isOrdered ? "   " : "  ";
  const items = [];
  let number = Number(node.getAttribute("start")) || 1;
  for (const child of node.children) {
    const isList = child.matches("ul, ol");
    const said = isList ? list(child, { ...told, depth: told.depth + 1 }) : tight(blocks(child, { ...told, depth: told.depth + 1 }));
    if (!said) continue;
    const lines = said.replace(/\n(?=[^\n])/g, `\n${indent}`);
    if (isList && items.length) items[items.length - 1] += `\n${indent}${lines}`;
    else items.push(`${isOrdered ? `${number++}. ` : "* "}${lines}`);
  }
  return items.join("\n");
}

// A list below the words of its item stands close to them.
const tight = (made) => made.reduce((all, one) => all + (all && /^(?:\* |\d+\. )/.test(one) ? "\n" : all && "\n\n") + one, "");

function table(node, told) {
  const rows = [...node.rows].filter((row) => row.closest("table") === node);
  const cells = rows.map((row) => [...row.cells].flatMap((cell) => [cell, ...Array(Math.min(cell.colSpan, 50) - 1).fill(null)]));
  const wide = Math.max(0, ...cells.map((row) => row.length));
  // A frame around a text, not a table.
  if (wide < 2) return rows.flatMap((row) => [...row.cells].flatMap((cell) => blocks(cell, told)));
  const said = cells.map((row, at) =>
    Array.from({ length: wide }, (_, place) => (row[place] ? cellSays(row[place], at === 0) : "")),
  );
  const widths = said[0].map((_, place) => Math.min(40, Math.max(3, ...said.map((row) => row[place].length))));
  const drawn = said.map((row) => `| ${row.map((cell, place) => cell.padEnd(widths[place])).join(" | ")} |`);
  drawn.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return [drawn.join("\n")];
}

function cellSays(cell, isHead) {
  const parts = cell.querySelector(BLOCKS) ? [...cell.querySelectorAll("p,li,h1,h2,h3,h4,h5,h6,div")] : [cell];
  const leaves = parts.filter((one) => one === cell || !one.querySelector(BLOCKS));
  const said = leaves.map((one) => line([one], isHead));
  return said.filter(Boolean).join("<br>").replace(/\\\n/g, "<br>").replace(/\|/g, "\\|");
}

// Words that would open a block where they stand.
const guarded = (said) =>
  said.replace(/^(?:#{1,6}(?= |$)|>|[+-](?= )|=+$|-{3,}$|\{%|:::)/gm, "\\$&").replace(/^(\d{1,9})([.)])(?= )/gm, "$1\\$2");
