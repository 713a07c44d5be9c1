"""What happened to the guide lately: the pages that people changed last, one line each, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import User
from wiki.models import Page, PageRevision
from wiki.models.page import Kind, PageQuerySet, address_of
from wiki.models.revision import Origin
from wiki.queries import alongside

SHOWN = 5
NAME = "change"


@dataclass(frozen=True, slots=True)
class Change:
    """The latest signed change of a page: where it reads, who made it, and when."""

    title: str
    address: str
    author: str
    is_new: bool
    at: datetime


def with_changes(pages: PageQuerySet, user: Any) -> PageQuerySet:
    """Pages that carry what `changes` reads: the home page shows them without a query of its own."""
    return alongside.carry(pages, _latest(user), NAME, SHOWN)


def changes(page: Page) -> list[Change]:
    """What changed last, as told by `with_changes`."""
    return [_change(**one) for one in alongside.carried(page, NAME, SHOWN)]


def _latest(user: Any) -> QuerySet[Any]:
    """The last signed revision of each page that one finds in a menu; what the site did is no news."""
    page = Page.objects.visible_to(user).filter(pk=OuterRef("id"), listed=True, kind=Kind.PAGE)
    signed = PageRevision.objects.filter(history_user__isnull=False, author_hidden=False)
    later = signed.filter(id=OuterRef("id"), number__gt=OuterRef("number"))
    return (
        signed.filter(Exists(page), ~Exists(later))
        .annotate(
            told=JSONObject(
                # As it is now: a page may have moved since, with one above it.
                title=Subquery(page.values("title")),
                path=Subquery(page.values("path")),
                person="history_user_id",
                name="history_user__name",
                number="number",
                origin="origin",
                at="history_date",
            )
        )
        .order_by("-history_date", "-pk")
    )


def _change(*, title: str, path: str, person: int, name: str, number: int, origin: str, at: str) -> Change:
    date = datetime.fromisoformat(at)
    return Change(
        title,
        address_of(path),
        str(User(pk=person, name=name)),
        number == 1 and origin == Origin.EDIT,
        date if date.tzinfo else date.replace(tzinfo=UTC),  # SQLite keeps UTC, and does not say so
    )
