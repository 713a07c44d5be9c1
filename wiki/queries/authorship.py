"""Who wrote which words: of one page passage by passage, of pages, a section or the site by person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from wiki.models import Credit, Page, PageRevision
from wiki.models.page import below
from wiki.queries import bringing, timeline
from wiki.queries.bringing import Proposed
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

    @property
    def suggestion(self) -> Proposed | None:
        """The suggestion that they came from, if the reader may read it."""
        proposed: Proposed | None = self.moment.revision.suggestion
        return proposed

    @property
    def thread(self) -> int | None:
        """The discussion that it answers, likewise."""
        return self.suggestion.thread if self.suggestion else None

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


_SHOWN = ("page", "digest", "engine_version", "spans")


def with_credit() -> QuerySet[Page]:
    """Pages that bring along whose their words are."""
    unread = {field.name for field in Credit._meta.concrete_fields} - {*_SHOWN}
    return Page.objects.select_related("credit").defer(*(f"credit__{name}" for name in unread))


def of_page(page: Page, user: Any) -> Authorship:
    """The owners of the words of a page as it stands, in three queries at most."""
    kept = _kept(page)
    if kept is None:
        return Authorship(is_known=not page.plain)
    return Authorship(True, passages(page, [Span(*span) for span in kept.spans], user))


def of_passage(page: Page, start: int, end: int, user: Any) -> Authorship:
    """The same of some of its words."""
    kept = _kept(page)
    if kept is None:
        return Authorship(is_known=False)
    within = credit.Credit([Span(*span) for span in kept.spans]).within(start, end)
    return Authorship(True, passages(page, within, user))


def passages(page: Page, spans: Iterable[Span], user: Any) -> list[Passage]:
    """Spans of a page with all that is told of them; those without a word are left out."""
    told = [(span, page.plain[span.start : span.end]) for span in spans]
    counted = [(span, text, count) for span, text in told if (count := words.count(text))]
    brought = bringing.revisions(page, {span.revision for span, _text, _count in counted}, user)
    moments = timeline.numbered(brought, user)
    return [
        Passage(span.start, span.end, moments[span.revision], count, text)
        for span, text, count in counted
        if span.revision in moments
    ]


def count(page: Page, spans: Iterable[Span]) -> int:
    """How many words stand in spans of a page."""
    return sum(words.count(page.plain[span.start : span.end]) for span in spans)


def _kept(page: Page) -> Credit | None:
    """What is known of a page, if that is of its words as they are now."""
    brought = Page._meta.get_field("credit").is_cached(page)
    kept = (
        getattr(page, "credit", None) if brought else Credit.objects.only(*_SHOWN).filter(pk=page.pk).first()
    )
    return kept if kept is not None and _is_of(kept, page.plain) else None


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
