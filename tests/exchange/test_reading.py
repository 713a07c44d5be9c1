"""A source becomes books: what is read, what is told of it, what is refused."""

import pytest

from tests.exchange.guide import SPACES, write
from wiki.book.tree import Remark
from wiki.errors import BrokenBook
from wiki.exchange.folder import Folder
from wiki.exchange.reading import MAX_DEPTH, MAX_ENTRIES, MAX_PAGES, read
from wiki.exchange.sources import File, WithoutHistory, blob_of


class Shelf(WithoutHistory):
    """A source that is nowhere but here; `lost` are contents that its copy lacks."""

    name, address = "guide", "/here/guide"

    def __init__(self, files, lost=(), skipped=(), kinds=None):
        self._contents = {blob_of(content): content for content in files.values()}
        self._lost = {blob_of(files[name]) for name in lost}
        kinds = kinds or {}
        self.files = {
            name: File(kinds.get(name, "file"), blob_of(content), len(content))
            for name, content in files.items()
        }
        self.skipped = tuple(skipped)

    def contents(self, blobs):
        for blob in blobs:
            yield blob, None if blob in self._lost else self._contents.get(blob)


SMALL = {"README.md": b"# A\n", "SUMMARY.md": b"* [A](README.md)\n* [B](b.md)\n", "b.md": b"# B\n"}


def refusal(files, **options):
    with pytest.raises(BrokenBook) as raised:
        read(Shelf(files), **options)
    return str(raised.value)


def test_book_is_read_with_its_files_aside():
    arrival, *others = read(Shelf(SMALL | {"i.png": b"\x89PNG\0", "LICENSE": b"x"}))
    assert others == []
    assert (list(arrival.book.pages), sorted(arrival.files)) == (
        ["README.md", "b.md"],
        ["LICENSE", "SUMMARY.md", "i.png"],
    )
    assert (arrival.listed, arrival.remarks, arrival.commits) == (frozenset(SMALL) - {"SUMMARY.md"}, (), ())


def test_spaces_are_read_each_with_its_own_files(tmp_path):
    write(tmp_path, SPACES | {"common.txt": "x"})
    arrivals = read(Folder(tmp_path))
    told = {arrival.book.root: (list(arrival.book.pages), sorted(arrival.files)) for arrival in arrivals}
    names = {root: sorted(name for name in SPACES if name.startswith(f"{root}/")) for root in told}
    pages = {root: [name.removeprefix(f"{root}/") for name in names[root] if is_page(name)] for root in told}
    assert {root: sorted(found) for root, (found, _files) in told.items()} == pages
    kept = sorted(name for _root, (_pages, files) in told.items() for name in files)
    assert kept == sorted(
        {*SPACES, "common.txt"} - {f"{root}/{page}" for root in told for page in pages[root]}
    )


def is_page(name):
    return name.endswith(".md") and not name.endswith("SUMMARY.md") and "/." not in name


def test_one_space_is_read_when_it_is_asked(tmp_path):
    write(tmp_path, SPACES)
    assert [arrival.book.root for arrival in read(Folder(tmp_path), space="/deux/")] == ["deux"]


def test_space_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    write(tmp_path, SPACES)
    roots = ", ".join(sorted({name.partition("/")[0] for name in SPACES if name.endswith("/SUMMARY.md")}))
    with pytest.raises(BrokenBook) as raised:
        read(Folder(tmp_path), space="trois")
    assert str(raised.value) == f"No space named trois here: the folders with a contents file are {roots}."


def test_what_was_not_understood_is_told_from_the_repositorys_root():
    files = {"docs/README.md": b"# A\n", "docs/SUMMARY.md": b"* [X](x.md)\n* ```y\n  z\n  ```\n"}
    source = Shelf(files | {".gitbook.yaml": b"root: docs\n"}, skipped=[("submodule", "sub")])
    assert read(source)[0].remarks == (
        Remark("submodule", "sub"),
        Remark("missing-page", "docs/SUMMARY.md", "x.md", 1),
        Remark("entry-kept-raw", "docs/SUMMARY.md", "y", 2),
    )


def test_page_whose_content_is_lost_is_told():
    arrival = read(Shelf(SMALL, lost=["b.md"]))[0]
    assert (arrival.remarks, arrival.book.pages["b.md"].source) == ((Remark("content-missing", "b.md"),), "")


