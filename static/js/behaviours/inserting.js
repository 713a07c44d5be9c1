// Whatever a gesture writes into a text is written here, as if it were typed: nothing else is touched, and Ctrl+Z
// takes it back. `start` and `end` say what it stands for, `from` and `to` what is selected of it then. A block stands
// between blank lines.

document.addEventListener("communs:write", (event) => {
  const field = event.target;
  const { start, end, isBlock } = event.detail;
  const [lead, tail] = isBlock ? around(field.value.slice(0, start), field.value.slice(end)) : ["", ""];
  const text = lead + event.detail.text + tail;
  const from = lead.length + (event.detail.from ?? event.detail.text.length);
  const to = "to" in event.detail ? lead.length + event.detail.to : from;
  const scroll = field.scrollTop;
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  const isTyped = text ? document.execCommand("insertText", false, text) : start === end || document.execCommand("delete");
  if (!isTyped) {
    field.setRangeText(text, start, end, "end"); // without a way back, where a browser has none
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.setSelectionRange(start + from, start + to);
  field.scrollTop = scroll;
});

function around(before, after) {
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = !after.trim() || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  return [lead, tail];
}
