"""The header of a page's file: read, kept as written, and written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.book.front_matter import Front, put, split


def test_front_matter_is_read_and_kept_as_written():
    header = "---\ndescription: >-\n  Une phrase\n  sur deux lignes\nicon:   books\n---\n"
    front = split(header + "\n# Titre\n")
    expected = {"description": "Une phrase sur deux lignes", "icon": "books"}
    assert (front.header, front.source, front.meta) == (header, "\n# Titre\n", expected)


def test_front_matter_absent_leaves_the_text_alone():
    assert split("# Titre\n\n---\n") == Front("", "# Titre\n\n---\n")


def test_front_matter_may_be_empty():
    assert split("---\n---\n# T") == Front("---\n---\n", "# T")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nune règle, puis du texte\n\n---\n",
        "---\n- a\n- b\n---\n",
        "---\n[non fermé\n---\n",
        "---\na: b\nsans fin\n",
        "----\na: b\n---\n",
        " ---\na: b\n---\n",
    ],
)
def test_front_matter_that_is_no_map_is_a_rule(text):
    assert split(text) == Front("", text)


def test_front_matter_with_bom_keeps_it_in_the_header():
    front = split("\ufeff---\na: b\n---\n# T\n")
    assert (front.header, front.source, front.meta) == ("\ufeff---\na: b\n---\n", "# T\n", {"a": "b"})


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
def test_front_matter_is_read_with_any_line_end(eol):
    front = split(eol.join(["---", "description: a", "hidden: true", "---", "# T"]))
    assert (front.source, front.meta) == ("# T", {"description": "a", "hidden": True})


def test_front_matter_may_end_the_file():
    assert split("---\na: b\n---") == Front("---\na: b\n---", "", {"a": "b"})


@pytest.mark.parametrize(
    ("inner", "problem"),
    [
        ("a: &x [1]\nb: *x\n", "x"),
        (f"a: {'[' * 30}{']' * 30}\n", "20"),
        (f"a: {'x' * 70_000}\n", "64"),
        ("a: 2025-13-45\n", "month must be in 1..12"),
    ],
)
def test_front_matter_past_the_bounds_is_kept_unread(inner, problem):
    front = split(f"---\n{inner}---\n# T\n")
    assert (front.header, front.source, front.meta) == (f"---\n{inner}---\n", "# T\n", {})
    assert front.problem.startswith(problem)


def test_front_matter_never_builds_objects():
    text = "---\na: !!python/object/apply:os.system ['true']\n---\n"
    front = split(text)
    assert (front.meta, front.hostile) == ({}, "yaml-tag")
    assert front.problem == "python/object/apply:os.system"


def test_front_matter_with_an_alias_of_nothing_is_no_header():
    text = "---\n*note\n---\n"
    assert split(text) == Front("", text)


_TEXTS = st.lists(
    st.sampled_from(
        ["---", "a: b", "\ufeff---", "a: &x *x", "- b", "", "[[[[", "? :", "!!set", "=", "a: 1:2"]
    )
    | st.text(max_size=20),
    max_size=8,
).flatmap(lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda eol: eol.join(lines)))


@given(_TEXTS)
def test_front_matter_and_source_are_always_the_whole_text(text):
    front = split(text)
    assert front.header + front.source == text


def test_front_matter_put_changes_only_its_key():
    header = "---\n# gardé\ndescription: >-\n  avant\n  et après\nicon: books   # aussi\n---\n"
    assert put(header, description="Neuf") == "---\n# gardé\ndescription: Neuf\nicon: books   # aussi\n---\n"


def test_front_matter_put_adds_a_key_with_the_line_end_of_the_header():
    assert put("\ufeff---\r\na: b\r\n---\r\n", icon="x: y") == "\ufeff---\r\na: b\r\nicon: 'x: y'\r\n---\r\n"


def test_front_matter_put_takes_an_emptied_key_away():
    assert put("---\na: b\nicon: c\n---\n", icon="") == "---\na: b\n---\n"


@pytest.mark.parametrize("header", ["---\n---\n", ""])
def test_front_matter_put_fills_an_empty_header(header):
    assert split(put(header, description="Été : oui")).meta == {"description": "Été : oui"}


def test_front_matter_put_of_nothing_makes_no_header():
    assert put("", description="") == ""
