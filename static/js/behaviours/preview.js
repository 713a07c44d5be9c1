// The button of the preview asks for the same screen and takes the drawn text out of it: the editor stays as it is.

for (const button of document.querySelectorAll("button[data-preview]")) {
  const form = button.form;
  const place = form.querySelector("[data-preview-place]");

  const show = (answer) => {
    const drawn = answer?.getElementById("ui-preview");
    if (!drawn) return false; // a mistake, a conflict, the door: the whole screen says it better
    place.replaceChildren(document.importNode(drawn, true));
    place.firstElementChild.focus();
    return true;
  };

  const wholly = () => {
    form.dataset.previewWholly = "";
    form.requestSubmit(button);
  };

  button.addEventListener("click", (event) => {
    if ("previewWholly" in form.dataset) return;
    event.preventDefault();
    const sent = new FormData(form, button);
    const request = new XMLHttpRequest();
    request.responseType = "document"; // parsed by the browser, run by nobody
    request.open("POST", form.action || location.href);
    request.addEventListener("load", () => {
      button.removeAttribute("aria-busy");
      if (request.status !== 200 || !show(request.response)) wholly();
    });
    request.addEventListener("error", wholly);
    button.setAttribute("aria-busy", "true");
    request.send(sent);
  });
}
