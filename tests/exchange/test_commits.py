"""What the commits of real repositories say: people, dates and words, and what each changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.exchange.opened import TEXT, read
from tests.exchange.repositories import ADA, BOT, Person, git, link, run, submodule
from tests.exchange.repositories import Repository as Making
from wiki.book.history import Change
from wiki.exchange.git_output import EPOCH
from wiki.exchange.repository import Repository
from wiki.exchange.sources import blob_of

# ---- commits


def test_commits_stand_children_before_parents_whatever_their_dates(making: Making) -> None:
    for at in (5_000_000, 3_000_000, 4_000_000):
        making.commit({"a.md": f"{at}"}, at=at)
    source = read(making.write())
    told = source.commits()
    ids = making.ids()[::-1]
    assert [(commit.id, commit.parents) for commit in told] == [
        (ids[0], (ids[1],)),
        (ids[1], (ids[2],)),
        (ids[2], ()),
    ]


def test_commit_keeps_people_dates_with_offset_and_words(making: Making) -> None:
    said = "GITBOOK-3: Title\n\nBody\n\nCo-authored-by: Zoé <zoe@example.org>\nCo-Authored-By: No <>\n"
    making.commit({"a.md": "a"}, author=ADA, at=1_600_000_000, offset="-0330", message=said)
    (told,) = read(making.write()).commits()
    assert (told.author.name, told.author.email, told.author.at.isoformat()) == (
        "Ada",
        "ada@example.org",
        "2020-09-13T08:56:40-03:30",
    )
    assert (told.committer.name, told.committer.email) == (BOT.name, BOT.email)
    assert told.committer.at == datetime(2020, 9, 13, 12, 27, 40, tzinfo=UTC)
    assert (told.message, told.subject, told.summary) == (said.strip(), "GITBOOK-3: Title", "Title")
    assert told.co_authors == (("Zoé", "zoe@example.org"), ("No", ""))


def test_people_are_those_that_the_mailmap_of_the_head_names(making: Making) -> None:
    said = "Words\n\nCo-authored-by: Old <old@example.org>\nCo-authored-by: Nouvelle <new@example.org>\n"
    making.commit({"a.md": "a"}, author=Person("Old", "OLD@example.org"), message=said)
    making.commit(
        {".mailmap": "Ada Lovelace <ada@example.org> <old@example.org>\n"},
        committer=Person("x", "old@example.org"),
    )
    last, first = read(making.write()).commits()
    assert (first.author.name, first.author.email) == ("Ada Lovelace", "ada@example.org")
    assert (last.committer.name, last.committer.email) == ("Ada Lovelace", "ada@example.org")
    assert first.co_authors == (("Ada Lovelace", "ada@example.org"), ("Nouvelle", "new@example.org"))


def test_mailmap_of_the_operator_is_nobodys_business(
    making: Making, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".mailmap").write_text("Mallory <mallory@example.org> <ada@example.org>\n")
    (tmp_path / ".gitconfig").write_text(f"[mailmap]\n\tfile = {tmp_path}/.mailmap\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    making.commit({"a.md": "a"})
    assert read(making.write()).commits()[0].author.email == "ada@example.org"


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "", "x-none"])
def test_words_in_another_alphabet_are_read(making: Making, encoding: str) -> None:
    making.commit(
        {"a.md": "a"},
        author=Person("Zo\udce9", "zoe@example.org"),
        message="D\u00e9j\u00e0\n".encode("latin-1"),
    )
    (told,) = read(making.write(encoding=encoding)).commits()
    assert (told.author.name, told.message) == ("Zoé", "Déjà")


@pytest.mark.parametrize(
    ("at", "year"), [(0, 1970), (-1_000_000_000, 1970), (4_000_000_000, 2096), (300_000_000_000, 1970)]
)
def test_date_that_cannot_be_shown_is_the_epoch(making: Making, at: int, year: int) -> None:
    making.commit({"a.md": "a"})
    place = making.write()
    tree = git(place, "rev-parse", "main^{tree}").decode().strip()
    words = f"tree {tree}\nauthor Ada <ada@example.org> {at} +0000\ncommitter B <b@example.org> 1 +0000\n\nWords\n"
    odd = git(place, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=words.encode())
    (place / "refs" / "heads" / "main").write_bytes(odd)
    (told,) = read(place).commits()
    assert (told.author.at.year, told.committer.at) == (year, EPOCH + timedelta(seconds=1))


def test_people_without_name_or_address_have_empty_ones(making: Making) -> None:
    making.commit({"a.md": "a"}, author=Person("", ""), message="")
    (told,) = read(making.write()).commits()
    assert (told.author.name, told.author.email, told.message, told.summary) == ("", "", "", "")


def test_history_that_nobody_asked_for_is_not_told(making: Making) -> None:
    making.commit({"a.md": "a"})
    assert read(making.write(), history=False).commits() == ()


def test_history_of_a_shallow_copy_begins_where_the_copy_begins(making: Making, tmp_path: Path) -> None:
    for number in range(4):
        making.commit({"a.md": f"{number}\n"})
    run(
        [
            "git",
            "clone",
            "--quiet",
            "--bare",
            "--depth=2",
            f"file://{making.write()}",
            str(tmp_path / "copy.git"),
        ]
    )
    source = read(tmp_path / "copy.git")
    ids = making.ids()
    assert [commit.id for commit in source.commits()] == [ids[3], ids[2]]
    assert {key: [change.status for change in told] for key, told in source.changes().items()} == {
        (ids[2], ids[3]): ["M"],
        (None, ids[2]): ["A"],
    }


# ---- changes


def changes(source: Repository, ids: list[str], number: int) -> list[tuple[str, str, str]]:
    told = source.changes()[ids[number - 1] if number else None, ids[number]]
    return sorted((change.status, change.was, change.file) for change in told)


def test_changes_tell_what_became_of_each_page(making: Making) -> None:
    making.commit({"a.md": TEXT, "b.md": TEXT + "b", "c.md": "c", "picture.png": "p", "x.txt": "x"})
    making.commit({"a.md": None, "d/é.md": TEXT + "more\n", "e.md": "other", "c.md": None})
    making.commit({"x.txt": "y", "picture.png": None})
    making.commit({"b.md": TEXT + "new\n", "c/b.md": TEXT + "b"})
    source, ids = read(making.write()), making.ids()
    assert changes(source, ids, 0) == [("A", "", "a.md"), ("A", "", "b.md"), ("A", "", "c.md")]
    assert changes(source, ids, 1) == [("A", "", "e.md"), ("D", "", "c.md"), ("R", "a.md", "d/é.md")]
    assert changes(source, ids, 2) == []
    assert changes(source, ids, 3) == [("C", "b.md", "c/b.md"), ("M", "", "b.md")]


def test_change_names_the_content_after_it(making: Making) -> None:
    making.commit({"a.md": TEXT})
    making.commit({"a.md": None, "b.md": TEXT})
    making.commit({"b.md": None})
    source, ids = read(making.write()), making.ids()
    blob = blob_of(TEXT.encode())
    assert source.changes() == {
        (None, ids[0]): (Change("A", "a.md", "", blob),),
        (ids[0], ids[1]): (Change("R", "b.md", "a.md", blob, 100),),
        (ids[1], ids[2]): (Change("D", "b.md"),),
    }


def test_changes_of_a_merge_are_told_beside_each_parent(making: Making) -> None:
    base = making.commit({"a.md": "a", "b.md": "b"})
    left = making.commit({"a.md": "left"}, parents=[base])
    right = making.commit({"b.md": "right"}, parents=[base])
    merge = making.commit({"b.md": "right"}, parents=[left, right])
    source = read(making.write(main=merge))
    merged = source.commits()[0]
    told = source.changes()
    assert [[change.file for change in told[parent, merged.id]] for parent in merged.parents] == [
        ["b.md"],
        ["a.md"],
    ]


def test_changes_leave_out_links_and_submodules(making: Making) -> None:
    making.commit({"a.md": "words", "b.md": link("a.md")})
    making.commit({"a.md": link("b.md"), "b.md": "words of b", "c.md": submodule()})
    source, ids = read(making.write()), making.ids()
    assert changes(source, ids, 0) == [("A", "", "a.md")]
    assert changes(source, ids, 1) == [("D", "", "a.md"), ("T", "", "b.md")]


def test_changes_and_files_read_odd_names_alike(making: Making) -> None:
    names = ["latin-\udce9.md", "a\\b.md", 'a"b.md', "e\u0301.md", " x .md"]
    making.commit({"README.md": "#"})
    making.commit({name: name for name in names})
    source, ids = read(making.write()), making.ids()
    told = source.changes()[ids[0], ids[1]]
    assert {change.file for change in told} == set(source.files) - {"README.md"}


def test_mass_move_with_edits_is_followed(making: Making) -> None:
    pages = {f"old/{n}.md": f"# Page {n}\n\n" + f"word{n} " * 30 + "\n" + TEXT for n in range(120)}
    making.commit(dict(pages))
    moved = {name.replace("old", "new/deeper"): text + "more\n" for name, text in pages.items()}
    making.commit({**dict.fromkeys(pages), **moved})
    source, ids = read(making.write()), making.ids()
    told = changes(source, ids, 1)
    assert told == sorted(("R", name, name.replace("old", "new/deeper")) for name in pages)


def test_partial_copy_tells_the_changes_that_it_can(making: Making, tmp_path: Path) -> None:
    making.commit({"README.md": "# Home\n", "a.md": TEXT, "b.md": "b\n" * 2000})
    making.commit({"a.md": None, "c.md": TEXT, "b.md": "b\n" * 2000 + "more"})
    making.commit({"b.md": "short"})
    place, ids = making.write(), making.ids()
    git(place, "config", "uploadpack.allowFilter", "true")
    copy = tmp_path / "copy.git"
    run(["git", "clone", "--quiet", "--bare", "--filter=blob:limit=1k", f"file://{place}", str(copy)])
    place.rename(tmp_path / "away.git")
    source = read(copy)
    assert changes(source, ids, 1) == [("M", "", "b.md"), ("R", "a.md", "c.md")]
    missing = source.changes()[ids[0], ids[1]][0].blob
    assert list(source.contents([missing])) == [(missing, None)]
