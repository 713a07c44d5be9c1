"""A folder as a source: all that is below it, and nothing else."""

import os

import pytest

from tests.exchange.guide import write
from wiki.errors import BrokenBook
from wiki.exchange.folder import Folder, paths, read
from wiki.exchange.sources import File, blob_of


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "guide", {"README.md": "# A\n", "b/c d.md": "# C\n", "b/same.md": "# A\n"})
    return tmp_path / "guide"


def kinds(folder):
    return {name: file.kind for name, file in Folder(folder).files.items()}


def test_folder_tells_each_file_by_its_path_in_order(folder):
    source = Folder(folder)
    one, two = blob_of(b"# A\n"), blob_of(b"# C\n")
    assert list(source.files.items()) == [
        ("README.md", File("file", one, 4)),
        ("b/c d.md", File("file", two, 4)),
        ("b/same.md", File("file", one, 4)),
    ]
    assert (source.name, source.address, source.skipped) == ("guide", str(folder), ())


def test_folder_has_no_history(folder):
    source = Folder(folder)
    assert (source.branch, source.head, source.branches(), source.commits(), source.changes()) == (
        "",
        "",
        (),
        (),
        {},
    )


def test_folder_gives_contents_in_the_order_asked(folder):
    source = Folder(folder)
    asked = [blob_of(b"# C\n"), blob_of(b"absent"), blob_of(b"# A\n")]
    assert list(source.contents(asked)) == [(asked[0], b"# C\n"), (asked[1], None), (asked[2], b"# A\n")]


def test_folder_keeps_links_as_the_text_they_are(folder, tmp_path):
    write(tmp_path / "outside", {"secret.md": "secret"})
    (folder / "s.md").symlink_to(tmp_path / "outside/secret.md")
    (folder / "d").symlink_to(tmp_path / "outside")
    source = Folder(folder)
    target = os.fsencode(tmp_path / "outside")
    assert (source.files["d"], source.files["s.md"].kind) == (
        File("link", blob_of(target), len(target)),
        "link",
    )
    assert list(source.contents([blob_of(target)])) == [(blob_of(target), target)]
    assert source.skipped == (("symbolic-link", "d"), ("symbolic-link", "s.md"))


def test_folder_tells_what_may_be_run(folder):
    (folder / "run").write_text("#!/bin/sh\n")
    (folder / "run").chmod(0o755)
    assert kinds(folder)["run"] == "executable"


def test_folder_leaves_repositories_out(folder):
    write(folder, {".git/config": "x", "b/.git/config": "x", ".gitbook.yaml": "", ".gitignore": ""})
    assert sorted(kinds(folder)) == [".gitbook.yaml", ".gitignore", "README.md", "b/c d.md", "b/same.md"]


def test_folder_reads_names_that_are_not_in_utf8(folder):
    (folder / os.fsdecode(b"\xe9.md")).write_text("# E\n")
    source = Folder(folder)
    assert source.skipped == (("name-not-utf-8", "é.md"),)
    assert list(source.contents([source.files["é.md"].blob])) == [(blob_of(b"# E\n"), b"# E\n")]


def refusal(folder):
    with pytest.raises(BrokenBook) as raised:
        Folder(folder)
    return str(raised.value)


def test_folder_with_a_pipe_is_refused(folder):
    os.mkfifo(folder / "p")
    assert refusal(folder) == "p is a device or a pipe, not a file."


def test_folder_without_a_file_is_refused(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    assert refusal(tmp_path) == f"{tmp_path} is empty."


def test_folder_that_cannot_be_listed_is_refused(tmp_path):
    assert refusal(tmp_path / "absent") == f"{tmp_path}/absent cannot be read: No such file or directory."


def test_files_below_a_folder_are_found_without_leaving_it(folder, tmp_path):
    write(tmp_path / "outside", {"secret.md": "secret"})
    (folder / "s.md").symlink_to(tmp_path / "outside/secret.md")
    (folder / "inside.md").symlink_to(folder / "README.md")
    assert read(folder) == {
        "README.md": b"# A\n",
        "b/c d.md": b"# C\n",
        "b/same.md": b"# A\n",
        "inside.md": b"# A\n",
    }


def test_files_are_only_found_below_a_folder(folder):
    with pytest.raises(BrokenBook) as raised:
        paths(folder / "README.md")
    assert str(raised.value) == f"{folder}/README.md is not a folder."
