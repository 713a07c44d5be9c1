"""What readers said of pages, as those who decide there read it: leaf by leaf, and summed up by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from wiki.models import Feedback
from wiki.queries import leaves
from wiki.queries.tree import Entry, Menu, pages_below

PER_LEAF = 50
MOST_PAGES = 10
WANTED = ("words", "no", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some answers."""

    answers: list[Feedback]


@dataclass(frozen=True, slots=True)
class Helped:
    """How many readers a page helped, and how many not."""

    page: Entry
    yes: int
    no: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The same of all that is asked for, and of the pages that helped least."""

    yes: int
    no: int
    pages: list[Helped]

    @property
    def share(self) -> int:
        """In a hundred; of none, none."""
        return round(100 * self.yes / (self.yes + self.no)) if self.yes + self.no else 0


def asked(user: Any, *, section: Entry | None = None, page: int | None = None) -> Any:
    """Those that this person may read, of a section or of a page."""
    found = Feedback.objects.visible_to(user)
    if section is not None:
        found = found.filter(page__in=sorted(pages_below(section)))
    return found if page is None else found.filter(page=page)


def leaf(found: Any, wanted: str, number: str) -> Leaf:
    """A leaf of them, the latest first: those with words, those that were not helped, or all."""
    if wanted == "words":
        found = found.exclude(words="")
    elif wanted == "no":
        found = found.filter(helped=False)
    total = found.count()
    count = leaves.count_leaves(total, PER_LEAF)
    at = leaves.number_of(number, count)
    fields = ("helped", "words", "at", "crowded", "page__title", "page__path", "page__kind", "page__url")
    rows = found.select_related("page").only(*fields).order_by("-at", "-pk")
    answers = list(rows[(at - 1) * PER_LEAF : at * PER_LEAF])
    return Leaf(answers=answers, number=at, count=count, total=total)


def sums(found: Any, menu: Menu) -> Sums:
    """In one query; what came in crowds counts for nothing."""
    rows = found.filter(crowded=False).order_by().values_list("page")
    told = rows.annotate(yes=Count("pk", filter=Q(helped=True)), no=Count("pk", filter=Q(helped=False)))
    known = [(menu.find(page), yes, no) for page, yes, no in told]
    pages = [Helped(page, yes, no) for page, yes, no in known if page and no]
    pages.sort(key=lambda one: (-one.no, one.yes, one.page.title))
    return Sums(sum(one[1] for one in known), sum(one[2] for one in known), pages[:MOST_PAGES])
