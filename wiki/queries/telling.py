"""Who is told of what: a ladder of guards, to be read from top to bottom, and what its answers depend on.

`why` is pure: it asks no database. `deed_of` and `readers` tell it what it asks, for a hundred people in a
few queries; whether somebody may read a thing is asked once more of the database, as all screens ask it, when
they read the notice and when a mail leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q

from accounts.models import User, not_barred
from wiki.models import Charter, Comment, Fact, Notice, NoticeSettings, Page, Watch
from wiki.models.notice import OF_MEASURES, Kind, Why
from wiki.models.page import State
from wiki.models.suggestion import Aim, Stage
from wiki.models.watch import RANK, Level, Topic
from wiki.queries import people, promises, rewording
from wiki.text import comment as comments

# How much one must follow a thing to be told of this kind of deed; of all others, its discussion.
ASKED = {
    Kind.CREATED: Level.NEW,
    Kind.REUSED: Level.NEW,
    Kind.REVISED: Level.CHANGES,
    Kind.ACCEPTED: Level.CHANGES,
}
IN_THREADS = frozenset({Kind.OPENED, Kind.REPLIED, Kind.RESOLVED, Kind.REOPENED})
FOR_ONE = frozenset({Kind.REMINDED, Kind.TAKEN, Kind.MENTIONED})  # whoever follows
TO_DECIDE = frozenset({Kind.PROPOSED, Kind.AMENDED})
OF_EXAMPLES = frozenset({Kind.PROPOSED, Kind.ACCEPTED, Kind.DECLINED})  # whoever told what one is made of
OF_DECIDERS = frozenset({Kind.OUTDATED, Kind.FEEDBACK})  # nobody else is told, whatever they follow
NEAREST = ("thread", "suggestion", "page", "above")  # the nearer choice wins


class Told(NamedTuple):
    """Why somebody is told, and under which topic; `above`: the page that they follow, above this one."""

    why: Why
    topic: Topic
    above: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What happened, as far as it matters who is told: whose deed, on whose words, who may read it."""

    kind: Kind
    asks: Level  # of those who follow the place
    actors: frozenset[int] = frozenset()
    mentioned: frozenset[int] = frozenset()
    opener: int | None = None  # of the thread
    author: int | None = None  # of the suggestion
    deciders: frozenset[int] = frozenset()  # who are asked to decide
    reminded: int | None = None
    reworded: frozenset[int] = frozenset()  # whose words it took away
    teller: int | None = None  # of the reuse, be it one that an example is made of
    concerned: int | None = None  # whom a measure is about
    is_open: bool = True  # else it is for those who decide there, and for `insiders`
    is_gone: bool = False
    insiders: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who might be told: what they chose by hand, by place, and what came by itself."""

    pk: int
    is_there: bool = True  # may log in, is not barred, has confirmed their address
    is_known: bool = True  # the same, be they barred
    decides: bool = False
    takes_part: bool = True  # they are told of what they once took part in
    chosen: dict[str, Level]
    grown: dict[str, Level]
    above: int | None = None
    of_person: Level | None = None  # what they chose of whoever did it


def why(deed: Deed, who: Reader) -> Told | None:
    """Whether this person is told of that, why, and under which topic."""
    if not (who.is_known if deed.kind in OF_MEASURES else who.is_there):
        return None
    if who.pk in deed.actors:
        return None
    if not may_read(deed, who):
        return None
    if deed.kind in OF_MEASURES:  # whatever they muted
        return Told(Why.CONCERNED, Topic.ANSWERS) if who.pk == deed.concerned else None
    if is_muted(who):
        return None
    if deed.kind in FOR_ONE:
        return _for_one(deed, who)
    if who.pk in deed.mentioned:
        return Told(Why.MENTIONED, Topic.ANSWERS)
    if who.pk == deed.opener and deed.kind in IN_THREADS:
        return Told(Why.OPENED, Topic.ANSWERS)
    if who.pk == deed.author:
        return Told(Why.AUTHOR, Topic.ANSWERS if deed.kind in IN_THREADS else Topic.MINE)
    if who.pk in deed.reworded and (who.takes_part or who.chosen):
        return Told(Why.WORDS, Topic.WORDS)
    if who.pk == deed.teller:
        return Told(Why.TELLER, Topic.ANSWERS)
    if who.pk in deed.deciders:  # what was told of their pages waits for nobody's decision
        return Told(Why.DECIDES, Topic.WATCHED if deed.kind == Kind.REUSED else Topic.DECIDING)
    return None if deed.kind in OF_DECIDERS else _follows(deed, who)


def may_read(deed: Deed, who: Reader) -> bool:
    """As the querysets of what it is about say it of one person."""
    if deed.is_gone:
        return False
    return deed.is_open or who.decides or who.pk in deed.insiders


def is_muted(who: Reader) -> bool:
    """What they chose nearest by hand is nothing, of the place or of the person."""
    nearest = next((who.chosen[place] for place in NEAREST if place in who.chosen), None)
    return Level.NOTHING in (nearest, who.of_person)


def _for_one(deed: Deed, who: Reader) -> Told | None:
    """A reminder, that a suggestion is being read, a mention that was added: for whom it is about, whoever
    follows."""
    if deed.kind == Kind.MENTIONED:
        return Told(Why.MENTIONED, Topic.ANSWERS) if who.pk in deed.mentioned else None
    if deed.kind == Kind.TAKEN:
        return Told(Why.AUTHOR, Topic.MINE) if who.pk == deed.author else None
    if who.pk != deed.reminded:
        return None
    return Told(Why.AUTHOR, Topic.MINE) if who.pk == deed.author else Told(Why.DECIDES, Topic.DECIDING)


def _follows(deed: Deed, who: Reader) -> Told | None:
    """The nearest choice by hand says how much; what came by itself adds to it, and takes nothing away. It
    tells of no supports: each who supported would hear of all that come after."""
    grown = who.grown if deed.kind != Kind.SUPPORTED else {}
    for place in NEAREST:
        if place in grown and _is_enough(grown[place], deed.asks):
            topic = Topic.ANSWERS if place == "thread" else Topic.WATCHED
            return Told(Why.PAGE if place == "page" else Why.TOOK_PART, topic)
    place = next((place for place in NEAREST if place in who.chosen), "")
    if place and _is_enough(who.chosen[place], deed.asks):
        return Told(_WHY[place], Topic.WATCHED, who.above if place == "above" else None)
    if who.of_person is not None and _is_enough(who.of_person, deed.asks):
        return Told(Why.PERSON, Topic.WATCHED)
    return None


_WHY = {"thread": Why.THREAD, "suggestion": Why.SUGGESTION, "page": Why.PAGE, "above": Why.ABOVE}


def _is_enough(level: Level, asked: Level) -> bool:
    return RANK[level] >= RANK[asked]


# --- what happened ------------------------------------------------------------------------------------------


def deed_of(fact: Fact) -> Deed:
    """What a fact comes to; its page, thread, comment, suggestion, revision and reminder at hand."""
    kind = Kind(fact.kind)
    suggestion, comment, page = fact.suggestion, fact.comment, fact.page
    actors = {fact.by_id, fact.revision.history_user_id if kind == Kind.REVISED and fact.revision else None}
    is_open = page.state == State.PUBLISHED
    insiders: set[int] = set()
    if comment is not None and (comment.held or comment.hidden is not None):
        is_open, insiders = False, {comment.author_id} if is_open else set()
    if suggestion is not None and suggestion.held_for:
        is_open, insiders = False, {suggestion.author_id} if is_open else set()
    if comment is None and fact.thread is not None:
        is_open = is_open and Comment.objects.shown().filter(thread=fact.thread).exists()
    reuse = fact.reuse
    if reuse is not None and not reuse.is_shown:
        is_open, insiders = False, {reuse.author_id} if is_open else set()
    is_draft = suggestion is not None and suggestion.state == Stage.DRAFT
    is_deleted = comment is not None and comment.deleted is not None
    return Deed(
        kind=kind,
        asks=_asked(fact),
        actors=frozenset(pk for pk in actors if pk),
        mentioned=_mentioned(fact),
        opener=fact.thread.author_id if fact.thread else None,
        author=suggestion.author_id if suggestion else None,
        teller=_teller(fact, kind),
        concerned=fact.measure.person_id if fact.measure else None,
        deciders=_deciders(fact, kind),
        reminded=fact.reminder.to_id if fact.reminder else None,
        reworded=frozenset(rewording.of(fact).people),
        is_open=is_open,
        is_gone=page.state == State.ARCHIVED or is_draft or is_deleted,
        insiders=frozenset(insiders),
    )


def _asked(fact: Fact) -> Level:
    """A page that comes by a suggestion is a new page to those who follow what stands above."""
    if fact.kind == Kind.ACCEPTED and fact.suggestion and fact.suggestion.aim == Aim.PAGE:
        return Level.NEW
    return ASKED.get(Kind(fact.kind), Level.DISCUSSION)


def _teller(fact: Fact, kind: Kind) -> int | None:
    if fact.reuse is not None:
        return fact.reuse.author_id
    made_of = fact.suggestion.reuse if fact.suggestion and kind in OF_EXAMPLES else None
    return made_of.author_id if made_of else None


def _mentioned(fact: Fact) -> frozenset[int]:
    if fact.comment is None or fact.kind not in (Kind.OPENED, Kind.REPLIED, Kind.MENTIONED):
        return frozenset()
    names = comments.draw(fact.comment.text).mentions
    found = {person.pk for person in people.mentioned(names).values()} if names else set()
    if fact.kind == Kind.MENTIONED:  # those whom it named before have been told
        told = Notice.objects.filter(fact__comment=fact.comment, why=Why.MENTIONED).exclude(fact=fact)
        found -= set(told.values_list("person", flat=True))
    return frozenset(found)


def _deciders(fact: Fact, kind: Kind) -> frozenset[int]:
    if kind in OF_DECIDERS:
        return frozenset(person.pk for person in promises.deciders_of(fact.page))
    if kind == Kind.REUSED:
        return _referents(fact)
    if kind not in TO_DECIDE or fact.suggestion is None:
        return frozenset()
    fact.suggestion.page = fact.page
    return frozenset(person.pk for person in promises.deciders(fact.suggestion))


def _referents(fact: Fact) -> frozenset[int]:
    """Of all the pages of a reuse: it may become an example in theirs."""
    return frozenset(pk for page in _used(fact) for pk in _named(page))


def _named(page: Page) -> frozenset[int]:
    charter = Charter.objects.of(page)
    return frozenset(charter.referent_pks | charter.deputy_pks)


def _used(fact: Fact) -> list[Page]:
    """The page that it is about; all of them, of a reuse."""
    if fact.kind != Kind.REUSED or fact.reuse is None:
        return [fact.page]
    return [use.page for use in fact.reuse.uses.exclude(page__state=State.ARCHIVED).select_related("page")]


# --- who might be told --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened: what one can follow of it, and who decides there."""

    pages: frozenset[int]  # one, but of a reuse
    line: tuple[int, ...]  # from each page up to the home page
    thread: int | None
    suggestion: int | None
    actors: frozenset[int]
    deciders: frozenset[int]

    @property
    def watched(self) -> Q:
        """The watches that are about it."""
        return (
            Q(page__in=self.line)
            | Q(thread=self.thread or 0)
            | Q(suggestion=self.suggestion or 0)
            | Q(whom__in=self.actors)
        )


