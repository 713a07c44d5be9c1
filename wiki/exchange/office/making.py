"""The office file of a page, in the words of its language."""

from __future__ import annotations

import re
from dataclasses import replace

from django.conf import settings
from django.utils import translation

from wiki.exchange.office.origin import Origin
from wiki.text import blanks, tools
from wiki.text.tools import Format

# What the front matter of a page states for its tools alone: its text may be under another licence.
LICENCE = "tools-license"
VERSION = 2  # to be raised whenever the same page gives another file
MEDIA_TYPES: dict[Format, str] = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
# What XML cannot hold, whatever a page may.
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def made(kind: Format, html: str, origin: Origin) -> bytes:
    """What the page holds to be filled in, as a text to write in or as a spreadsheet to count with."""
    # Its library weighs 20 MiB in every worker, and most of them make no file.
    from wiki.exchange.office.sheets import sheet
    from wiki.exchange.office.texts import text

    spoken = origin.lang if origin.lang in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    said = _UNSAYABLE.sub("", blanks.french(html) if origin.lang.startswith("fr") else html)
    title, description = (_UNSAYABLE.sub("", words) for words in (origin.title, origin.description))
    told = replace(origin, title=title, description=description)
    with translation.override(spoken):
        parts = tools.parts(said)
        return text(told, parts) if kind == "odt" else sheet(told, tools.grids(parts))
