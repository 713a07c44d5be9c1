"""Where a passage comes from: the revisions that brought its words, and what was said before each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from wiki.models import Comment, Page, PageRevision, Review, Stand, Thread
from wiki.models.stand import Stance
from wiki.models.suggestion import Verdict
from wiki.queries import authorship, masking
from wiki.queries.authorship import Passage
from wiki.queries.bringing import Proposed
from wiki.queries.timeline import Moment
from wiki.text.anchor import Quote
from wiki.text.attribution import pattern

MOST = 12  # revisions told of one passage, the latest first
SIGNS = {Verdict.ACCEPTED, Verdict.APPROVED, Verdict.CONSENT, Verdict.PUBLISHED}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the passage by their place in it; `number` is the one of their step, none between words."""

    text: str
    number: int = 0
    pattern: int = 0


@dataclass(frozen=True, slots=True)
class Talk:
    """The discussion that a change answers: how many comments, and the first."""

    thread: Thread
    comments: int
    first: Comment | None


@dataclass(frozen=True, slots=True)
class Step:
    """A revision that brought words of the passage, and what led to it."""

    number: int
    moment: Moment
    words: int
    texts: Sequence[str]
    former: int | None  # the revision before, to be compared with
    suggestion: Proposed | None
    reviews: Sequence[Review]
    supports: int
    objections: Sequence[Stand]
    talk: Talk | None
    is_first: bool

    @property
    def pattern(self) -> int:
        return pattern(self.number)


@dataclass(frozen=True, slots=True)
class Trail:
    """The way of a passage, the latest step first; not known for a moment after an import."""

    is_known: bool
    steps: Sequence[Step] = ()
    pieces: Sequence[Piece] = ()
    more: int = 0  # steps that are not told


def of_passage(page: Page, quote: Quote, user: Any) -> Trail:
    """The trail of the words that a reader quotes, in a number of queries that does not grow with them."""
    told = authorship.of_passage(page, quote.start, quote.end, user)
    if not told.is_known:
        return Trail(is_known=False)
    groups: defaultdict[int, list[Passage]] = defaultdict(list)
    for passage in told.passages:
        groups[passage.moment.revision.number].append(passage)
    order = {number: place for place, number in enumerate(sorted(groups, reverse=True), 1)}
    behind = _Behind(page, [one[0] for one in groups.values()])
    steps = [behind.step(place, groups[number]) for number, place in order.items()]
    pieces = _pieces(page.plain, quote, told.passages, order)
    return Trail(True, steps[:MOST], pieces, max(0, len(steps) - MOST))


def _pieces(plain: str, quote: Quote, passages: Iterable[Passage], order: Mapping[int, int]) -> list[Piece]:
    pieces, place = [], quote.start
    for passage in passages:
        number = order[passage.moment.revision.number]
        pieces += [Piece(plain[place : passage.start])] if passage.start > place else []
        pieces.append(Piece(passage.text, number, pattern(number)))
        place = passage.end
    return [*pieces, Piece(plain[place : quote.end])] if place < quote.end else pieces


class _Behind:
    """What was said and decided of all suggestions of a trail, asked at once."""

    def __init__(self, page: Page, passages: Sequence[Passage]) -> None:
        numbers = [one.moment.revision.number - 1 for one in passages]
        before = masking.readable(PageRevision.objects.filter(id=page.pk, number__in=numbers))
        self._formers = dict(before.values_list("number", "pk"))
        asked = [one.suggestion.pk for one in passages if one.suggestion]
        self._reviews: defaultdict[int, list[Review]] = defaultdict(list)
        self._stands: defaultdict[int, list[Stand]] = defaultdict(list)
        if asked:
            reviews = Review.objects.filter(suggestion__in=asked, taken_back=None).select_related("by")
            for review in reviews:
                self._reviews[review.suggestion_id].append(review)
            stands = Stand.objects.filter(suggestion__in=asked, taken_back=None).select_related("by")
            for stand in stands:
                self._stands[stand.suggestion_id].append(stand)
        self._talks = _talks({one.thread for one in passages if one.thread})

    def step(self, number: int, passages: Sequence[Passage]) -> Step:
        one = passages[0]
        of_revision = one.moment.revision.number
        suggestion = one.suggestion
        stands = self._stands[suggestion.pk] if suggestion else []
        return Step(
            number=number,
            moment=one.moment,
            words=sum(passage.words for passage in passages),
            texts=[passage.text for passage in passages],
            former=self._formers.get(of_revision - 1),
            suggestion=suggestion,
            reviews=[it for it in self._reviews[suggestion.pk] if it.verdict in SIGNS] if suggestion else [],
            supports=sum(stand.stance == Stance.SUPPORT for stand in stands),
            objections=[stand for stand in stands if stand.stance == Stance.OBJECTION],
            talk=self._talks.get(one.thread or 0),
            is_first=of_revision == 1,
        )


def _talks(threads: set[int]) -> dict[int, Talk]:
    """The discussions, as anybody reads them."""
    if not threads:
        return {}
    shown = Comment.objects.shown().filter(thread__in=threads).select_related("author", "thread__page")
    counted = dict(shown.order_by().values_list("thread").annotate(Count("pk")))
    firsts: dict[int, Comment] = {}
    for comment in shown.order_by("created", "pk"):
        firsts.setdefault(comment.thread_id, comment)
    return {pk: Talk(first.thread, counted[pk], first) for pk, first in firsts.items()}
