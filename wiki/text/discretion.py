"""A reason that a moderator wrote, without what it tells of people: fit to be read by anybody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

OMITTED = "[…]"
_FEW = 3  # words in a row that are somebody's own, and no longer everybody's
_MOST_WORDS = 6  # of a name
_STOPS = ",;:.!?…"
_SIGNS = "()[]<>«»“”\"'’ "
_WORD = re.compile(r"\w+(?:['’]\w+)*")
# Addresses of mail, of profiles and of networks, mentions, telephone numbers.
_TRACES = re.compile(
    r"""[^\s<>()\[\]{},;:"'`|=]+@[^\s<>()\[\]{},;:"'`|=]+[^\s<>()\[\]{},;:"'`|=.!?]
    | \S*/-/people/\S*
    | (?<!\w)@[\w.-]*\w
    | (?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])
    | (?<!\w)(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?!\w)
    | (?<!\w)(?:\+\d|0\d)(?:[ .\-]?\d){7,}(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_TWICE = re.compile(rf"{re.escape(OMITTED)}(?:[\s,]*{re.escape(OMITTED)})+")


def spelled(text: str) -> set[str]:
    """What may be a name in this text: its runs of words, as they stand and as names are mostly written."""
    found = list(_WORD.finditer(text))
    tokens = text.split()
    runs: set[str] = set()
    for many in range(1, _MOST_WORDS + 1):
        for at in range(len(found) - many + 1):
            words = [one.group() for one in found[at : at + many]]
            runs |= {text[found[at].start() : found[at + many - 1].end()], " ".join(words)}
            runs |= {" ".join(words).lower(), " ".join(word.capitalize() for word in words)}
        for at in range(len(tokens) - many + 1):
            run = " ".join(tokens[at : at + many])
            runs |= {run, run.rstrip(_STOPS), run.strip(_STOPS + _SIGNS)}
    return runs - {""}


def discreet(
    text: str,
    *,
    names: Collection[str] = (),
    concerned: Collection[str] = (),
    titles: Collection[str] = (),
    words: Iterable[str] = (),
    quotes: bool = False,
) -> str:
    """The text without addresses nor mentions, these names, these titles, nor what stands in these words.

    Of those `concerned`, each part of the name is left out too; with `quotes`, whatever is quoted.
    """
    if quotes:
        text = _QUOTED.sub(OMITTED, text)
    for said in words:
        text = _without_words(text, said)
    text = _TRACES.sub(OMITTED, text)
    # A lone name may be a word like another (Rose, Marin): of whoever has no part in it, as it is spelled.
    alone = {name for name in names if " " not in name.strip()}
    whole = {_joined(name) for name in (*names, *concerned) if " " in name.strip()}
    whole |= {re.escape(one) for one in (*titles, *(part for name in concerned for part in _parts(name)))}
    if pattern := _any_of(whole):
        text = re.sub(pattern, OMITTED, text, flags=re.IGNORECASE)
    if pattern := _any_of(map(re.escape, alone)):
        text = re.sub(pattern, OMITTED, text)
    return _TWICE.sub(OMITTED, text).strip()


def _without_words(text: str, said: str) -> str:
    """The text without what it repeats of what was said: a few words in a row, or all of them."""
    own = [word.casefold() for word in _WORD.findall(said)]
    few = min(_FEW, len(own))
    if not few:
        return text
    found = list(_WORD.finditer(text))
    told = [one.group().casefold() for one in found]
    runs = {tuple(own[at : at + few]) for at in range(len(own) - few + 1)}
    starts = [at for at in range(len(told) - few + 1) if tuple(told[at : at + few]) in runs]
    out = {at + more for at in starts for more in range(few)}
    kept, end = [], 0
    for number in sorted(out):
        if number - 1 not in out:
            kept += [text[end : found[number].start()], OMITTED]
        end = found[number].end()
    return "".join([*kept, text[end:]])


def _parts(name: str) -> list[str]:
    """First and last name; not the particles between them."""
    return [part for part in _WORD.findall(name) if part[0].isupper() or name.islower()]


def _joined(name: str) -> str:
    """A name of several words, however they are joined: Ada Lovelace, Ada.Lovelace, ada-lovelace-12."""
    return r"[\s._’'-]*".join(map(re.escape, name.split())) + r"(?:-\d+)?"


def _any_of(found: Iterable[str]) -> str:
    longest = sorted(filter(None, found), key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)" if longest else ""
