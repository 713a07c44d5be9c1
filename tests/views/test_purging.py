"""The screen of a purge: for admins who have just said who they are; all its words are told to go first."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from wiki.actions import archiving, threads
from wiki.models import Page, Suggestion
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]

PASSWORD = "a long sentence of mine"


@pytest.fixture
def away():
    """A page that was put away, with a comment and a suggestion."""
    page = factories.guide()["advice/first"]
    threads.open(page, by=factories.person(), text="Odd words.", uuid=uuid4())
    factories.suggestion(page, ("Text one", "Other words"))
    page = Page.objects.get(pk=page.pk)
    archiving.archive(page, by=SYSTEM, base=page.version, reason="Old.")
    return Page.objects.get(pk=page.pk)


def at(page):
    return reverse("wiki:page-purge", args=[page.pk])


def enter(client, person, *, asked=True):
    person.set_password(PASSWORD)
    person.save()
    client.force_login(person)
    if asked:
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return person


def body(answer):
    return " ".join(answer.content.decode().split())


def send(client, page, **told):
    sent = {"base": page.version, "reason": "A court asked for it.", "sure": "on"} | told
    return client.post(at(page), {name: value for name, value in sent.items() if value != ""})


def fresh(page):
    return Page.objects.get(pk=page.pk)


def test_screen_tells_what_goes_and_what_stays(client, away):
    enter(client, factories.admin())
    said = body(client.get(at(away)))
    assert "Purger « First » définitivement ?" in said
    assert "2 révisions perdent leur texte et leur raison." in said
    assert "1 commentaire perd ses mots." in said
    assert "1 suggestion perd son texte" in said
    assert "au-dessous" not in said
    assert fresh(away).source == away.source


def test_purge_is_told_once_and_there_is_no_second(client, away):
    enter(client, factories.admin())
    answer = send(client, away)
    assert (answer.status_code, answer["Location"]) == (302, reverse("wiki:archived"))
    assert "« First » est purgée définitivement." in body(client.get(answer["Location"]))
    assert (fresh(away).source, send(client, fresh(away)).status_code) == ("", 403)
    assert reverse("wiki:bring-back", args=[away.pk]) not in body(client.get(reverse("wiki:archived")))
    assert client.get(reverse("wiki:bring-back", args=[away.pk])).status_code == 403


@pytest.mark.parametrize("left_out", ["reason", "sure"])
def test_without_a_reason_or_a_confirmation_nothing_goes(client, away, left_out):
    enter(client, factories.admin())
    assert send(client, away, **{left_out: ""}).status_code == 422
    assert fresh(away).source == away.source


def test_page_that_changed_meanwhile_is_looked_at_again(client, away):
    enter(client, factories.admin())
    answer = send(client, away, base=away.version - 1)
    assert (answer.status_code, fresh(away).source) == (409, away.source)
    assert f'name="base" value="{away.version}"' in body(answer)


def test_admin_says_who_they_are_first(client, away):
    enter(client, factories.admin(), asked=False)
    for answer in (client.get(at(away)), send(client, away)):
        assert (answer.status_code, answer["Location"].split("?")[0]) == (
            302,
            reverse("account_reauthenticate"),
        )
    assert fresh(away).source == away.source


def test_moderators_are_refused_and_are_not_offered_it(client, away):
    enter(client, factories.moderator())
    assert (client.get(at(away)).status_code, send(client, away).status_code) == (403, 403)
    back = reverse("wiki:bring-back", args=[away.pk])
    assert at(away) not in body(client.get(back))
    enter(client, factories.admin())
    assert at(away) in body(client.get(back))
    assert fresh(away).source == away.source


@pytest.mark.parametrize("who", [None, factories.person])
def test_others_do_not_learn_that_it_was(client, away, who):
    if who:
        enter(client, who())
    assert client.get(at(away)).status_code == 404
    assert client.get(reverse("wiki:page-purge", args=[99999])).status_code == 404
    assert fresh(away).source == away.source


def test_screens_of_what_was_said_and_proposed_still_open(client, away):
    admin = enter(client, factories.admin())
    send(client, away)
    made = Suggestion.objects.get()
    windows = ("page", "suggestion", "thread", "comment", "pagerevision", "moderationentry")
    shown = [reverse(f"admin:wiki_{one}_changelist") for one in windows]
    shown += [reverse("admin:wiki_page_change", args=[away.pk])]
    shown += [reverse("admin:wiki_suggestion_change", args=[made.pk])]
    shown += [reverse("wiki:suggestion", args=[made.pk]), reverse("wiki:journal"), "/-/activity/"]
    shown += [reverse("wiki:moderation")]
    for address in shown:
        answer = client.get(address, follow=True)
        assert (address, answer.status_code) == (address, 200)
        assert "Other words" not in answer.content.decode()
    client.force_login(made.author)
    assert client.get(reverse("wiki:suggestion", args=[made.pk])).status_code == 200
    assert admin.is_superuser


def test_screen_asks_as_much_for_three_comments_as_for_one(client, away):
    enter(client, factories.admin())
    client.get(at(away))
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(at(away))
        counts.append(len(asked))
        Page.objects.filter(pk=away.pk).update(state="published")
        for text in ("Two.", "Three."):
            threads.open(fresh(away), by=factories.person(), text=text, uuid=uuid4())
        Page.objects.filter(pk=away.pk).update(state="archived")
    assert counts[0] == counts[1]
