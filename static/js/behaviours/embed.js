// A video of another host is shown in its place once a reader asks; before, nothing of that host is loaded.

const words = document.getElementById("ui-words")?.dataset;

function frameFor(link, name) {
  const frame = document.createElement("iframe");
  frame.title = words.playerName.replace("{name}", name);
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation");
  frame.referrerPolicy = "no-referrer";
  frame.allow = "fullscreen";
  frame.setAttribute("credentialless", "");
  frame.src = link.dataset.player;
  return frame;
}

function stageFor(figure, link) {
  const host = new URL(link.dataset.player).host;
  const name = figure.querySelector("figcaption")?.textContent.trim() || new URL(link.href).host;
  const stage = document.createElement("div");
  const hint = document.createElement("p");
  const button = document.createElement("button");
  stage.className = "gb-embed__stage";
  stage.dataset.gbChrome = "";
  hint.textContent = words.playerHint.replace("{host}", host);
  button.type = "button";
  button.className = "btn";
  button.textContent = words.player;
  button.addEventListener("click", () => {
    const frame = frameFor(link, name);
    stage.replaceChildren(frame);
    frame.focus();
    document.getElementById("ui-said").textContent = words.playerShown.replace("{host}", host);
  });
  stage.append(button, hint);
  return stage;
}

for (const link of words ? document.querySelectorAll("[data-page-body] a[data-player]") : []) {
  const figure = link.closest("figure");
  figure?.prepend(stageFor(figure, link));
}
