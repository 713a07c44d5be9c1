"""What somebody typed on an older revision of a page, brought to the page as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wiki.text import merge
from wiki.text.merge import Conflict

TYPED = ("title", "description", "listed")


@dataclass(frozen=True, slots=True)
class Disputed:
    """A title, or a description, that both changed."""

    name: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What each thing that was typed would say on the page as it stands; where both changed the same words,
    as it was typed: they are the `conflicts` of the text, and the `disputed` others."""

    values: Mapping[str, Any]
    changes: Mapping[str, Any]  # of those, what the page does not say already
    conflicts: tuple[Conflict, ...] = ()
    disputed: tuple[Disputed, ...] = ()

    @property
    def disagreements(self) -> tuple[Disputed | Conflict, ...]:
        return self.disputed + self.conflicts

    @property
    def is_clean(self) -> bool:
        return not self.disagreements


def bring(typed: Mapping[str, Any], *, seen: Any, now: Any) -> Brought:
    """What was typed on the revision `seen`, on `now`, a page or another revision of it. What is not among
    `typed` was not there to be changed."""
    values, disputed = dict[str, Any](), list[Disputed]()
    for name in [name for name in TYPED if name in typed]:
        mine, base, theirs = typed[name], getattr(seen, name), getattr(now, name)
        values[name] = theirs if mine == base else mine
        if mine not in (base, theirs) and base != theirs:
            disputed.append(Disputed(name, mine, theirs))
    conflicts: tuple[Conflict, ...] = ()
    if "source" in typed:
        merged = merge.merge(seen.source, typed["source"], now.source)
        conflicts = merged.conflicts
        values["source"] = typed["source"] if conflicts else merged.text
    changes = {name: value for name, value in values.items() if value != getattr(now, name)}
    return Brought(values, changes, conflicts, tuple(disputed))
