"""What the drawing asks for beside an element is carried out, and no word is lost on the way."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring, tostring

import pytest

from wiki.text.drawing import make
from wiki.text.places import Placed
from wiki.text.settling import fill, settle
from wiki.text.tree import noted

PAGE = "<div>one <b>two <i>three</i> four</b> five</div>"


def settled(request: str, value: object = "") -> str:
    """The page above, after its bold element asked for something."""
    root = fromstring(PAGE)
    noted(root[0])[request] = value
    settle(root)
    return tostring(root, encoding="unicode")


@pytest.mark.parametrize(
    ("request_", "value", "page"),
    [
        ("#drop", "", "<div>one  five</div>"),
        ("#unwrap", "", "<div>one two <i>three</i> four five</div>"),
        ("#before", [make("hr"), "0 "], "<div>one <hr />0 <b>two <i>three</i> four</b> five</div>"),
        ("#after", [" 4½ ", make("hr")], "<div>one <b>two <i>three</i> four</b> 4½ <hr /> five</div>"),
    ],
)
def test_settle_does_what_an_element_asks(request_: str, value: object, page: str) -> None:
    assert settled(request_, value) == page


def test_settle_leaves_a_tree_that_asks_nothing() -> None:
    root = fromstring(PAGE)
    settle(root)

    assert tostring(root, encoding="unicode") == PAGE


def test_settle_works_from_the_leaves_up() -> None:
    root = fromstring(PAGE)
    noted(root[0])["#unwrap"] = ""
    noted(root[0][0])["#unwrap"] = ""
    settle(root)

    assert tostring(root, encoding="unicode") == "<div>one two three four five</div>"


def test_settle_keeps_places_across_what_it_joins() -> None:
    root = Element("div")
    root.text = Placed.at("ab", 10)
    root.append(make("b", {"#unwrap": ""}, Placed.at("cd", 12)))
    settle(root)

    assert isinstance(root.text, Placed)
    assert (root.text, root.text.runs) == ("abcd", Placed.at("abcd", 10).runs)


def test_fill_puts_words_and_elements_in_order() -> None:
    root = fromstring("<p>old<b/>old</p>")
    fill(root, ["one ", "two ", make("i"), "", " three"])

    assert tostring(root, encoding="unicode") == "<p>one two <i /> three</p>"
