"""What a page holds to be filled in, found in the HTML of the engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.small_site import html
from wiki.text import tools
from wiki.text.tools import Cell

BLANKS = "| Who | When |\n|---|---|\n| [person] | [..] |\n"
SCORE = "| Question | Yes | No |\n|---|---|---|\n| One? | 1 | 0 |\n"
MODEL = '{% code title="letter.md" %}\n```\n# To [name]\n\n[place], [date]\n```\n{% endcode %}\n'
LIST = '{% code title="list.csv" %}\n```\nwho;when\nus;\n```\n{% endcode %}\n'
ACTIONS = "* [ ] **A.1** Say it\n  * EP, DIR — [One](one.md)\n* [ ] **B.1** Do it\n  * COM — two\n"


@pytest.mark.parametrize(
    ("source", "formats"),
    [
        (BLANKS, ("odt", "ods")),
        (SCORE, ("odt", "ods")),
        (ACTIONS, ("odt", "ods")),
        (MODEL, ("odt",)),
        (LIST, ("ods",)),
        ("* [ ] A task\n* [x] Another\n", ()),
        ("| Who | When |\n|---|---|\n| Us | [Soon](soon.md) |\n", ()),
        ('{% code title="a.md" %}\n```\n[a](b) [c](d) [e](f) [ ] [x]\n```\n{% endcode %}\n', ()),
        ("```\n[name] [place] [date]\n```\n", ()),  # a sample without a title is no model
        ("[name], [place], [date]\n", ()),
    ],
)
def test_formats_follow_from_what_is_blank(source: str, formats: tuple[str, ...]) -> None:
    drawn = html(source)
    assert tools.formats(drawn) == formats
    assert bool(tools.parts(drawn)) == bool(formats)


def test_page_with_more_blanks_than_people_fill_in_is_offered_as_nothing() -> None:
    assert tools.formats(html(BLANKS + "| [person] | [..] |\n" * 700)) == ("odt", "ods")
    assert tools.formats(html(BLANKS + "| [person] | [..] |\n" * 800)) == ()


def test_parts_are_those_that_hold_something_to_fill_in() -> None:
    drawn = html(f"# Page\n\nWords.\n\n## Tool\n\n### Sheet\n\n{BLANKS}\n## Example\n\n| a |\n|---|\n| b |\n")
    assert [[tools.words(element)[:5] for element in part] for part in tools.parts(drawn)] == [
        ["Tool", "Sheet", "WhoWh"]
    ]


def test_grids_stand_under_their_headings() -> None:
    drawn = html(
        f"## Tool\n\n### One\n\n{SCORE}\n### Two\n\n{BLANKS}\n{LIST}\n* [ ] Done?\n* [ ] Sure?\n\n{ACTIONS}"
    )
    found = tools.grids(tools.parts(drawn))
    assert [(grid.kind, grid.heading, grid.heads, len(grid.rows)) for grid in found] == [
        ("score", "One", ("Question", "Yes", "No"), 1),
        ("table", "Two", ("Who", "When"), 1),
        ("list", "Two", ("who", "when"), 1),
        ("tasks", "Two", (), 2),
        ("actions", "Two", (), 2),
    ]
    assert [cell.text for cell in found[-1].rows[0]] == ["Two", "A.1", "Say it", "EP, DIR", "One"]


@pytest.mark.parametrize(
    ("said", "is_blank", "wanted"),
    [
        ("[date]", True, "date"),
        ("[..]", True, ""),
        ("[…]", True, ""),
        ("by [date]", False, ""),
        ("", False, ""),
    ],
)
def test_blank_tells_what_it_asks_for(said: str, is_blank: bool, wanted: str) -> None:
    assert (Cell(said).is_blank, Cell(said).wanted) == (is_blank, wanted)


def test_model_is_drawn_as_the_page_that_it_would_be() -> None:
    drawn = tools.model("letter.md", "# To [name]\n\n- one\n- two\n\n| A |\n|---|\n| [..] |\n")
    assert [element.tag for element in drawn] == ["h1", "ul", "div"]
    assert [element.text for element in tools.model("letter.txt", "# a\nb\n\nc")] == ["# a\nb", "c"]


@given(st.text(alphabet="<>/=\"' abdiv&;[].★\n", max_size=80))
def test_any_text_can_be_read(said: str) -> None:
    tools.grids(tools.parts(said))
    assert tools.read(said).tag == "div"
