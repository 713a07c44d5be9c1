"""Discussions as one person reads them: those on a page, lists of them, what is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from wiki import rules
from wiki.models import Charter, Comment, Page, PageRevision, Reuse, Suggestion, Thread, Wording
from wiki.models.page import led_by
from wiki.models.prepared import Given, Prepared
from wiki.models.thread import Hold, Standing, ThreadQuerySet, may_read_all
from wiki.queries import leaves, masking

PER_LEAF = 20
FILTERS = ("open", "mine", "unanswered", "detached", "resolved", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some threads of a list."""

    threads: list[Thread]


def with_latest(pages: Any, user: Any) -> Any:
    """Pages with the number of the last comment that this person may read: a page of which nothing is said is
    shown without a question about it."""
    readable = Comment.objects.visible_to(user) if user.is_authenticated else Comment.objects.shown()
    last = (
        readable.filter(
            thread__page=OuterRef("pk"), thread__suggestion__isnull=True, thread__reuse__isnull=True
        )
        .order_by("-pk")
        .values("pk")[:1]
    )
    return pages.annotate(latest_comment=Subquery(last))


def on_page(page: Page, user: Any) -> list[Thread]:
    """The open threads of a page in the order of its text, those on the whole page last; in one query."""
    rows = _said_on(page.pk, user) if user.is_authenticated else _SAID_TO_ANYBODY(page=page.pk)
    threads = []
    for _pk, group in groupby(rows, key=lambda comment: comment.thread_id):
        comments: list[Any] = list(group)
        thread = comments[0].thread
        thread.page, thread.began, thread.newest = page, comments[0].began, comments[0].newest
        thread.veiled = comments[0].veiled
        for comment in comments:
            comment.thread = thread
        if _arrange(thread, comments, user):
            threads.append(thread)
    return sorted(threads, key=lambda thread: (thread.start is None, thread.start or 0, thread.number))


def _said_on(page: Any, user: Any) -> QuerySet[Comment]:
    """The comments of the open threads on a page, each with what its thread began on."""
    said = _told(user).filter(_of_page(page), thread__state=Standing.OPEN)
    said = said.select_related("author", "thread__author").order_by("thread", "created", "pk")
    return said.annotate(
        began=F("thread__revision__number"),
        newest=_newest(page),
        veiled=F("thread__revision__text_hidden"),
    )


_SAID_TO_ANYBODY = Prepared(lambda: _said_on(Given("page"), AnonymousUser()))


def find(pk: int, user: Any) -> Thread | None:
    """One thread with its comments, if this person may read it."""
    found = Thread.objects.visible_to(user).filter(pk=pk)
    found = found.annotate(began=F("revision__number"), newest=_newest(OuterRef("page")))
    return next(iter(_whole(found, user)), None)


def of_page(page: Page, user: Any, wanted: str, asked: str) -> Leaf:
    """A leaf of the threads of a page, the one that was last added to first; in three queries."""
    return _leaf(Thread.objects.visible_to(user).of_page(page), user, wanted, asked)


def of_suggestion(suggestion: Suggestion, user: Any) -> list[Thread]:
    """What is said of a suggestion and of its changes, in the order in which it was begun; in two queries."""
    found = Thread.objects.visible_to(user).filter(suggestion=suggestion).order_by("pk")
    return list(_whole(found, user))


def of_reuse(reuse: Reuse, user: Any) -> list[Thread]:
    """What is said of a reuse, in the order in which it was begun; in two queries."""
    found = Thread.objects.visible_to(user).filter(reuse=reuse).order_by("pk")
    return list(_whole(found, user))


def of_site(user: Any, wanted: str, asked: str) -> Leaf:
    """The same of all pages that this person may read and find."""
    return _leaf(_of_site(user), user, wanted, asked)


def counts(user: Any, page: Page | None = None) -> dict[str, int]:
    """How many threads each filter finds, on a page or on the site; in one query."""
    threads = _of_site(user) if page is None else Thread.objects.visible_to(user).of_page(page)
    answered = _asked_of(threads, user)
    told = {name: Count("pk", filter=_condition(name)) for name in FILTERS}
    return answered.aggregate(**told)


def _of_site(user: Any) -> ThreadQuerySet:
    """What is said of an unlisted page is found by those who took part in it, and by those who decide."""
    threads = Thread.objects.visible_to(user)
    if user.is_authenticated and user.is_staff:
        return threads
    found = Q(page__listed=True)
    if user.is_authenticated:
        own = Comment.objects.filter(thread=OuterRef("pk"), author=user, deleted__isnull=True)
        found |= Q(Exists(own))
    return threads.filter(found)


def latest(page: Page, user: Any) -> int:
    """The key of the newest comment of a page that this person may read; 0 for none."""
    return _of(page, user).aggregate(last=Max("pk"))["last"] or 0


