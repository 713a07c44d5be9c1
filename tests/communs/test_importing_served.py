"""A real server brings a guide in; the process that does it is killed in the middle, and the other ends it."""

from __future__ import annotations

import os
import signal
import zipfile

import pytest

from tests.communs.conftest import Site, wait_for

pytestmark = pytest.mark.django_db  # which database is the tests' own
PAGES = 150
ASK = """
from django.core.files.uploadedfile import SimpleUploadedFile
from accounts.models import User
from allauth.account.models import EmailAddress
from wiki.exchange import running
from wiki.models import Import
admin = User.objects.create_superuser("ada@example.org", "a long sentence of mine", name="Ada")
EmailAddress.objects.create(user=admin, email=admin.email, verified=True, primary=True)
running.ask(by=admin, file=SimpleUploadedFile("guide.zip", open({path!r}, "rb").read()))
"""
GO_ON = """
from accounts.models import User
from wiki.exchange import running
from wiki.models import Import
running.carry_out(Import.objects.get(), by=User.objects.get(email="ada@example.org"))
"""
STANDS = """
from wiki.models import Import, ModerationEntry, Page
it = Import.objects.get()
print("told", it.stage, it.step, Page.objects.exclude(state="archived").count(), ModerationEntry.objects.count())
"""


def stands(site: Site) -> list[str]:
    """State, step, living pages, lines of the journal."""
    told = site.command("shell", "-c", STANDS).stdout
    return next((line.split(" ")[1:] for line in told.splitlines() if line.startswith("told")), [])


def test_import_of_a_killed_process_is_ended_by_the_other(site: Site) -> None:
    path = site.folder / "guide.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("README.md", "# Guide\n")
        listed = "".join(f"* [P {number}](p{number}.md)\n" for number in range(PAGES))
        archive.writestr("SUMMARY.md", f"* [Guide](README.md)\n{listed}")
        for number in range(PAGES):
            archive.writestr(f"p{number}.md", f"# P {number}\n\n" + "Un *mot* et un autre.\n\n" * 200)
    site.start(WORKERS="2")
    asked = site.command("shell", "-c", ASK.format(path=str(path)))
    assert asked.returncode == 0, asked.stderr
    assert wait_for(lambda: stands(site)[:1] == ["read"]), site.said()
    before = stands(site)
    first = site.drainers()[0]
    assert site.command("shell", "-c", GO_ON).returncode == 0
    assert wait_for(lambda: stands(site)[1] != ""), site.said()
    os.kill(first, signal.SIGKILL)
    assert wait_for(lambda: stands(site)[0] == "done", 120), site.said()
    state, _step, pages, lines = stands(site)
    assert (state, int(pages), int(lines)) == ("done", PAGES + 1, int(before[3]) + 1)
    assert site.drainers()[1] != first
