// What is wider than the page scrolls by itself. The keyboard stops there, and the frame of a table is a region of
// the page, only where there is something to scroll.

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth + 1;
    if (scrolls) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
    if (target.classList.contains("gb-table")) target.setAttribute("role", scrolls ? "region" : "group");
  }
});

document.querySelectorAll("[data-page-body] :is(.gb-table, pre)").forEach((frame) => observer.observe(frame));
