"""Destinations are found where a text writes them, outside of code, and exchanged without touching the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.text.destinations import find, rewrite

WRITTEN = {
    "[a](x.md)": ["x.md"],
    "![a](<a b.png> 'titre') [b]( y.md )": ["a b.png", "y.md"],
    "[a](a_(1).md#b) [c](c\\_d.md) [d](a&amp;b)": ["a_(1).md#b", "c_d.md", "a&b"],
    "[a]\n\n[a]: <x y.md> 'titre'\n  [b]: z.md\n": ["x y.md", "z.md"],
    '<a href="x.md">a</a> <img alt="" src=\'i.png\'><source srcset="a.png 2x">': ["x.md", "i.png", "a.png"],
    '{% content-ref url="x.md" %}\n[x.md](x.md)\n{% endcontent-ref %}': ["x.md", "x.md"],
    '{% include "../n.md" %}\n{% file src="a.pdf" caption="b" %}\n{% page-ref page="p.md" %}': [
        "../n.md",
        "a.pdf",
        "p.md",
    ],
    "`[a](x.md)` ``b`c [a](y.md)``\n\n```\n[a](z.md)\n```\n\n<pre>\n[a](w.md)\n</pre>\n": [],
    "href=x.md src [a] (b) [c]()": [],
}


@pytest.mark.parametrize("source", WRITTEN)
def test_destinations_are_found_where_they_are_written(source):
    assert [one.says for one in find(source)] == WRITTEN[source]


@pytest.mark.parametrize("source", WRITTEN)
def test_rewriting_exchanges_destinations_and_nothing_else(source):
    assert rewrite(source, lambda says: None) == source
    again = rewrite(source, lambda says: "autre.md")
    assert [one.says for one in find(again)] == ["autre.md"] * len(WRITTEN[source])


@given(st.text("[](){}<>%\"'`\\ \n#=ahrefsrcurlincd.:/_é", max_size=60))
def test_rewriting_to_nothing_else_leaves_any_text_as_it_was(source):
    assert rewrite(source, lambda says: None) == source
    for one in find(source):
        assert source[one.start : one.end]
