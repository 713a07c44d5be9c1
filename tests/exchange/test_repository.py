"""Real repositories, read without a work tree: their files, their contents, their branches."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.exchange.opened import BLAISE, read
from tests.exchange.repositories import ADA, executable, git, link, run, submodule
from tests.exchange.repositories import Repository as Making
from wiki.errors import BrokenBook
from wiki.exchange.sources import File, blob_of

# ---- files


def test_files_are_those_of_the_head_by_their_paths(making: Making) -> None:
    making.commit({"gone.md": "gone", "b.md": "former"})
    making.commit(
        {
            "gone.md": None,
            "b.md": "words\r\n",
            "a/été.md": b"\xef\xbb\xbfwords",
            "run.sh": executable("#!/bin/sh"),
            "link.md": link("../outside.md"),
            "module": submodule(),
        }
    )
    source = read(making.write())
    assert list(source.files.items()) == [
        ("a/été.md", File("file", blob_of(b"\xef\xbb\xbfwords"), 8)),
        ("b.md", File("file", blob_of(b"words\r\n"), 7)),
        ("link.md", File("link", blob_of(b"../outside.md"), 13)),
        ("module", File("submodule", "1" * 40, 0)),
        ("run.sh", File("executable", blob_of(b"#!/bin/sh"), 9)),
    ]
    assert source.skipped == (("symbolic-link", "link.md"), ("submodule", "module"))
    assert (source.name, source.branch, source.head) == ("guide", "main", making.ids()[-1])


def test_files_tell_names_apart_that_look_alike(making: Making) -> None:
    names = ["A.md", "a.md", "e\u0301.md", "é.md", "a b.md", 'a"b.md', "a\\b.md", "-.md", "🎉.md"]
    making.commit({name: name for name in names})
    assert list(read(making.write()).files) == sorted(names)


def test_name_that_is_not_utf8_is_read_and_told(making: Making) -> None:
    making.commit({"README.md": "#", "latin-\udce9.md": "words"})
    source = read(making.write())
    assert (list(source.files), source.skipped) == (
        ["README.md", "latin-é.md"],
        (("name-not-utf-8", "latin-é.md"),),
    )


def test_contents_come_in_the_order_asked_and_may_be_asked_twice(making: Making) -> None:
    making.commit({"a.md": "a", "b.md": "", "c.bin": b"\0\n\xff" * 100_000})
    source = read(making.write())
    a, b, c = (source.files[name].blob for name in ("a.md", "b.md", "c.bin"))
    asked = [c, a, "0" * 40, b, a]
    expected = [(c, b"\0\n\xff" * 100_000), (a, b"a"), ("0" * 40, None), (b, b""), (a, b"a")]
    assert list(source.contents(asked)) == expected


def test_contents_of_thousands_of_large_files_never_wait_for_each_other(making: Making) -> None:
    making.commit({f"{number}.md": f"{number}" * 20_000 for number in range(300)})
    source = read(making.write())
    asked = [file.blob for file in source.files.values()] * 5
    read_back = [(blob, len(content or b"")) for blob, content in source.contents(iter(asked))]
    assert read_back == [(file.blob, file.size) for file in source.files.values()] * 5


def test_contents_that_are_left_half_read_leave_no_process(making: Making) -> None:
    making.commit({"a.md": "a", "b.md": "b"})
    source = read(making.write())
    stream = source.contents(file.blob for file in source.files.values())
    assert next(stream)[1] == b"a"
    stream.close()  # type: ignore[attr-defined]
    assert list(source.contents([source.files["b.md"].blob]))[0][1] == b"b"


# ---- branches


def two_branches(making: Making) -> Path:
    making.commit(
        {"a.md": "a", "SUMMARY.md": "", ".gitbook/b.md": "", "c.png": ""}, author=ADA, offset="+0000"
    )
    making.commit({"d.md": "d"}, author=BLAISE, offset="+0530")
    return making.write(edition=0, next=1)


def test_branches_tell_pages_last_date_and_author(making: Making) -> None:
    told = read(two_branches(making)).branches()
    assert [(branch.name, branch.pages, branch.last_author) for branch in told] == [
        ("edition", 1, "Ada"),
        ("next", 2, "Blaise"),
    ]
    assert [branch.last_at.isoformat() for branch in told] == [
        "2020-09-13T12:26:40+00:00",
        "2020-09-13T18:56:40+05:30",
    ]


def test_branch_taken_is_the_one_that_the_repository_points_to(making: Making) -> None:
    assert read(two_branches(making)).branch == "edition"


@pytest.mark.parametrize(("names", "taken"), [("b main z", "main"), ("b master z", "master"), ("b y z", "z")])
def test_branch_taken_without_a_pointer_is_main_or_master_or_the_newest(
    making: Making, names: str, taken: str
) -> None:
    for number in range(3):
        making.commit({"a.md": f"{number}"})
    place = making.write(**{name: number for number, name in enumerate(names.split())})
    (place / "HEAD").write_text("ref: refs/heads/absent\n")
    assert read(place).branch == taken


def test_branch_asked_is_taken(making: Making) -> None:
    source = read(two_branches(making), "next")
    assert (source.branch, list(source.files)[-1]) == ("next", "d.md")


@pytest.mark.parametrize("name", ["-x", "--upload-pack=x", "é/✓", "a'b", "v1.0@2", "HEAD"])
def test_branch_of_an_odd_name_is_taken(making: Making, name: str) -> None:
    making.commit({"a.md": "a"})
    place = making.write()
    ref = place / "refs" / "heads" / name
    ref.parent.mkdir(parents=True, exist_ok=True)
    ref.write_text(f"{making.ids()[0]}\n")
    assert read(place, name).branch == name


def test_branch_that_does_not_exist_is_refused_by_naming_those_that_do(making: Making) -> None:
    place = two_branches(making)
    with pytest.raises(BrokenBook) as refusal:
        read(place, "absent")
    assert str(refusal.value) == "There is no branch “absent”; there are: edition, next."


def test_tags_and_commits_are_no_branches(making: Making) -> None:
    place = two_branches(making)
    git(place, "tag", "v1", "edition")
    for name in ("v1", "refs/heads/next", making.ids("next")[0], "next~1", "HEAD"):
        with pytest.raises(BrokenBook) as refusal:
            read(place, name)
        assert str(refusal.value) == f"There is no branch “{name}”; there are: edition, next."


def test_branches_without_end_are_refused(making: Making, tmp_path: Path) -> None:
    making.commit({"a.md": "a"})
    place = making.write()
    deep = os.open(place / "refs" / "heads", os.O_RDONLY)
    for _level in range(2500):
        os.mkdir("a", dir_fd=deep)
        below = os.open("a", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = below
    os.close(deep)
    with pytest.raises(BrokenBook, match=r"cannot be read: File name too long\.$"):
        read(place)
    run(["rm", "-rf", str(place)])  # the test runner could not


def test_commits_of_a_work_tree_are_read_and_not_its_files(making: Making, tmp_path: Path) -> None:
    making.commit({"a.md": "committed"})
    run(["git", "clone", "--quiet", str(making.write()), str(tmp_path / "work")])
    (tmp_path / "work" / "a.md").write_text("changed")
    (tmp_path / "work" / "new.md").write_text("new")
    source = read(tmp_path / "work")
    assert (source.name, list(source.files), source.files["a.md"].size) == ("work", ["a.md"], 9)


@pytest.mark.parametrize("what", [["--all"], ["main"], ["HEAD"]])
def test_bundle_is_read_as_the_repository_it_was(making: Making, tmp_path: Path, what: list[str]) -> None:
    making.commit({"a.md": "a"})
    making.commit({"a.md": "b"})
    place = making.write()
    git(place, "bundle", "create", "--quiet", str(tmp_path / "guide.bundle"), *what)
    source = read(tmp_path / "guide.bundle")
    assert (source.name, source.head, len(source.commits())) == ("guide", making.ids()[-1], 2)
