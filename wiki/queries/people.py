"""What somebody did for the guide, as anybody may see it: pages that they wrote, and what they said there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Q
from django.utils.text import slugify

from accounts.models import User
from wiki.models import Comment, Page, PageRevision
from wiki.models.page import PageQuerySet
from wiki.models.thread import CommentQuerySet

SHOWN = 100
SAID = 20
MOST_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Contribution:
    """A page that somebody wrote: how often, and when last."""

    page: Page
    revisions: int
    last_at: datetime


def name_of(person: User) -> str:
    """The end of the address of somebody's profile: what they are called, and what tells namesakes apart."""
    return "-".join(part for part in (slugify(person.name)[:60], str(person.pk)) if part)


def find(name: str) -> User | None:
    """The person of an address; only its number counts, since names change."""
    number = name.rpartition("-")[2]
    if not (number.isascii() and number.isdigit() and int(number) <= MOST_NUMBER):
        return None
    return User.objects.filter(pk=int(number)).first()


def mentioned(names: Iterable[str]) -> dict[str, User]:
    """Those whom a comment calls `@first-last`, or by the end of their address: people whose work or comments
    anybody may read. Of namesakes nobody is meant. In one query."""
    called: dict[str, set[User]] = {}
    for person in _met():
        for word in {slugify(person.name), name_of(person)} - {""}:
            called.setdefault(word, set()).add(person)
    meant = {name: called.get(slugify(name.replace(".", " ")), set()) for name in names}
    return {name: next(iter(people)) for name, people in meant.items() if len(people) == 1}


def _met() -> Iterable[User]:
    """Whoever wrote or said something that anybody may read."""
    anybody = AnonymousUser()
    readable = _readable(anybody)
    written = PageRevision.objects.filter(
        id__in=readable.values("pk"), history_user__isnull=False, author_hidden=False
    )
    wrote = Q(pk__in=written.order_by().values("history_user"))
    spoke = Q(pk__in=_said(anybody).order_by().values("author"), ghost=False, erased_at__isnull=True)
    return User.objects.filter(wrote | spoke).only("name")


def _readable(user: Any) -> PageQuerySet:
    """The pages that this person may read and finds without being told where they are."""
    return Page.objects.visible_to(user).filter(path__isnull=False, listed=True)


def _said(user: Any) -> CommentQuerySet:
    """What everybody reads of the discussions on these pages, whoever asks."""
    return Comment.objects.shown().filter(thread__page__in=_readable(user).values("pk"))


def contributions(person: User, user: Any) -> list[Contribution]:
    """The pages that this reader may read and that person wrote, in two queries."""
    readable = _readable(user)
    written = (
        PageRevision.objects.filter(history_user=person, author_hidden=False, id__in=readable.values("pk"))
        .order_by()
        .values("id")
        .annotate(revisions=Count("pk"), last_at=Max("history_date"))
        .order_by("-last_at")[:SHOWN]
    )
    told = {row["id"]: row for row in written}
    pages = readable.only("title", "path", "kind", "url").in_bulk(list(told))
    return [Contribution(pages[pk], row["revisions"], row["last_at"]) for pk, row in told.items()]


def comments(person: User, user: Any) -> list[Comment]:
    """What that person said last on pages that this reader may read, in one query; ghosts say nothing."""
    if person.ghost or person.erased_at:
        return []
    said = _said(user).filter(author=person).select_related("thread__page")
    return list(said.order_by("-created", "-pk")[:SAID])
