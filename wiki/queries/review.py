"""Suggestions as one person reads them: one with all that was decided of it, lists of them, how many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from wiki.models import (
    Notice,
    Origin,
    Page,
    PageRevision,
    ReversalItem,
    Review,
    Suggestion,
    SuggestionVersion,
)
from wiki.models.page import below, led_by
from wiki.models.reversal import Fate, Sort
from wiki.models.suggestion import LIVING, Footing, Stage, SuggestionQuerySet
from wiki.queries import leaves, promises, stands, takings

PER_LEAF = 20
MOST_ON_BOARD = 200
FILTERS = ("open", "review", "late", "held", "objection", "conflict", "asked", "mine", "settled", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some suggestions of a list."""

    suggestions: list[Suggestion]


def find(pk: int, user: Any) -> Suggestion | None:
    """One suggestion with what was decided of it and what it said before, if this person may read it; in
    three queries."""
    found = (
        Suggestion.objects.kept_for(user)
        .filter(pk=pk)
        .select_related("page", "author", "base", "on", "answers")
    )
    return found.prefetch_related(
        Prefetch("reviews", Review.objects.select_related("by", "revision")),
        Prefetch("versions", SuggestionVersion.objects.select_related("on", "by").order_by("number")),
    ).first()


def of_page(page: Page, user: Any, wanted: str, asked: str) -> Leaf:
    """A leaf of the suggestions on a page; in two queries."""
    return _leaf(Suggestion.objects.visible_to(user).filter(page=page), user, wanted, asked)


def of_site(user: Any, wanted: str, asked: str, within: Collection[int] | None = None) -> Leaf:
    """The same of all pages that this person may read and find, or of those of these keys."""
    found = _of_site(user)
    return _leaf(found if within is None else found.filter(page__in=within), user, wanted, asked)


def counts(user: Any, page: Page | None = None, within: Collection[int] | None = None) -> dict[str, int]:
    """How many suggestions each filter finds; in one query."""
    found = _of_site(user) if page is None else Suggestion.objects.visible_to(user).filter(page=page)
    found = found if within is None else found.filter(page__in=within)
    told = {name: Count("pk", filter=_condition(name, user)) for name in FILTERS}
    return found.aggregate(**told)


def columns(user: Any, within: Collection[int] | None = None) -> dict[str, list[Suggestion]]:
    """The living ones by what they wait for, the oldest first: a board, in three queries."""
    found = _of_site(user).living()
    found = found if within is None else found.filter(page__in=within)
    board: dict[str, list[Suggestion]] = {"review": [], "asked": [], "conflict": []}
    shown = list(_told(found).order_by("created", "pk")[:MOST_ON_BOARD])
    _tell(shown, user)
    for suggestion in shown:
        board[waits_for(suggestion)].append(suggestion)
    return board


def waits_for(suggestion: Suggestion) -> str:
    """Of a living one: for its author, who must say how or was asked to change it, else for a review."""
    if suggestion.footing == Footing.CONFLICT:
        return "conflict"
    return "asked" if suggestion.state == Stage.CHANGES_ASKED else "review"


def taken_back(suggestion: Suggestion) -> list[Any]:
    """The revisions that undid acceptances of it, the oldest first; nothing is asked where none was."""
    published = [one.revision_id for one in suggestion.reviews.all() if one.revision_id]
    if not published:
        return []
    whole = ReversalItem.objects.filter(fate=Fate.DONE, sort=Sort.ACCEPTED, target__in=published)
    told = Q(suggestion=suggestion, origin=Origin.RESTORE) | Q(pk__in=whole.values("made"))
    made = PageRevision.objects.filter(told)
    return list(made.select_related("history_user").defer("header", "source").order_by("number"))