def since(page: Page, user: Any, pk: int) -> list[Comment]:
    """The comments of a page that are newer, the oldest first."""
    newer = _of(page, user).filter(pk__gt=pk).select_related("author", "thread")
    return list(newer.order_by("pk"))


def edits(comment: Comment, user: Any) -> list[Wording]:
    """What a comment said before, the oldest first; what its author was asked to say otherwise is theirs, and
    read by those who moderate."""
    found = comment.wordings.all()
    is_told = comment.author_id == user.pk or rules.may(user, "comment.inspect", comment)
    return list(found if is_told else found.filter(hidden=False))


def _of(page: Page, user: Any) -> QuerySet[Comment]:
    return Comment.objects.visible_to(user).filter(_of_page(page))


def _of_page(page: Any) -> Q:
    """Comments on the page itself."""
    return Q(thread__page=page, thread__suggestion__isnull=True, thread__reuse__isnull=True)


def _leaf(threads: ThreadQuerySet, user: Any, wanted: str, asked: str) -> Leaf:
    found = _asked_of(threads, user).filter(_condition(wanted))
    total = found.count()
    count = leaves.count_leaves(total, PER_LEAF)
    number = leaves.number_of(asked, count)
    shown = Comment.objects.visible_to(user).filter(thread=OuterRef("pk")).order_by("-created", "-pk")
    found = found.annotate(last_at=Subquery(shown.values("created")[:1])).order_by("-last_at", "-pk")
    start = (number - 1) * PER_LEAF
    threads_shown = list(_whole(found[start : start + PER_LEAF], user))
    return Leaf(threads=threads_shown, number=number, count=count, total=total)


def _asked_of(threads: ThreadQuerySet, user: Any) -> ThreadQuerySet:
    """Threads that know whether somebody else answered their author, and whether this person spoke there."""
    of_thread = Comment.objects.filter(thread=OuterRef("pk"))
    answers = of_thread.shown().exclude(author=F("thread__author"))
    own = of_thread.filter(author=user.pk, deleted__isnull=True)
    return threads.annotate(answered=Exists(answers), joined=Exists(own))


def _condition(wanted: str) -> Q:
    """What a filter finds; one that is not known finds what is open."""
    if wanted == "mine":
        return Q(joined=True)
    if wanted == "unanswered":
        return Q(state=Standing.OPEN, answered=False)
    if wanted == "detached":
        return Q(place_state=Hold.DETACHED) & ~Q(state=Standing.RESOLVED)
    if wanted == "resolved":
        return Q(state=Standing.RESOLVED)
    return Q() if wanted == "all" else Q(state=Standing.OPEN)


def _newest(page: Any) -> Subquery:
    """The key of the last revision of a page: what a thread began on is compared with it."""
    return Subquery(PageRevision.objects.filter(id=page).order_by("-number").values("pk")[:1])


def _told(user: Any) -> QuerySet[Comment]:
    """All rows that a thread is made of for this person: what is held is its author's and moderators'."""
    return (
        Comment.objects.all() if user.is_staff else Comment.objects.filter(Q(held=False) | may_read_all(user))
    )


def _whole(threads: Iterable[Thread], user: Any) -> Iterator[Thread]:
    """Threads with their comments, arranged for whoever reads them."""
    rows = _told(user).select_related("author").order_by("created", "pk")
    if isinstance(threads, QuerySet):
        whole = threads.select_related("page", "author", "settled_by", "suggestion", "reuse")
        whole = whole.annotate(veiled=F("revision__text_hidden"))
        threads = list(whole.prefetch_related(Prefetch("said", queryset=rows, to_attr="rows")))
        if user.is_authenticated and led_by(user):
            Charter.objects.load([thread.page for thread in threads])
    for thread in threads:
        for comment in thread.rows:
            comment.thread = thread
        if _arrange(thread, thread.rows, user):
            yield thread


def _arrange(thread: Thread, comments: list[Comment], user: Any) -> bool:
    """Put on a thread what this person reads of it; whether anything is. Of what is deleted, or hidden from
    them, a tombstone stands where somebody answered. Words quoted from a hidden revision are told only where
    the page still says them."""
    if thread.veiled and thread.place_state != Hold.ANCHORED and not masking.sees_all(user):
        thread.exact = ""
    kept: list[Comment] = []
    for comment in reversed(comments):
        comment.tombstone = _why_unseen(comment, user)
        if comment.tombstone:
            if not kept:
                continue
            comment.text = comment.html = ""
        kept.append(comment)
    thread.comments = kept[::-1]
    return bool(kept)


def _why_unseen(comment: Comment, user: Any) -> str:
    if comment.deleted is not None:
        return "deleted"
    if comment.hidden is None or comment.author_id == user.pk:
        return ""
    return "" if rules.may(user, "page.inspect", comment.thread.page) else "hidden"
