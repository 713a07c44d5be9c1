"""The tree of the guide as it is drawn on every page."""

import re

from django.template.loader import render_to_string

from wiki.queries.tree import Entry, Row


def test_tree_says_what_each_of_its_rows_is():
    """Titles are anybody's, and are escaped; a level that is too long says how much it leaves out."""

    def row(title, **told):
        entry = Entry(1, None, told.pop("kind", "page"), title, "/a/?b&c/", "", told.pop("draft", False))
        entry.hue = 2
        how = {"is_open": False, "is_current": False, "has_children": False, "closes": range(0)}
        return Row(entry, **how | told)

    rows = [
        row("<A>", is_top=True, has_children=True, is_open=True),
        row("B", is_current=True, draft=True),
        row("C", kind="link"),
        row("A", left_out=1_234, closes=range(1)),
    ]
    html = render_to_string("components/tree.html", {"rows": rows, "kind": "drawer"})
    assert re.sub(r"\s*\n\s*", "", html.partition('<ul class="tree-list">')[2]) == (
        '<li class="hue-2"><a href="/a/?b&amp;c/">&lt;A&gt;</a>'
        '<details open><summary aria-label="Pages de la partie &lt;A&gt;"></summary><ul>'
        '<li><a href="/a/?b&amp;c/" aria-current="page">B <span class="chip">Brouillon</span></a>'
        '<li><a href="/a/?b&amp;c/" class="away" rel="nofollow noopener">C</a>'
        '<li><a class="left-out" href="/a/?b&amp;c/">1234 autres pages</a>'
        "</ul></details></ul></nav>"
    )
