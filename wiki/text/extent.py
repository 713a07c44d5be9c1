"""How far a text goes from one revision to the next: its words, those that came and went, and whether what
changed is slight: spelling, accents, endings, signs."""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz.distance import OSA

from wiki.text import matching, words

FEW = 5  # words that came, and that went, in a slight change
_SHORTEST, _ALIKE = 5, 2  # letters of a word in which one letter may be a slip; how many begin both alike


class Extent(NamedTuple):
    """How many words a text has, how many of them came and how many went since the one before."""

    words: int
    added: int
    removed: int
    is_slight: bool


def of(before: str, after: str) -> Extent:
    """From the words that readers saw to those that they see."""
    if before == after:
        return Extent(words.count(after), 0, 0, True)
    old, new = map(words.said, _apart(before, after))
    runs = matching.align(old, new).runs
    kept = sum(run.size for run in runs)
    added, removed = len(new) - kept, len(old) - kept
    few = max(added, removed) <= FEW
    is_slight = few and all(
        _is_slight(old[span.old_start : span.old_end], new[span.new_start : span.new_end])
        for span in matching.changes(runs, len(old), len(new))
    )
    return Extent(words.count(after), added, removed, is_slight)


def _apart(before: str, after: str) -> tuple[str, str]:
    """Both texts without the lines that begin and end them alike: no word goes on over the end of a line."""
    old, new = before.split("\n"), after.split("\n")
    most = min(len(old), len(new))
    first = next((line for line in range(most) if old[line] != new[line]), most)
    most -= first
    last = next((line for line in range(most) if old[-1 - line] != new[-1 - line]), most)
    return "\n".join(old[first : len(old) - last]), "\n".join(new[first : len(new) - last])


def _is_slight(old: list[str], new: list[str]) -> bool:
    """Each word stands where it stood, written otherwise; or the same letters are parted otherwise."""
    if _letters(old) == _letters(new):
        return True
    return len(old) == len(new) and all(_are_alike(*pair) for pair in zip(old, new, strict=True))


def _letters(of_words: list[str]) -> str:
    return "".join(map(words.fold, of_words)).replace("-", "")


def _are_alike(one: str, other: str) -> bool:
    """The same word to its accents, its ending or one letter; another number is never the same."""
    one, other = words.fold(one), words.fold(other)
    if one == other:
        return True
    if any(character.isdigit() for character in one + other):
        return False
    if words.stem(one) == words.stem(other):
        return True
    begins = one[:_ALIKE] == other[:_ALIKE]
    return begins and min(len(one), len(other)) >= _SHORTEST and OSA.distance(one, other) <= 1
