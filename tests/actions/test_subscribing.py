"""Following by mail without an account: asked, confirmed, told of what everybody may read, left; and nothing
learnt of any address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Letter
from tests import factories
from tests.actions.test_mailing import carry, parts, read, way_out
from tests.actions.test_notices import edit, say, tell
from tests.views.suggested import TEXT, TWO
from wiki.actions import hiding, people, subscribing, suggestions, watching
from wiki.models import Page, PageRevision, Subscription
from wiki.models.watch import Level
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db
WANTED = {"email": "Zoe@Example.org", "pace": "daily"}
CONFIRMED = {"pace": "daily", "language": "en"}


@pytest.fixture(autouse=True)
def forgotten() -> None:
    cache.clear()


@pytest.fixture
def here() -> Page:
    section = factories.page(factories.home(), "a", "# A\n")
    return factories.page(section, "b", TEXT)


def ask(page: Page, client: Client | None = None, **sent: str) -> Any:
    return (client or Client()).post(f"{page.address}-/subscribe/", WANTED | sent)


def link_of(message: Any) -> str:
    text, html = parts(message)
    [link] = [word for word in text.split() if "/-/subscriptions/" in word]
    assert link in html
    return link.removeprefix("http://localhost:8000")


def follow(page: Page, email: str = "zoe@example.org", *, below: bool = False, **told: Any) -> Subscription:
    """As if it had been confirmed an hour ago."""
    since = timezone.now() - timedelta(hours=1)
    how = CONFIRMED | {"below": below, "confirmed_at": since, "told_until": since} | told
    return Subscription.objects.create(email=email, page=page, **how)


def tomorrow() -> datetime:
    return timezone.now() + timedelta(days=1, hours=1)


def digests() -> list[Any]:
    """What leaves the next day."""
    before = len(mail.outbox)
    tell()
    subscribing.send(tomorrow())
    carry()
    return mail.outbox[before:]


# --- opting in ----------------------------------------------------------------------------------------------


def test_nothing_follows_before_the_mail_is_read_and_its_form_is_sent(here: Page) -> None:
    client = Client()
    answer = ask(here, client)
    assert (answer.status_code, "Consultez vos courriels" in answer.content.decode()) == (200, True)
    assert Subscription.objects.get().confirmed_at is None
    assert (carry(), mail.outbox[0].to) == ([1], ["zoe@example.org"])
    link = link_of(mail.outbox[0])
    assert "zoe" not in link
    assert client.get(link).status_code == 200
    assert Subscription.objects.get().confirmed_at is None
    for _twice in range(2):
        assert client.post(link).status_code == 200
    kept = Subscription.objects.get()
    assert (kept.email, kept.page, kept.pace, kept.confirmed_at == kept.told_until) == (
        "zoe@example.org",
        here,
        "daily",
        True,
    )


def test_answer_and_mail_are_the_same_whatever_is_known_of_an_address(here: Page) -> None:
    """Unknown, waiting, following, or that of an account: nobody learns which."""
    factories.person(email="zoe@example.org")
    follow(here, "amy@example.org")
    told = []
    for email in ("new@example.org", "new@example.org", "zoe@example.org", "amy@example.org"):
        client = Client()
        client.get(f"{here.address}-/subscribe/")
        told.append(ask(here, client, email=email).content.decode())
    assert len(set(told)) == 1
    carry()
    assert [one.to for one in mail.outbox] == [
        ["new@example.org"],
        ["new@example.org"],
        ["zoe@example.org"],
        ["amy@example.org"],
    ]
    assert len({one.subject for one in mail.outbox}) == 1


def test_asking_anew_changes_nothing_of_what_follows_until_its_owner_confirms(here: Page) -> None:
    kept = follow(here)
    ask(here, pace="weekly")
    assert Subscription.objects.get().pace == "daily"
    carry()
    Client().post(link_of(mail.outbox[0]))
    after = Subscription.objects.get()
    assert (after.pk, after.pace, after.told_until) == (kept.pk, "weekly", kept.told_until)


def test_machine_that_fills_in_what_people_do_not_see_is_answered_alike(here: Page, settings: Any) -> None:
    settings.LETTERS_WAIT = True
    assert ask(here, website="x").content == ask(here).content
    assert (
        Subscription.objects.count(),
        Letter.objects.count(),
        Letter.objects.filter(about={}).count(),
    ) == (
        1,
        2,
        1,
    )


@pytest.mark.parametrize(
    "wrong",
    [{"email": "nobody"}, {"email": ""}, {"pace": "once"}, {"pace": ""}, {"email": "x" * 300 + "@y.fr"}],
)
def test_what_makes_no_sense_is_said_beside_its_field(here: Page, wrong: dict[str, str]) -> None:
    assert (ask(here, **wrong).status_code, Subscription.objects.count()) == (422, 0)


def test_network_that_asks_too_often_is_told_when_to_come_back(here: Page, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"network": {"subscription": (2, 60)}}
    settings.LIMITS_ARE_KEPT = True
    answers = [ask(here, email=f"n{number}@example.org") for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (int(answers[2]["Retry-After"]) > 0, "n2@example.org" in answers[2].content.decode()) == (
        True,
        True,
    )
    assert Subscription.objects.count() == 2


def test_address_is_written_to_a_few_times_a_day_whoever_asks(here: Page, settings: Any) -> None:
    settings.LIMITS_ARE_KEPT = True
    told = {ask(here, REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(8)}
    carry()
    assert (told, len(mail.outbox)) == ({200}, 5)


def test_link_ends_after_two_days_and_the_address_is_forgotten(here: Page, monkeypatch: Any) -> None:
    ask(here)
    carry()
    link = link_of(mail.outbox[0])
    for bad in (link[:-2] + "x/", "/-/subscriptions/x/"):
        assert Client().get(bad).status_code == Client().post(bad).status_code == 404
    assert subscribing.clear(timezone.now() + timedelta(days=1)) == 0
    assert subscribing.clear(timezone.now() + timedelta(days=2, minutes=1)) == 1
    assert Client().post(link).status_code == 404
    ask(here)
    monkeypatch.setattr(subscribing, "GOOD_FOR", timedelta(seconds=-1))
    assert Client().post(link).status_code == 404
    assert Subscription.objects.get().confirmed_at is None


def test_whoever_has_an_account_follows_with_it_and_who_may_not_is_refused(here: Page) -> None:
    address, unverified = f"{here.address}-/subscribe/", factories.person()
    unverified.emailaddress_set.update(verified=False)
    for person, expected in (
        (factories.person(), 302),
        (unverified, 403),
        (factories.person(banned=True), 403),
    ):
        client = Client()
        client.force_login(person)
        answers = client.get(address), client.post(address, WANTED)
        assert [answer.status_code for answer in answers] == [expected] * 2
    Page.objects.filter(pk=here.pk).update(state="draft")
    assert [Client().get(address).status_code, ask(here).status_code] == [404, 404]
    assert Subscription.objects.count() == 0


def test_page_that_is_out_of_sight_by_then_is_neither_told_nor_confirmed(here: Page) -> None:
    ask(here)
    carry()
    ask(here, email="late@example.org")
    Page.objects.filter(pk=here.pk).update(state="draft")
    link = link_of(mail.outbox[0])
    assert (Client().post(link).status_code, Client().get(link).status_code) == (404, 404)
    assert (carry(), len(mail.outbox)) == ([1], 1)
    assert Subscription.objects.exclude(confirmed_at=None).count() == 0


# --- what is told -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("unlimited")
def test_digest_tells_what_was_published_once_with_a_way_out_of_each(here: Page) -> None:
    other = factories.page(here, "c", "# C\n\nWords.\n")
    row, whole = follow(here), follow(here.parent, below=True)
    edit(here, factories.moderator(name="Mona"), "One more line.")
    edit(other, factories.moderator(name="Mona"), "Another one.")
    say(here, factories.person(), "Talk is not told.")
    [sent] = digests()
    text, html = parts(sent)
    assert (sent.to, text.count("One more line."), text.count("Another one.")) == (["zoe@example.org"], 1, 1)
    assert "Talk is not told" not in text + html
    assert [text.count("/-/unsubscribe/"), "notices/" in text, "watches/" in text] == [3, False, False]
    headers = read(sent)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "zoe" not in text + html + headers["List-Unsubscribe"] + headers["Message-ID"]
    assert digests() == []
    assert {row.pk, whole.pk} == set(Subscription.objects.values_list("pk", flat=True))


@pytest.mark.usefixtures("unlimited")
def test_page_alone_brings_nothing_of_what_stands_below(here: Page) -> None:
    follow(here.parent)
    edit(here, factories.moderator())
    assert digests() == []


@pytest.mark.usefixtures("unlimited")
@pytest.mark.parametrize(
    "hide",
    [
        lambda page: Page.objects.filter(pk=page.pk).update(state="draft"),
        lambda page: Page.objects.filter(pk=page.pk).update(state="archived"),
        lambda page: Page.objects.filter(pk=page.pk).update(listed=False),
        lambda page: Subscription.objects.all().delete(),
    ],
    ids=["draft", "archived", "unlisted", "left"],
)
def test_what_strangers_may_not_read_when_it_leaves_is_not_in_it(here: Page, hide: Any) -> None:
    follow(here.parent, below=True)
    edit(here, factories.moderator(), "Private.")
    tell()
    assert subscribing.send(tomorrow()) == 1
    hide(here)
    assert (carry(), mail.outbox) == ([1], [])


@pytest.mark.usefixtures("unlimited")
def test_hidden_words_and_names_are_masked_in_what_leaves(here: Page) -> None:
    follow(here)
    edit(here, factories.moderator(name="Mona Olin"), "Private words.")
    edit(here, factories.moderator(name="Yann"), "Fine words.")
    revision = PageRevision.objects.filter(id=here.pk, source__contains="Private").earliest("number")
    hiding.hide(revision, by=factories.moderator(), reason="Private.", text=True, author=True)
    [sent] = digests()
    told = "".join(parts(sent))
    assert [word in told for word in ("Private words", "Mona Olin")] == [False, False]


@pytest.mark.usefixtures("unlimited")
def test_accepted_suggestion_is_told_and_a_held_one_is_not(here: Page) -> None:
    follow(here)
    made = factories.suggestion(here, *TWO, by=factories.person(name="Ada"))
    suggestions.accept(made, by=factories.moderator(name="Mona"), seen=1, chosen=["1"])
    [sent] = [one for one in digests() if one.to == ["zoe@example.org"]]
    assert "Mona accepted 1 change" in parts(sent)[0].replace("\xa0", " ")


@pytest.mark.parametrize(
    ("now", "due"),
    [("2026-11-25T07:59", 0), ("2026-11-25T08:00", 1), ("2026-11-30T07:59", 1), ("2026-11-30T08:00", 2)],
)
def test_digests_are_due_at_eight_each_day_or_on_monday(here: Page, now: str, due: int) -> None:
    since = timezone.make_aware(datetime.fromisoformat("2026-11-24T20:00"))
    for pace in ("daily", "weekly"):
        follow(here, f"{pace}@example.org", pace=pace, told_until=since)
    assert subscribing.send(timezone.make_aware(datetime.fromisoformat(now))) == due


# --- leaving ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("unlimited")
def test_one_click_erases_the_address_and_a_link_leaves_one_page(here: Page) -> None:
    for page in (here, here.parent):
        follow(page)
    other = follow(here, "amy@example.org")
    edit(here, factories.moderator())
    sent = next(one for one in digests() if one.to == ["zoe@example.org"])
    text, _html = parts(sent)
    client = Client(enforce_csrf_checks=True)
    one = next(word for word in text.split() if "/-/unsubscribe/" in word).removeprefix(
        "http://localhost:8000"
    )
    assert (client.get(one).status_code, Subscription.objects.count()) == (200, 3)
    assert (client.post(one).status_code, Subscription.objects.count()) == (200, 2)
    answer = client.post(way_out(sent), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.cookies.output()) == (200, "")
    assert list(Subscription.objects.values_list("pk", flat=True)) == [other.pk]
    assert client.post(way_out(sent)).status_code == 200


def test_whoever_erases_their_account_leaves_this_too(here: Page) -> None:
    person = factories.person(email="zoe@example.org")
    follow(here)
    told = {
        "names": frozenset(),
        "addresses": frozenset({"Zoe@example.org"}),
        "was_theirs": lambda _it: False,
    }
    people.erase(person, **told, by=SYSTEM)
    assert Subscription.objects.count() == 0


@pytest.mark.usefixtures("unlimited")
def test_address_is_on_no_screen_but_that_of_admins(here: Page) -> None:
    follow(here)
    watching.follow(here, by=factories.person(), level=Level.CHANGES)
    client = Client()
    client.force_login(factories.moderator())
    shown = [
        client.get(address).content.decode() for address in (here.address, "/-/activity/", "/-/journal/")
    ]
    assert [one for one in shown if "zoe@" in one] == []
    assert client.get("/admin/wiki/subscription/").status_code == 403
    client.force_login(factories.admin())
    assert "zoe@example.org" in client.get("/admin/wiki/subscription/").content.decode()
    rows = {"action": "take_away", "_selected_action": [Subscription.objects.get().pk]}
    assert "zoe@example.org" in client.post("/admin/wiki/subscription/", rows).content.decode()
    client.post("/admin/wiki/subscription/", rows | {"sure": "on"})
    assert Subscription.objects.count() == 0
