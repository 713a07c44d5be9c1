// Gives a table that a tool made as a spreadsheet in the OpenDocument format: a zip of XML files, put together here so
// that what somebody answered does not leave the browser. Its name, lines and format come with the event
// `communs:spreadsheet`; the first line holds the heads of the columns.

const TYPE = "application/vnd.oasis.opendocument.spreadsheet";
const NAMES = "office style text table fo".split(" ");
const SPACES = { fo: "xsl-fo-compatible" };
const NUMBER = /^\d{1,9}$/;
const WIDEST = 60; // characters of a column
const A_DAY = 0x21; // 1 January 1980 as a zip tells it: the same answers make the same file

const bytes = (text) => new TextEncoder().encode(text);
const bare = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
const xml = (text) => bare(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const CRC = Uint32Array.from({ length: 256 }, (_none, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc(content) {
  let value = 0xffffffff;
  for (const byte of content) value = CRC[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

// Fields of 2 and 4 bytes, written `[size, value]`.
function packed(...fields) {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

// A zip whose files are stored as they are; names are plain ASCII.
function zip(files) {
  const parts = [];
  const index = [];
  let at = 0;
  for (const [name, text] of files) {
    const content = bytes(text);
    const told = [[2, 20], [2, 0], [2, 0], [2, 0], [2, A_DAY], [4, crc(content)], [4, content.length], [4, content.length], [2, name.length], [2, 0]];
    const head = packed([4, 0x04034b50], ...told);
    index.push(packed([4, 0x02014b50], [2, 20], ...told, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), bytes(name));
    parts.push(head, bytes(name), content);
    at += head.length + name.length + content.length;
  }
  const size = index.reduce((sum, part) => sum + part.length, 0);
  const end = packed([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, 0]);
  return new Blob([...parts, ...index, end], { type: TYPE });
}

function root(name, within) {
  const spaces = NAMES.map((short) => `xmlns:${short}="urn:oasis:names:tc:opendocument:xmlns:${SPACES[short] ?? short}:1.0"`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<office:${name} ${spaces.join(" ")} office:version="1.3">${within}</office:${name}>`;
}

function cell(value, style) {
  const text = bare(value);
  if (!text) return "<table:table-cell/>";
  const kind = NUMBER.test(text) ? `float" office:value="${Number(text)}` : "string";
  return `<table:table-cell table:style-name="${style}" office:value-type="${kind}"><text:p>${xml(text)}</text:p></table:table-cell>`;
}

const row = (line, style) => `<table:table-row table:style-name="row">${line.map((value) => cell(value, style)).join("") || "<table:table-cell/>"}</table:table-row>`;

function content([heads, ...lines], title) {
  const count = Math.max(heads.length, ...lines.map((line) => line.length));
  const widths = Array.from({ length: count }, (_none, place) => Math.min(WIDEST, Math.max(8, ...[heads, ...lines].filter((line) => line.length > 2).map((line) => String(line[place] ?? "").length))));
  const columns = widths.map((_width, place) => `<table:table-column table:style-name="c${place}"/>`);
  const styles = widths.map((width, place) => `<style:style style:name="c${place}" style:family="table-column"><style:table-column-properties style:column-width="${(width * 0.21 + 0.6).toFixed(1)}cm"/></style:style>`);
  const high = '<style:style style:name="row" style:family="table-row"><style:table-row-properties style:use-optimal-row-height="true"/></style:style>';
  const sheet = '<style:style style:name="sheet" style:family="table" style:master-page-name="Default"><style:table-properties table:display="true"/></style:style>';
  const table = `<table:table table:style-name="sheet" table:name="${xml(title.replace(/[[\]*?:/\\']/g, " ").slice(0, 31).trim() || "1")}">${columns.join("")}<table:table-header-rows>${row(heads, "head")}</table:table-header-rows>${lines.map((line) => row(line, "box")).join("")}</table:table>`;
  return root("document-content", `<office:automatic-styles>${styles.join("")}${high}${sheet}</office:automatic-styles><office:body><office:spreadsheet>${table}</office:spreadsheet></office:body>`);
}

function styles(lang) {
  const [language, country = { fr: "FR", en: "GB" }[language] ?? "none"] = lang.split("-");
  const wrapped = '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"';
  const spoken = `<style:default-style style:family="table-cell"><style:text-properties fo:language="${xml(language)}" fo:country="${xml(country)}"/></style:default-style>`;
  const box = `<style:style style:name="box" style:family="table-cell">${wrapped}/></style:style>`;
  const head = `<style:style style:name="head" style:family="table-cell">${wrapped} fo:background-color="#e7efe9"/><style:text-properties fo:font-weight="bold"/></style:style>`;
  const page = '<style:page-layout style:name="wide"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" fo:margin="1.5cm" style:print-orientation="landscape" style:scale-to-X="1"/></style:page-layout>';
  const printed = '<office:master-styles><style:master-page style:name="Default" style:page-layout-name="wide"><style:header style:display="false"/></style:master-page></office:master-styles>';
  const kept = `<office:styles>${spoken}${box}${head}</office:styles>`;
  return root("document-styles", `${kept}<office:automatic-styles>${page}</office:automatic-styles>${printed}`);
}

function meta(title, lang) {
  const said = `<dc:title>${xml(title)}</dc:title><dc:language>${xml(lang)}</dc:language>`;
  return root("document-meta", `<office:meta xmlns:dc="http://purl.org/dc/elements/1.1/">${said}</office:meta>`);
}

function manifest(names) {
  const entry = (path, type) => `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">${entry("/", TYPE)}${names.map((name) => entry(name, "text/xml")).join("")}</manifest:manifest>`;
}

document.addEventListener("communs:spreadsheet", ({ detail: { name, lines, format } }) => {
  if (format !== "ods") return; // spreadsheet.js
  const lang = document.querySelector("[data-page-body]")?.lang || document.documentElement.lang || "fr";
  const title = document.querySelector("h1")?.textContent.trim() ?? name;
  const files = [["content.xml", content(lines, title)], ["meta.xml", meta(title, lang)], ["styles.xml", styles(lang)]];
  // The type comes first and bare, so that it can be read without opening the rest.
  const all = [["mimetype", TYPE], ["META-INF/manifest.xml", manifest(files.map(([path]) => path))], ...files];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(zip(all));
  link.download = `${name}.ods`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
