"""What accepting would touch: links that lead nowhere, discussions, other suggestions; of what was ticked."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests import factories
from tests.views.suggested import TWO, of, read
from wiki.actions import threads
from wiki.actions.threads import Selection
from wiki.models import Suggestion, Thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def judge(client):
    who = factories.moderator()
    client.force_login(who)
    return who


def talk(here, words):
    who = factories.person()
    return threads.open(here, by=who, text="Why?", uuid=uuid4(), quote=Selection(words)).thread


def test_link_that_would_lead_nowhere_is_told(client, here, judge):
    made = factories.suggestion(here, ("first", "[first](/nowhere/)"))
    assert "/nowhere/" in read(client, of(made, "touches"))


@pytest.mark.parametrize(
    ("words", "change", "said"),
    [
        ("Then come some other ones", ("some other", "some quite other"), "changeraient"),
        ("first words", ("The first words stand here.\n\n", ""), "disparaîtraient"),
        ("other ones", ("first", "foremost"), None),
    ],
)
def test_discussion_that_would_lose_its_words_is_told(client, here, judge, words, change, said):
    thread = talk(here, words)
    shown = read(client, of(factories.suggestion(here, change), "touches"))
    assert (f'href="/-/t/{thread.pk}/"' in shown) == (said is not None)
    assert said is None or said in shown
    assert Thread.objects.get().place_state == "anchored"


def test_suggestion_that_would_be_in_conflict_is_told(client, here, judge):
    other = factories.suggestion(here, ("first", "last"), summary="Say last.")
    factories.suggestion(here, ("an end", "the end"), summary="Say the.")
    shown = read(client, of(factories.suggestion(here, *TWO[:1]), "touches"))
    assert "Say last." in shown
    assert "Say the." not in shown
    assert Suggestion.objects.get(pk=other.pk).footing == "current"


def test_ticks_are_heard(client, here, judge):
    thread = talk(here, "first words")
    made = factories.suggestion(here, *TWO)
    assert f"/-/t/{thread.pk}/" in read(client, f"{of(made, 'touches')}?seen=1&chosen=1")
    shown = read(client, f"{of(made, 'touches')}?seen=1&chosen=2")
    assert f"/-/t/{thread.pk}/" not in shown
    assert "aucune discussion ne perd ses mots" in shown
    assert of(made, "touches") in read(client, of(made))


def test_those_who_decide_alone_are_told(client, here):
    made = factories.suggestion(here, *TWO)
    assert client.get(of(made, "touches")).status_code == 302
    client.force_login(factories.person())
    assert client.get(of(made, "touches")).status_code == 403