def test_links_and_submodules_are_no_texts():
    files = SMALL | {"l.md": b"README.md", "sub.md": b""}
    arrival = read(Shelf(files, kinds={"l.md": "link", "sub.md": "submodule"}))[0]
    assert (list(arrival.book.pages), sorted(arrival.files)) == (
        ["README.md", "b.md"],
        ["SUMMARY.md", "l.md"],
    )


def test_broken_characters_are_told_and_mended_when_asked():
    files = SMALL | {"b.md": "# B\n\nth√©orie\n".encode()}
    told, mended = read(Shelf(files))[0], read(Shelf(files), repair=True)[0]
    assert (told.remarks, told.book.pages["b.md"].source) == (
        (Remark("characters-broken", "b.md", "", 3),),
        "# B\n\nth√©orie\n",
    )
    assert (mended.remarks, mended.book.pages["b.md"].source) == (
        (Remark("characters-mended", "b.md", "", 3),),
        "# B\n\nthéorie\n",
    )


def test_old_alphabet_is_told_and_never_mended():
    files = SMALL | {"b.md": "# B\n\ndéjà\n".encode("cp1252")}
    arrival = read(Shelf(files), repair=True)[0]
    assert (arrival.remarks, arrival.book.pages["b.md"].source) == (
        (Remark("not-utf-8", "b.md", "cp1252"),),
        "# B\n\ndéjà\n",
    )


def numbered(count):
    return {f"p{number}.md": b"" for number in range(count)}


def contents(*lines):
    return SMALL | {"SUMMARY.md": "\n".join(lines).encode()}


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"a.txt": b""}, "/here/guide holds no page (no .md file)."),
        (numbered(MAX_PAGES + 1), "This book has 5001 pages: an import takes 5000 at most."),
        (SMALL | {"b.md": b"a" * (256 * 1024 + 1)}, "b.md is too long: a page holds at most 256 KB."),
        (
            SMALL | {"b.md": "é".encode("cp1252") * (256 * 1024 + 1)},
            "b.md is too long: a page holds at most 256 KB.",
        ),
        (SMALL | {"b.md": b"a" * (4 * 2**20 + 1)}, "b.md is too large for a text."),
        (SMALL | {"b.md": b"\0"}, "b.md is not a text: it holds NUL characters."),
        (SMALL | {"b.md": b"\xff\xfe#\0"}, "b.md is in UTF-16: it has to be written in UTF-8."),
        (SMALL | {"b.md": b"\xe9\1\2\3"}, "b.md is not a text: it holds control characters."),
        (contents("* [A](../x.md)"), "SUMMARY.md, line 1 names a file outside of the book: ../x.md"),
        (contents("* [A](SUMMARY.md)"), "SUMMARY.md, line 1 lists itself."),
        (contents(*(f"{'  ' * n}* a" for n in range(MAX_DEPTH + 1))), "SUMMARY.md has more than 12 levels."),
        (contents(*["* a"] * (MAX_ENTRIES + 1)), "SUMMARY.md has more than 10000 entries."),
        (contents("* \0"), "SUMMARY.md is not a text: it holds NUL characters."),
    ],
)
def test_hostile_or_hopeless_book_is_refused_with_file_and_cause(files, sentence):
    assert refusal(files) == sentence


@pytest.mark.parametrize(
    "files",
    [
        numbered(MAX_PAGES),
        SMALL | {"b.md": b"a" * (256 * 1024)},
        SMALL | {".gitbook/includes/b.md": b"a" * (256 * 1024 + 1)},
        SMALL | {"b.md": b"\xe9 and a few words in no known alphabet\1"},
        SMALL | {"b.md": b"\x0c# B\n\x1b"},
        contents(*(f"{'  ' * n}* a" for n in range(MAX_DEPTH))),
        contents(*["* a"] * MAX_ENTRIES),
    ],
    ids=["pages", "long", "include", "alphabet", "controls", "levels", "entries"],
)
def test_book_at_the_edge_of_what_is_refused_is_read(files):
    assert len(read(Shelf(files))) == 1


def test_hostile_space_is_no_matter_when_another_is_asked():
    files = {
        "a/SUMMARY.md": b"",
        "a/x.md": b"# X\n",
        "b/SUMMARY.md": b"* [A](../../x.md)\n",
        "b/x.md": b"# X\n",
    }
    assert [arrival.book.root for arrival in read(Shelf(files), space="a")] == ["a"]
    assert refusal(files) == "b/SUMMARY.md, line 1 names a file outside of the book: ../../x.md"
