"""Comments of an account, and the reuses that it told: out of sight all at once, and back.

In a constant number of queries, in the caller's transaction; what somebody else decided meanwhile is theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q

from wiki.actions import trusting
from wiki.actions.spans import Span, Work, item
from wiki.models import Comment, Flag, Reuse, ReversalItem
from wiki.models.reversal import Fate, Sort, Why

Items = Sequence[ReversalItem]
WRITTEN = ("held", "held_for", "hidden", "hidden_by", "hidden_reason")


# Each by its name: what keeps a history is written by no such statement.
def _put_comments(found: Sequence[Comment]) -> None:
    Comment.objects.bulk_update(found, WRITTEN, batch_size=200)


def _put_reuses(found: Sequence[Reuse]) -> None:
    Reuse.objects.bulk_update(found, WRITTEN, batch_size=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A kind of words that people hide, and how its fields are called."""

    model: Any
    sort: Sort
    flagged: str  # of a flag, what it is about
    gone: str  # when its author took it away
    page: str
    put: Callable[[Any], None]
    heavy: tuple[str, ...] = ()  # what need not be read to hide it


COMMENTS = Words(
    model=Comment,
    sort=Sort.COMMENT,
    flagged="comment",
    gone="deleted",
    page="thread__page",
    put=_put_comments,
    heavy=("text", "html"),
)
REUSES = Words(
    model=Reuse, sort=Sort.REUSE, flagged="reuse", gone="withdrawn", page="uses__page", put=_put_reuses
)


def find(span: Span) -> list[ReversalItem]:
    """All that there is of it, in one query for each kind."""
    return [one for words in (COMMENTS, REUSES) if words.sort in span.sorts for one in _found(words, span)]


def _found(words: Words, span: Span) -> list[ReversalItem]:
    """Those in sight or held; and those that reports alone have hidden, which nobody has judged."""
    open_flags = Flag.objects.filter(**{words.flagged: OuterRef("pk")}, upheld=None)
    unjudged = Q(hidden__isnull=True) | Q(hidden_by__isnull=True) & Q(Exists(open_flags))
    there = {f"{words.gone}__isnull": True}
    own = words.model.objects.filter(unjudged, span.within("created"), author=span.person, **there)
    rows = own.annotate(on=Min(words.page)).order_by("pk").values_list("pk", "on")
    return [item(words.sort, pk, page=page) for pk, page in rows]


def _hide(words: Words, work: Work, items: Items) -> None:
    """Out of sight for the reason of the deed; what was reported of them is upheld."""
    found = _held(words, items)
    about = f"{words.flagged}__in"
    flags: defaultdict[int, list[int]] = defaultdict(list)
    reports = Flag.objects.filter(**{about: found}, upheld=None)
    for pk, target in reports.values_list("pk", words.flagged):
        flags[target].append(pk)
    hidden: list[int] = []
    for one in items:
        it = found.get(one.target)
        if it is None or getattr(it, words.gone) or (it.hidden and it.hidden_by_id):
            one.turn(Fate.LEFT, Why.SETTLED)
            continue
        was = it.hidden.isoformat() if it.hidden else None
        told = {"held": it.held, "held_for": it.held_for, "hidden": was}
        one.before = told | {"hidden_reason": it.hidden_reason, "flags": flags[it.pk]}
        one.turn(Fate.DONE)
        hidden.append(it.pk)
    words.model.objects.filter(pk__in=hidden).update(
        held=False,
        held_for="",
        hidden=work.at,
        hidden_by=work.signed,
        hidden_reason=work.reversal.reason,
    )
    Flag.objects.filter(**{about: hidden}, upheld=None).update(upheld=True)
    trusting.lose(work.reversal.person)


def _show(words: Words, work: Work, items: Items) -> None:
    """As they were: in sight, held, or hidden by reports that wait once more."""
    found = _held(words, items)
    back: list[Any] = []
    reported: list[int] = []
    for one in items:
        it = found.get(one.target)
        is_there = it is not None and getattr(it, words.gone) is None
        if it is None or not is_there or it.hidden != work.reversal.at:
            is_in_sight = is_there and it is not None and it.hidden is None
            one.turn(*((Fate.BACK,) if is_in_sight else (Fate.KEPT, Why.SETTLED)))
            continue
        _bring_back(it, one.before)
        back.append(it)
        reported += one.before["flags"]
        one.turn(Fate.BACK)
    plain = [it.pk for it in back if not (it.held or it.hidden or it.held_for)]
    words.model.objects.filter(pk__in=plain).update(hidden=None, hidden_by=None, hidden_reason="")
    others = [it for it in back if it.held or it.hidden or it.held_for]
    words.put(others)
    Flag.objects.filter(pk__in=reported, upheld=True).update(upheld=None)
    trusting.gain(work.reversal.person)


def _bring_back(it: Any, was: dict[str, Any]) -> None:
    it.held, it.held_for = (
        was["held"],
        was.get("held_for", it.held_for),
    )
    it.hidden = datetime.fromisoformat(was["hidden"]) if was["hidden"] else None
    it.hidden_by, it.hidden_reason = None, was["hidden_reason"]


def _held(words: Words, items: Items) -> dict[int, Any]:
    """These, until the transaction ends."""
    held = words.model.objects.select_for_update(of=("self",)).order_by("pk").defer(*words.heavy)
    found: dict[int, Any] = held.in_bulk([one.target for one in items])
    return found


hide_comments, hide_reuses = partial(_hide, COMMENTS), partial(_hide, REUSES)
show_comments, show_reuses = partial(_show, COMMENTS), partial(_show, REUSES)
