"""The reuses that an account told, out of sight all at once, and back; as `unsaying` does with comments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Q

from wiki.actions import trusting
from wiki.actions.spans import Span, Work, item
from wiki.models import Flag, Reuse, ReversalItem
from wiki.models.reversal import Fate, Sort, Why

Items = Sequence[ReversalItem]


def find(span: Span) -> list[ReversalItem]:
    """Those in sight or held; and those that reports alone have hidden, which nobody has judged. In one
    query."""
    if Sort.REUSE not in span.sorts:
        return []
    open_flags = Flag.objects.filter(reuse=OuterRef("pk"), upheld=None)
    unjudged = Q(hidden__isnull=True) | Q(hidden_by__isnull=True) & Q(Exists(open_flags))
    own = Reuse.objects.filter(unjudged, span.within("created"), author=span.person, withdrawn__isnull=True)
    rows = own.annotate(page=Min("uses__page")).order_by("pk").values_list("pk", "page")
    return [item(Sort.REUSE, pk, page=page) for pk, page in rows]


def hide(work: Work, items: Items) -> None:
    """Out of sight for the reason of the deed; what was reported of them is upheld."""
    found = _held(items)
    flags: defaultdict[int, list[int]] = defaultdict(list)
    for pk, about in Flag.objects.filter(reuse__in=found, upheld=None).values_list("pk", "reuse"):
        flags[about].append(pk)
    hidden: list[int] = []
    for one in items:
        reuse = found.get(one.target)
        if reuse is None or reuse.withdrawn or (reuse.hidden and reuse.hidden_by_id):
            one.turn(Fate.LEFT, Why.SETTLED)
            continue
        was = reuse.hidden.isoformat() if reuse.hidden else None
        told = {"held": reuse.held, "held_for": reuse.held_for, "hidden": was}
        one.before = told | {"hidden_reason": reuse.hidden_reason, "flags": flags[reuse.pk]}
        one.turn(Fate.DONE)
        hidden.append(reuse.pk)
    Reuse.objects.filter(pk__in=hidden).update(
        held=False,
        held_for="",
        hidden=work.at,
        hidden_by=work.signed,
        hidden_reason=work.reversal.reason,
    )
    Flag.objects.filter(reuse__in=hidden, upheld=None).update(upheld=True)
    trusting.lose(work.reversal.person)


def show(work: Work, items: Items) -> None:
    """As they were: in sight, held, or hidden by reports that wait once more."""
    found = _held(items)
    back: list[Reuse] = []
    reported: list[int] = []
    for one in items:
        reuse = found.get(one.target)
        if reuse is None or reuse.hidden != work.reversal.at:
            in_sight = reuse is not None and reuse.hidden is None and reuse.withdrawn is None
            one.turn(*((Fate.BACK,) if in_sight else (Fate.KEPT, Why.SETTLED)))
            continue
        was = one.before["hidden"]
        reuse.hidden, reuse.hidden_by = datetime.fromisoformat(was) if was else None, None
        for name in ("held", "held_for", "hidden_reason"):
            setattr(reuse, name, one.before[name])
        back.append(reuse)
        reported += one.before["flags"]
        one.turn(Fate.BACK)
    written = ["held", "held_for", "hidden", "hidden_by", "hidden_reason"]
    Reuse.objects.bulk_update(back, written, batch_size=200)
    Flag.objects.filter(pk__in=reported, upheld=True).update(upheld=None)
    trusting.gain(work.reversal.person)


def _held(items: Items) -> dict[int, Reuse]:
    """These, until the transaction ends."""
    held = Reuse.objects.select_for_update(of=("self",)).order_by("pk")
    return held.in_bulk([one.target for one in items])
