"""Broken and hostile books come in as they can, or are refused in plain words; nothing else happens."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.factories import home
from tests.hostile.binding import SECRET, Case, Git, guide, repository
from tests.hostile.books import CASES
from tests.yardstick import made_within
from wiki.exchange.remarks import told
from wiki.models import Book, Page, PageRevision

NEIGHBOUR = f"# The neighbour\n\n{SECRET}\n"
WRITTEN = "- "  # how the command begins a remark


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder to make the book in, beside something that is nobody's to read."""
    made = tmp_path / "desk"
    (made / "outside").mkdir(parents=True)
    (made / "outside" / "secret.md").write_text(NEIGHBOUR)
    (made / "outside" / "README.md").write_text(NEIGHBOUR)
    return made


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_book_comes_in_or_is_refused_in_plain_words(
    case: Case, desk: Path, media: Path, settings: Any
) -> None:
    for name, value in case.limits.items():
        setattr(settings, name, value)
    if case.at:
        home()
    source = str(case.build(desk))
    before, around = rows(), surroundings(desk)
    said, refused = made_within(case.within, lambda: imported(case, source), clock=time.monotonic, attempts=1)
    assert begun(refused, case.refused) == case.refused.replace("{desk}", str(desk))
    assert surroundings(desk) == around
    assert [name for name in os.listdir(Path(site.DATA, "imports")) if name != "lock"] == []
    if refused:
        assert (rows(), surroundings(media)) == (before, {})
        return
    assert_came_in(case, said)


def assert_came_in(case: Case, said: str) -> None:
    """What was remarked is on the record and was told, line by line; nothing of the neighbour is here."""
    remarks = [remark for book in Book.objects.order_by("pk") for remark in book.remarks]
    heard = sorted((remark["kind"], remark["file"], remark["line"]) for remark in remarks)
    assert heard == sorted(case.heard)
    assert sorted(line for line in said.splitlines() if line.startswith(WRITTEN)) == sorted(
        f"{WRITTEN}{told(remark)}" for remark in remarks
    )
    if case.stands is not None:
        standing = Page.objects.exclude(book_path="").exclude(state="archived")
        assert dict(standing.values_list("book_path", "path")) == case.stands
    texts = [text for kind in (Page, PageRevision) for text in kind.objects.values_list("source", flat=True)]
    kept = [path.read_bytes() for path in site.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert [text for text in texts if SECRET in text] == []
    assert [content for content in kept if SECRET.encode() in content] == []
    assert SECRET not in said


def imported(case: Case, source: str) -> tuple[str, str]:
    """What the command said, and the sentence of its refusal; any other error is a failure."""
    out = StringIO()
    options = {"at": case.at, "stdout": out, **case.options}
    try:
        run(source, options)
    except CommandError as refusal:
        return out.getvalue(), str(refusal)
    return out.getvalue(), ""


def begun(sentence: str, wanted: str) -> str:
    """As much of the sentence as is wanted of it."""
    return f"{sentence[: len(wanted) - 1]}…" if wanted.endswith("…") else sentence


def run(source: str, options: dict[str, Any]) -> None:
    words = [f"--{name}={options.pop(name)}" for name in ("at", "branch", "space") if name in options]
    call_command("import_book", *words, "--", source, **options)


def rows() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.db_table: model._base_manager.count() for model in apps.get_models()}


def surroundings(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Everything below a folder, with what it holds: neither an import nor a book may change it."""
    found = {}
    for at, folders, files in os.walk(os.fsencode(folder)):
        for name in (*folders, *files):
            path = os.path.join(at, name)
            mode = os.lstat(path).st_mode
            found[os.fsdecode(path)] = mode, content_of(path, mode)
    return found


def content_of(path: bytes, mode: int) -> bytes:
    if stat.S_ISLNK(mode):
        return os.readlink(path)
    return Path(os.fsdecode(path)).read_bytes() if stat.S_ISREG(mode) else b""


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES[::12], ids=[case.name for case in CASES[::12]])
def test_book_that_is_only_checked_leaves_no_trace(
    case: Case, desk: Path, media: Path, settings: Any
) -> None:
    for name, value in case.limits.items():
        setattr(settings, name, value)
    if case.at:
        home()
    source = str(case.build(desk))
    before, around = rows(), surroundings(desk)
    _said, refused = imported(replace(case, options={**case.options, "check": True}), source)
    assert begun(refused, case.refused) == case.refused.replace("{desk}", str(desk))
    assert (rows(), surroundings(media), surroundings(desk)) == (before, {}, around)


@pytest.mark.django_db
def test_book_that_is_refused_leaves_an_empty_site_empty(desk: Path, media: Path) -> None:
    """The starter guide, which would make the home page above the book, does not come in for nothing."""
    case = next(case for case in CASES if case.name == "summary names itself")
    before = rows()
    _said, refused = imported(case, str(case.build(desk)))
    assert (refused, rows(), surroundings(media)) == ("SUMMARY.md, line 4 lists itself.", before, {})


@pytest.mark.django_db
def test_map_that_cannot_be_written_is_told(desk: Path, media: Path) -> None:
    home()
    case = next(case for case in CASES if case.name == "summary empty")
    told = desk / "absent" / "map.json"
    _said, refused = imported(replace(case, options={"map": told}), str(case.build(desk)))
    assert refused == f"{told} cannot be written: No such file or directory."


@pytest.mark.django_db
@pytest.mark.parametrize(
    "date", [b"-2177452800 +0000", b"253402300799 -1200", b"8640000000000 +0000", b"0 -1400"]
)
def test_revision_of_an_odd_date_is_shown(date: bytes, desk: Path, media: Path, client: Any) -> None:
    def work(git: Git) -> None:
        who = b"A\x1b[31m\xe9 <a@example.org> " + date
        git.branch("main", git.commit(git.files(guide()), author=who, committer=who))

    home()
    _said, refused = imported(Case("odd date", repository(work)), str(repository(work)(desk)))
    assert (refused, client.get("/livre/one/-/history/").status_code) == ("", 200)


def test_books_are_a_hundred_and_each_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert (len(names) >= 100, len(set(names))) == (True, len(names))
