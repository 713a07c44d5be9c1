"""Which words of a list, and which hosts, a text holds: whole words, whatever their accents and case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from wiki.text import words

MOST_ENTRIES = 500  # of one list
LONGEST_ENTRY = 80
_PARTS = re.compile(r"['-]")
_HOST = re.compile(r"(?:^|(?<=[\s(<\[\"'=:]))//([^\s/?#\"'<>()\[\]\\]{1,300})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Lists:
    """What is looked for: words that make a text wait, or refuse it; hosts that it may lead to (all, where
    none is named) or never."""

    held: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()

    def __add__(self, other: Lists) -> Lists:
        """What holds where both do; a host that one of them knows is known."""
        return Lists(
            self.held + other.held,
            self.refused + other.refused,
            self.known + other.known,
            self.blocked + other.blocked,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The first entry that a text holds: a word or a host, and whether the text is refused for it."""

    entry: str
    is_host: bool
    is_refused: bool


def entries(text: str) -> tuple[str, ...]:
    """One on each line, once; blank lines are none."""
    lines = (" ".join(line.split()) for line in text.replace("\x00", "").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def host(entry: str) -> str:
    """A host as it is compared; an address that was pasted is reduced to its host."""
    name = entry.strip().rpartition("//")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
    name = name.strip(".").removeprefix("www.").lower()
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return name


def hosts(source: str) -> tuple[str, ...]:
    """The hosts that a text leads to, as they are compared, in order and once."""
    plainly = unescape(source).replace("\\", "")
    return tuple(dict.fromkeys(host(found) for found in _HOST.findall(plainly)))


def strain(lists: Lists, text: str, before: str = "") -> Found | None:
    """What of these lists a text holds that it did not hold `before`; what is refused comes first."""
    pieces, former = _pieces(text), _pieces(before)
    led = [one for one in hosts(text) if one not in set(hosts(before))]
    if (entry := _word(lists.refused, pieces, former)) is not None:
        return Found(entry, is_host=False, is_refused=True)
    if (entry := next((one for one in led if _is_among(one, lists.blocked)), None)) is not None:
        return Found(entry, is_host=True, is_refused=True)
    if (entry := _word(lists.held, pieces, former)) is not None:
        return Found(entry, is_host=False, is_refused=False)
    strange = (one for one in led if lists.known and not _is_among(one, lists.known))
    if (entry := next(strange, None)) is not None:
        return Found(entry, is_host=True, is_refused=False)
    return None


def _pieces(text: str) -> list[str]:
    """The words of a text, folded; what an apostrophe or a hyphen joins is several."""
    folded = (words.fold(token.text) for token in words.tokens(text))
    return [piece for word in folded for piece in _PARTS.split(word) if piece]


def _word(listed: Iterable[str], pieces: Sequence[str], former: Sequence[str]) -> str | None:
    """The first entry that stands in these pieces more often than in the former ones."""
    by_first: dict[str, list[tuple[str, list[str]]]] = {}
    for entry in listed:
        if wanted := _pieces(entry):
            by_first.setdefault(wanted[0], []).append((entry, wanted))
    more, less = _counted(by_first, pieces), _counted(by_first, former)
    return next((entry for entry in listed if more.get(entry, 0) > less.get(entry, 0)), None)


def _counted(by_first: dict[str, list[tuple[str, list[str]]]], pieces: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, piece in enumerate(pieces):
        for entry, wanted in by_first.get(piece, ()):
            if list(pieces[place : place + len(wanted)]) == wanted:
                found[entry] = found.get(entry, 0) + 1
    return found


def _is_among(name: str, listed: Iterable[str]) -> bool:
    """Whether a host is one of these, or below one of them."""
    own = {host(entry) for entry in listed}
    labels = name.split(".")
    return any(".".join(labels[start:]) in own for start in range(len(labels)))
