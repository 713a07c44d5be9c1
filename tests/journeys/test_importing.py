"""A guide comes in by the administration: a file is sent, followed, looked at, confirmed, and read on the site."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.journeys.test_administration import look
from wiki.exchange import running
from wiki.models import Book, Import, ModerationEntry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Look = Callable[..., list[str]]
Logs = Callable[[Tab, Any], None]


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.MEDIA_ROOT = settings.DATA / "media"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A small guide with a past, as Git packs it."""
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    for text in ("Un mot.", "Deux mots."):
        (folder / "README.md").write_text(f"# Notre guide\n\n{text}\n", encoding="utf-8")
        (folder / "SUMMARY.md").write_text(
            "* [Guide](README.md)\n* [Absente](absente.md)\n", encoding="utf-8"
        )
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "-m", text)
    git(folder, "bundle", "create", "--quiet", str(tmp_path / "notre-guide.bundle"), "main", "HEAD")
    return tmp_path / "notre-guide.bundle"


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *who, "-C", str(folder), *words], check=True, capture_output=True)


def work() -> None:
    """What the queue does, in a thread of its own as on the site."""

    def run() -> None:
        running.run.func(Import.objects.latest("pk").pk)
        connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def test_guide_is_sent_followed_confirmed_and_read(
    any_tab: Tab, axe: Look, log_in: Logs, bundle: Path, console: list[str]
) -> None:
    tab = any_tab
    log_in(tab, factories.admin())
    tab.goto(reverse("admin:wiki_import_changelist"))
    tab.locator(".object-tools a.addlink").click()
    found = {"the form": look(tab, axe, console)}
    tab.get_by_label("Un fichier").check()
    tab.locator("#id_file").set_input_files(bundle)
    tab.get_by_role("button", name="Lire le guide").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Lecture en cours")
    found["it is read"] = look(tab, axe, console)
    work()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Voici ce que ferait l’import")  # by itself
    expect(tab.locator(".remarks li")).to_have_count(1)
    found["what would be done"] = look(tab, axe, console)
    assert (Book.objects.count(), ModerationEntry.objects.count()) == (0, 0)
    tab.get_by_role("button", name="Importer").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Import en cours")
    found["it comes in"] = look(tab, axe, console)
    work()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Le guide est importé")
    found["the report"] = look(tab, axe, console)
    tab.get_by_role("link", name="Parcourir le guide sur le site").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Notre guide")
    tab.goto("/-/journal/")
    expect(tab.locator("main").get_by_text("Guide importé").last).to_be_visible()
    assert found == {screen: [] for screen in found}
    assert Book.objects.get().source == "notre-guide.bundle"


def test_guide_comes_in_without_scripts(open_tab: Callable[..., Tab], log_in: Logs, tmp_path: Path) -> None:
    tab = open_tab(java_script_enabled=False)
    log_in(tab, factories.admin())
    path = tmp_path / "petit.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("README.md", "# Petit guide\n")
    tab.goto(reverse("admin:wiki_import_add"))
    tab.get_by_label("Un fichier").check()
    tab.locator("#id_file").set_input_files(path)
    tab.get_by_role("button", name="Lire le guide").click()
    expect(tab.get_by_role("button", name="Arrêter")).to_be_visible()
    work()
    tab.get_by_role("link", name="Voir où il en est").click()
    tab.get_by_role("button", name="Importer").click()
    work()
    tab.reload()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Le guide est importé")
    tab.goto("/")
    expect(tab.get_by_role("heading", level=1)).to_have_text(re.compile("Petit guide"))
