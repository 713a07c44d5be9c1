// The outline tells which part is being read. Without script its links lead to the parts all the same.

const list = document.querySelector(".toc .toc-list");
const links = list ? [...list.querySelectorAll("a")] : [];
const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));

function mark() {
  // The last heading above the upper third of the window, or the last of all once the page is at its end.
  const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
  const line = atEnd ? innerHeight : innerHeight / 3;
  let current = -1;
  headings.forEach((heading, index) => {
    if (heading?.checkVisibility() && heading.getBoundingClientRect().top <= line) current = index;
  });
  links.forEach((link, index) => {
    if (index === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

// Where it is a panel over the page, it makes room for the part that was chosen.
list?.addEventListener("click", (event) => {
  if (event.target.closest("a") && list.closest(":popover-open")) list.closest("[popover]").hidePopover();
});

if (links.length) {
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  mark();
}
