"""How a text is cited: BibTeX and CSL-JSON, from plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from wiki.text.words import fold

LANGUAGES = {"fr": "french", "en": "english"}  # as the packages of LaTeX call them
# Braces would have to balance, even behind a backslash: they are named. Blanks that do not break are LaTeX's.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\u00a0": "~",
    "\u202f": r"\,",
} | {sign: f"\\{sign}" for sign in "#$%&_"}
_TEXED = str.maketrans(_TEX)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NO_KEY = re.compile(r"[^a-z0-9]+")
_LONGEST_KEY = 60
_NO_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: a text as it was on a day, or whatever an address reads since (`number` is 0 then).

    `authors` are called as they wish to be: one name, never parted into a first and a last one.
    """

    title: str
    authors: tuple[str, ...]
    site: str
    address: str
    lang: str
    version: str = ""  # as people call it: « révision 47 »
    number: int = 0
    issued: date | None = None
    accessed: date | None = None
    licence: str = ""
    spdx: str = ""

    @property
    def key(self) -> str:
        """How a bibliography calls it."""
        words = _NO_KEY.sub("-", fold(f"{self.site} {self.title}")).strip("-")[:_LONGEST_KEY].strip("-")
        return "-".join(part for part in (words or "page", str(self.number or "")) if part)


def bibtex(cited: Cited) -> str:
    """An entry of biblatex. It holds letters with accents as they are: in UTF-8, as both read today."""
    fields = [
        ("author", " and ".join(f"{{{_texed(name)}}}" for name in cited.authors)),
        ("title", _texed(cited.title)),
        ("organization", _texed(cited.site)),
        ("date", cited.issued.isoformat() if cited.issued else ""),
        ("version", _texed(cited.version)),
        ("url", _CONTROLS.sub("", cited.address).translate(_NO_ADDRESS)),
        ("urldate", cited.accessed.isoformat() if cited.accessed else ""),
        ("langid", LANGUAGES.get(cited.lang.partition("-")[0], "")),
        ("note", _texed(cited.licence)),
    ]
    said = [(name, value) for name, value in fields if value]
    width = max(len(name) for name, _value in said)
    lines = [f"  {name.ljust(width)} = {{{value}}}" for name, value in said]
    return f"@online{{{cited.key},\n" + ",\n".join(lines) + "\n}\n"


def csl(cited: Cited) -> str:
    """A list of one item, in the terms of CSL's own schema."""
    item = {name: value for name, value in _item(cited) if value}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _item(cited: Cited) -> Iterator[tuple[str, Any]]:
    yield "id", cited.key
    yield "type", "webpage"
    yield "title", _plain(cited.title)
    yield "author", [{"literal": _plain(name)} for name in cited.authors]
    yield "container-title", _plain(cited.site)
    yield "issued", _parts(cited.issued)
    yield "version", str(cited.number or "")
    yield "URL", cited.address
    yield "accessed", _parts(cited.accessed)
    yield "language", cited.lang
    yield "note", _plain(cited.licence)
    yield "custom", {"license": cited.spdx} if cited.spdx else None


def _parts(day: date | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None


def _plain(text: str) -> str:
    return " ".join(_CONTROLS.sub(" ", text).split(" ")).strip()


def _texed(text: str) -> str:
    return _plain(text).translate(_TEXED)
