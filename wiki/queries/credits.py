"""Whom a page, a section or the site is owed to: who wrote what still stands, and who accepted it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Max, Min, QuerySet

from accounts.models import User
from wiki.models import Page, PageRevision
from wiki.models.page import below
from wiki.queries import authorship
from wiki.queries.authorship import Share
from wiki.text.words import fold


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Somebody who let in what others wrote, when first and when last."""

    person: User
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Credits:
    """Those who wrote, in the order in which they came: what counts is that they are named, not who wrote
    most. Those who accepted, by their names."""

    standing: Sequence[Share]  # whose words are read today
    gone: Sequence[Share]  # whose words were all replaced since
    accepted: Sequence[Acceptance]
    unsigned: int  # words that the site itself brought
    unknown: int  # pages of which it is not known yet

    @property
    def is_empty(self) -> bool:
        return not (self.standing or self.gone or self.accepted)


def of_page(page: Page) -> Credits:
    return _credits(Page.objects.filter(pk=page.pk))


def of_section(section: Page, user: Any) -> Credits:
    """Of a page and of those below it that this reader may read and find."""
    return _credits(authorship.readable(user).filter(pk__in=below(frozenset({section.pk}))))


def of_site(user: Any | None = None) -> Credits:
    """Of all pages that this reader, or anybody, may read and find."""
    return _credits(authorship.readable(user or AnonymousUser()))


def authors(page: Page) -> list[str]:
    """By the names that they chose, those whose words a page is made of, in the order in which they came;
    until that is known, all who wrote it. Whoever chose no name is not named."""
    told = authorship.shares_of_page(page).people
    standing = [share for share in told if share.person and (share.words or share.together)]
    named = [share.person.name for share in standing or told if share.person]
    return [name for name in named if name]


def _credits(pages: QuerySet[Page]) -> Credits:
    """In six queries, however many pages, revisions and people there are."""
    shares = authorship.shares(pages)
    people = [share for share in shares.people if share.person]
    return Credits(
        standing=[share for share in people if share.words or share.together],
        gone=[share for share in people if not (share.words or share.together)],
        accepted=_accepted(pages),
        unsigned=sum(share.words for share in shares.people if share.person is None),
        unknown=shares.unknown,
    )


def _accepted(pages: QuerySet[Page]) -> list[Acceptance]:
    revisions = PageRevision.objects.filter(
        id__in=pages.order_by().values("pk"), accepted_by__gt=0
    ).order_by()
    # Nobody is told as who accepted their own words, where whose these are is hidden.
    revisions = revisions.exclude(author_hidden=True, accepted_by=F("history_user"))
    told = revisions.values_list("accepted_by").annotate(Min("history_date"), Max("history_date"))
    dates = {key: (first, last) for key, first, last in told}
    people = User.objects.in_bulk(list(dates)) if dates else {}
    found = [Acceptance(person, *dates[key]) for key, person in people.items()]
    return sorted(found, key=lambda one: fold(str(one.person)))
