"""Who may do what: one table, asked by actions before they act and by screens before they offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.roles import Role, roles_of
from wiki.errors import NotAllowed
from wiki.models import Page
from wiki.models.page import Kind, State


class _System:
    """The site itself: the loader, the commands of its operator. It may all, and signs nothing."""

    pk = None

    def __str__(self) -> str:
        return "system"


SYSTEM = _System()


def _decides(who: Any) -> bool:
    """Moderators and admins; the referents of a section join them with its charter."""
    return who is SYSTEM or bool(roles_of(who) & {Role.MODERATOR, Role.ADMIN})


def _administers(who: Any) -> bool:
    return who is SYSTEM or Role.ADMIN in roles_of(who)


def _reads(who: Any, page: Page) -> bool:
    return page.state == State.PUBLISHED or (page.state == State.DRAFT and _decides(who))


def _creates(who: Any, parent: Page | None) -> bool:
    if parent is None:  # the home page, once in the life of a site
        return _administers(who)
    return _decides(who) and _reads(who, parent) and parent.kind != Kind.LINK


def _edits(who: Any, page: Page) -> bool:
    return _decides(who) and _reads(who, page)


def _brings_back(who: Any, page: Page) -> bool:
    return _decides(who) and page.state == State.ARCHIVED


# An action that is not in the table is nobody's, not even the site's.
TABLE: dict[str, Callable[[Any, Any], bool]] = {
    "page.read": _reads,
    "page.create": _creates,
    "page.edit": _edits,
    "page.restore": _edits,  # the text of an old revision
    "page.move": _edits,  # and rename
    "page.reorder": _edits,
    "page.publish": _edits,  # and back to draft
    "page.archive": _edits,
    "page.unarchive": _brings_back,
    "page.inspect": lambda who, _it: _decides(who),
    "page.rebuild": lambda who, _it: _administers(who),
    "book.import": lambda who, _it: _administers(who),
    "attachment.check": lambda who, _it: _administers(who),
}


def may(who: Any, action: str, it: Any = None) -> bool:
    """Whether this person may do that to it."""
    return TABLE[action](who, it)


def require(who: Any, action: str, it: Any = None) -> None:
    """Nothing when they may, NotAllowed when they may not."""
    if not may(who, action, it):
        raise NotAllowed(action, it)
