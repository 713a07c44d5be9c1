// Whatever a gesture writes into a text is written here, as if it were typed: nothing else is touched, and Ctrl+Z
// takes it back. `start` and `end` say what it stands for, `from` and `to` what is selected of it then.

document.addEventListener("communs:write", (event) => {
  const field = event.target;
  const { start, end, text, from = text.length, to = from } = event.detail;
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