def by_author(user: Any) -> list[Suggestion]:
    """All that somebody proposed, what waits for them first, then the latest; with what became of it."""
    found = _told(Suggestion.objects.kept_for(user).filter(author=user)).prefetch_related(
        Prefetch("reviews", Review.objects.select_related("by", "revision"))
    )
    return list(found.order_by("-created", "-pk"))


class Waits(NamedTuple):
    """How many suggestions wait for somebody, of how many the promised answer is late; and how many notices
    they have not read."""

    total: int
    late: int
    unread: int


def waiting_for(user: Any) -> Waits:
    """What waits for this person: to be decided, or to be taken up again, or to be read; in one query."""
    asked = Q(state=Stage.CHANGES_ASKED) | Q(footing=Footing.CONFLICT)
    mine = Q(author=user.pk, state__in=LIVING) & asked
    found = Suggestion.objects.visible_to(user)
    if user.is_staff:
        mine |= _condition("review", user)
    elif led := led_by(user):
        mine |= _condition("review", user) & Q(page__in=below(led))
    found = found.filter(mine)
    late = found.filter(promises.is_late() & ~Q(author=user.pk))
    unread = Notice.objects.of(user).unread()
    told = {"total": _counted(found), "late": _counted(late), "unread": _counted(unread)}
    return Waits(*User.objects.filter(pk=user.pk).values_list(*told.values()).get())


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many these are, as a value of another row."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


def with_open_suggestions(pages: Any) -> Any:
    """Pages with how many suggestions wait on them."""
    waiting = Suggestion.objects.shown().living().filter(page=OuterRef("pk")).order_by()
    counted = waiting.values("page").annotate(total=Count("pk")).values("total")
    return pages.annotate(open_suggestions=Coalesce(Subquery(counted), 0))


def _leaf(found: SuggestionQuerySet, user: Any, wanted: str, asked: str) -> Leaf:
    found = found.filter(_condition(wanted, user))
    total = found.count()
    count = leaves.count_leaves(total, PER_LEAF)
    number = leaves.number_of(asked, count)
    start = (number - 1) * PER_LEAF
    order = ("-settled_at", "-pk") if wanted in ("settled", "all") else ("created", "pk")
    shown = list(_told(found).order_by(*order)[start : start + PER_LEAF]) if total else []
    _tell(shown, user)
    return Leaf(suggestions=shown, number=number, count=count, total=total)


def _tell(suggestions: list[Suggestion], user: Any) -> None:
    """Who is at each, and how late its answer is: in two queries, for those who are signed in."""
    takings.tell_suggestions(suggestions, user)
    promises.tell(suggestions, user)


def _told(found: Any) -> Any:
    """With what a list says of each, and without its texts."""
    return (
        stands.counted(found)
        .select_related("page", "author")
        .defer(
            "proposal", "marks", "page__source", "page__html", "page__plain", "page__outline", "page__header"
        )
    )


def _condition(wanted: str, user: Any) -> Q:
    who = user.pk if user.is_authenticated else 0
    living = Q(state__in=LIVING)
    return {
        "open": living,
        "review": living & ~Q(footing=Footing.CONFLICT) & Q(state=Stage.OPEN) & ~Q(author=who),
        "late": promises.is_late(),
        "held": living & ~Q(held_for=""),
        "objection": living & Q(pk__in=stands.objected()),
        "conflict": living & Q(footing=Footing.CONFLICT),
        "asked": Q(state=Stage.CHANGES_ASKED),
        "mine": Q(author=who),
        "settled": ~Q(state__in=[Stage.DRAFT, *LIVING]),
        "all": ~Q(state=Stage.DRAFT),
    }[wanted]


def _of_site(user: Any) -> SuggestionQuerySet:
    """What is proposed for an unlisted page is found by its author, and by those who decide."""
    found = Suggestion.objects.visible_to(user)
    if user.is_authenticated and user.is_staff:
        return found
    own = Q(author=user.pk) if user.is_authenticated else Q()
    return found.filter(Q(page__listed=True) | own)
