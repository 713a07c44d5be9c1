"""Invitations behind their addresses: made, shown once, revoked; each reads what is theirs to read."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests import factories
from tests.views.suggested import read
from wiki.actions import inviting
from wiki.models import Invitation, Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
LIST, WINDOW = "/-/invitations/", "/admin/wiki/invitation/"
FILLED = {"note": "For the workshop", "email": "", "most": "3", "days": "30"}


@pytest.fixture
def guide() -> dict[str, Page]:
    return factories.guide()


@pytest.fixture
def referent(guide: dict[str, Page]) -> User:
    who = factories.person(name="Ada")
    factories.charter(guide["advice"], who)
    return who


def signed(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def made(by: User, **told: Any) -> Invitation:
    return inviting.make(**{"by": by, "uuid": uuid4(), "note": f"By {by}"} | told).invitation


def test_referent_finds_them_in_their_account_and_makes_one_whose_link_is_shown_once(referent: User) -> None:
    mine = signed(referent)
    assert f'href="{LIST}"' in read(mine, "/accounts/profile/")
    answer = mine.post(LIST, FILLED)
    [link] = re.findall(r'value="http://[^/]+(/accounts/invitation/[^"]+)"', answer.content.decode())
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert Client().get(link)["Location"] == "/accounts/signup/"
    shown = read(mine, LIST)
    assert ("For the workshop" in shown, "/accounts/invitation/" in shown) == (True, False)


def test_one_that_is_sent_shows_no_link(referent: User) -> None:
    answer = signed(referent).post(LIST, FILLED | {"email": "paul@example.org", "most": "1"}, follow=True)
    assert "seule la personne qui la reçoit" in answer.content.decode()
    assert "/accounts/invitation/" not in answer.content.decode()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"note": ""},
        {"most": "0"},
        {"most": "x"},
        {"days": "8"},
        {"email": "nobody"},
        {"email": "a@example.org"},  # for three
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    referent: User, bad: dict[str, str]
) -> None:
    answer = signed(referent).post(LIST, FILLED | bad)
    form = answer.context["form"]
    assert (answer.status_code, len(form.errors)) == (422, 1)
    assert form["note"].value() == (FILLED | bad)["note"]
    assert Invitation.objects.count() == 0


def test_many_in_a_day_are_put_off_and_what_was_typed_stays(referent: User, settings: Any) -> None:
    settings.LIMITS_ARE_KEPT, settings.LIMITS = True, settings.LIMITS | {"decider": {"invitation": (0, 60)}}
    answer = signed(referent).post(LIST, FILLED)
    assert (answer.status_code, "For the workshop" in answer.content.decode()) == (429, True)


def test_each_reads_their_own_and_those_who_moderate_all(referent: User) -> None:
    moderator, admin = factories.moderator(name="Maud"), factories.admin()
    made(referent, email="paul@example.org")
    made(moderator)
    own, all_of_them, known = (read(signed(who), LIST) for who in (referent, moderator, admin))
    assert ("By Ada" in own, "By Maud" in own, "paul@example.org" in own) == (True, False, True)
    told = "By Ada" in all_of_them, "By Maud" in all_of_them, "paul@example.org" in all_of_them
    assert told == (True, True, False)
    assert "paul@example.org" in known


def test_it_is_revoked_once_it_was_asked_for_twice(referent: User) -> None:
    mine, own = signed(referent), made(referent)
    address = f"/-/invitations/{own.pk}/revoke/"
    assert "By Ada" in read(mine, address)
    assert Invitation.objects.get().revoked_at is None
    assert mine.post(address)["Location"] == LIST
    assert Invitation.objects.get().validity == "revoked"
    assert mine.post(address)["Location"] == LIST  # said to be over


def test_that_of_somebody_else_is_absent_to_a_referent(referent: User) -> None:
    other, mine = made(factories.moderator()), signed(referent)
    for pk in (other.pk, 0, 2**63):
        address = f"/-/invitations/{pk}/revoke/"
        assert [mine.get(address).status_code, mine.post(address).status_code] == [404, 404]
    assert signed(factories.moderator()).post(f"/-/invitations/{other.pk}/revoke/").status_code == 302


def test_contributors_and_strangers_invite_nobody(guide: dict[str, Page]) -> None:
    other = made(factories.moderator())
    contributor = signed(factories.person(trusted=True))
    assert f'href="{LIST}"' not in read(contributor, "/accounts/profile/")
    assert [contributor.get(LIST).status_code, contributor.post(LIST, FILLED).status_code] == [403, 403]
    assert [Client().get(LIST).status_code, Client().post(LIST, FILLED).status_code] == [302, 403]
    assert contributor.post(f"/-/invitations/{other.pk}/revoke/").status_code == 404
    assert Invitation.objects.get().revoked_at is None


def test_list_asks_the_same_of_one_and_of_three(referent: User) -> None:
    counts = []
    for more in (1, 2):
        for _number in range(more):
            made(factories.moderator())
        mine = signed(factories.admin())
        mine.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            mine.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_moderator_revokes_several_from_the_administration(guide: dict[str, Page]) -> None:
    moderator = factories.moderator()
    rows = [made(moderator, email="paul@example.org").pk, made(moderator).pk, made(moderator).pk]
    inviting.revoke(Invitation.objects.get(pk=rows[2]), by=moderator)
    mine = signed(moderator)
    assert "paul@example.org" not in read(mine, f"{WINDOW}{rows[0]}/change/")
    assert mine.get(f"{WINDOW}add/")["Location"] == LIST
    asked = {"action": "revoke", "_selected_action": rows}
    assert "sure" in mine.post(WINDOW, asked).content.decode()
    assert Invitation.objects.filter(revoked_at=None).count() == 2
    shown = mine.post(WINDOW, asked | {"sure": "on"}, follow=True).content.decode()
    assert "2 invitations sont révoquées" in shown
    assert "n’est plus valable" in shown
    assert Invitation.objects.filter(revoked_at=None).count() == 0
