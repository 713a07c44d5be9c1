"""Who is told of what: every kind of deed, by role, level, place, mute, visibility and language; no database."""

from itertools import product

import pytest
from django.utils.translation import override

from accounts.models import User
from wiki.models import Comment, Fact, Measure, Notice, Page, Reminder, Review, Suggestion, Thread
from wiki.models.notice import OF_MEASURES, Kind, Why
from wiki.models.watch import Level, Topic
from wiki.queries import measured, saying
from wiki.queries.telling import ASKED, IN_THREADS, OF_DECIDERS, Deed, Reader, Told, why

ME, OTHER = 1, 2
# What one is to the deed, beside a watch: nothing, or somebody whom it is about.
ROLES = {
    "stranger": {},
    "actor": {"actors": frozenset({ME})},
    "mentioned": {"mentioned": frozenset({ME})},
    "opener": {"opener": ME},
    "author": {"author": ME},
    "reworded": {"reworded": frozenset({ME})},
    "teller": {"teller": ME},
    "decider": {"deciders": frozenset({ME})},
    "reminded": {"reminded": ME},
    "concerned": {"concerned": ME},
}
# Whether everybody may read it, those who decide there, one who said it, or nobody any more; then whether I
# may, as one who decides there, and as one who does not.
VISIBLE = {
    "open": ({}, True, True),
    "closed": ({"is_open": False}, True, False),
    "closed to others": ({"is_open": False, "insiders": frozenset({ME})}, True, True),
    "gone": ({"is_gone": True, "insiders": frozenset({ME})}, False, False),
}
# From the least that a level brings to the most.
FOR_ONE = {Kind.REMINDED: "reminded", Kind.MENTIONED: "mentioned", Kind.TAKEN: "author"}
BRINGS = {
    Level.NOTHING: set(),
    Level.MINE: set(),
    Level.NEW: {Kind.CREATED, Kind.REUSED},
    Level.CHANGES: {Kind.CREATED, Kind.REUSED, Kind.REVISED, Kind.ACCEPTED},
    Level.DISCUSSION: set(Kind) - set(FOR_ONE) - OF_DECIDERS - set(OF_MEASURES),
}
PLACES = ("thread", "suggestion", "page", "above")
# What keeps people from hearing: of the place, of the person who did it, or because they are not there.
MUTES = {
    "none": {},
    "the place": {"chosen": {"page": Level.NOTHING}},
    "the person": {"of_person": Level.NOTHING},
    "barred": {"is_there": False},
    "not there": {"is_there": False, "is_known": False},
    "takes no part": {"takes_part": False},
}


def deed(kind: Kind, **about) -> Deed:
    return Deed(kind=kind, asks=ASKED.get(kind, Level.DISCUSSION), **{"actors": frozenset({OTHER})} | about)


def reader(**told) -> Reader:
    return Reader(**{"pk": ME, "chosen": {}, "grown": {}} | told)


def is_named(role: str, kind: Kind, *, listens: bool) -> bool:
    """Whom it is about is told without following anything."""
    if kind in FOR_ONE:
        return role == FOR_ONE[kind]
    if kind in OF_MEASURES:
        return role == "concerned"
    if role == "reworded":
        return listens
    return kind in IN_THREADS if role == "opener" else role in ("mentioned", "author", "teller", "decider")


