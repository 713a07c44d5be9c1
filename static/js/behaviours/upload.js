// Says that a file is too heavy before it is sent; takes in a file that is dropped on the form.

for (const form of document.querySelectorAll("form[data-upload]")) {
  const field = form.querySelector("input[type=file]");
  const told = form.querySelector("[data-upload-told]");
  const [sending, heavy] = form.dataset.uploadWords.split("|");

  const weigh = () => {
    const file = field.files[0];
    told.textContent = file && file.size > Number(form.dataset.upload) ? heavy : "";
  };
  field.addEventListener("change", weigh);
  form.addEventListener("submit", (event) => {
    weigh();
    if (told.textContent) {
      event.preventDefault();
      field.focus();
    } else if (field.files.length) {
      told.textContent = sending;
    }
  });

  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    field.files = one.files;
    weigh();
  });
}
