"""Who wrote which words: of one page passage by passage, of pages, a section or the site by person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from wiki.models import Credit, Page, PageRevision, Suggestion, Thread
from wiki.models.page import below
from wiki.queries import timeline
from wiki.queries.timeline import Moment
from wiki.text import credit, words
from wiki.text.credit import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a page that one revision brought, and where they stand on the plain words."""

    start: int
    end: int
    moment: Moment
    words: int
    text: str = ""
    suggestion: Suggestion | None = None  # if the reader may read it
    thread: int | None = None  # the discussion that it answers, likewise

    @property
    def author(self) -> User | None:
        """None: the site itself."""
        author: User | None = self.moment.revision.author
        return author

    @property
    def at(self) -> datetime:
        at: datetime = self.moment.revision.at
        return at


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who wrote a page. Not known for a moment after an import, or under another engine."""

    is_known: bool
    passages: Sequence[Passage] = ()

    @property
    def words(self) -> int:
        return sum(passage.words for passage in self.passages)


@dataclass(slots=True)
class Share:
    """What somebody wrote that still stands, when they contributed first and last; None is the site itself.

    `words` may be none: all that they wrote was replaced since. `together` are words that they wrote with the
    one who is named as their author.
    """

    person: User | None
    words: int
    together: int
    revisions: int
    first_at: datetime
    last_at: datetime
    pages: set[int] = field(default_factory=set)  # where words of theirs stand


@dataclass(frozen=True, slots=True)
class Shares:
    """Those who wrote some pages, in the order of their first contribution: never a ranking."""

    people: Sequence[Share]
    words: int
    unknown: int  # pages of which it is not known yet


# --- a page -------------------------------------------------------------------------------------------------


def of_page(page: Page, user: Any) -> Authorship:
    """The owners of the words of a page as it stands, in five queries at most."""
    kept = Credit.objects.filter(pk=page.pk).defer("known", "words").first()
    if kept is None or not _is_of(kept, page.plain):
        return Authorship(is_known=not page.plain)
    spans = [Span(*span) for span in kept.spans]
    return Authorship(True, passages(page, spans, user))


def of_passage(page: Page, start: int, end: int, user: Any) -> Authorship:
    """The same of some of its words."""
    kept = Credit.objects.filter(pk=page.pk).defer("known", "words").first()
    if kept is None or not _is_of(kept, page.plain):
        return Authorship(is_known=False)
    within = credit.Credit([Span(*span) for span in kept.spans]).within(start, end)
    return Authorship(True, passages(page, within, user))


def passages(page: Page, spans: Iterable[Span], user: Any) -> list[Passage]:
    """Spans of a page with all that is told of them; those without a word are left out."""
    told = [(span, page.plain[span.start : span.end]) for span in spans]
    counted = [(span, text, count) for span, text in told if (count := words.count(text))]
    moments = timeline.numbered(page, {span.revision for span, _text, _count in counted}, user)
    suggestions, threads = _behind([moment.revision.suggestion_id for moment in moments.values()], user)
    found = []
    for span, text, count in counted:
        moment = moments.get(span.revision)
        if moment is None:
            continue
        suggestion = suggestions.get(moment.revision.suggestion_id)
        thread = suggestion.answers_id if suggestion and suggestion.answers_id in threads else None
        found.append(Passage(span.start, span.end, moment, count, text, suggestion, thread))
    return found


def count(page: Page, spans: Iterable[Span]) -> int:
    """How many words stand in spans of a page."""
    return sum(words.count(page.plain[span.start : span.end]) for span in spans)


def _behind(asked: Iterable[int | None], user: Any) -> tuple[Mapping[int, Suggestion], set[int]]:
    """Suggestions and the discussions that they answer, of those that this reader may read."""
    keys = {key for key in asked if key}
    if not keys:
        return {}, set()
    readable = Suggestion.objects.visible_to(user).only("summary", "answers", "page")
    suggestions = readable.in_bulk(list(keys))
    answered = {one.answers_id for one in suggestions.values() if one.answers_id}
    if not answered:
        return suggestions, set()
    threads = Thread.objects.visible_to(user).filter(pk__in=answered)
    return suggestions, set(threads.order_by().values_list("pk", flat=True))


def _is_of(kept: Credit, plain: str) -> bool:
    return kept.engine_version == credit.VERSION and kept.digest == credit.fingerprint(plain)


# --- people -------------------------------------------------------------------------------------------------


def readable(user: Any) -> QuerySet[Page]:
    """The pages that this person may read and finds without being told where they are."""
    return Page.objects.visible_to(user).filter(path__isnull=False, listed=True)


def shares_of_page(page: Page) -> Shares:
    return shares(Page.objects.filter(pk=page.pk))


def shares_of_section(section: Page, user: Any) -> Shares:
    """Of a page and of those below it that this reader may read and find."""
    return shares(readable(user).filter(pk__in=below(frozenset({section.pk}))))


def shares_of_site(user: Any | None = None) -> Shares:
    """Of all pages that this reader, or anybody, may read and find."""
    return shares(readable(user or AnonymousUser()))


def shares(pages: QuerySet[Page]) -> Shares:
    """Who wrote these pages, in four queries, however many there are."""
    keys = pages.order_by().values("pk")
    standing = {
        (page, int(number)): count for page, counted in _counted(keys) for number, count in counted.items()
    }
    # Whose words stand is not said of a revision whose author is hidden.
    revisions = PageRevision.objects.filter(id__in=keys, author_hidden=False).order_by("history_date", "pk")
    told = revisions.values_list("id", "number", "history_user", "history_date", "co_authors")
    found: dict[int | None, Share] = {}
    for page, number, author, at, co_authors in told.iterator():
        count = standing.get((page, number), 0)
        _add(found, author, at, page, count, 0)
        for other in {co.get("person") for co in co_authors} - {None, author}:
            _add(found, other, at, page, 0, count)
    people = User.objects.in_bulk([key for key in found if key])
    for key, share in found.items():
        share.person = people.get(key) if key else None
    unknown = pages.exclude(plain="").exclude(credit__engine_version=credit.VERSION).count()
    return Shares(_named(found), sum(standing.values()), unknown)


def _counted(keys: Any) -> Iterable[tuple[int, Mapping[str, int]]]:
    kept = Credit.objects.filter(page__in=keys, engine_version=credit.VERSION).order_by()
    return kept.values_list("page_id", "words")


def _add(
    found: dict[int | None, Share], key: int | None, at: datetime, page: int, words: int, together: int
) -> None:
    share = found.setdefault(key, Share(None, 0, 0, 0, at, at))
    share.words += words
    share.together += together
    share.revisions += 1
    share.last_at = max(share.last_at, at)
    if words or together:
        share.pages.add(page)


def _named(found: Mapping[int | None, Share]) -> list[Share]:
    """Those that have a row, and the site; somebody who has none left nothing but a name in a commit."""
    return [share for key, share in found.items() if key is None or share.person is not None]
