// Gives a table that a tool made to whoever works on the page, as a file for any spreadsheet: its name, lines
// and format come with the event `communs:spreadsheet`.

// Spreadsheets take what begins with these for a formula.
const cell = (text) => `"${String(text).replace(/^[=+\-@\t]/, "'$&").replaceAll('"', '""')}"`;

document.addEventListener("communs:spreadsheet", ({ detail: { name, lines, format } }) => {
  if (format !== "csv") return; // opendocument.js
  const text = `\ufeff${lines.map((line) => line.map(cell).join(";")).join("\r\n")}\r\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
