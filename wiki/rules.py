"""Who may do what: one table, asked by actions before they act and by screens before they offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from accounts.roles import Role, roles_of
from wiki.errors import NotAllowed
from wiki.models import Attachment, Comment, Page, Thread
from wiki.models.page import Kind, State
from wiki.models.thread import Standing


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


def _takes_away(who: Any, attachment: Attachment) -> bool:
    """What came with a book is the book's: it goes when the book says so."""
    return _decides(who) and attachment.uploaded_at is not None


def _is_oneself(who: Any, person: User) -> bool:
    return who is SYSTEM or (isinstance(who, User) and who.pk == person.pk)


# --- discussions --------------------------------------------------------------------------------------------


def _discusses(who: Any, page: Page) -> bool:
    """Whoever has an account may comment what they read; the site itself has nothing to say."""
    return Role.CONTRIBUTOR in roles_of(who) and _reads(who, page) and page.kind != Kind.LINK


def _replies(who: Any, thread: Thread) -> bool:
    return _discusses(who, thread.page) and (thread.state == Standing.OPEN or _decides(who))


def _wrote(who: Any, it: Comment | Thread) -> bool:
    return isinstance(who, User) and who.pk == it.author_id


def _is_standing(comment: Comment) -> bool:
    return comment.deleted is None and comment.hidden is None


def _rewords(who: Any, comment: Comment) -> bool:
    """Nobody rewrites another's words, nor what a moderator hid."""
    thread = comment.thread
    writable = _discusses(who, thread.page) and (thread.state != Standing.LOCKED or _decides(who))
    return writable and _wrote(who, comment) and _is_standing(comment)


def _deletes(who: Any, comment: Comment) -> bool:
    if not _discusses(who, comment.thread.page) or comment.deleted is not None:
        return False
    return _decides(who) or _wrote(who, comment) and comment.hidden is None


def _settles(who: Any, thread: Thread) -> bool:
    return _discusses(who, thread.page) and (_wrote(who, thread) or _decides(who))


def _resolves(who: Any, thread: Thread) -> bool:
    return _settles(who, thread) and thread.state == Standing.OPEN


def _reopens(who: Any, thread: Thread) -> bool:
    return _settles(who, thread) and thread.state == Standing.RESOLVED


def _locks(who: Any, thread: Thread) -> bool:
    return _discusses(who, thread.page) and _decides(who) and thread.state != Standing.LOCKED


def _unlocks(who: Any, thread: Thread) -> bool:
    return _discusses(who, thread.page) and _decides(who) and thread.state == Standing.LOCKED


def _holds_on(who: Any, thread: Thread) -> bool:
    """Give by hand the words that a thread is about."""
    return _settles(who, thread) and thread.place_state != "" and thread.state != Standing.LOCKED


def _hides(who: Any, comment: Comment) -> bool:
    return _decides(who) and _is_standing(comment)


def _shows_again(who: Any, comment: Comment) -> bool:
    return _decides(who) and comment.deleted is None and comment.hidden is not None


def _releases(who: Any, comment: Comment) -> bool:
    return _decides(who) and comment.deleted is None and comment.held


def _flags(who: Any, comment: Comment) -> bool:
    shown = _is_standing(comment) and not comment.held
    return _discusses(who, comment.thread.page) and shown and not _wrote(who, comment)


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
    "revision.inspect": lambda who, _it: _administers(who),  # as rows; all read them as states of their page
    "page.rebuild": lambda who, _it: _administers(who),
    "book.import": lambda who, _it: _administers(who),
    "attachment.check": lambda who, _it: _administers(who),
    "site.settings": lambda who, _it: _administers(who),
    "attachment.upload": _edits,  # behind this page
    "attachment.draw": lambda who, _it: _administers(who),  # upload a drawing (SVG), which is code
    "attachment.delete": _takes_away,
    "comment.write": _discusses,
    "comment.reply": _replies,
    "comment.edit": _rewords,
    "comment.delete": _deletes,
    "comment.hide": _hides,
    "comment.restore": _shows_again,
    "comment.release": _releases,
    "comment.flag": _flags,
    "comment.inspect": lambda who, _it: _decides(who),  # all of them, whatever became of them
    "flag.read": lambda who, _it: _decides(who),
    "thread.resolve": _resolves,
    "thread.reopen": _reopens,
    "thread.lock": _locks,
    "thread.unlock": _unlocks,
    "thread.reanchor": _holds_on,
    "person.claim": lambda who, _it: who is SYSTEM,
    "person.export": _is_oneself,
    "person.erase": lambda who, _it: who is SYSTEM,  # once the days to think again are over
}
# What a screen of a page offers, by the word that its template asks for.
OFFERED = {
    "create": "page.create",
    "edit": "page.edit",
    "restore": "page.restore",
    "move": "page.move",
    "reorder": "page.reorder",
    "archive": "page.archive",
    "upload": "attachment.upload",
}


def may(who: Any, action: str, it: Any = None) -> bool:
    """Whether this person may do that to it."""
    return TABLE[action](who, it)


def allowed(who: Any, page: Page) -> frozenset[str]:
    """The gestures to offer on a page, each rule asked once; for strangers the database is asked nothing."""
    answers = {rule: rule(who, page) for rule in {TABLE[action] for action in OFFERED.values()}}
    return frozenset(word for word, action in OFFERED.items() if answers[TABLE[action]])


def require(who: Any, action: str, it: Any = None) -> None:
    """Nothing when they may, NotAllowed when they may not."""
    if not may(who, action, it):
        raise NotAllowed(action, it)
