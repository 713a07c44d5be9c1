"""Who is told of what: every kind of deed, by role, level, mute and visibility, without a database."""

from itertools import product

import pytest

from wiki.models.notice import Kind, Why
from wiki.models.watch import Level, Topic
from wiki.queries.telling import ASKED, IN_THREADS, Deed, Reader, Told, why

ME, OTHER = 1, 2
# What one is to the deed, beside a watch: nothing, or somebody whom it is about.
ROLES = {
    "stranger": {},
    "actor": {"actors": frozenset({ME})},
    "mentioned": {"mentioned": frozenset({ME})},
    "opener": {"opener": ME},
    "author": {"author": ME},
    "decider": {"deciders": frozenset({ME})},
    "reminded": {"reminded": ME},
}
# Whether everybody may read it, those who decide there, one who said it, or nobody any more.
VISIBLE = {
    "open": ({}, True),
    "closed": ({"is_open": False}, False),
    "closed to others": ({"is_open": False, "insiders": frozenset({ME})}, True),
    "gone": ({"is_gone": True, "insiders": frozenset({ME})}, False),
}
# From the least that a level brings to the most.
BRINGS = {
    Level.NOTHING: set(),
    Level.MINE: set(),
    Level.NEW: {Kind.CREATED},
    Level.CHANGES: {Kind.CREATED, Kind.REVISED, Kind.ACCEPTED},
    Level.DISCUSSION: set(Kind) - {Kind.REMINDED},
}
PLACES = ("thread", "suggestion", "page", "above")


def deed(kind: Kind, **about) -> Deed:
    return Deed(kind=kind, asks=ASKED.get(kind, Level.DISCUSSION), **{"actors": frozenset({OTHER})} | about)


def reader(**told) -> Reader:
    return Reader(**{"pk": ME, "chosen": {}, "grown": {}} | told)


def is_named(role: str, kind: Kind) -> bool:
    """Whom it is about is told without following anything."""
    if kind == Kind.REMINDED or role == "reminded":
        return kind == Kind.REMINDED and role == "reminded"
    return kind in IN_THREADS if role == "opener" else role in ("mentioned", "author", "decider")


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_by_role_level_and_visibility(kind: Kind) -> None:
    levels = [None, *Level]
    for (role, about), (seen, can_read), level, place in product(
        ROLES.items(), VISIBLE.values(), levels, PLACES
    ):
        chosen = {} if level is None else {place: level}
        told = why(deed(kind, **about, **seen), reader(chosen=chosen))
        follows = level is not None and kind in BRINGS[level]
        expected = can_read and role != "actor" and level != Level.NOTHING
        expected = expected and (is_named(role, kind) or follows)
        assert (told is not None) == expected, (role, seen, level, place)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("decides", [False, True])
def test_what_is_closed_is_told_to_those_who_decide_alone(kind: Kind, decides: bool) -> None:
    who = reader(chosen={"page": Level.DISCUSSION}, decides=decides)
    assert (why(deed(kind, is_open=False, reminded=ME), who) is not None) == decides
    assert why(deed(kind, is_gone=True), who) is None


@pytest.mark.parametrize("kind", Kind)
def test_whoever_is_not_there_is_told_nothing(kind: Kind) -> None:
    """Closed, barred, erased, a ghost, or without a confirmed address."""
    everything = {"mentioned": frozenset({ME}), "deciders": frozenset({ME}), "author": ME, "opener": ME}
    who = reader(is_there=False, chosen=dict.fromkeys(PLACES, Level.DISCUSSION), decides=True)
    assert why(deed(kind, **everything), who) is None


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
    assert why(deed(Kind.OPENED, author=ME), reader()) == Told(Why.AUTHOR, Topic.ANSWERS)
    assert why(deed(Kind.REMINDED, author=ME, reminded=ME), reader()) == Told(Why.AUTHOR, Topic.MINE)
