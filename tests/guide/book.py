"""The pages of the guide as its checks read them: what they say, without what only lays it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

GUIDE: Path = settings.STARTER_GUIDE
INTERNAL = "A-VERIFIER.md"  # a list for those who write, in no menu
FILES = sorted(str(path.relative_to(GUIDE)) for path in GUIDE.rglob("*.md") if path.name != "SUMMARY.md")
PAGES = [file for file in FILES if file != INTERNAL]
INDEXES = [file for file in PAGES if file.endswith("README.md")]
ACTIONS = "recommandations/actions-cles.md"
OTHERS = ["contribuer.md", "glossaire.md", ACTIONS]
CONTENT = [file for file in PAGES if file not in (*INDEXES, *OTHERS)]

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
_FENCE = re.compile(r"^ *```.*?^ *```[^\n]*$", re.S | re.M)
_TAG = re.compile(r"\{%.*?%\}|<[^>]+>")
_DESTINATION = re.compile(r"\]\([^)\n]*\)")
_TABLE = re.compile(r"^\|.*$|^<table.*</table>$", re.M)
_WORD = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ÿœŒ]+")
_END = re.compile(r"(?<=[.?!…])\s+")


def text(file: str) -> str:
    return (GUIDE / file).read_text(encoding="utf-8")


def kind(file: str) -> str:
    """The section of a page of content: recommandations, tutoriel or ressources."""
    return file.partition("/")[0]


def words(said: str) -> list[str]:
    """In lower case, apostrophes and hyphens parting them."""
    return _WORD.findall(said.lower())


def without_code(source: str) -> str:
    return _FENCE.sub("", _FRONT.sub("", source))


def prose(source: str) -> str:
    """What is read in a row: no front matter, code, tables, tags nor destinations."""
    return _DESTINATION.sub("]", _TAG.sub(" ", _TABLE.sub("", without_code(source))))


def without_tasks(source: str) -> str:
    """The text without its lists of things to do, which come on top of a page's length."""
    return re.sub(r"^ *[*-] \[ \] .*$", "", source, flags=re.M)


def headings(source: str) -> list[tuple[int, str]]:
    """Each heading's level and words."""
    found = re.findall(r"^(#{1,6}) +(.*)$", without_code(source), re.M)
    return [(len(marks), said.strip()) for marks, said in found]


def part(source: str, heading: str) -> str:
    """What stands below a heading of the second level, up to the next."""
    found = re.search(rf"^## {re.escape(heading)}[^\n]*\n(.*?)(?=^## |\Z)", without_code(source), re.S | re.M)
    return found[1] if found else ""


def sentences(source: str) -> Iterator[str]:
    """Those of the prose, headings aside."""
    for line in prose(source).splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield from (said for said in _END.split(line.strip(" *_>-")) if len(words(said)) > 2)
