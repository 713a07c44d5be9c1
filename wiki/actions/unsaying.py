"""What an account proposed, and where it stood, undone all at once, and back: suggestions, stands, reports.

Each pair of verbs does its kind in a constant number of queries, in the caller's transaction; what somebody
else decided meanwhile is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from wiki.actions import rebasing
from wiki.actions.spans import Span, Work, item
from wiki.models import Flag, Page, PageRevision, ReversalItem, Review, Stand, Suggestion
from wiki.models.page import State
from wiki.models.reversal import Fate, Sort, Why
from wiki.models.suggestion import LIVING, PUBLISHING, Aim, Stage, Verdict

Items = Sequence[ReversalItem]


def find(span: Span) -> list[ReversalItem]:
    """All that there is of it, in one query for each kind."""
    found = {Sort.SUGGESTION: _suggestions, Sort.STAND: _stands, Sort.FLAG: _flags}
    return [one for sort, ask in found.items() if sort in span.sorts for one in ask(span)]


# --- suggestions --------------------------------------------------------------------------------------------


def _suggestions(span: Span) -> Iterable[ReversalItem]:
    own = Suggestion.objects.living().filter(span.within("created"), author=span.person)
    return [item(Sort.SUGGESTION, pk, page=page) for pk, page in own.order_by("pk").values_list("pk", "page")]


def _claimed(items: Items) -> dict[int, Suggestion]:
    """The suggestions as they are until the transaction ends: whoever holds their pages writes them."""
    pages = sorted({one.page_id for one in items if one.page_id})
    list(Page.objects.select_for_update(of=("self",)).filter(pk__in=pages).order_by("pk").values_list("pk"))
    return Suggestion.objects.select_related("on").in_bulk([one.target for one in items])


def decline(work: Work, items: Items) -> None:
    """Declined as a whole. What they proposed stays on them, as of those that were withdrawn."""
    found = _claimed(items)
    published = Review.objects.filter(suggestion__in=found, verdict__in=PUBLISHING)
    split = set(published.values_list("suggestion", flat=True))
    reviews, settled = [], []
    for one in items:
        suggestion = found.get(one.target)
        if suggestion is None or not suggestion.is_living:
            one.turn(Fate.LEFT, Why.SETTLED)
            continue
        since = suggestion.open_since.isoformat() if suggestion.open_since else None
        one.before = {"state": suggestion.state, "open_since": since}
        reviews.append(
            Review(
                suggestion=suggestion,
                verdict=Verdict.DECLINED,
                by=work.signed,
                at=work.at,
                reason=work.reversal.reason,
                version=suggestion.version,
                changes=rebasing.in_words(suggestion, rebasing.keys(suggestion)),
            )
        )
        suggestion.state = Stage.PARTLY_ACCEPTED if suggestion.pk in split else Stage.DECLINED
        suggestion.settled_at = work.at
        suggestion.version += 1
        settled.append(suggestion)
        one.turn(Fate.DONE)
    Suggestion.objects.bulk_update(settled, ["state", "settled_at", "version"], batch_size=200)
    Review.objects.bulk_create(reviews)


def reopen(work: Work, items: Items) -> None:
    """Open again, on the text of today; the days of a tacit consent go on where they were stopped."""
    found = _claimed(items)
    now, back = timezone.now(), []
    for one in items:
        suggestion = found.get(one.target)
        if suggestion is None or suggestion.settled_at != work.reversal.at:
            is_open = suggestion is not None and suggestion.is_living
            one.turn(*((Fate.BACK,) if is_open else (Fate.KEPT, Why.SETTLED)))
            continue
        since = one.before["open_since"]
        suggestion.open_since = datetime.fromisoformat(since) + (now - work.reversal.at) if since else None
        suggestion.state, suggestion.settled_at = one.before["state"], None
        suggestion.version += 1
        back.append(suggestion)
        one.turn(Fate.BACK)
    Suggestion.objects.bulk_update(back, ["state", "settled_at", "open_since", "version"], batch_size=200)
    refusals = Review.objects.filter(suggestion__in=back, verdict=Verdict.DECLINED, at=work.reversal.at)
    refusals.update(taken_back=now)
    _bring(back)


def _bring(suggestions: Iterable[Suggestion]) -> None:
    """Those whose page was written meanwhile meet its text."""
    texts = [one for one in suggestions if one.aim == Aim.TEXT]
    living = Page.objects.exclude(state=State.ARCHIVED).filter(pk__in={one.page_id for one in texts})
    revisions = PageRevision.objects.filter(id__in=living.values("pk")).order_by()
    last = dict(revisions.values_list("id").annotate(last=Max("number")))
    for one in texts:
        if one.on.number < last.get(one.page_id, 0):
            rebasing.bring(one.pk)


# --- supports and objections --------------------------------------------------------------------------------


def _stands(span: Span) -> Iterable[ReversalItem]:
    own = Stand.objects.standing().filter(span.within("at"), by=span.person, suggestion__state__in=LIVING)
    rows = own.order_by("pk").values_list("pk", "suggestion__page", "suggestion")
    return [item(Sort.STAND, pk, page=page, suggestion=about) for pk, page, about in rows]


def set_aside(work: Work, items: Items) -> None:
    """They count no more, as if they had been taken back."""
    standing = Stand.objects.standing().filter(pk__in=[one.target for one in items])
    found = set(standing.values_list("pk", flat=True))
    for one in items:
        one.turn(*((Fate.DONE,) if one.target in found else (Fate.LEFT, Why.SETTLED)))
    Stand.objects.filter(pk__in=found).update(taken_back=work.at)


def count_again(work: Work, items: Items) -> None:
    """They count once more, for as long as their words are proposed, where nobody took another since."""
    set_aside = Stand.objects.select_related("suggestion__on").in_bulk([one.target for one in items])
    others = Stand.objects.standing().filter(suggestion__in={one.suggestion_id for one in set_aside.values()})
    taken = set(others.values_list("suggestion", "by", "change"))
    back: dict[int, Suggestion] = {}
    for one in items:
        stand = set_aside.get(one.target)
        is_ours = stand is not None and stand.taken_back == work.reversal.at
        if stand is None or not is_ours or (stand.suggestion_id, stand.by_id, stand.change) in taken:
            one.turn(Fate.KEPT, Why.SETTLED)
            continue
        back[stand.pk] = stand.suggestion
        one.turn(Fate.BACK)
    Stand.objects.filter(pk__in=back).update(taken_back=None)
    for suggestion in {one.pk: one for one in back.values()}.values():
        rebasing.lapse(suggestion)


# --- reports ------------------------------------------------------------------------------------------------


def _flags(span: Span) -> Iterable[ReversalItem]:
    """Those that nobody judged; one that hides a comment with others is judged with it."""
    own = Flag.objects.filter(span.within("at"), by=span.person, upheld=None).order_by("pk")
    rows = own.values_list("pk", "comment__thread__page", "comment__hidden", "comment")
    return [
        item(Sort.FLAG, pk, page=page, why=Why.JUDGED if hidden else "", comment=comment)
        for pk, page, hidden, comment in rows
    ]


def dismiss(_work: Work, items: Items) -> None:
    """In error, as far as anybody counts them."""
    unjudged = Flag.objects.filter(pk__in=[one.target for one in items], upheld=None)
    found = set(unjudged.values_list("pk", flat=True))
    for one in items:
        one.turn(*((Fate.DONE,) if one.target in found else (Fate.LEFT, Why.SETTLED)))
    Flag.objects.filter(pk__in=found).update(upheld=False)


def take_up(_work: Work, items: Items) -> None:
    """They wait to be judged once more."""
    dismissed = Flag.objects.filter(pk__in=[one.target for one in items], upheld=False)
    found = set(dismissed.values_list("pk", flat=True))
    for one in items:
        one.turn(*((Fate.BACK,) if one.target in found else (Fate.KEPT, Why.SETTLED)))
    Flag.objects.filter(pk__in=found).update(upheld=None)