def is_told(kind: Kind, role: str, level: Level | None, place: str, mute: str, *, can_read: bool) -> bool:
    """The table, as one sentence: whoever may read it, did not do it, is there and has not muted it is told
    where it is about them, or where they follow it closely enough. Of what was decided about them they are
    told though they be barred, and whatever they muted."""
    if not can_read or role == "actor" or mute == "not there":
        return False
    if kind in OF_MEASURES:
        return role == "concerned"
    if mute in ("the person", "barred"):
        return False
    if level == Level.NOTHING or mute == "the place":
        return False
    follows = level is not None and kind in BRINGS[level]
    return follows or is_named(role, kind, listens=mute != "takes no part" or level is not None)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_by_role_level_place_mute_and_visibility(kind: Kind) -> None:
    """Generated: each cell of the product, for those who decide there and for those who do not."""
    cells = 0
    for (role, about), seen, decides, level, place, (mute, muting) in product(
        ROLES.items(), VISIBLE.values(), (True, False), [None, *Level], PLACES, MUTES.items()
    ):
        if mute == "the place" and place == "above":
            continue  # the page is nearer than what stands above it: `test_nearer_choice_wins` tells of both
        chosen = ({} if level is None else {place: level}) | muting.get("chosen", {})
        if mute == "the place" and level is not None and place != "page":
            continue  # as above: a thread that is followed is nearer than its page
        told = why(deed(kind, **about, **seen[0]), reader(**{**muting, "chosen": chosen, "decides": decides}))
        can_read = seen[1] if decides else seen[2]
        expected = is_told(kind, role, level, place, mute, can_read=can_read)
        assert (told is not None) == expected, (role, seen, decides, level, place, mute)
        cells += 1
    assert cells == len(ROLES) * len(VISIBLE) * 2 * (6 * 4 * 5 + 3 + 5)


@pytest.mark.parametrize("kind", Kind)
def test_whoever_is_not_there_is_told_nothing(kind: Kind) -> None:
    """Closed, barred, erased, a ghost, or without a confirmed address."""
    everything = {"mentioned": frozenset({ME}), "deciders": frozenset({ME}), "author": ME, "opener": ME}
    everything["concerned"] = ME
    who = reader(is_there=False, is_known=False, chosen=dict.fromkeys(PLACES, Level.DISCUSSION), decides=True)
    assert why(deed(kind, **everything), who) is None


# Why one is told of each kind, as `why` may say it.
BECAUSE = {
    kind: set(Why) - {Why.CONCERNED, Why.OPENED, Why.DECIDES, Why.WORDS, Why.MENTIONED} for kind in Kind
}
BECAUSE |= {kind: BECAUSE[kind] | {Why.OPENED, Why.MENTIONED} for kind in (Kind.OPENED, Kind.REPLIED)}
BECAUSE |= {kind: BECAUSE[kind] | {Why.OPENED} for kind in (Kind.RESOLVED, Kind.REOPENED)}
BECAUSE |= {kind: BECAUSE[kind] | {Why.DECIDES} for kind in (Kind.PROPOSED, Kind.AMENDED)}
BECAUSE |= {kind: BECAUSE[kind] | {Why.WORDS} for kind in (Kind.REVISED, Kind.ACCEPTED)}
BECAUSE |= dict.fromkeys(OF_MEASURES, {Why.CONCERNED})
BECAUSE |= {
    Kind.REMINDED: {Why.AUTHOR, Why.DECIDES},
    Kind.TAKEN: {Why.AUTHOR},
    Kind.MENTIONED: {Why.MENTIONED},
}


def noticed(kind: Kind, reason: Why) -> Notice:
    """One of each, kept nowhere."""
    page = Page(pk=1, title="Page", path="page")
    thread = Thread(pk=2, number=7, page=page)
    made = Suggestion(pk=3, summary="Say it better.", page=page, state="open", aim="text")
    fact = Fact(kind=kind, by=User(pk=OTHER, name="Otto"), page=page)
    if kind in IN_THREADS or kind == Kind.MENTIONED:
        fact.thread, fact.comment = thread, Comment(pk=4, text="Words.", thread=thread)
    elif kind not in (Kind.REVISED, Kind.CREATED):
        fact.suggestion, fact.review = made, Review(changes={"1": ["a", "b"]}, reason="So.")
    if kind == Kind.REMINDED:
        fact.by, fact.reminder = None, Reminder(kind="late")
    if kind in OF_MEASURES:
        fact.by, fact.measure = None, Measure(pk=6, kind="warn", reason="So.", answer="Still so.")
    return Notice(pk=5, fact=fact, why=reason, topic=Topic.MINE, above=page)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_and_reason_is_said_in_both_languages(kind: Kind) -> None:
    nobody = (Kind.REMINDED, *OF_MEASURES)
    for reason in BECAUSE[kind]:
        said = {}
        for language in ("fr", "en"):
            with override(language):
                line = (measured if kind in OF_MEASURES else saying).line(noticed(kind, reason))
            said[language] = (line.said, line.because, line.link)
            assert all(said[language]), (kind, reason, language)
            assert line.who == ("" if kind in nobody else "Otto")
        assert [one == other for one, other in zip(*said.values(), strict=True)] == [False] * 3, said


