"""Where an export is written, what it refuses, what the command says."""

import errno
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests import factories
from tests.exchange.bringing import at
from tests.exchange.guide import write
from tests.exchange.leaving import TREE, brought, held, leave, sent
from tests.exchange.repositories import link
from wiki import rules
from wiki.errors import BrokenBook
from wiki.models import Attachment

pytestmark = pytest.mark.django_db

BY = {"by": rules.SYSTEM}


# ---- where it is written


REFUSED = {
    "full": r"is not empty: name another folder, or empty it first\.",
    "file": r"is a file: name a folder\.",
    "absent/out": r"the folder above it does not exist\.",
    "file/out": r"the folder above it does not exist\.",
}


@pytest.mark.parametrize("name", REFUSED)
def test_export_refuses_a_place_that_is_taken_and_touches_nothing(name, tmp_path):
    factories.home()
    write(tmp_path, {"full/kept.txt": "kept", "file": "kept"})
    was = held(tmp_path)
    with pytest.raises(BrokenBook, match=REFUSED[name]):
        leave(tmp_path / name)
    assert held(tmp_path) == was


def test_export_takes_an_empty_folder(tmp_path):
    factories.home()
    (tmp_path / "out").mkdir()
    assert sorted(sent(tmp_path)) == ["README.md", "SUMMARY.md"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("absente", r"No page stands at /absente/\."),
        ("b", r"/b/ is a page of the book that stands at /: export that one\."),
        ("..", r"“\.\.” cannot be an address of this site\."),
        ("admin", r"The site keeps “/admin/” for itself\."),
    ],
)
def test_export_refuses_what_is_no_book(path, why, tmp_path):
    brought(tmp_path, TREE)
    with pytest.raises(BrokenBook, match=why):
        leave(tmp_path / "out", at=path)
    assert not (tmp_path / "out").exists()


def test_export_of_nothing_is_refused(tmp_path):
    with pytest.raises(BrokenBook, match=r"No page stands at /\."):
        leave(tmp_path / "out")


def test_export_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    brought(tmp_path, TREE)
    before = sorted(path.name for path in tmp_path.iterdir())

    def full(*_arguments, **_named):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "symlink", full)
    monkeypatch.setattr(os, "chmod", full)
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(BrokenBook, match=r"out cannot be written: No space left on device\."):
        leave(tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_export_writes_nothing_outside_whatever_names_say(tmp_path):
    brought(tmp_path, TREE)
    for name in ("../dehors.txt", "/tmp/dehors.txt", "a/../../dehors.txt", ".git/config"):
        Attachment.objects.filter(path="i.png").update(path=name)
        with pytest.raises(BrokenBook, match="a path may not pass|leads outside"):
            leave(tmp_path / "out")
        Attachment.objects.filter(path=name).update(path="i.png")
    assert not (tmp_path / "out").exists()


def test_export_never_writes_through_a_link(tmp_path):
    (tmp_path / "cible").mkdir()
    brought(tmp_path, {"README.md": "# A\n", "notes": link(str(tmp_path / "cible"))})
    factories.page(factories.page(at(""), "notes", "# N\n"), "deux", "# 2\n")
    out = sent(tmp_path)
    assert sorted(out) == ["README.md", "SUMMARY.md", "notes", "notes-1/README.md", "notes-1/deux.md"]
    assert list((tmp_path / "cible").iterdir()) == []


def test_export_tells_what_the_site_has_lost(tmp_path):
    brought(tmp_path, TREE)
    Attachment.objects.filter(path="i.png").update(blob="0" * 40)
    report = leave(tmp_path / "out")
    assert [(remark.kind, remark.file) for remark in report.remarks] == [("content-left-out", "i.png")]
    assert "i.png" not in held(tmp_path / "out")


# ---- the command


def test_command_says_what_it_wrote(tmp_path, capsys):
    brought(tmp_path, TREE)
    factories.page(at(""), "brouillon", state="draft")
    call_command("export_book", str(tmp_path / "out"), at="/")
    assert capsys.readouterr().out.splitlines() == [
        "1 draft is left out.",
        f"made: pages 7, files 3, written to {tmp_path / 'out'}.",
    ]


def test_command_says_in_french_what_is_wrong(tmp_path):
    with (
        translation.override("fr"),
        pytest.raises(CommandError, match=r"^Aucune page ne se trouve à l’adresse /\.$"),
    ):
        call_command("export_book", str(tmp_path / "out"))
