"""Pictures of every screen, to be looked at beside one another: `python -m tests.looking.shoot FOLDER [GUIDE]`.

A site of its own is made of a guide (the starter guide by default), one of its pages is changed, and each
screen is taken in light, in dark, and at 390 and 320 px, as an anonymous reader or as the admin who writes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.serving import ROOT, serving
from tests.communs.conftest import free_port

MODES: dict[str, tuple[Literal["light", "dark"], int, int]] = {
    "light": ("light", 1280, 900),
    "dark": ("dark", 1280, 900),
    "phone": ("light", 390, 844),
    "phone-dark": ("dark", 390, 844),
    "narrow": ("light", 320, 700),
}
PREPARE = """
from accounts.models import User
from allauth.account.models import EmailAddress
from django.test import Client
from wiki.actions import pages
from wiki.models import Page, PageRevision

admin = User.objects.create_superuser("team@example.org", name="Équipe du guide")
EmailAddress.objects.create(user=admin, email=admin.email, verified=True, primary=True)
page = Page.objects.filter(kind="page", listed=True, path__contains="/").order_by("path").first()
for before, after in ((". ", ", en commun. "), ("## ", "### ")):
    text = page.source.replace(before, after, 2)
    pages.edit(page, by=admin, base=page.version, source=text, reason="Préciser.")
client = Client()
client.force_login(admin)
revisions = PageRevision.objects.filter(id=page.pk).order_by("number").values_list("pk", flat=True)
print(page.path, revisions[0], revisions.last(), client.cookies["session"].value)
"""


def screens(path: str, first: int, last: int) -> Iterator[tuple[str, str, bool]]:
    """Each screen: its name, its address, and whether the admin reads it."""
    section = path.partition("/")[0]
    anybody = {
        "home": "/",
        "section": f"/{section}/",
        "page": f"/{path}/",
        "resources": "/ressources/",
        "tutorial": "/tutoriel/",
        "history": f"/{path}/-/history/",
        "revision": f"/{path}/-/revisions/{first}/",
        "compare": f"/{path}/-/compare/{first}/{last}/",
        "compare-sides": f"/{path}/-/compare/{first}/{last}/?view=sides",
        "compare-source": f"/{path}/-/compare/{first}/{last}/?view=source",
        "search": "/-/search/?q=gouvernace",
        "search-nothing": "/-/search/?q=xyzzyx",
        "search-empty": "/-/search/",
        "map": "/-/map/",
        "legal": "/-/about/legal/",
        "accessibility": "/-/about/accessibility/",
        "missing": f"/{section}/introuvable/",
        "log-in": "/accounts/login/",
    }
    written = ("edit", "new", "rename", "move", "order", "archive", "files", f"restore/{first}")
    yield from ((name, address, False) for name, address in anybody.items())
    yield "page-admin", f"/{path}/", True
    for gesture in written:
        where = section if gesture == "order" else path
        yield gesture.partition("/")[0], f"/{where}/-/{gesture}/", True


def take(browser: Browser, site: str, folder: Path, told: list[str]) -> None:
    path, first, last, session = told
    for mode, (scheme, width, height) in MODES.items():
        for name, address, is_admin in screens(path, int(first), int(last)):
            context = browser.new_context(
                base_url=site,
                color_scheme=scheme,
                viewport={"width": width, "height": height},
                locale="fr-FR",
            )
            if is_admin:
                context.add_cookies([{"name": "session", "value": session, "url": site}])
            tab = context.new_page()
            tab.goto(address)
            tab.wait_for_timeout(150)
            tab.screenshot(path=folder / f"{name}.{mode}.png", full_page=True)
            tell_overflow(tab, name, mode, width)
            context.close()


def tell_overflow(tab: Page, name: str, mode: str, width: int) -> None:
    wide = tab.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        sys.stdout.write(f"{name} in {mode} scrolls sideways: {wide} px\n")


def main(folder: Path, guide: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as site:
        environment = {**os.environ, "COMMUNS_DATA": site, "DATABASE_URL": ""}

        def manage(*arguments: str) -> str:
            command = [sys.executable, "manage.py", *arguments]
            done = subprocess.run(
                command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
            )
            return done.stdout

        manage("migrate", "--verbosity", "0")
        manage("import_book", guide)
        told = manage("shell", "-v", "0", "-c", PREPARE).split()
        port = free_port()
        command = [sys.executable, "manage.py", "serve"]
        with (
            serving(command, port, ROOT, COMMUNS_DATA=site, DATABASE_URL="", PORT=str(port)),
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            take(browser, f"http://localhost:{port}", folder, told)
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else str(ROOT / "communs" / "guide"))