def place_of(fact: Fact) -> Place:
    """Of the page as it stands now, in a query a level and one for the charter."""
    used = _used(fact)
    named = frozenset(pk for page in used for pk in _named(page))
    suggestion = fact.suggestion_id or (fact.thread.suggestion_id if fact.thread else None)
    actors = frozenset(pk for pk in [fact.by_id] if pk)
    line = tuple(dict.fromkeys(pk for page in used for pk in _line(page)))
    pages = frozenset(page.pk for page in used)
    return Place(pages, line, fact.thread_id, suggestion, actors, named)


def _line(page: Page) -> Iterator[int]:
    key: int | None = page.pk
    parent = page.parent_id
    while key is not None:
        yield key
        key = parent
        found = Page.objects.filter(pk=key).values_list("parent_id", flat=True) if key else ()
        parent = next(iter(found), None)


def candidates(place: Place, deed: Deed) -> Any:
    """All who might be told: those who follow it, and those whom it is about."""
    groups = deed.mentioned | deed.deciders | deed.reworded
    named = {*groups, deed.opener, deed.author, deed.teller, deed.reminded, deed.concerned} - {None}
    following = Watch.objects.filter(place.watched).exclude(level=Level.NOTHING)
    return User.objects.filter(Q(pk__in=following.values("person")) | Q(pk__in=named))


