"""{path: bytes} ↔ books."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.yardstick import SECOND, made_within
from wiki.book import gitbook
from wiki.book.tree import Leaf, Remark


def book(files, **more):
    (found,) = gitbook.read({name: text.encode() for name, text in {**files, **more}.items()})
    return found


def summary(*lines):
    return "# Table of contents\n\n" + "\n".join(lines) + "\n"


def test_book_of_the_root_needs_no_configuration():
    found = book({"README.md": "# Accueil\n", "SUMMARY.md": summary("* [Bienvenue](README.md)")})
    page = found.pages["README.md"]
    assert (page.title, page.nav_title, page.path, page.listed) == ("Accueil", "Bienvenue", "", True)
    assert (found.root, found.name, found.remarks) == ("", "", ())


def test_book_pages_and_other_files_are_written_back_to_the_byte():
    files = {
        "README.md": b"\xef\xbb\xbf---\r\nicon: x\r\n---\r\n# A\r\nsans fin",
        "old.md": "# \x80t\xe9 \x81 d'avant\n".encode("latin-1"),
        "SUMMARY.md": b"* [A](README.md)\r\n",
        ".gitbook.yaml": b"",
        ".gitbook/assets/a (1).png": b"\x89PNG",
        "LICENSE": b"x",
    }
    (found,) = gitbook.read(files)
    assert gitbook.write(found) == files


def test_book_page_that_is_not_utf8_is_read_as_windows_wrote_it():
    (found,) = gitbook.read({"README.md": b"# \xc9t\xe9 \x96 a\n", "SUMMARY.md": b""})
    assert found.pages["README.md"].source == "# Été – a\n"
    assert found.remarks == (Remark("not-utf-8", "README.md", "cp1252"),)


def test_book_configuration_names_root_files_and_redirects():
    found = book(
        {
            ".gitbook.yaml": (
                "root: ./docs/\n"
                "structure:\n  readme: intro.md\n  summary: toc/S.md\n"
                "redirects:\n  a/b.c: x.md\n"
            ),
            "docs/intro.md": "# I\n",
            "docs/toc/S.md": summary("* [I](../intro.md)", "* [X](../x.md)"),
            "docs/x.md": "# X\n",
            "src/README.md": "# pas une page du livre\n",
        }
    )
    assert {page.file: page.path for page in found.pages.values()} == {"intro.md": "", "x.md": "x"}
    assert (found.root, found.redirects) == ("docs", {"a/b.c": "x.md"})


@pytest.mark.parametrize("told", ["root: [", "root: *a", ": :\n\t- x"])
def test_book_configuration_that_cannot_be_read_is_kept_and_told(told):
    found = book({".gitbook.yaml": told, "README.md": "# A\n", "SUMMARY.md": summary("* [A](README.md)")})
    assert [remark.kind for remark in found.remarks] == ["configuration-unread"]
    assert found.others[".gitbook.yaml"] == told.encode()


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("root: &a x\nredirects: *a", "yaml-alias"),
        ("root: !x y", "yaml-tag"),
        (f"a: {'[' * 30}{']' * 30}", "yaml-deep"),
    ],
)
def test_book_configuration_that_is_hostile_is_told_as_such(told, kind):
    found = book({".gitbook.yaml": told, "README.md": "# A\n", "SUMMARY.md": summary("* [A](README.md)")})
    assert [(remark.kind, remark.file) for remark in found.remarks] == [(kind, ".gitbook.yaml")]


@pytest.mark.parametrize(
    ("entry", "kind"), [("SUMMARY.md", "names-itself"), ("../secret.md", "outside-root")]
)
def test_book_contents_that_name_what_they_may_not_are_told(entry, kind):
    found = book({"README.md": "# A\n", "SUMMARY.md": summary("* [A](README.md)", f"* [B]({entry})")})
    assert (kind, "SUMMARY.md", entry, 4) in [
        (remark.kind, remark.file, remark.detail, remark.line) for remark in found.remarks
    ]


def test_book_files_that_differ_by_case_are_told():
    found = book({"README.md": "# A\n", "SUMMARY.md": "", "x.md": "# x\n", "X.md": "# X\n"})
    assert [(remark.kind, remark.file, remark.detail) for remark in found.remarks] == [
        ("same-but-case", "X.md", "x.md")
    ]


def test_book_root_never_leaves_the_repository():
    found = book({".gitbook.yaml": "root: ../../etc", "README.md": "# A\n", "SUMMARY.md": ""})
    assert (found.root, [remark.kind for remark in found.remarks]) == ("", ["root-outside"])


def test_books_are_the_folders_that_hold_a_summary():
    books = gitbook.read(
        {
            "README.md": b"# hors\n",
            "developers/SUMMARY.md": b"* [D](README.md)\n",
            "developers/README.md": b"# D\n",
            "documentation/SUMMARY.md": b"* [A](a.md)\n",
            "documentation/a.md": b"# A\n",
        }
    )
    assert [(found.name, list(found.pages)) for found in books] == [
        ("developers", ["README.md"]),
        ("documentation", ["a.md"]),
    ]


def test_book_without_summary_follows_its_folders():
    found = book(
        {"b.md": "# B\n", "README.md": "# R\n", "a/README.md": "# A\n", "a/x.md": "# X\n", "c/y.md": "# Y\n"}
    )
    assert found.leaves == (
        Leaf("page", "Readme", file="README.md"),
        Leaf("page", "A", file="a/README.md", children=(Leaf("page", "X", file="a/x.md"),)),
        Leaf("page", "B", file="b.md"),
        Leaf("label", "C", children=(Leaf("page", "Y", file="c/y.md"),)),
    )


def test_book_pages_outside_its_summary_are_unlisted():
    found = book({"README.md": "# R\n", "old/copy.md": "# R\n", "SUMMARY.md": summary("* [R](README.md)")})
    assert {page.file: page.listed for page in found.pages.values()} == {
        "README.md": True,
        "old/copy.md": False,
    }


def test_book_hidden_page_is_unlisted():
    found = book({"a.md": "---\nhidden: true\n---\n# A\n", "SUMMARY.md": summary("* [A](a.md)")})
    assert found.pages["a.md"].listed is False


def test_book_markdown_under_gitbook_is_no_page():
    found = book(
        {
            "README.md": "# R\n",
            "SUMMARY.md": summary("* [R](README.md)"),
            ".gitbook/assets/notes.md": "x",
            ".gitbook/includes/i.md": "x",
            "a/.gitbook/includes/i.md": "x",
            ".github/x.md": "x",
        }
    )
    assert list(found.pages) == ["README.md"]


def test_book_page_and_folder_of_one_name_the_listed_one_keeps_the_path():
    files = {"x.md": "# 1\n", "x/README.md": "# 2\n"}
    listed = book({**files, "SUMMARY.md": summary("* [X](x.md)")})
    assert {page.file: page.path for page in listed.pages.values()} == {"x.md": "x", "x/README.md": "x-1"}
    both = book({**files, "SUMMARY.md": summary("* [X](x.md)", "* [Y](x/README.md)")})
    assert {page.file: page.path for page in both.pages.values()} == {"x.md": "x-1", "x/README.md": "x"}


def test_book_paths_tell_case_apart_and_join_accents():
    decomposed = unicodedata.normalize("NFD", "été.md")
    found = book(
        {"Page.md": "# 1\n", "page.md": "# 2\n", decomposed: "# 3\n", "SUMMARY.md": summary("* [É](été.md)")}
    )
    assert {page.file: page.path for page in found.pages.values()} == {
        "Page.md": "Page",
        "page.md": "page",
        decomposed: "été",
    }
    assert found.pages[decomposed].listed is True


def test_book_two_forms_of_one_name_are_told_and_both_kept():
    composed, decomposed = "é.md", unicodedata.normalize("NFD", "é.md")
    files = {composed: b"# 1\n", decomposed: b"# 2\n", "SUMMARY.md": b""}
    (found,) = gitbook.read(files)
    assert ([remark.kind for remark in found.remarks], gitbook.write(found)) == (["same-name"], files)


def test_book_entry_without_file_stays_and_is_told():
    found = book({"README.md": "# R\n", "SUMMARY.md": summary("* [R](README.md)", "* [X](absent.md)")})
    assert found.leaves[1] == Leaf("missing", "X", file="absent.md")
    assert found.remarks == (Remark("missing-page", "SUMMARY.md", "absent.md", 4),)


def test_book_page_listed_twice_belongs_to_its_first_entry():
    found = book(
        {"a.md": "# A\n", "SUMMARY.md": summary("* [Un](a.md)", "* [Deux](a.md)", "* [Trois](a.md#x)")}
    )
    assert (found.pages["a.md"].nav_title, [r.kind for r in found.remarks]) == ("Un", ["listed-twice"])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Le *titre* \\[1\\] {#id}\n", "Le titre [1]"),
        ('# Titre <a href="#x" id="x"></a>\n', "Titre"),
        ("Titre\n=====\n", "Titre"),
        ("# C# et F# ##\n", "C# et F#"),
        ("du texte\n", "Du menu"),
        ("## Deux\n", "Du menu"),
        ("\ufeff# Avec BOM\r\n", "Avec BOM"),
    ],
)
def test_book_title_is_the_heading_that_opens_the_text_else_that_of_the_contents(text, title):
    assert book({"a.md": text, "SUMMARY.md": summary("* [Du menu](a.md)")}).pages["a.md"].title == title


def test_book_title_of_an_unlisted_page_is_its_header_s_else_its_file_s():
    found = book({"a.md": "---\ntitle: Dit\n---\nx", "mon-dossier/README.md": "x", "SUMMARY.md": ""})
    assert [page.title for page in found.pages.values()] == ["Dit", "Mon dossier"]


_NAMES = st.lists(
    st.sampled_from(
        ["a", "README", "été", "e\u0301te\u0301", "A", ".gitbook", "b c", "..", "docs", "SUMMARY"]
    ),
    min_size=1,
    max_size=3,
).flatmap(
    lambda parts: st.sampled_from(["", ".md", ".MD", ".yaml", ".png"]).map(lambda end: "/".join(parts) + end)
)
_CONTENTS = (
    st.binary(max_size=40)
    | st.text(max_size=40).map(str.encode)
    | st.sampled_from(
        [
            b"* [A](a.md)\n  * [B](a/README.md#x)\n* [C](../..)\n",
            b"root: docs\nstructure: [a]\nredirects: 3",
            b"root: ..\nstructure:\n  readme: 3\n  summary: [x]",
            b"---\ntitle: [1]\nhidden: yes\n---\n# T",
        ]
    )
)


@given(st.dictionaries(_NAMES | st.sampled_from([".gitbook.yaml", "SUMMARY.md", "README.md"]), _CONTENTS))
def test_book_reading_never_fails_and_loses_no_byte(files):
    for found in gitbook.read(files):
        stem = f"{found.root}/" if found.root else ""
        written = {stem + name: content for name, content in gitbook.write(found).items()}
        assert written == {name: content for name, content in files.items() if name.startswith(stem)}
        assert len({page.path for page in found.pages.values()}) == len(found.pages)
        assert {leaf.file for leaf in found.walk() if leaf.kind == "page" and leaf.file} <= set(found.pages)


@pytest.mark.parametrize("bit", ["*a", "[", " ", "# ", "`", "<a id=", "\\", " {#", "\n", "=\n"])
def test_book_title_of_a_hostile_text_is_read_in_no_time(bit):
    text = bit * (60_000 // len(bit))
    pages = [f"{start}{text}b\n" for start in ("# ", "# a", "a\n", "")]
    made_within(2 * SECOND, lambda: [book({"a.md": page, "SUMMARY.md": ""}) for page in pages])


def test_book_entry_that_leads_to_a_heading_leaves_the_title_to_the_page_s_own():
    files = {"README.md": "# R\n", "a.md": "Sans titre.\n"}
    found = book(files | {"SUMMARY.md": summary("* [Plus bas](a.md#bas)", "* [A](a.md)")})
    assert (found.pages["a.md"].title, found.pages["a.md"].nav_title) == ("A", "A")
    alone = book(files | {"SUMMARY.md": summary("* [Plus bas](a.md#bas)")})
    assert (alone.pages["a.md"].title, alone.pages["a.md"].listed) == ("Plus bas", True)
