"""A link to itself beside each heading of a page, added when the page is shown and never kept.

Comparisons, quotes, exports and letters are made of the same HTML, and have no use for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

# The last gate writes `<` and `>` as entities within attributes: what looks like a tag is one.
_TAG = re.compile(r"<(/?)(summary|h[2-4])(?![a-z0-9])([^>]*)>")
_ID = re.compile(r' id="([^"]+)"')


def add(html: str, words: Mapping[str, str], name: str) -> str:
    """The HTML of a page with a link after each heading of the levels 2 to 4.

    `words` are those of the headings by their ids; `name` says where the link leads, from `{heading}`.
    The link stands beside the heading: within, it would be read aloud as a part of it. What unfolds
    something has no room for one.
    """
    parts: list[str] = []
    position = within = 0
    target = ""
    for tag in _TAG.finditer(html):
        ends, kind, attributes = tag.groups()
        if kind[0] != "h":
            within += -1 if ends else 1
        elif not ends:
            found = _ID.search(attributes)
            target = found[1] if found and not within else ""
        elif words.get(target):
            # Between double quotes an apostrophe, of which French has many, says no more than itself.
            told = escape(name.format(heading=words[target])).replace("&#x27;", "'")
            link = f'<a class="here" data-gb-chrome href="#{target}" aria-label="{told}">#</a>'
            parts += [html[position : tag.end()], link]
            position, target = tag.end(), ""
    return "".join([*parts, html[position:]])
