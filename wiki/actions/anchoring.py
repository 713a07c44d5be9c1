"""Threads hold on to the words of their page: placed when they begin, carried whenever the words change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, cast

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from wiki.errors import WordsGone
from wiki.models import Page, QuotedText, Thread
from wiki.models.thread import Hold
from wiki.text import anchor
from wiki.text.anchor import Carrier, Place, Quote, State

CARRIED = ("place_state", "start", "end", "after", "version")


def place(
    page: Page, *, exact: str, prefix: str, suffix: str, shown: str | None = None
) -> tuple[str, Quote, Place]:
    """The text that a reader had in view, what they quoted of it, and where that stands on the page now.

    `shown` is that text where it is not the page's. WordsGone when the words are not to be found for sure.
    """
    quote = anchor.find(shown, exact, prefix, suffix, None) if shown is not None else None
    if shown is not None and quote is not None:
        where = Carrier(shown, page.plain).carry(quote)
        if where.state != Hold.DETACHED:
            return shown, quote, where
    quote = anchor.find(page.plain, exact, prefix, suffix, None) if shown is None else None
    if quote is None:
        raise WordsGone(_("These words are no longer on the page as you chose them."))
    return page.plain, quote, _anchored(quote)


def hold(thread: Thread, plain: str, quote: Quote, where: Place) -> None:
    """Put on a thread what it quotes and where it stands; `keep` saves it."""
    digest = sha256(plain.encode()).hexdigest()
    of_page = QuotedText.objects.filter(page_id=thread.page_id, digest=digest).defer("plain")
    thread.quoted = of_page.first() or QuotedText(page_id=thread.page_id, digest=digest, plain=plain)
    thread.quoted_start, thread.quoted_end = quote.start, quote.end
    thread.exact, thread.prefix, thread.suffix = quote.exact, quote.prefix, quote.suffix
    _put(thread, where, thread.page.version)


def keep(thread: Thread) -> None:
    """Save a thread with the text that it quotes, kept once for all; in a transaction."""
    text = thread.quoted
    if text is not None and text.pk is None:
        thread.quoted, _made = QuotedText.objects.get_or_create(
            page_id=text.page_id, digest=text.digest, defaults={"plain": text.plain}
        )
    thread.save()


def carry(changes: Mapping[int, tuple[str, Page]]) -> int:
    """Carry the threads of pages from their former words to those that they have now; how many moved.

    `changes` tells, by the key of a page, what it said and the page as it is: in the transaction that writes
    the words. One question for all pages, another where threads had lost their words, one answer.
    """
    held = Thread.objects.filter(page__in=changes).exclude(place_state="")
    threads = list(held.order_by("pk"))
    before = {thread.pk: [getattr(thread, name) for name in CARRIED] for thread in threads}
    carriers = {pk: Carrier(old, page.plain) for pk, (old, page) in changes.items()}
    for thread in threads:
        where = carriers[thread.page_id].carry(_place_of(thread))
        _put(thread, where, changes[thread.page_id][1].version)
    lost = [thread for thread in threads if thread.place_state == Hold.DETACHED]
    texts = _quoted_texts(lost, changes)
    homes: dict[int, Carrier] = {}
    for thread in lost:
        _find_again(thread, changes[thread.page_id][1], texts, homes, carriers[thread.page_id])
    moved = [thread for thread in threads if [getattr(thread, name) for name in CARRIED] != before[thread.pk]]
    _save(moved, before)
    return len(moved)


def _save(threads: Iterable[Thread], before: Mapping[int, list[Any]]) -> None:
    """Most threads of a page keep their words and move by as much as was written before them: one statement
    for all of these, since one with a case for each takes longer to be made than all the carrying."""
    shifted: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    others = []
    for thread in threads:
        state, start, end, after, _version = before[thread.pk]
        by = (thread.start or 0) - (start or 0)
        moved = [None if place is None else place + by for place in (start, end)]
        if [thread.place_state, thread.start, thread.end, thread.after] == [state, *moved, after]:
            shifted[thread.version, by].append(thread.pk)
        else:
            others.append(thread)
    for (version, by), keys in shifted.items():
        Thread.objects.filter(pk__in=keys).update(start=F("start") + by, end=F("end") + by, version=version)
    if others:
        Thread.objects.bulk_update(others, CARRIED, batch_size=200)


def foresee(threads: Iterable[Thread], page: Page, plain: str) -> list[tuple[Thread, str]]:
    """The threads of a page whose hold would be another if it said this, with the one they would have."""
    carrier = Carrier(page.plain, plain)
    held = [thread for thread in threads if thread.place_state in (Hold.ANCHORED, Hold.MOVED)]
    told = ((thread, carrier.carry(_place_of(thread))) for thread in held)
    return [
        (thread, where.state)
        for thread, where in told
        if (where.state, where.after) != (thread.place_state, thread.after)
    ]


def are_held() -> Exists:
    """For a query of pages: whether threads hold on to the words of each."""
    return Exists(Thread.objects.filter(page=OuterRef("pk")).exclude(place_state=""))


def _quoted_texts(lost: list[Thread], changes: Mapping[int, tuple[str, Page]]) -> dict[int, str]:
    """The texts once quoted by threads that lost their words, where those stand on the page: in one query."""
    asked = {thread.quoted_id or 0 for thread in lost if thread.exact in changes[thread.page_id][1].plain}
    return dict(QuotedText.objects.filter(pk__in=asked).values_list("pk", "plain")) if asked else {}


def _find_again(
    thread: Thread, page: Page, texts: Mapping[int, str], homes: dict[int, Carrier], step: Carrier
) -> None:
    """Put a thread back on the words that it first quoted, where they stand again as on that text."""
    first = texts.get(thread.quoted_id or 0)
    if first is None or thread.quoted_start is None or thread.quoted_end is None:
        return
    home = homes.setdefault(thread.quoted_id or 0, Carrier(first, page.plain))
    quote = Quote(thread.quoted_start, thread.quoted_end, thread.exact, thread.prefix, thread.suffix)
    where = anchor.reattach(quote, home, step)
    if where is not None:
        _put(thread, where, page.version)


def _place_of(thread: Thread) -> Place:
    state = cast(State, thread.place_state)  # the choices of the field
    return Place(state, thread.start or 0, thread.end or 0, thread.exact, thread.after)


def _anchored(quote: Quote) -> Place:
    return Place("anchored", quote.start, quote.end, quote.exact, quote.exact)


def _put(thread: Thread, where: Place, version: int) -> None:
    thread.place_state, thread.start, thread.end = where.state, where.start, where.end
    thread.after, thread.version = where.after, version
