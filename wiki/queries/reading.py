"""The page that one reads at a path, with all that its screen tells beside its text, in one query."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from wiki.models import Page, PageQuerySet, PageRevision
from wiki.models.page import gestures_of
from wiki.models.prepared import Given, Prepared
from wiki.queries import activity, masking, reuses, review, supporting, threads, together, upkeep

_ANYBODY = AnonymousUser()


def page_at(path: str, user: Any) -> Page | None:
    """The page at this very path, if this person may read it: `reading` and what its head tells."""
    if user.is_authenticated:
        return _at(path, user, is_home=not path).first()
    return next(iter(_FOR_ANYBODY[not path](path=path)), None)


def _at(path: Any, user: Any, *, is_home: bool) -> PageQuerySet:
    pages = threads.with_latest(Page.objects.with_last_revision(), user)
    pages = upkeep.with_day(reuses.with_reuses(review.with_open_suggestions(pages)))
    if is_home:  # what it tells of the guide
        pages = supporting.with_suggestions(activity.with_changes(pages, user), user)
        pages = together.with_tasks(pages, user)
    return pages.visible_to(user).at(path)


_FOR_ANYBODY: dict[bool, Prepared[Page]] = {
    False: Prepared(lambda: _at(Given("path"), _ANYBODY, is_home=False)[:1]),
    True: Prepared(lambda: _at(Given("path"), _ANYBODY, is_home=True)[:1]),
}


def asked_first() -> list[str]:
    """What readers ask, for a server that makes itself ready: home, a search, and a page, its history and
    what its last revision changed, of the guide that is there."""
    addresses = [reverse("wiki:home"), f"{reverse('wiki:search')}?q=a"]
    page = Page.objects.visible_to(_ANYBODY).exclude(parent=None).order_by("-version").first()
    if page is None:
        return addresses
    last = masking.readable(PageRevision.objects.filter(id=page.pk)).order_by("-number").values_list("pk")[:2]
    between = [str(pk) for (pk,) in reversed(last)]
    comparison = f"{gestures_of(page.path or '')}compare/{'/'.join(between)}/"
    return [*addresses, page.address, page.history_address, *([comparison] if len(between) == 2 else [])]
