// Makes WAI-ARIA tabs of each group of panels the engine wrote. Without this script, on paper and in the
// browser's search, every panel is shown under its title.

let groups = 0;

function tabFor(panel, name, number) {
  const title = panel.querySelector(":scope > .gb-tab__title");
  const tab = document.createElement("button");
  tab.type = "button";
  tab.id = `${name}-tab-${number}`;
  tab.setAttribute("role", "tab");
  tab.textContent = title?.textContent.trim() || String(number);
  panel.id ||= `${name}-panel-${number}`;
  tab.setAttribute("aria-controls", panel.id);
  return tab;
}

function reveal(panel, tab) {
  panel.removeAttribute("hidden");
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", tab.id);
  panel.tabIndex = 0;
}

// "until-found" lets the browser's own search open the panel that holds the words; such a panel keeps a box,
// so it must be neither a panel nor a stop for the keyboard meanwhile.
function conceal(panel) {
  panel.setAttribute("hidden", "until-found");
  for (const name of ["role", "aria-labelledby", "tabindex"]) panel.removeAttribute(name);
}

function enhance(group) {
  const panels = [...group.querySelectorAll(":scope > [data-gb=tab]")];
  if (!panels.length) return;
  const name = `ui-tabs-${(groups += 1)}`;
  const list = document.createElement("div");
  list.className = "tablist";
  list.setAttribute("role", "tablist");
  const tabs = panels.map((panel, index) => tabFor(panel, name, index + 1));
  list.append(...tabs);

  function show(chosen) {
    tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      if (index === chosen) reveal(panels[index], tab);
      else conceal(panels[index]);
    });
  }

  function follow(fragment) {
    let target = null;
    try {
      target = fragment && document.getElementById(decodeURIComponent(fragment.slice(1)));
    } catch {
      return; // not a fragment that could name anything
    }
    const holder = target ? panels.findIndex((panel) => panel.contains(target)) : -1;
    if (holder < 0) return;
    show(holder);
    target.scrollIntoView();
  }

  list.addEventListener("click", (event) => {
    const chosen = tabs.indexOf(event.target.closest("[role=tab]"));
    if (chosen >= 0) show(chosen);
  });
  list.addEventListener("keydown", (event) => {
    const here = tabs.indexOf(document.activeElement);
    const steps = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 };
    if (here < 0 || !(event.key in steps)) return;
    event.preventDefault();
    const chosen = (steps[event.key] + tabs.length) % tabs.length;
    show(chosen);
    tabs[chosen].focus();
  });
  panels.forEach((panel, index) => panel.addEventListener("beforematch", () => show(index)));
  window.addEventListener("hashchange", () => follow(location.hash));

  group.prepend(list);
  group.dataset.tabsReady = "";
  show(0);
  follow(location.hash);
}

document.querySelectorAll("[data-gb=tabs]").forEach(enhance);
