"""Footnotes: numbered marks, the notes at the end of the page, and ways back to each mark."""

from __future__ import annotations

import pytest

from tests.text.laid_out import laid_out
from tests.text.small_site import html, rendered, shelf


def test_footnote_mark_and_note_lead_to_each_other() -> None:
    assert laid_out(html("A[^x].\n\n[^x]: Note.")) == (
        '<p>A<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" aria-label="Note 1">1</a></sup>.</p>\n'
        '<section class="footnotes" aria-label="Notes">\n'
        "  <ol>\n"
        '    <li id="fn-1">\n'
        '      <p>Note.<a class="footnote-backref" href="#fnref-1" aria-label="Back to the text (note 1)">↩</a></p>\n'
        "    </li>\n"
        "  </ol>\n"
        "</section>"
    )


def test_footnote_notes_stand_in_the_order_of_their_marks() -> None:
    assert rendered("A[^b] B[^a]\n\n[^a]: Alpha\n[^b]: Beta").plain == "A B\nBeta\nAlpha"


def test_footnote_without_mark_is_not_shown() -> None:
    assert html("A\n\n[^a]: Alpha") == "<p>A</p>"


def test_footnote_mark_without_note_is_text() -> None:
    assert html("A[^a]") == "<p>A[^a]</p>"


def test_footnote_holds_blocks() -> None:
    assert rendered("A[^a]\n\n[^a]: One\n\n    * Two\n    * Three").plain == "A\nOne\nTwo\nThree"


@pytest.mark.parametrize("inner", ["> [^2]: c", "* [^1]: c", "[^2]: c", "[^1]: "])
def test_footnote_within_a_footnote_fails_nothing(inner: str) -> None:
    assert rendered(f"a[^1]\n\n[^1]: b\n\n    {inner}").plain.split("\n")[:2] == ["a", "b"]


def test_footnote_that_begins_with_another_fails_nothing() -> None:
    assert rendered("a[^1]\n\n[^1]: * [^1]: b").plain.split("\n")[0] == "a"


def test_footnote_words_have_their_place() -> None:
    source = "A[^a]\n\n[^a]: Note."

    assert rendered(source).words() == [("A", 0, 1), ("Note", source.index("Note"), source.index("Note") + 4)]


def test_footnote_numbers_go_on_across_included_texts() -> None:
    include = shelf({"note.md": "In[^a]\n\n[^a]: Inner"})

    rendering = rendered('Out[^a]\n\n{% include "note.md" %}\n\n[^a]: Outer', include=include)

    assert sorted(_ids(rendering.html)) == ["fn-1", "fn-2", "fnref-1", "fnref-2"]


def _ids(text: str) -> list[str]:
    return [part.split('"')[0] for part in text.split('id="')[1:]]
