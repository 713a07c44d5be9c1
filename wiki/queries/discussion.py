"""What is said of one page, beside its words, for whoever reads it: asked only where something is said."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, Subquery

from wiki.models import Comment, Page, Thread
from wiki.models.thread import Standing


def with_latest(pages: Any, user: Any) -> Any:
    """Pages with the number of the last comment that this person may read, in the same query."""
    readable = Comment.objects.visible_to(user) if user.is_authenticated else Comment.objects.shown()
    last = readable.filter(thread__page=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    return pages.annotate(latest_comment=Subquery(last))


def on_page(page: Page, user: Any) -> list[Thread]:
    """The open threads of a page in the order of its words, those on the whole page last; one query."""
    found = (
        Comment.objects.filter(thread__page=page, thread__state=Standing.OPEN)
        .select_related("thread", "author")
        .order_by(F("thread__start").asc(nulls_last=True), "thread__number", "created", "pk")
    )
    threads: dict[int, Thread] = {}
    for comment in found:
        thread = threads.setdefault(comment.thread_id, comment.thread)
        if "comments" not in thread.__dict__:
            thread.page, thread.comments = page, []
        comment.thread = thread
        comment.tombstone = _why_not_shown(comment, user)
        thread.comments.append(comment)
    for thread in threads.values():
        thread.comments = _arranged(thread.comments)
    return [thread for thread in threads.values() if thread.comments]


def _why_not_shown(comment: Comment, user: Any) -> str:
    """Why this person does not read it; "" if they do."""
    if comment.deleted:
        return "deleted"
    if user.is_staff or (user.is_authenticated and comment.author_id == user.pk):
        return ""
    return "held" if comment.held else "hidden" if comment.hidden else ""


def _arranged(comments: list[Comment]) -> list[Comment]:
    """What is shown: a tombstone only where somebody answered what it stands for, and none of what waits."""
    last = max((at for at, comment in enumerate(comments) if not comment.tombstone), default=-1)
    shown = [comment for comment in comments[: last + 1] if comment.tombstone != "held"]
    for comment in shown:
        if comment.tombstone:
            comment.text = comment.html = ""
    return shown
