"""Flags, people and contested decisions behind their addresses: shown, decided, told, refused."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.views.suggested import read
from wiki.actions import flagging, measures, moderation, threads
from wiki.forms.measure import PROPOSED, REASONS, told_in
from wiki.models import Comment, Flag, Measure, Page, Suggestion
from wiki.models.measure import Kind
from wiki.queries import people, queue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
WHY = {"reason": "It is too much."}


@pytest.fixture
def guide() -> dict[str, Page]:
    return factories.guide()


@pytest.fixture
def moderator(client: Client) -> Any:
    who = factories.moderator(name="Mona Olin")
    client.force_login(who)
    return who


def person_at(person: Any, asked: str = "") -> str:
    return reverse("wiki:moderation-person", args=[person.pk]) + asked


def said(page: Page, by: Any = None) -> Comment:
    return threads.open(page, by=by or factories.person(), text="Rude words.", uuid=uuid4())


def warned(person: Any, by: Any = None) -> Measure:
    return measures.take(person, by=by or factories.moderator(), kind=Kind.WARN, reason="It is too much.")


def counted(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("what", ["page", "suggestion", "person"])
def test_flag_is_typed_for_a_rule_and_offered_where_it_is_read(
    client: Client, guide: dict[str, Page], what: str
) -> None:
    page, author = guide["advice/first"], factories.person(name="Ana Bel")
    made = factories.suggestion(page, ("Text one", "Words"), by=author)
    said(page, author)
    read_at = {
        "page": page.address,
        "suggestion": reverse("wiki:suggestion", args=[made.pk]),
        "person": reverse("wiki:person", args=[people.name_of(author)]),
    }[what]
    address = {
        "page": "/advice/first/-/flag/",
        "suggestion": f"/-/suggestions/{made.pk}/flag/",
        "person": f"/-/people/{author.pk}/flag/",
    }[what]
    client.force_login(factories.person())
    assert f'href="{address}"' in read(client, read_at)
    assert "Quelle règle" in read(client, address)
    empty = client.post(address, {"rule": "", "reason": "Mine."})
    assert (empty.status_code, "Mine." in empty.content.decode()) == (422, True)
    assert client.post(address, {"rule": "other", "reason": ""}).status_code == 422
    assert client.post(address, {"rule": "of another site"}).status_code == 422
    answer = client.post(address, {"rule": "private"})
    assert (answer.status_code, answer["Location"]) == (302, read_at)
    assert [flag.rule for flag in Flag.objects.all()] == ["private"]
    assert client.post(address, {"rule": "law"}).status_code == 302
    assert Flag.objects.count() == 1


def test_nobody_flags_themselves_nor_somebody_who_has_no_profile(
    client: Client, guide: dict[str, Page]
) -> None:
    own, silent = factories.person(), factories.person()
    said(guide["lessons"], own)
    client.force_login(own)
    assert client.post(f"/-/people/{own.pk}/flag/", {"rule": "law"}).status_code == 403
    assert client.post(f"/-/people/{silent.pk}/flag/", {"rule": "law"}).status_code == 404
    for number in ("0", str(2**63), "99999"):
        assert client.post(f"/-/people/{number}/flag/", {"rule": "law"}).status_code == 404
    assert Flag.objects.count() == 0


def test_flag_beyond_the_days_share_is_told_when_to_come_back(
    client: Client, guide: dict[str, Page], settings: Any
) -> None:
    settings.LIMITS_ARE_KEPT = True
    pages = [factories.page(guide["lessons"], f"page-{number}") for number in range(6)]
    client.force_login(factories.person())
    told = [client.post(f"{page.address}-/flag/", {"rule": "law"}).status_code for page in pages]
    assert told == [302] * 5 + [429]


@pytest.mark.parametrize(("do", "verdict"), [("keep", False), ("uphold", True)])
def test_reported_page_is_judged_and_leads_to_the_next(
    client: Client, guide: dict[str, Page], moderator: Any, do: str, verdict: bool
) -> None:
    page = guide["lessons"]
    flagging.flag(page, by=factories.person(name="Otto Herr"), rule="law", reason="It is a copy.")
    at = reverse("wiki:moderation-page", args=[page.pk])
    shown = read(client, at)
    assert ("It is a copy." in shown, "Otto Herr" in shown) == (True, True)
    assert f'href="{at}"' in read(client, "/-/moderation/")
    seen = flagging.looked_at(list(queue.flags_on(page)))
    if do == "uphold":
        assert client.post(at, {"do": do, "seen": seen, "reason": ""}).status_code == 422
    answer = client.post(at, {"do": do, "seen": seen} | WHY)
    assert (answer.status_code, answer["Location"]) == (302, "/-/moderation/")
    assert Flag.objects.get().upheld is verdict
    assert client.post(at, {"do": do, "seen": seen} | WHY).status_code == 302
    assert "décidé entre-temps" in client.get("/-/moderation/").content.decode()


def test_flag_that_came_meanwhile_is_shown_before_anything_is_decided(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    page = guide["lessons"]
    flagging.flag(page, by=factories.person(), rule="law")
    seen = flagging.looked_at(list(queue.flags_on(page)))
    flagging.flag(page, by=factories.person(), rule="hate")
    answer = client.post(reverse("wiki:moderation-page", args=[page.pk]), {"do": "keep", "seen": seen})
    assert (answer.status_code, set(Flag.objects.values_list("upheld", flat=True))) == (409, {None})


@pytest.mark.parametrize("told", [{"do": "burn", "seen": "1"}, {"do": "keep"}, {}])
def test_forged_form_is_refused(
    client: Client, guide: dict[str, Page], moderator: Any, told: dict[str, str]
) -> None:
    flagging.flag(guide["lessons"], by=factories.person(), rule="law")
    address = reverse("wiki:moderation-page", args=[guide["lessons"].pk])
    assert client.post(address, told).status_code == 400
    assert Flag.objects.get().upheld is None


def test_reported_suggestion_is_shown_with_its_changes_and_declined(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    made = factories.suggestion(guide["advice/first"], ("Text one", "Buy now"))
    flagging.flag(made, by=factories.person(), rule="advertising")
    at = reverse("wiki:moderation-suggestion", args=[made.pk])
    assert "Buy now" in read(client, at)
    seen = flagging.looked_at(list(queue.flags_on(made)))
    sent = {"do": "decline", "seen": seen, "version": made.version}
    assert client.post(at, sent | WHY).status_code == 302
    made.refresh_from_db()
    assert (made.state, Flag.objects.get().upheld) == ("declined", True)


def held(page: Page, **told: Any) -> Suggestion:
    """What somebody proposes and a filter holds back."""
    made = factories.suggestion(page, ("Text one", "Buy now"), by=factories.person(**told))
    Suggestion.objects.filter(pk=made.pk).update(held_for="word buy")
    return Suggestion.objects.get(pk=made.pk)


def test_held_suggestion_waits_in_the_queue_and_everybody_reads_it_once_it_is_kept(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    made = held(guide["advice/first"], name="Ana Bel")
    at = reverse("wiki:moderation-suggestion", args=[made.pk])
    for listed in ("/-/moderation/", "/-/moderation/?show=held"):
        assert (f'href="{at}' in read(client, listed), "1 à regarder" in read(client, listed)) == (True, True)
    assert f'href="{at}' not in read(client, "/-/moderation/?show=flagged")
    shown = read(client, at)
    for told in ("Suggestion retenue par un filtre", "Buy now", "Ana Bel", "le filtre retient « buy »"):
        assert told in shown.replace("\xa0", " ")
    sent = {"do": "keep", "seen": "0", "version": made.version}
    assert client.post(at, sent | {"version": made.version + 1}).status_code == 409
    assert client.post(at, sent)["Location"] == "/-/moderation/"
    assert (Suggestion.objects.get().held_for, queue.count(moderator)) == ("", 0)
    assert "décidé entre-temps" in client.post(at, sent, follow=True).content.decode()
    assert f'href="/-/suggestions/{made.pk}/"' in read(client, "/-/moderation/?show=decided")


def test_held_suggestion_is_declined_for_a_reason_in_its_authors_language_and_stays_out_of_sight(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    made = held(guide["advice/first"], language="en")
    at = reverse("wiki:moderation-suggestion", args=[made.pk])
    sent = {"do": "decline", "seen": "0", "version": made.version}
    assert client.post(at, sent).status_code == 422
    assert client.post(at, sent | {"because": "none of ours"}).status_code == 400
    assert client.post(at, sent | {"because": "link"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.reviews.get().reason) == ("declined", told_in("en", PROPOSED)["link"])
    assert Client().get(f"/-/suggestions/{made.pk}/").status_code == 404
    assert "suggestion gardée hors de vue" in read(client, "/-/moderation/?show=decided").lower()


def test_suggestion_that_is_held_and_flagged_waits_once_and_both_are_settled(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    made = held(guide["advice/first"])
    Flag.objects.create(suggestion=made, by=factories.person(), rule="law")
    assert (queue.count(moderator), len(queue.read(moderator, "all").lines)) == (1, 1)
    seen = flagging.looked_at(list(queue.flags_on(made)))
    at = reverse("wiki:moderation-suggestion", args=[made.pk])
    sent = {"do": "keep", "seen": seen, "version": made.version}
    assert client.post(at, sent | {"seen": "0"}).status_code == 409
    assert Suggestion.objects.get().held_for == "word buy"  # nothing is half done
    assert client.post(at, sent).status_code == 302
    assert (Suggestion.objects.get().held_for, Flag.objects.get().upheld) == ("", False)


def test_ones_own_held_suggestion_is_somebody_elses_to_let_through(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    made = held(guide["advice/first"])
    Suggestion.objects.update(author=moderator)
    assert queue.read(moderator, "all").lines == []
    at = reverse("wiki:moderation-suggestion", args=[made.pk])
    assert 'value="keep"' not in read(client, at)
    sent = {"do": "keep", "seen": "0", "version": made.version}
    assert client.post(at, sent).status_code == 403
    client.force_login(factories.person(trusted=True))
    assert (client.get(at).status_code, client.post(at, sent).status_code) == (404, 404)
    assert Suggestion.objects.get().held_for == "word buy"


def test_somebody_is_shown_with_what_was_decided_and_suspended_for_some_days(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    person = factories.person(name="Ana Bel", language="en")
    comment = said(guide["lessons"], person)
    address = person_at(person, f"?comment={comment.pk}")
    shown = read(client, address)
    assert ("Rude words." in shown, person.email in shown) == (True, False)
    sent = {"do": "measure", "kind": "suspend", "days": "7", "because": "hate", "reason": ""}
    assert client.post(address, sent).status_code == 302
    made = Measure.objects.get()
    assert (made.kind, made.comment, made.reason) == ("suspend", comment, told_in("en")["hate"])
    assert (made.until - made.at).days in (6, 7)
    assert told_in("en")["hate"] in read(client, person_at(person)).replace("&#x27;", "'")
    assert client.post(address, sent | {"kind": "ban", "because": ""}).status_code == 422
    assert client.post(address, sent | {"days": "5000"}).status_code == 422
    assert client.post(address, sent | {"kind": "shoot"}).status_code == 422
    assert client.post(address, {"do": "burn"}).status_code == 400
    assert Measure.objects.count() == 1


def test_reasons_have_words_in_both_languages() -> None:
    french, english = told_in("fr"), told_in("en")
    assert french.keys() == english.keys() == {reason.key for reason in REASONS}
    assert all(french[key] != english[key] for key in french)


def test_decision_is_told_at_each_visit_until_it_is_read(client: Client, guide: dict[str, Page]) -> None:
    person = factories.person()
    client.force_login(person)
    assert "La modération vous a écrit" not in read(client, "/")
    made = warned(person)
    assert "La modération vous a écrit" in read(client, "/")
    mine = read(client, "/-/measures/")
    assert ("It is too much." in mine, f"/-/measures/{made.pk}/contest/" in mine) == (True, True)
    assert client.get(f"/-/measures/{made.pk}/read/").status_code == 302
    assert "La modération vous a écrit" in read(client, "/")
    assert client.post(f"/-/measures/{made.pk}/read/").status_code == 302
    assert "La modération vous a écrit" not in read(client, "/")


def test_whoever_is_banned_logs_in_reads_why_and_contests(client: Client, guide: dict[str, Page]) -> None:
    person = factories.person(name="Ana Bel")
    client.force_login(person)
    made = measures.take(person, by=factories.moderator(name="Mona Olin"), kind=Kind.BAN, reason="Enough.")
    client.force_login(person)
    assert "Votre compte est banni" in read(client, "/advice/first/")
    mine = read(client, "/-/measures/")
    assert ("Enough." in mine, "Mona" in mine) == (True, False)
    refused = client.post("/advice/first/-/threads/new/", {"text": "Mine.", "uuid": str(uuid4())})
    assert (refused.status_code, "Mine." in refused.content.decode()) == (403, True)
    assert "Votre compte est banni" in refused.content.decode()
    at = f"/-/measures/{made.pk}/contest/"
    assert client.post(at, {"text": " "}).status_code == 422
    assert client.post(at, {"text": "It was not me."}).status_code == 302
    assert client.post(at, {"text": "Once more."}).status_code == 302
    assert Measure.objects.get().contest == "It was not me."


def test_nobody_reads_nor_contests_what_is_decided_of_another(client: Client, guide: dict[str, Page]) -> None:
    made = warned(factories.person())
    client.force_login(factories.admin())
    for gesture in ("read", "contest"):
        for number in (made.pk, 0, 2**63, 99999):
            address = f"/-/measures/{number}/{gesture}/"
            assert (client.get(address).status_code, client.post(address, {"text": "No."}).status_code) == (
                404,
                404,
            )
    assert (Measure.objects.get().read_at, Measure.objects.get().contest) == (None, "")


def test_contested_decision_is_answered_by_another_and_not_by_who_decided(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    person = factories.person()
    own = measures.contest(warned(person, moderator), by=person, words="It was not me.")
    other = factories.moderator()
    at = reverse("wiki:moderation-contest", args=[own.pk])
    shown = read(client, at)
    assert ("It was not me." in shown, 'value="overturn"' in shown) == (True, False)
    assert client.post(at, {"do": "uphold"} | WHY).status_code == 403
    client.force_login(other)
    assert f'href="{at}"' in read(client, "/-/moderation/?show=contested").replace("?show=contested", "")
    assert client.post(at, {"do": "overturn", "reason": ""}).status_code == 422
    assert client.post(at, {"do": "burn"} | WHY).status_code == 400
    assert client.post(at, {"do": "overturn"} | WHY).status_code == 302
    assert (Measure.objects.get().upheld, Measure.objects.get().is_standing) == (False, False)
    assert client.post(at, {"do": "uphold"} | WHY).status_code in (302, 403)
    assert Measure.objects.get().upheld is False


def test_author_of_a_hidden_comment_is_led_to_contest_it_and_writes_anew_what_was_asked(
    client: Client, guide: dict[str, Page]
) -> None:
    author = factories.person()
    hidden, asked = said(guide["lessons"], author), said(guide["lessons"], author)
    moderation.hide(hidden, by=factories.moderator(), reason="Rude.")
    moderation.flag(asked, by=factories.person(), reason="Rude.")
    now = Comment.objects.select_related("thread__page").get(pk=asked.pk)
    seen = moderation.looked_at(now, queue.flags_of(now))
    moderation.ask(now, by=factories.moderator(), seen=seen, reason="Say it kindly.")
    client.force_login(author)
    shown = read(client, "/lessons/")
    assert 'href="/-/measures/"' in shown
    edits = {pk: f'href="/-/comments/{pk}/edit/"' in shown for pk in (hidden.pk, asked.pk)}
    assert edits == {hidden.pk: False, asked.pk: True}
    assert client.post(f"/-/comments/{asked.pk}/edit/", {"text": "Kindly."}).status_code == 302
    assert client.post(f"/-/comments/{hidden.pk}/edit/", {"text": "Kindly."}).status_code == 403
    assert Comment.objects.get(pk=asked.pk).held is True


def test_profile_tells_nobody_of_a_ban(client: Client, guide: dict[str, Page]) -> None:
    person = factories.person(name="Ana Bel")
    said(guide["lessons"], person)
    address = reverse("wiki:person", args=[people.name_of(person)])
    before = client.get(address).content
    measures.take(person, by=factories.moderator(), kind=Kind.BAN, reason="Enough.")
    assert client.get(address).content == before


@pytest.mark.parametrize("screen", ["person", "mine"])
def test_screens_cost_the_same_for_one_decision_and_for_three(
    client: Client, guide: dict[str, Page], moderator: Any, screen: str
) -> None:
    person = factories.person()
    found = []
    for _time in range(3):
        comment = said(guide["lessons"], person)
        moderation.hide(comment, by=factories.moderator(), reason="Rude.")
        warned(person)
        client.force_login(person if screen == "mine" else moderator)
        found.append(counted(client, "/-/measures/" if screen == "mine" else person_at(person)))
    assert found[0] == found[2]