def readers(found: Iterable[Any], place: Place) -> Iterator[Reader]:
    """These people as the ladder asks of them; in one query."""
    people = list(found)
    watches: dict[int, list[Watch]] = {person.pk: [] for person in people}
    for watch in Watch.objects.filter(place.watched, person__in=list(watches)):
        watches[watch.person_id].append(watch)
    for person in people:
        yield _reader(person, watches[person.pk], place)


def with_address(found: Any) -> Any:
    """People with whether they are there to be told, and how they want it."""
    known = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    known_there = Q(is_active=True, ghost=False) & Q(Exists(known))
    told = {"is_there": known_there & not_barred(), "is_known": known_there}
    return found.select_related("notice_settings").annotate(**told)


def settings_of(person: Any) -> NoticeSettings:
    """How somebody wants to be told; who chose nothing has the values of an empty row."""
    try:
        return cast("NoticeSettings", person.notice_settings)
    except NoticeSettings.DoesNotExist:
        return NoticeSettings(person=person)


def _reader(person: Any, watches: list[Watch], place: Place) -> Reader:
    chosen: dict[str, Level] = {}
    grown: dict[str, Level] = {}
    above: int | None = None
    of_person: Level | None = None
    order = {pk: depth for depth, pk in enumerate(place.line)}
    for watch in sorted(watches, key=lambda one: order.get(one.page_id or 0, 0)):
        level, kind = Level(watch.level), watch.kind
        if kind == "whom":
            of_person = level
            continue
        if kind == "page" and watch.page_id not in place.pages:
            if not watch.below or "above" in chosen:  # the nearest of those above
                continue
            kind, above = "above", watch.page_id
        (grown if watch.by_itself else chosen)[kind] = level
    decides = bool(person.is_staff or person.pk in place.deciders)
    return Reader(
        pk=person.pk,
        is_there=person.is_there,
        is_known=person.is_known,
        decides=decides and person.is_there,
        takes_part=settings_of(person).follows,
        chosen=chosen,
        grown=grown,
        above=above,
        of_person=of_person,
    )
