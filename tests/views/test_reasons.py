"""What is decided may be said in words that are written already, in the language of whoever reads them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from wiki.actions import flagging, measures, threads
from wiki.forms.moderation import REASONS
from wiki.forms.reasons import CONTESTED, LIFTED, MENDED, told_in
from wiki.models import Comment, Flag, Measure, ModerationEntry
from wiki.models.measure import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client: Client) -> Any:
    one = factories.moderator()
    client.force_login(one)
    return one


def test_contested_decision_is_answered_in_the_words_of_its_person(client: Client, moderator: Any) -> None:
    factories.home()
    person = factories.person(language="en")
    made = measures.take(person, by=factories.moderator(), kind=Kind.WARN, reason="Rude.")
    measures.contest(made, by=person, words="It was not me.")
    at = reverse("wiki:moderation-contest", args=[made.pk])
    assert told_in("en", CONTESTED)["mistaken"] in client.get(at).content.decode().replace("&#x27;", "'")
    assert client.post(at, {"do": "overturn", "because": "burnt", "reason": ""}).status_code == 400
    assert client.post(at, {"do": "overturn", "because": "mistaken", "reason": ""}).status_code == 302
    answered = Measure.objects.get()
    assert (answered.upheld, answered.answer) == (False, told_in("en", CONTESTED)["mistaken"])


def test_report_on_a_page_is_upheld_in_the_words_of_the_site(client: Client, moderator: Any) -> None:
    page = factories.guide()["advice/first"]
    flagged = flagging.flag(page, by=factories.person(), rule="copied")
    at = reverse("wiki:moderation-page", args=[page.pk])
    sent = {"do": "uphold", "seen": str(flagged.pk), "because": "copied", "reason": ""}
    assert client.post(at, sent).status_code == 302
    assert Flag.objects.get().upheld is True
    assert ModerationEntry.objects.get(action="flag.uphold").reason == told_in("fr", MENDED)["copied"]


def test_decision_is_taken_back_in_words_that_are_written(client: Client, moderator: Any) -> None:
    factories.home()
    made = measures.take(factories.person(), by=moderator, kind=Kind.BAN, reason="Enough.")
    at = reverse("wiki:moderation-lift", args=[made.pk])
    assert client.post(at, {"because": "", "reason": ""}).status_code == 422
    assert client.post(at, {"because": "enough", "reason": ""}).status_code == 302
    assert Measure.objects.get().lifted_reason == told_in("fr", LIFTED)["enough"]


def test_comment_is_hidden_from_its_discussion_in_words_that_are_written(
    client: Client, moderator: Any
) -> None:
    page = factories.guide()["advice/first"]
    author = factories.person(language="en")
    said = threads.open(page, by=author, text="Rude words.", uuid=uuid4())
    at = reverse("wiki:comment-hide", args=[said.pk])
    assert client.post(at, {"because": "", "reason": ""}).status_code == 422
    assert client.post(at, {"because": "tone", "reason": ""}).status_code == 302
    assert Comment.objects.get().hidden_reason == told_in("en", REASONS)["tone"]
