// What is pasted from a word processor or a page comes as Markdown, in one step that Ctrl+Z takes back. Ctrl+Shift+V
// brings no HTML, and pastes words alone; so does whatever has nothing to say but words.

const MOST = 2_000_000; // characters

document.addEventListener("paste", (event) => {
  const text = event.target.closest?.("[data-written] textarea");
  const html = text && !event.defaultPrevented && event.clipboardData?.getData("text/html");
  if (!html || html.length > MOST || isCode(text)) return;
  const body = parsed(html);
  const dropped = clean(body);
  const asked = { body };
  if (!says(body)) return dropped && tell(text, dropped);
  document.dispatchEvent(new CustomEvent("communs:convert", { detail: asked }));
  if (!asked.markdown) return;
  event.preventDefault();
  insert(text, asked);
  tell(text, dropped);
});

// Read by the browser, run by nobody; styles and gestures are set apart, so that neither is tried.
function parsed(html) {
  const bare = html
    .replace(/<style\b[^]*?(?:<\/style>|$)/gi, "")
    .replace(/<[a-z][^<>]*>/gi, (tag) =>
      tag.replace(/\sstyle\s*=/i, " data-css=").replace(/\son\w+\s*=/gi, " data-off="),
    );
  return new DOMParser().parseFromString(bare, "text/html").body;
}

// Between fences, words stay as they are.
function isCode({ value, selectionStart }) {
  return (value.slice(0, selectionStart).match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
}

// Whether there is more than words: what an editor of code gives is words, in colours.
function says(body) {
  if ([...body.children].every((one) => /white-space:\s*pre/.test(one.dataset?.css)) && body.children.length) return false;
  const marks = "h1,h2,h3,h4,h5,h6,ul,ol,table,blockquote,pre,hr,a[href],b,strong,i,em,code,s,strike,del";
  const isStyled = (one) => /font-weight:\s*(?:bold|[6-9]00)|font-style:\s*italic/i.test(one.dataset?.css);
  const styled = [...body.querySelectorAll("[data-css]")].some(isStyled);
  return styled || Boolean(body.querySelector(marks));
}

function insert(text, { markdown, isBlock }) {
  const detail = { start: text.selectionStart, end: text.selectionEnd, text: markdown, isBlock };
  text.dispatchEvent(new CustomEvent("communs:write", { bubbles: true, detail }));
}

function tell(text, dropped) {
  const place = text.form?.querySelector("[data-pasted]");
  if (place) place.textContent = dropped ? `${place.dataset.pasted} ${place.dataset.dropped}` : place.dataset.pasted;
}

// --- what each program leaves around its words --------------------------------------------------------------

// How many pictures were left out.
function clean(body) {
  const fragment = [...body.childNodes].findIndex((node) => node.nodeType === 8 && node.data === "StartFragment");
  if (fragment > 0) [...body.childNodes].slice(0, fragment).forEach((node) => node.remove());
  const pictures = [...body.querySelectorAll("img, svg, picture, object, video, canvas, v\\:shape")].filter(
    (one) => !/^(?:0|1)$/.test(one.getAttribute("width")),
  ).length;
  const junk = "style,script,noscript,template,meta,link,title,xml,img,svg,picture,object,video,audio,iframe,canvas,button,input,select,textarea,v\\:shape,v\\:shapetype,[hidden],[aria-hidden=true]";
  body.querySelectorAll(junk).forEach((one) => one.remove());
  // What Word crossed out, its comments, and words that are not shown.
  body.querySelectorAll("del[cite], .MsoCommentReference, [data-css*='mso-hide:all'], [data-css*='mso-element:comment']").forEach((one) => one.remove());
  for (const title of body.querySelectorAll("p.MsoTitle, p.title")) renamed(title, "h1");
  // Google wraps all it gives in one bold that is not.
  body.querySelectorAll("b[id^=docs-internal-guid]").forEach((one) => one.replaceWith(...one.childNodes));
  listed(body);
  return pictures;
}

function renamed(one, name) {
  const made = one.ownerDocument.createElement(name);
  made.append(...one.childNodes);
  one.replaceWith(made);
  return made;
}

// Word says its lists in paragraphs: each tells its level, and draws its own mark.
function listed(body) {
  let open = []; // the lists that stand, outermost first
  let last = null;
  for (const item of body.querySelectorAll("p[data-css*=mso-list]")) {
    const level = Number(/level(\d)/.exec(item.dataset.css)?.[1]);
    const mark = item.querySelector("[data-css*='mso-list:Ignore'], [data-css*='mso-list: Ignore']");
    if (!level || !mark) continue;
    const name = /^\W*(?:\d+|[a-z]|[ivxl]+)[.)]/i.test(mark.textContent.trim()) ? "ol" : "ul";
    mark.remove();
    if (!last || item.previousElementSibling !== last) open = [];
    open.length = Math.min(open.length, level);
    if (open.length === level && open[level - 1].localName !== name) open.length = level - 1;
    while (open.length < level) {
      const list = item.ownerDocument.createElement(name);
      const above = open.at(-1);
      if (above) (above.lastElementChild ?? above).append(list);
      else item.before(list);
      open.push(list);
    }
    last = open[0];
    open.at(-1).append(renamed(item, "li"));
  }
}
