"""A closed yard: a server of our own and a real browser, where hostile HTML may run and is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from playwright.sync_api import Browser, BrowserContext, Page, Route

TOGETHER = 150  # renderings in one document
APART = 60  # documents of their own in one document

_REPORT = "globalThis.__ran = (number) => { globalThis.__report(String(number)); return ''; };"

# Does what a reader could do, and more: every event of every handler, every way of every element.
_PROVOKE = """async () => {
  const kinds = new Set(['mouseover', 'mouseenter', 'pointerover', 'pointerdown', 'focus', 'focusin',
    'keydown', 'input', 'change', 'load', 'error', 'toggle', 'animationstart', 'animationend', 'begin']);
  const safe = ['http:', 'https:', 'mailto:', 'tel:'];
  const strange = [];
  const docs = [document];
  for (const frame of document.querySelectorAll('iframe.apart')) {
    if (frame.contentDocument) docs.push(frame.contentDocument);
  }
  const stayForLinks = (event) => {  // only what could run a script may lead away
    const link = event.target.closest?.('a, area');
    const to = String(link?.href?.baseVal ?? link?.href);
    if (safe.some((scheme) => to.startsWith(scheme))) event.preventDefault();
  };
  const stayForForms = (event) => {
    const button = event.submitter;
    const form = event.target.getAttribute('action') ?? '';
    const to = button?.hasAttribute('formaction') ? button.formAction : form;
    if (!to.trim().toLowerCase().startsWith('javascript')) event.preventDefault();
  };
  const act = (element) => {
    for (const {name} of element.attributes) if (name.startsWith('on')) kinds.add(name.slice(2));
    if ('open' in element) element.open = true;
    element.focus?.();
    for (const kind of kinds) element.dispatchEvent(new Event(kind));
    if (element.protocol && element.hasAttribute('href') && !safe.includes(element.protocol)) {
      strange.push(element.outerHTML);
    }
    if (!element.matches('a, area, button, summary, input, label, [href]')) return;
    if (element.click) element.click();
    else element.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
  };
  for (const doc of docs) {
    doc.addEventListener('click', stayForLinks, true);
    doc.addEventListener('submit', stayForForms, true);
    for (const element of doc.querySelectorAll('*')) {
      if (element.matches('iframe.apart')) continue;
      try { act(element); } catch {}
    }
  }
  await new Promise((go) => setTimeout(go, 120));
  return strange;
}"""


@dataclass
class Seen:
    """What happened in the yard: numbers of the texts that ran, dialogs, requests that left, odd links."""

    ran: set[str] = field(default_factory=set)
    dialogs: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    shown: int = 0  # texts that stood in a document of the browser

    @property
    def quiet(self) -> bool:
        """Whether nothing ran, nothing asked, nothing left."""
        return not (self.ran or self.dialogs or self.left or self.strange)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    documents: Sequence[str] = ()
    policy = ""

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that turns away in the middle of an answer is no error."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        number = self.path.removeprefix("/document/")
        if number.isdigit():
            self._answer("text/html; charset=utf-8", self.server.documents[int(number)])
        else:
            # What people write is served as the site serves the source of a page: never as a script.
            self._answer("text/markdown; charset=utf-8", "__ran('source')")

    do_POST = do_GET

    def _answer(self, kind: str, text: str) -> None:
        body = text.encode(errors="replace")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.server.policy:
            self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing."""


@contextmanager
def _serving(documents: Sequence[str], policy: str) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.documents, server.policy = documents, policy
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def _document(body: str) -> str:
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>Yard</title><body>{body}</body></html>"


def together(texts: Sequence[str]) -> list[str]:
    """Documents that hold the texts one below the other, as a page of the site holds its body."""
    sections = [f"<div data-page-body class=shown>{text}</div>" for text in texts]
    return [_document("".join(sections[at : at + TOGETHER])) for at in range(0, len(sections), TOGETHER)]


def apart(texts: Sequence[str]) -> list[str]:
    """Documents that hold each text in a document of its own, so that none swallows the next."""
    frames = [f'<iframe class="apart shown" srcdoc="{escape(_document(text))}"></iframe>' for text in texts]
    return [_document("".join(frames[at : at + APART])) for at in range(0, len(frames), APART)]


def watch(context: BrowserContext, origin: str, seen: Seen) -> None:
    """Count what runs in a context's tabs; what would leave the origin is counted and stopped."""

    def at_the_gate(route: Route) -> None:
        url = route.request.url
        if url.startswith((f"{origin}/", "data:", "blob:")):
            route.continue_()
        else:
            seen.left.append(url)
            route.abort()

    context.expose_binding("__report", lambda source, number: seen.ran.add(number))
    context.add_init_script(_REPORT)
    context.route("**/*", at_the_gate)


def provoke(tab: Page, seen: Seen) -> None:
    """Do in a tab all that could start a script."""
    seen.strange += tab.evaluate(_PROVOKE)


def show(browser: Browser, documents: Sequence[str], policy: str = "") -> Seen:
    """Load documents one after the other under a policy, provoke them, and tell what happened."""
    seen = Seen()
    with _serving(documents, policy) as origin:
        context = browser.new_context()
        watch(context, origin, seen)
        for number in range(len(documents)):
            tab = context.new_page()
            tab.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
            tab.goto(f"{origin}/document/{number}")
            seen.shown += tab.locator(".shown").count()
            provoke(tab, seen)
            tab.close()
        context.close()
    return seen
