// The blocks of GitBook, written with their fields: by the toolbar, or by « / » on an empty line. What is selected goes
// into those that hold a text.

document.addEventListener("communs:format", (event) => {
  const model = document.getElementById("ui-block");
  if (event.detail.format === "block" && model) open(event.target, model, event.detail.blank);
});

document.addEventListener("keydown", (event) => {
  const text = event.target.closest?.("[data-written] textarea");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !text) return;
  const [before, after] = [text.value.slice(0, text.selectionStart), text.value.slice(text.selectionEnd)];
  const isEmpty = text.selectionStart === text.selectionEnd && /(?:^|\n)$/.test(before) && /^(?:\n|$)/.test(after);
  const isCode = (before.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
  const button = text.closest(".ed")?.querySelector("[data-format=block]");
  if (!isEmpty || isCode || !button) return;
  event.preventDefault();
  open(text, document.getElementById("ui-block"), button.dataset.blank, "/");
});

// `typed` is what brought the window: it is written after all when nothing is inserted.
function open(text, model, blank, typed = "") {
  const dialog = document.importNode(model.content, true).querySelector("dialog");
  document.body.append(dialog);
  const form = dialog.querySelector("form");
  const fields = form.elements;
  const fault = dialog.querySelector(".err");
  const place = { start: text.selectionStart, end: text.selectionEnd };
  const held = text.value.slice(place.start, place.end).trim();
  let page = null;
  let made = "";

  const show = () => {
    for (const part of dialog.querySelectorAll("[data-for]"))
      part.hidden = !part.dataset.for.split(" ").includes(fields.kind.value);
    fault.textContent = "";
  };
  fields.page.dispatchEvent(new CustomEvent("communs:searched", { bubbles: true }));
  fields.page.addEventListener("communs:taken", ({ detail }) => {
    page = detail;
    fields.page.value = detail.title;
    fault.textContent = "";
  });
  fields.page.addEventListener("input", () => (page = null));
  fields.kind.addEventListener("change", show);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const needs = { ref: [fields.page, page], file: [fields.address, fields.address.value.trim()] };
    needs.embed = needs.file;
    needs.math = [fields.formula, fields.formula.value.trim()];
    const [needed, given] = needs[fields.kind.value] ?? [null, true];
    if (!given) {
      fault.textContent = fault.dataset.said;
      return needed.focus();
    }
    made = BLOCKS[fields.kind.value](told(fields, { held, blank, page }));
    dialog.close();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (made) write(text, { ...place, text: made, isBlock: true });
    else if (typed) write(text, { ...place, text: typed });
    else text.focus({ preventScroll: true });
  });
  show();
  dialog.showModal();
  fields.kind.focus();
}

function told(fields, { held, blank, page }) {
  const titles = fields.titles.value.split("\n").map((line) => line.trim()).filter(Boolean);
  return {
    blank,
    body: held || blank,
    held,
    page,
    style: fields.style.value,
    titles: titles.length ? titles : [`${blank} 1`, `${blank} 2`],
    name: fields.name.value.trim(),
    language: fields.language.value.trim().replace(/[^\w+#.-]/g, ""),
    address: fields.address.value.trim().replace(/[\s"<>]/g, (one) => encodeURIComponent(one)),
    formula: fields.formula.value.trim(),
  };
}

const write = (text, detail) => text.dispatchEvent(new CustomEvent("communs:write", { bubbles: true, detail }));

// --- GitBook's own spelling ---------------------------------------------------------------------------------

const quoted = (words) => words.replace(/&(?=#?\w+;)/g, "&amp;").replace(/"/g, "&#x22;");
const html = (words) => words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const marked = (words) => words.replace(/[\\`*[\]<|]/g, "\\$&");

const BLOCKS = {
  hint: ({ style, body }) => `{% hint style="${style}" %}\n${body}\n{% endhint %}`,
  details: ({ name, blank, body }) => `<details>\n\n<summary>${html(name || blank)}</summary>\n\n${body}\n\n</details>`,
  stepper: ({ titles, blank }) => {
    const steps = titles.map((title) => `{% step %}\n### ${marked(title)}\n\n${blank}\n{% endstep %}`);
    return `{% stepper %}\n${steps.join("\n\n")}\n{% endstepper %}`;
  },
  tabs: ({ titles, blank }) => {
    const tabs = titles.map((title) => `{% tab title="${quoted(title)}" %}\n${blank}\n{% endtab %}`);
    return `{% tabs %}\n${tabs.join("\n\n")}\n{% endtabs %}`;
  },
  cards: ({ titles }) => {
    const head = '<th></th><th data-hidden data-card-target data-type="content-ref"></th>';
    const rows = titles.map((title) => `<tr><td><strong>${html(title)}</strong></td><td></td></tr>`);
    return `<table data-view="cards"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
  },
  columns: ({ titles, blank }) => {
    const columns = titles.map((title) => `{% column %}\n**${marked(title)}**\n\n${blank}\n{% endcolumn %}`);
    return `{% columns %}\n${columns.join("\n\n")}\n{% endcolumns %}`;
  },
  table: ({ titles }) => {
    const names = titles.map(marked);
    const row = (cells) => `| ${cells.join(" | ")} |`;
    const blanks = names.map((name) => " ".repeat(Math.max(3, name.length)));
    const rule = blanks.map((blank) => blank.replace(/ /g, "-"));
    return [names.map((name) => name.padEnd(3)), rule, blanks, blanks].map(row).join("\n");
  },
  ref: ({ page }) =>
    `{% content-ref url="${page.written}" %}\n[${marked(page.title)}](${page.written})\n{% endcontent-ref %}`,
  file: ({ address }) => `{% file src="${address}" %}`,
  embed: ({ address }) => `{% embed url="${address}" %}`,
  code: ({ name, language, held }) => {
    const fence = "`".repeat(Math.max(3, ...[...held.matchAll(/`+/g)].map(([run]) => run.length + 1)));
    const code = `${fence}${language}\n${held}\n${fence}`;
    return name ? `{% code title="${quoted(name)}" %}\n${code}\n{% endcode %}` : code;
  },
  math: ({ formula }) => `$$\n${formula}\n$$`,
};