@pytest.mark.parametrize(("near", "far"), [(0, 1), (0, 2), (1, 2), (2, 3), (0, 3)])
def test_nearer_choice_wins(near: int, far: int) -> None:
    reply = deed(Kind.REPLIED)
    for nearer, farther in product(Level, Level):
        who = reader(chosen={PLACES[near]: nearer, PLACES[far]: farther})
        assert (why(reply, who) is not None) == (nearer == Level.DISCUSSION), (nearer, farther)


def test_what_came_by_itself_adds_to_a_choice_and_takes_nothing_away() -> None:
    revised = deed(Kind.REVISED)
    grown = {"page": Level.CHANGES}
    assert why(revised, reader(grown=grown)) == Told(Why.PAGE, Topic.WATCHED)
    assert why(revised, reader(grown=grown, chosen={"above": Level.NEW})) == Told(Why.PAGE, Topic.WATCHED)
    more = reader(grown=grown, chosen={"above": Level.DISCUSSION}, above=9)
    assert why(deed(Kind.OPENED), more) == Told(Why.ABOVE, Topic.WATCHED, 9)
    assert why(revised, reader(grown=grown, chosen={"above": Level.NOTHING})) is None
    supporter = {"suggestion": Level.DISCUSSION}
    told = [why(deed(kind), reader(grown=supporter)) is not None for kind in (Kind.SUPPORTED, Kind.DECLINED)]
    assert told == [False, True]
    took_part = reader(grown={"thread": Level.DISCUSSION}, chosen={"page": Level.MINE})
    assert why(deed(Kind.REPLIED), took_part) == Told(Why.TOOK_PART, Topic.ANSWERS)


@pytest.mark.parametrize("kind", Kind)
def test_person_who_is_muted_is_not_heard_and_one_who_is_followed_is(kind: Kind) -> None:
    asked = {"mentioned": frozenset({ME}), "author": ME}
    assert why(deed(kind, **asked), reader(of_person=Level.NOTHING)) is None
    told = why(deed(kind), reader(of_person=Level.CHANGES))
    assert (told == Told(Why.PERSON, Topic.WATCHED)) == (kind in BRINGS[Level.CHANGES])


def test_who_is_concerned_hears_of_it_under_their_own_topic() -> None:
    told = {
        "mentioned": (Kind.REPLIED, Told(Why.MENTIONED, Topic.ANSWERS)),
        "opener": (Kind.REPLIED, Told(Why.OPENED, Topic.ANSWERS)),
        "author": (Kind.ACCEPTED, Told(Why.AUTHOR, Topic.MINE)),
        "decider": (Kind.PROPOSED, Told(Why.DECIDES, Topic.DECIDING)),
        "reminded": (Kind.REMINDED, Told(Why.DECIDES, Topic.DECIDING)),
    }
    for role, (kind, expected) in told.items():
        assert why(deed(kind, **ROLES[role]), reader(chosen={"page": Level.DISCUSSION})) == expected
    for kind in (Kind.OUTDATED, Kind.FEEDBACK):
        assert why(deed(kind, deciders=frozenset({ME})), reader()) == Told(Why.DECIDES, Topic.DECIDING)
    assert why(deed(Kind.REUSED, deciders=frozenset({ME})), reader()) == Told(Why.DECIDES, Topic.WATCHED)
    assert why(deed(Kind.OPENED, teller=ME), reader()) == Told(Why.TELLER, Topic.ANSWERS)
    assert why(deed(Kind.OPENED, author=ME), reader()) == Told(Why.AUTHOR, Topic.ANSWERS)
    assert why(deed(Kind.REMINDED, author=ME, reminded=ME), reader()) == Told(Why.AUTHOR, Topic.MINE)
