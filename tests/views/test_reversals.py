"""What an account did, undone from its screens: foreseen, sent, reported, brought back; refused in a sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.views.suggested import read
from wiki.actions import reversing, threads
from wiki.models import Comment, Page, Reversal, Review
from wiki.models.reversal import Fate, Stride

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
LATER = "2100-01-01T00:00:00+00:00"


@pytest.fixture
def guide() -> dict[str, Page]:
    return factories.guide()


@pytest.fixture
def moderator(client: Client) -> Any:
    who = factories.moderator(name="Mona Olin", language="en")
    client.force_login(who)
    return who


@pytest.fixture
def spammer(guide: dict[str, Page]) -> Any:
    who = factories.person(name="Spam Sender")
    said(guide["advice/first"], who)
    return who


def said(page: Page, by: Any, text: str = "Buy this.") -> Comment:
    return threads.open(page, by=by, text=text, uuid=uuid4())


def at(person: Any, asked: str = "") -> str:
    return f"/-/people/{person.pk}/revert/{asked}"


def sent(**told: Any) -> dict[str, Any]:
    """What the form says."""
    usual = {"uuid": str(uuid4()), "sorts": "comment,suggestion,text,page", "after": "", "until": LATER}
    return usual | {"because": "advertising", "reason": ""} | told


def hidden() -> int:
    return Comment.objects.filter(hidden__isnull=False).count()


def counted(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_one_sees_what_would_be_undone_then_undoes_it_and_brings_it_back(
    client: Client, guide: dict[str, Page], moderator: Any, spammer: Any
) -> None:
    page = guide["advice/first"]
    factories.suggestion(page, ("Text one.", "Buy this."), by=spammer)
    shown = read(client, at(spammer))
    assert "2 things would be undone" in shown
    assert [one in shown for one in ("1 comment", "1 open suggestion", "Buy this.")] == [True] * 3
    assert (hidden(), Reversal.objects.count()) == (0, 0)
    answer = client.post(at(spammer), sent())
    deed = Reversal.objects.get()
    assert (answer.status_code, answer["Location"], hidden()) == (302, f"/-/reversals/{deed.pk}/", 1)
    said_so = "This account was used to advertise: what it wrote is undone."
    assert (deed.by, deed.reason) == (moderator, said_so)
    report = read(client, answer["Location"])
    assert "Take the whole deed back" in report
    back = f"/-/reversals/{deed.pk}/back/"
    assert "Bring 2 things back" in read(client, back)
    refused = client.post(back, {"reason": " "})
    assert (refused.status_code, hidden()) == (422, 1)
    assert client.post(back, {"reason": "It was somebody else."})["Location"] == f"/-/reversals/{deed.pk}/"
    assert hidden() == 0
    assert "What was brought back" in read(client, f"/-/reversals/{deed.pk}/")
    late = client.post(back, {"reason": "Again."})
    assert (late.status_code, "taken this back already" in late.content.decode()) == (409, True)


def test_choice_of_time_and_kind_is_what_is_shown_and_sent(
    client: Client, guide: dict[str, Page], moderator: Any, spammer: Any
) -> None:
    Comment.objects.update(created=timezone.now() - timedelta(days=3))
    assert "There is nothing to undo" in read(client, at(spammer, "?since=day&sorts=comment"))
    assert "1 thing would be undone" in read(client, at(spammer, "?since=week&sorts=comment"))
    assert "There is nothing to undo" in read(client, at(spammer, "?since=week&sorts=text"))
    day = (timezone.localdate() - timedelta(days=4)).isoformat()
    assert "1 thing would be undone" in read(client, at(spammer, f"?since=date&day={day}&sorts=comment"))
    for wrong in ("?since=date&sorts=comment", "?since=date&day=x&sorts=comment", "?since=ever", "?sorts=x"):
        answer = client.get(at(spammer, wrong))
        assert (answer.status_code, "to be mended" in answer.content.decode()) == (422, True)
    after = (timezone.now() - timedelta(days=1)).isoformat()
    late = client.post(at(spammer), sent(after=after))
    assert (late.status_code, "nothing to undo" in late.content.decode(), hidden()) == (409, True, 0)


def test_what_is_not_ours_is_refused(client: Client, moderator: Any, spammer: Any) -> None:
    forged: list[dict[str, Any]] = [
        {"uuid": "x"}, {"sorts": "all"}, {"after": "yesterday"}, {"until": "2026-13-45"}, {"until": ""},
        {"until": "2026-01-01T00:00:00"}, {"because": "x"},
    ]  # fmt: skip
    assert [client.post(at(spammer), sent(**told)).status_code for told in forged] == [400] * len(forged)
    answer = client.post(at(spammer), sent(because="", reason=" "))
    assert (answer.status_code, "its owner reads it" in answer.content.decode(), hidden()) == (422, True, 0)
    for address in ("/-/people/999999/revert/", f"/-/people/{2**63}/revert/", f"/-/reversals/{2**63}/"):
        assert client.get(address).status_code == 404


def test_refusal_that_was_taken_back_is_told_and_decisions_on_others_stay(
    client: Client, guide: dict[str, Page], moderator: Any, spammer: Any
) -> None:
    page = guide["advice/first"]
    own = factories.suggestion(page, ("Text one.", "Buy this."), by=spammer)
    other = factories.suggestion(page, ("Text two.", "Text two, or three."))
    Review.objects.create(suggestion=other, by=spammer, verdict="asked", reason="Buy.", version=1)
    assert "decided once on a suggestion of somebody else" in read(client, at(spammer))
    made(spammer)
    assert "taken back since" not in read(client, f"/-/suggestions/{own.pk}/")
    reversing.bring_back(Reversal.objects.get(), by=moderator, reason="No.")
    assert "taken back since" in read(client, f"/-/suggestions/{own.pk}/")
    assert Review.objects.filter(suggestion=other).count() == 1


def test_owner_is_told_why_in_their_own_language(client: Client, moderator: Any, spammer: Any) -> None:
    spammer.language = "fr"
    spammer.save()
    client.post(at(spammer), sent(because="harm"))
    assert Comment.objects.get().hidden_reason.startswith("Ce que ce compte a écrit abîme le guide")


def test_second_click_leads_to_the_same_deed_and_a_second_moderator_is_told(
    client: Client, moderator: Any, spammer: Any
) -> None:
    told = sent()
    first, second = client.post(at(spammer), told), client.post(at(spammer), told)
    assert first["Location"] == second["Location"]
    third = client.post(at(spammer), sent())
    assert (third.status_code, "nothing to undo" in third.content.decode()) == (409, True)
    assert Reversal.objects.count() == 1
    Reversal.objects.update(stride=Stride.RUNNING)
    said(Page.objects.get(path="lessons"), spammer, "More.")
    busy = client.post(at(spammer), sent())
    assert (busy.status_code, "Somebody else is undoing" in busy.content.decode()) == (409, True)
    assert "being undone already" in read(client, at(spammer))


def test_moderators_are_undone_by_admins_alone_and_nobody_by_themselves(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    other = factories.moderator()
    said(guide["lessons"], other)
    for person in (other, moderator):
        answers = [client.get(at(person)), client.post(at(person), sent())]
        assert [answer.status_code for answer in answers] == [403, 403]
        assert "only an admin does" in answers[1].content.decode()
    client.force_login(factories.admin(language="en"))
    assert (client.post(at(other), sent()).status_code, hidden()) == (302, 1)
    deed = Reversal.objects.get()
    client.force_login(moderator)
    refused = [
        client.get(f"/-/reversals/{deed.pk}/"),
        client.post(f"/-/reversals/{deed.pk}/back/", {"reason": "x"}),
    ]
    assert ([answer.status_code for answer in refused], hidden()) == ([403, 403], 1)


def test_nobody_else_is_told_which_accounts_there_are(client: Client, spammer: Any) -> None:
    client.force_login(factories.person(trusted=True))
    addresses = (at(spammer), "/-/people/999999/revert/", "/-/reversals/999999/")
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]
    assert [client.post(address, sent()).status_code for address in addresses] == [403, 403, 403]


def test_erased_account_and_one_that_did_nothing_are_told_in_a_sentence(
    client: Client, guide: dict[str, Page], moderator: Any, spammer: Any
) -> None:
    assert "did nothing of the kind" in read(client, at(factories.person()))
    type(spammer).objects.filter(pk=spammer.pk).update(
        erased_at=timezone.now(), email=None, name="", is_active=False
    )
    assert "This account was erased" in read(client, at(spammer))


def test_progress_is_told_and_goes_on_when_it_stood_still(
    client: Client, moderator: Any, spammer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reversing, "AT_ONCE", 0)
    answer = client.post(at(spammer), sent())
    deed = Reversal.objects.get()
    shown = read(client, answer["Location"])
    assert [words in shown for words in ("0 of 1 done", "data-undoing", "Go on")] == [True, True, False]
    Reversal.objects.update(moved_at=timezone.now() - timedelta(minutes=5))
    assert "Go on" in read(client, answer["Location"])
    assert client.post(answer["Location"]).status_code == 302
    reversing.go_on.func(deed.pk)
    done = read(client, answer["Location"])
    assert ("data-undoing" in done, "Take the whole deed back" in done, hidden()) == (False, True, 1)


def test_ways_lead_there_from_the_queue_the_profile_and_the_administration(
    client: Client, moderator: Any, spammer: Any
) -> None:
    comment = Comment.objects.get()
    Comment.objects.update(held=True)
    assert at(spammer) in read(client, f"/-/moderation/{comment.pk}/")
    Comment.objects.update(held=False)
    profile = f"/-/people/spam-sender-{spammer.pk}/"
    assert at(spammer) in read(client, profile)
    client.post(at(spammer), sent())
    assert f"/-/reversals/{Reversal.objects.get().pk}/" in read(client, "/-/moderation/?show=decided")
    client.force_login(factories.person())
    Comment.objects.update(hidden=None, hidden_by=None, hidden_reason="")
    assert at(spammer) not in read(client, profile)
    client.force_login(factories.admin(language="en"))
    assert at(spammer) in read(client, f"/admin/accounts/user/{spammer.pk}/change/")


def test_screens_ask_as_much_of_the_database_for_three_as_for_one(
    client: Client, guide: dict[str, Page], moderator: Any, spammer: Any
) -> None:
    page = guide["advice/first"]
    factories.suggestion(page, ("Text one.", "Buy no. 0."), by=spammer)
    asked, deed = counted(client, at(spammer)), made(spammer)
    reported = counted(client, deed)
    reversing.bring_back(Reversal.objects.get(), by=moderator, reason="No.")
    for number in (1, 2):
        said(page, spammer, f"Buy no. {number}.")
        factories.suggestion(page, ("Text two.", f"Buy no. {number}."), by=spammer)
    Reversal.objects.all().delete()
    assert counted(client, at(spammer)) == asked
    assert counted(client, made(spammer)) == reported
    assert set(Reversal.objects.get().items.values_list("fate", flat=True)) == {Fate.DONE}


def made(person: Any) -> str:
    span = reversing.Span(person, timezone.now())
    deed = reversing.revert(span, by=factories.moderator(), uuid=uuid4(), reason="Spam.")
    return f"/-/reversals/{deed.pk}/"
