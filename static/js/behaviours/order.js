// Puts lines in another order, by their buttons or by dragging the handle; nothing is sent before it is asked.

for (const form of document.querySelectorAll("form[data-order]")) {
  const list = form.querySelector("ol");
  const keep = form.querySelector("[data-order-keep]");
  const value = form.querySelector("[data-order-value]");
  const told = form.querySelector("[data-order-told]");
  const [moved, grab] = form.dataset.orderWords.split("|");
  const lines = () => [...list.children];
  const title = (line) => line.querySelector(".order-title").firstChild.textContent.trim();

  const tell = (line) => {
    const words = { title: title(line), place: lines().indexOf(line) + 1, count: lines().length };
    told.textContent = moved.replace(/\{(\w+)\}/g, (_, name) => words[name]);
    value.value = lines().map((one) => one.dataset.orderLine).join(",");
    keep.hidden = false;
  };

  const step = (line, name) => {
    const other = name === "up" ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    if (name === "up") other.before(line);
    else other.after(line);
    tell(line);
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name]");
    if (!button) return;
    event.preventDefault();
    step(button.closest("li"), button.name);
    button.focus(); // the line was taken out and put in again
  });

  // Both buttons on every line, since any line may come to stand first or last.
  const complete = (line) => {
    const acts = line.querySelector(".order-acts");
    for (const name of ["up", "down"]) {
      if (acts.querySelector(`button[name=${name}]`)) continue;
      const model = list.querySelector(`button[name=${name}]`);
      if (!model) continue;
      const other = model.closest("li");
      const button = model.cloneNode(true);
      button.removeAttribute("autofocus");
      const said = button.querySelector(".visually-hidden");
      said.textContent = said.textContent.replace(title(other), title(line));
      if (name === "up") acts.prepend(button);
      else acts.append(button);
    }
  };

  const follow = (line, handle) => {
    handle.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      handle.setPointerCapture(event.pointerId);
      line.classList.add("held");
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const over = lines().find((one) => {
        const box = one.getBoundingClientRect();
        return one !== line && event.clientY > box.top && event.clientY < box.bottom;
      });
      if (!over) return;
      const box = over.getBoundingClientRect();
      const above = lines().indexOf(over) < lines().indexOf(line);
      const past = above ? event.clientY < box.top + box.height / 2 : event.clientY > box.top + box.height / 2;
      if (!past) return;
      // Its neighbours go round the held line: taking it out would let the pointer go.
      if (above) line.after(...between(over, line));
      else line.before(...between(line.nextElementSibling, over.nextElementSibling));
    });
    handle.addEventListener("lostpointercapture", () => {
      line.classList.remove("held");
      tell(line);
    });
  };

  const between = (first, end) => lines().slice(lines().indexOf(first), end ? lines().indexOf(end) : undefined);

  lines().forEach((line) => {
    complete(line);
    const handle = document.createElement("span");
    handle.className = "grip";
    handle.title = grab.replace("{title}", title(line));
    handle.textContent = "⠿";
    handle.setAttribute("aria-hidden", "true"); // the buttons do the same, and say it
    line.querySelector(".order-title").before(handle);
    follow(line, handle);
  });
}
