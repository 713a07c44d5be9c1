"""What changed between two revisions beside the words of the text, in sentences for readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from wiki.models.page import State, address_of
from wiki.text import diff
from wiki.text.comparing.pages import Change
from wiki.text.comparing.remarks import Remark
from wiki.text.diff import Segment

LONGEST_LIST = 4  # kinds of blocks that a title names


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is told of a page beside its text, before and after in one."""

    label: str
    segments: list[Segment]


class Delta(NamedTuple):
    """How many words came and went, as it is said; nothing where none did."""

    added: str
    removed: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A change with what is said of it, or a stretch without one."""

    part: Any
    place: str = ""  # among the others
    delta: Delta | None = None
    title: str = ""
    sentences: tuple[str, ...] = ()


def shown(compared: Any) -> list[Shown]:
    """The parts of a comparison in order, each with what is said of it."""
    place, total = gettext("Change %(number)s of %(total)s:"), len(compared.changes)
    return [_shown(part, place, total) if part.is_change else Shown(part) for part in compared.parts]


def _shown(change: Any, place: str, total: int) -> Shown:
    said = place % {"number": change.number, "total": total}
    return Shown(change, said, delta(change), title(change), sentences(change))


def delta(counted: Any) -> Delta | None:
    """What a change, or a whole comparison, adds and removes."""
    if not counted.added and not counted.removed:
        return None
    return Delta(
        ngettext("+%(total)s word", "+%(total)s words", counted.added) % {"total": counted.added}
        if counted.added
        else "",
        ngettext("−%(total)s word", "−%(total)s words", counted.removed) % {"total": counted.removed}
        if counted.removed
        else "",
    )


def fields(old: Any, new: Any) -> Iterator[Field]:
    """What changed around the text: its title, its place, its state…"""
    for label, read, is_written in _FIELDS:
        before, after = read(old), read(new)
        if before != after:
            told = diff.segments(before, after) if is_written else _whole(before, after)
            yield Field(str(label), told)


def _whole(before: str, after: str) -> list[Segment]:
    """An address or a state is another one, not an edited one."""
    return [segment for segment in (Segment("removed", before), Segment("added", after)) if segment.text]


def title(change: Any) -> str:
    """What happened in one place, in a few words; nothing where words changed, as they show it."""
    if not isinstance(change, Change) or change.kind == "changed":
        return ""
    kinds = [str(_KINDS.get(kind, _KINDS["block"])) for kind in change.blocks[:LONGEST_LIST]]
    named = ", ".join(kinds) + ("…" if len(change.blocks) > LONGEST_LIST else "")
    return str(_TITLES[change.kind] % {"blocks": named})


def sentences(change: Any) -> tuple[str, ...]:
    """All that is told of one change beside its words."""
    if not isinstance(change, Change):
        return ()
    return tuple(sentence(remark, times) for remark, times in change.remarks if not _is_said(change, remark))


def sentence(remark: Remark, times: int = 1) -> str:
    """A remark as a person says it."""
    said = str(_SAID[remark.name]) % _named(remark)
    if times == 1:
        return said
    return gettext("%(sentence)s (%(times)d times)") % {"sentence": said, "times": times}


def _is_said(change: Change, remark: Remark) -> bool:
    """Whether the title says it already."""
    return remark.name == "moved" and change.kind == "moved"


def _named(remark: Remark) -> Mapping[str, str]:
    about, before, after = remark.about, remark.before, remark.after
    if remark.name in _ABOUT_KINDS:
        about = str(_KINDS.get(about, _KINDS["block"]))
    if remark.name == "hint style":
        before, after = str(_STYLES.get(before, before)), str(_STYLES.get(after, after))
    if remark.name == "language":
        before, after = before or gettext("none"), after or gettext("none")
    if remark.name.startswith("picture"):
        about, before, after = (words or gettext("without description") for words in (about, before, after))
    return {"about": about, "before": before, "after": after}


def _state(revision: Any) -> str:
    return str(State(revision.state).label)


def _listed(revision: Any) -> str:
    return gettext("listed in the menu") if revision.listed else gettext("not listed in the menu")


def _path(revision: Any) -> str:
    return "" if revision.path is None else address_of(revision.path)


# What each is called, how it is read off a revision, and whether it is written in words.
_FIELDS: tuple[tuple[Any, Callable[[Any], str], bool], ...] = (
    (gettext_lazy("Title"), lambda revision: revision.title, True),
    (gettext_lazy("Description"), lambda revision: revision.description, True),
    (gettext_lazy("Title in the menu"), lambda revision: revision.nav_title, True),
    (gettext_lazy("Address"), _path, False),
    (gettext_lazy("State"), _state, False),
    (gettext_lazy("Place in the menu"), _listed, False),
    (gettext_lazy("Language"), lambda revision: revision.lang, False),
    (gettext_lazy("Icon"), lambda revision: revision.icon, False),
    (gettext_lazy("Cover"), lambda revision: revision.cover, False),
    (gettext_lazy("Outside address"), lambda revision: revision.url, False),
)

_TITLES = {
    "added": gettext_lazy("Added: %(blocks)s"),
    "removed": gettext_lazy("Removed: %(blocks)s"),
    "replaced": gettext_lazy("Replaced: %(blocks)s"),
    "moved": gettext_lazy("Moved here: %(blocks)s"),
}

_KINDS = {
    "block": pgettext_lazy("kind of block", "block"),
    "paragraph": pgettext_lazy("kind of block", "paragraph"),
    "heading": pgettext_lazy("kind of block", "heading"),
    "list": pgettext_lazy("kind of block", "list"),
    "item": pgettext_lazy("kind of block", "item of a list"),
    "table": pgettext_lazy("kind of block", "table"),
    "row": pgettext_lazy("kind of block", "row"),
    "cell": pgettext_lazy("kind of block", "cell"),
    "code": pgettext_lazy("kind of block", "code"),
    "picture": pgettext_lazy("kind of block", "picture"),
    "figure": pgettext_lazy("kind of block", "picture"),
    "separator": pgettext_lazy("kind of block", "separator"),
    "quote": pgettext_lazy("kind of block", "quotation"),
    "details": pgettext_lazy("kind of block", "expandable"),
    "title": pgettext_lazy("kind of block", "heading"),
    "hint": pgettext_lazy("kind of block", "hint"),
    "tabs": pgettext_lazy("kind of block", "tabs"),
    "tab": pgettext_lazy("kind of block", "tab"),
    "stepper": pgettext_lazy("kind of block", "steps"),
    "step": pgettext_lazy("kind of block", "step"),
    "cards": pgettext_lazy("kind of block", "cards"),
    "card": pgettext_lazy("kind of block", "card"),
    "columns": pgettext_lazy("kind of block", "columns"),
    "column": pgettext_lazy("kind of block", "column"),
    "embed": pgettext_lazy("kind of block", "embedded content"),
    "file": pgettext_lazy("kind of block", "file"),
    "content-ref": pgettext_lazy("kind of block", "reference to a page"),
    "math": pgettext_lazy("kind of block", "formula"),
    "button": pgettext_lazy("kind of block", "button"),
    "update": pgettext_lazy("kind of block", "update"),
    "updates": pgettext_lazy("kind of block", "updates"),
    "task": pgettext_lazy("kind of block", "task"),
    "notes": pgettext_lazy("kind of block", "notes"),
}
_STYLES = {
    "info": gettext_lazy("Information"),
    "success": gettext_lazy("Success"),
    "warning": gettext_lazy("Warning"),
    "danger": gettext_lazy("Danger"),
}

_ABOUT_KINDS = frozenset({"added", "removed", "moved", "look"})
_SAID = {
    "added": gettext_lazy("Added: %(about)s “%(after)s”"),
    "removed": gettext_lazy("Removed: %(about)s “%(after)s”"),
    "moved": gettext_lazy("Moved here: %(about)s"),
    "look": gettext_lazy("Presentation changed: %(about)s"),
    "heading level": gettext_lazy("Heading: from level %(before)s to level %(after)s"),
    "became heading": gettext_lazy("Paragraph turned into a heading of level %(after)s"),
    "became paragraph": gettext_lazy("Heading turned into a paragraph"),
    "became numbered": gettext_lazy("Bulleted list turned into a numbered one"),
    "became bulleted": gettext_lazy("Numbered list turned into a bulleted one"),
    "hint style": gettext_lazy("Style of the hint: from “%(before)s” to “%(after)s”"),
    "language": gettext_lazy("Language of the code: from “%(before)s” to “%(after)s”"),
    "link changed": gettext_lazy("The link “%(about)s” led to %(before)s, and leads to %(after)s"),
    "link added": gettext_lazy("“%(about)s” now leads to %(after)s"),
    "link removed": gettext_lazy("“%(about)s” no longer leads to %(before)s"),
    "style": gettext_lazy("Style changed, words kept: “%(about)s”"),
    "picture text": gettext_lazy("Description of the picture: “%(before)s” became “%(after)s”"),
    "picture replaced": gettext_lazy("Picture replaced: “%(before)s” by “%(after)s”"),
    "picture added": gettext_lazy("Picture added: “%(about)s”"),
    "picture removed": gettext_lazy("Picture removed: “%(about)s”"),
    "ticked": gettext_lazy("Task ticked"),
    "unticked": gettext_lazy("Task no longer ticked"),
    "formula": gettext_lazy("Formula changed"),
    "column added": gettext_lazy("Column added: “%(about)s”"),
    "column removed": gettext_lazy("Column removed: “%(about)s”"),
}
