"""What newcomers send without the proof that was asked for waits for a look; with it, or of others, nothing does."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from tests import factories
from tests.accounts.proving import LITTLE, solved
from wiki.actions import deeds, flagging, limiting, moderation, proving, suggestions, threads
from wiki.actions.deeds import Deed
from wiki.actions.settings import edit
from wiki.models import Comment, Page, Suggestion
from wiki.models.sieve import UNPROVED
from wiki.models.suggestion import Aim
from wiki.queries.settings import current
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def little_work(settings: Any) -> None:
    settings.PROOF = LITTLE


@pytest.fixture
def page() -> Page:
    return factories.page(factories.home(), "a", "# A\n\nThe first words.\n")


@pytest.fixture
def writes() -> User:
    return factories.person()


def asking(when: str) -> None:
    site = current()
    edit(site, by=SYSTEM, base=site.version, proofs=when)


@pytest.mark.parametrize(
    ("when", "crowded", "asked"),
    [
        ("off", False, False),
        ("off", True, False),
        ("crowded", False, False),
        ("crowded", True, True),
        ("always", False, True),
        ("always", True, True),
    ],
)
def test_newcomers_are_asked_as_the_settings_say(when: str, crowded: bool, asked: bool, writes: User) -> None:
    asking(when)
    assert proving.is_asked_of(writes, lambda: crowded) is asked


@pytest.mark.parametrize("who", [lambda: factories.person(trusted=True), factories.moderator])
def test_nobody_is_asked_whom_the_site_knows(who: Any) -> None:
    asking("always")
    assert proving.is_asked_of(who(), lambda: True) is False


def test_whoever_is_known_by_their_comments_is_asked_no_more(page: Page, writes: User, settings: Any) -> None:
    asking("always")
    settings.FIRST_POSTS = 1
    threads.open(page, by=writes, text="What of it?", uuid=uuid4())
    assert (limiting.is_new(writes), proving.is_asked_of(writes, lambda: True)) == (False, False)


@pytest.mark.parametrize(("proof", "held"), [(None, False), ("", True), ("forged", True)])
def test_comment_without_it_waits(page: Page, writes: User, proof: str | None, held: bool) -> None:
    made = threads.open(page, by=writes, text="What of it?", uuid=uuid4(), proof=proof)
    assert (made.held, made.held_for) == (held, UNPROVED if held else "")


def test_comment_with_it_is_there_at_once_and_the_next_one_needs_another(
    page: Page, writes: User, settings: Any
) -> None:
    settings.LIMITS = settings.LIMITS | {"contributor": settings.LIMITS["contributor"] | {"comment": []}}
    proof = solved()
    first = threads.open(page, by=writes, text="What of it?", uuid=uuid4(), proof=proof)
    again = threads.reply(first.thread, by=writes, text="And then?", uuid=uuid4(), proof=proof)
    other = threads.reply(first.thread, by=writes, text="So what?", uuid=uuid4(), proof=solved())
    assert [one.held for one in (first, again, other)] == [False, True, False]


def test_second_click_is_the_same_comment_although_its_proof_is_spent(page: Page, writes: User) -> None:
    told = {"text": "What of it?", "uuid": uuid4(), "proof": solved()}
    made = [threads.open(page, by=writes, **told) for _click in range(2)]
    assert (made[0].pk, made[1].held, Comment.objects.count()) == (made[1].pk, False, 1)


def test_moderator_lets_such_a_comment_through(page: Page, writes: User) -> None:
    made = threads.open(page, by=writes, text="What of it?", uuid=uuid4(), proof="")
    assert made.why_held == "son auteur est nouveau ici, et son navigateur n’a pas été vérifié"
    assert made.is_sieved is False
    assert Comment.objects.shown().count() == 0
    moderation.release(made, by=factories.moderator())
    assert Comment.objects.shown().count() == 1


def test_suggestion_without_it_is_shown_to_those_who_decide_until_they_let_it_through(
    page: Page, writes: User
) -> None:
    made = factories.suggestion(page, ("first", "other"), by=writes, proof="")
    seen = Suggestion.objects.visible_to(factories.person())
    assert (made.held_for, seen.count()) == (UNPROVED, 0)
    amended = suggestions.amend(
        made, by=writes, seen=made.version, base=made.on_id, source="# A\n\nElse.\n", summary="Better."
    )
    assert (amended.held_for, seen.count()) == (UNPROVED, 0)
    suggestions.release(amended, by=factories.moderator(), seen=amended.version)
    assert seen.count() == 1


def test_suggestion_with_it_is_everybodys_to_read(page: Page, writes: User) -> None:
    assert factories.suggestion(page, ("first", "other"), by=writes, proof=solved()).held_for == ""


def test_page_that_is_proposed_without_it_waits_too(page: Page, writes: User) -> None:
    deed = Deed(Aim.ARCHIVE)
    made = [
        deeds.propose(page, deed, by=writes, uuid=uuid4(), summary="Old.", proof=proof)
        for proof in ("", solved())
    ]
    assert [one.held_for for one in made] == [UNPROVED, ""]


def test_report_without_it_says_so_to_those_who_moderate(page: Page, writes: User) -> None:
    said = threads.open(page, by=factories.person(), text="Rude.", uuid=uuid4())
    told = {"by": writes, "rule": "other", "reason": "Rude."}
    flags = [moderation.flag(said, **told, proof=""), flagging.flag(page, **told, proof=solved())]
    assert [flag.unproved for flag in flags] == [True, False]
