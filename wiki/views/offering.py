"""What a person is offered on threads and comments, and how the passages that they hold are marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import ngettext

from wiki import rules
from wiki.models import Thread
from wiki.models.thread import Hold
from wiki.text.highlight import Passage

# By the words of the addresses and of the templates. Whoever may not reply is led to the door.
OF_THREAD = {
    "resolve": "thread.resolve",
    "reopen": "thread.reopen",
    "lock": "thread.lock",
    "unlock": "thread.unlock",
    "anchor": "thread.reanchor",
}
OF_COMMENT = {
    "release": "comment.release",
    "edit": "comment.edit",
    "delete": "comment.delete",
    "hide": "comment.hide",
    "restore": "comment.restore",
    "flag": "comment.flag",
    "contest": "comment.contest",
}


def offer(threads: Iterable[Thread], who: Any) -> None:
    """Note on each thread and each of its comments which gestures this person is offered: `offered`."""
    if not who.is_authenticated:
        return
    for thread in threads:
        thread.offered = _allowed(who, OF_THREAD, thread)
        for comment in thread.comments:
            comment.offered = _allowed(who, OF_COMMENT, comment)


def passages(threads: Iterable[Thread]) -> list[Passage]:
    """The words that threads hold on to, or where they were."""
    return [_passage(thread) for thread in threads if thread.start is not None and thread.end is not None]


def _allowed(who: Any, gestures: dict[str, str], it: Any) -> frozenset[str]:
    return frozenset(word for word, action in gestures.items() if rules.may(who, action, it))


def _stands(thread: Thread) -> bool:
    """Whether the words are where they should be: beside other words a thread would say something untrue."""
    return thread.page.plain.startswith(thread.after, thread.start or 0)


def _passage(thread: Thread) -> Passage:
    count = len(thread.comments)
    name = ngettext("Thread {number}: {count} comment", "Thread {number}: {count} comments", count)
    return Passage(
        thread.pk,
        thread.number,
        thread.start or 0,
        thread.end or 0,
        name.format(number=thread.number, count=count),
        is_moved=thread.place_state == Hold.MOVED,
        is_lost=thread.place_state == Hold.DETACHED or not _stands(thread),
    )
