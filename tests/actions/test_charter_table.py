"""The charter's rules as one table: each combination of what they depend on, hunk by hunk, against an oracle.

The cases are plain data; the oracle below reads the sentences of the charter, and nothing of the code. What is
tried is the code that screens, acceptances and the queue ask, on rows that are in memory: no database is.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.utils import timezone

from accounts.models import User
from wiki import rules
from wiki.actions import deciding, rebasing
from wiki.models import Charter, Page, PageRevision, Review, Stand, Suggestion
from wiki.models.suggestion import Aim, Stage
from wiki.text import diff
from wiki.text.diff import Difference

OLD = "# B\n\nThe first words stand here.\n\nAnd then come the second ones.\n\nAn end.\n"
NEW = OLD.replace("first", "early").replace("second", "last")
# What somebody else publishes meanwhile, and which of the two changes it disputes.
MEANWHILE = {
    "nothing": (OLD, set()),
    "elsewhere": (OLD.replace("An end", "The end"), set()),
    "on the first": (OLD.replace("first", "1st"), {"1"}),
    "on both": (OLD.replace("first", "1st").replace("second", "2nd"), {"1", "2"}),
}
AUTHOR, REFERENT, OTHER_REFERENT, DEPUTY, MODERATOR, READER = range(1, 7)
PEOPLE = (AUTHOR, REFERENT, OTHER_REFERENT, DEPUTY, MODERATOR, READER)
NOW = datetime(2026, 6, 15, 12, tzinfo=timezone.get_current_timezone())
HUNKS = ("1", "2")


# --- rows in memory -----------------------------------------------------------------------------------------


def person(pk: int) -> User:
    made = User(pk=pk, email=f"{pk}@example.org", name=str(pk), moderator=pk == MODERATOR)
    made.__dict__["_verified"] = None
    return made


def known(who: User, led: frozenset[int]) -> User:
    """Somebody whose address and sections are told already, as after the first question of a request."""
    from accounts import roles
    from wiki.models import page as places

    who.__dict__[roles._VERIFIED] = (who.email, True)
    who.__dict__[places._LED] = led
    return who


def section(charter: Charter, text: str = OLD, **fields: Any) -> Page:
    page = Page(pk=3, parent_id=2, title="B", source=text, state="published", path="a/b", **fields)
    page.__dict__["_charter"] = (2, charter)
    return page


def suggestion(page: Page, **fields: Any) -> Suggestion:
    on = PageRevision(source=OLD, title="B", description="", number=1)
    made = Suggestion(pk=9, page=page, author=person(AUTHOR), open_since=NOW - timedelta(days=5))
    made.__dict__.update(fields)
    made._state.fields_cache["on"] = on
    made._prefetched_objects_cache = {"reviews": [], "stands": []}
    rebasing.put(made, compared())
    return made


@cache
def compared() -> Difference:
    return diff.compare(OLD, NEW)


def words() -> dict[str, Any]:
    return rebasing.told(compared(), {1, 2})


def said(told: str) -> dict[str, Any]:
    """The changes that a review or a stand was about: `old` are words that became others."""
    now = words()
    stale = {key: ["before", "otherwise"] for key in now}
    return {
        "both": now,
        "first": {"1": now["1"]},
        "second": {"2": now["2"]},
        "both, old": stale,
        "first, old": {"1": stale["1"]},
    }[told]


def test_rows_in_memory_are_what_they_stand_for():
    made = suggestion(section(Charter()))
    assert rebasing.keys(made) == {"1", "2"}
    assert rebasing.in_words(made, frozenset(HUNKS)) == words()
    assert words() == {"1": ["first", "early"], "2": ["second", "last"]}


# --- who decides: own × referent × delegation × state -------------------------------------------------------


class Deciding(NamedTuple):
    """Somebody would decide on a suggestion."""

    who: int
    own: bool  # the charter lets those who decide accept their own
    author_is_referent: bool
    away: bool  # the referent is, and has a deputy
    state: str
    locked: bool


def may_decide(case: Deciding) -> bool:
    """The oracle: referents, whoever stands in for one who is away, moderators; on their own if it says so."""
    decides = {REFERENT, OTHER_REFERENT, MODERATOR}
    if case.author_is_referent:
        decides.add(AUTHOR)
    if case.away:
        decides.add(DEPUTY)
    is_open = case.state in ("open", "asked")
    return case.who in decides and is_open and (case.who != AUTHOR or case.own)


def test_who_decides():
    cases = [
        Deciding(*case)
        for case in product(PEOPLE, (True, False), (True, False), (True, False), Stage.values, (True, False))
    ]
    told: Counter[bool] = Counter()
    for case in cases:
        charter = Charter(own_acceptance=case.own)
        named = {REFERENT, OTHER_REFERENT} | ({AUTHOR} if case.author_is_referent else set())
        charter.referent_pks = frozenset(named)
        charter.deputy_pks = frozenset({DEPUTY} if case.away else ())
        page = section(charter, locked=case.locked)
        made = suggestion(page, state=case.state)
        led = frozenset({2}) if case.who in charter.referent_pks | charter.deputy_pks else frozenset()
        who = known(person(case.who), led)
        may = rules.may(who, "suggestion.accept", made)
        assert may == may_decide(case), case
        assert rules.may(who, "suggestion.decide", made) == may, case
        told[may] += 1
    assert (len(cases), told[True] > 100, told[False] > 100) == (
        len(PEOPLE) * 16 * len(Stage.values),
        True,
        True,
    )


# --- how many: approvals × whose × of which words × which changes are chosen --------------------------------


GIVEN = ("none", "both", "first", "second", "both, old", "first, old")


def is_enough(approvals: int, chosen: tuple[str, ...], given: dict[int, str], who: int) -> bool:
    """The oracle: of each chosen change, so many different people stand by its very words."""
    for key in chosen:
        covers = {"1": ("both", "first"), "2": ("both", "second")}[key]
        agreed = {one for one, what in given.items() if what in covers} | {who}
        if len(agreed) < approvals:
            return False
    return True


def test_how_many_approve():
    told: Counter[bool] = Counter()
    choices = (("1",), ("2",), ("1", "2"))
    for approvals, chosen, *given in product((1, 2, 3), choices, GIVEN, GIVEN, GIVEN):
        by = dict(zip((REFERENT, OTHER_REFERENT, DEPUTY), given, strict=True))
        made = suggestion(section(Charter(approvals=approvals)))
        made._prefetched_objects_cache["reviews"] = [
            Review(suggestion=made, by_id=one, verdict="approved", changes=said(what))
            for one, what in by.items()
            if what != "none"
        ]
        asked = {key: words()[key] for key in chosen}
        for who in (REFERENT, MODERATOR):
            enough = deciding.is_enough(made, asked, by=person(who))
            assert enough == is_enough(approvals, chosen, by, who), (approvals, chosen, by, who)
            told[enough] += 1
        stand_by = {
            key: {one for one, what in by.items() if what in ("both", {"1": "first", "2": "second"}[key])}
            for key in chosen
        }
        assert deciding.agreed(made, asked) == min(map(len, stand_by.values()))
    assert sum(told.values()) == 3 * 3 * 6**3 * 2
    assert min(told.values()) > 500


# --- tacit consent: supports × objections × dates × state × conflict, hunk by hunk --------------------------


class Silence(NamedTuple):
    """A suggestion that waits, and what people said of it."""

    days: int | None
    needed: int
    supports: tuple[str, ...]  # of one person after the other
    objection: str
    waited: timedelta  # since it was sent
    ruled: timedelta  # since the charter says so
    state: str
    meanwhile: str


SUPPORTS = (
    (),
    ("both",),
    ("first",),
    ("both", "both"),
    ("both", "first"),
    ("both", "both, old"),
    ("first", "second", "both"),
)
OBJECTIONS = ("none", "whole", "first", "second", "first, old", "whole, old", "taken back", "lapsed")
DAY = timedelta(days=1)
WAITED = (timedelta(0), 7 * DAY - timedelta(seconds=1), 7 * DAY, 400 * DAY)


def adopted(case: Silence) -> set[str]:
    """The oracle: which changes silence has adopted at this moment."""
    if case.days is None or case.state != "open":
        return set()
    if min(case.waited, case.ruled) < case.days * DAY:
        return set()
    disputed = MEANWHILE[case.meanwhile][1]
    found = set()
    for key in HUNKS:
        covers = {"1": ("both", "first"), "2": ("both", "second")}[key]
        backed = sum(one in covers for one in case.supports) >= case.needed
        stopped = {
            "none": False,
            "taken back": False,
            "lapsed": False,
            "whole": True,
            "whole, old": True,
            "first": key == "1",
            "second": key == "2",
            "first, old": key == "1",  # to that change, however it reads now
        }[case.objection]
        if backed and not stopped and key not in disputed:
            found.add(key)
    return found


def stands(made: Suggestion, case: Silence) -> list[Stand]:
    found = [
        Stand(suggestion=made, by_id=100 + number, stance="support", changes=said(what))
        for number, what in enumerate(case.supports)
    ]
    if case.objection != "none":
        is_whole = case.objection in ("whole", "whole, old", "taken back", "lapsed")
        about = {"whole": "both", "whole, old": "both, old"}.get(case.objection, case.objection)
        one = Stand(suggestion=made, by_id=READER, stance="objection")
        one.changes = said("both" if case.objection in ("taken back", "lapsed") else about)
        one.change = "" if is_whole else min(one.changes)
        one.taken_back = NOW if case.objection == "taken back" else None
        one.lapsed = NOW if case.objection == "lapsed" else None
        found.append(one)
    return found


def what_silence_adopts(case: Silence) -> set[str]:
    """What the queue would publish: see `consenting.adopt`."""
    charter = Charter(consent_days=case.days, consent_supports=case.needed)
    charter.consent_since = NOW - case.ruled
    page = section(charter, MEANWHILE[case.meanwhile][0])
    made = suggestion(page, state=case.state, open_since=NOW - case.waited)
    made._prefetched_objects_cache["stands"] = stands(made, case)
    found = deciding.consent(made, rebasing.in_words(made, rebasing.keys(made)))
    if found is None or found.at > NOW:
        return set()
    return set(found.ready & rebasing.meet(made, page).keys)


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_what_silence_adopts(meanwhile):
    told: Counter[int] = Counter()
    states = ("open", "asked", "draft", "declined")
    for days, needed, supports, objection, waited, ruled, state in product(
        (None, 1, 7), (1, 2), SUPPORTS, OBJECTIONS, WAITED, (timedelta(0), 7 * DAY, 400 * DAY), states
    ):
        case = Silence(days, needed, supports, objection, waited, ruled, state, meanwhile)
        if state != "open" and (waited, ruled) != (400 * DAY, 400 * DAY):
            continue
        if meanwhile != "nothing" and (state != "open" or waited != 400 * DAY or days is None):
            continue  # the merge is slower: with the other factors it is tried where something may go in
        found = what_silence_adopts(case)
        assert found == adopted(case), case
        told[len(found)] += 1
    assert told[0] > 100
    if meanwhile in ("nothing", "elsewhere"):
        assert min(told[1], told[2]) > 30
    else:
        assert (told[1] > 30, told[2]) == (meanwhile == "on the first", 0)


def test_same_person_supports_once():
    charter = Charter(consent_days=1, consent_supports=2, consent_since=NOW - 30 * DAY)
    made = suggestion(section(charter), state="open")
    twice = [
        Stand(suggestion=made, by_id=7, stance="support", changes=said(what)) for what in ("both", "first")
    ]
    made._prefetched_objects_cache["stands"] = twice
    found = deciding.consent(made, words())
    assert found is not None
    assert (found.ready, dict(found.lacking)) == (frozenset(), {"1": 1, "2": 1})


@pytest.mark.parametrize("held", ["", "word x"])
@pytest.mark.parametrize("locked", [True, False])
@pytest.mark.parametrize("state", ["published", "draft", "archived"])
@pytest.mark.parametrize("aim", Aim.values)
def test_silence_adopts_only_another_text_of_a_page_that_everybody_reads(aim, state, locked, held):
    charter = Charter(consent_days=1, consent_supports=1, consent_since=NOW - 30 * DAY)
    page = section(charter, locked=locked)
    page.state = state
    made = suggestion(page, state="open", aim=aim, held_for=held)
    is_free = (aim, state, locked, held) == ("text", "published", False, "")
    assert (deciding.consent(made, words()) is not None) == is_free


def test_the_site_itself_asks_nobody():
    made = suggestion(section(Charter(approvals=3)))
    assert deciding.is_enough(made, words(), by=rules.SYSTEM) is True
    assert deciding.is_enough(made, words(), by=SimpleNamespace(pk=REFERENT)) is False
