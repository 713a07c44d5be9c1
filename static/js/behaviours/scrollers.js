// A table wider than the page scrolls by itself: let the keyboard reach it, only where there is something to scroll.

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

document.querySelectorAll("[data-page-body] table").forEach((table) => observer.observe(table));
