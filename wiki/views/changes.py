"""What changed between two revisions beside the words of the text, in sentences for readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as plazy

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


@dataclass(frozen=True, slots=True)
class Shown:
    """A change with what is said of it, or a stretch without one."""

    part: Any
    title: str = ""
    sentences: tuple[str, ...] = ()


def shown(parts: Iterable[Any]) -> list[Shown]:
    """The parts of a comparison in order, each with what is said of it."""
    return [
        Shown(part, title(part), tuple(sentences(part))) if isinstance(part, Change) else Shown(part)
        for part in parts
    ]


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


def title(change: Change) -> str:
    """What happened in one place, in a few words."""
    kinds = [str(_KINDS.get(kind, _KINDS["block"])) for kind in change.blocks[:LONGEST_LIST]]
    named = ", ".join(kinds) + ("…" if len(change.blocks) > LONGEST_LIST else "")
    return str(_TITLES[change.kind] % {"blocks": named})


def sentences(change: Change) -> list[str]:
    """All that is told of one change beside its words."""
    return [sentence(remark, times) for remark, times in change.remarks if not _is_said(change, remark)]


def sentence(remark: Remark, times: int = 1) -> str:
    """A remark as a person says it."""
    said = str(_SAID[remark.name]) % _named(remark)
    return _("%(sentence)s (%(times)d times)") % {"sentence": said, "times": times} if times > 1 else said


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
        before, after = before or _("none"), after or _("none")
    if remark.name.startswith("picture"):
        about, before, after = (words or _("without description") for words in (about, before, after))
    return {"about": about, "before": before, "after": after}


def _state(revision: Any) -> str:
    return str(State(revision.state).label)


def _listed(revision: Any) -> str:
    return _("listed in the menu") if revision.listed else _("not listed in the menu")


def _path(revision: Any) -> str:
    return "" if revision.path is None else address_of(revision.path)


# What each is called, how it is read off a revision, and whether it is written in words.
_FIELDS: tuple[tuple[Any, Callable[[Any], str], bool], ...] = (
    (lazy("Title"), lambda revision: revision.title, True),
    (lazy("Description"), lambda revision: revision.description, True),
    (lazy("Title in the menu"), lambda revision: revision.nav_title, True),
    (lazy("Address"), _path, False),
    (lazy("State"), _state, False),
    (lazy("Place in the menu"), _listed, False),
    (lazy("Language"), lambda revision: revision.lang, False),
    (lazy("Icon"), lambda revision: revision.icon, False),
    (lazy("Cover"), lambda revision: revision.cover, False),
    (lazy("Outside address"), lambda revision: revision.url, False),
)

_TITLES = {
    "added": lazy("Added: %(blocks)s"),
    "removed": lazy("Removed: %(blocks)s"),
    "replaced": lazy("Replaced: %(blocks)s"),
    "moved": lazy("Moved here: %(blocks)s"),
    "changed": lazy("Changed"),
}

_KINDS = {
    "block": plazy("kind of block", "block"),
    "paragraph": plazy("kind of block", "paragraph"),
    "heading": plazy("kind of block", "heading"),
    "list": plazy("kind of block", "list"),
    "item": plazy("kind of block", "item of a list"),
    "table": plazy("kind of block", "table"),
    "row": plazy("kind of block", "row"),
    "cell": plazy("kind of block", "cell"),
    "code": plazy("kind of block", "code"),
    "picture": plazy("kind of block", "picture"),
    "figure": plazy("kind of block", "picture"),
    "separator": plazy("kind of block", "separator"),
    "quote": plazy("kind of block", "quotation"),
    "details": plazy("kind of block", "expandable"),
    "title": plazy("kind of block", "heading"),
    "hint": plazy("kind of block", "hint"),
    "tabs": plazy("kind of block", "tabs"),
    "tab": plazy("kind of block", "tab"),
    "stepper": plazy("kind of block", "steps"),
    "step": plazy("kind of block", "step"),
    "cards": plazy("kind of block", "cards"),
    "card": plazy("kind of block", "card"),
    "columns": plazy("kind of block", "columns"),
    "column": plazy("kind of block", "column"),
    "embed": plazy("kind of block", "embedded content"),
    "file": plazy("kind of block", "file"),
    "content-ref": plazy("kind of block", "reference to a page"),
    "math": plazy("kind of block", "formula"),
    "button": plazy("kind of block", "button"),
    "update": plazy("kind of block", "update"),
    "updates": plazy("kind of block", "updates"),
    "task": plazy("kind of block", "task"),
    "notes": plazy("kind of block", "notes"),
}
_STYLES = {
    "info": lazy("Information"),
    "success": lazy("Success"),
    "warning": lazy("Warning"),
    "danger": lazy("Danger"),
}

_ABOUT_KINDS = frozenset({"added", "removed", "moved", "look"})
_SAID = {
    "added": lazy("Added: %(about)s “%(after)s”"),
    "removed": lazy("Removed: %(about)s “%(after)s”"),
    "moved": lazy("Moved here: %(about)s"),
    "look": lazy("Presentation changed: %(about)s"),
    "heading level": lazy("Heading: from level %(before)s to level %(after)s"),
    "became heading": lazy("Paragraph turned into a heading of level %(after)s"),
    "became paragraph": lazy("Heading turned into a paragraph"),
    "became numbered": lazy("Bulleted list turned into a numbered one"),
    "became bulleted": lazy("Numbered list turned into a bulleted one"),
    "hint style": lazy("Style of the hint: from “%(before)s” to “%(after)s”"),
    "language": lazy("Language of the code: from “%(before)s” to “%(after)s”"),
    "link changed": lazy("The link “%(about)s” led to %(before)s, and leads to %(after)s"),
    "link added": lazy("“%(about)s” now leads to %(after)s"),
    "link removed": lazy("“%(about)s” no longer leads to %(before)s"),
    "style": lazy("Style changed, words kept: “%(about)s”"),
    "picture text": lazy("Description of the picture: “%(before)s” became “%(after)s”"),
    "picture replaced": lazy("Picture replaced: “%(before)s” by “%(after)s”"),
    "picture added": lazy("Picture added: “%(about)s”"),
    "picture removed": lazy("Picture removed: “%(about)s”"),
    "ticked": lazy("Task ticked"),
    "unticked": lazy("Task no longer ticked"),
    "formula": lazy("Formula changed"),
    "column added": lazy("Column added: “%(about)s”"),
    "column removed": lazy("Column removed: “%(about)s”"),
}
