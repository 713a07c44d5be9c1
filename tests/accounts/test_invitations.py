"""Making an account by invitation: who comes in, whose address is known by it, what is said to all others."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests import factories
from tests.accounts.coming import come
from tests.accounts.test_providers import SIGN_UP as BY_PROVIDER
from tests.accounts.test_providers import provider
from tests.accounts.test_providers import typed as told_provider
from tests.accounts.test_signing_up import ADDRESS, problems, typed
from wiki.actions import inviting
from wiki.actions.settings import edit
from wiki.models import Invitation
from wiki.queries.settings import current
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db
__all__ = ["provider"]


@pytest.fixture(autouse=True)
def by_invitation(db: None) -> None:
    cache.clear()
    policy("invited")


def policy(wanted: str) -> None:
    site = current()
    edit(site, by=SYSTEM, base=site.version, sign_up=wanted)


def made(**told: Any) -> str:
    """The address of the link of a new invitation."""
    by = told.pop("by", None) or factories.moderator()
    found = inviting.make(by=by, uuid=uuid4(), note="For the workshop", **told)
    if found.token:
        return reverse("account_invitation", args=[found.token])
    [link] = re.findall(r"http\S+(/accounts/invitation/\S+)", mail.outbox[-1].body)
    return str(link)


def body(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_without_one_the_door_is_shut_and_says_how_to_ask(client: Client) -> None:
    for answer in (client.get(ADDRESS), client.post(ADDRESS, typed())):
        assert "Inscription sur invitation" in body(answer)
        assert 'href="/-/about/contact/"' in body(answer)
    assert User.objects.count() == 0


def test_whoever_holds_one_makes_an_account_and_confirms_their_address(client: Client) -> None:
    link = made()
    answer = client.get(link)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert "Vous venez par une invitation" in body(client.get(ADDRESS))
    assert Invitation.objects.get().used == 0
    answer = client.post(ADDRESS, typed())
    assert answer["Location"] == reverse("account_email_verification_sent")
    person = User.objects.get(email="ada@example.org")
    assert (person.watched, person.emailaddress_set.get().verified) == (False, False)
    assert Invitation.objects.get().used == 1
    assert "épuisée" not in body(Client().get(ADDRESS))
    again = Client().get(link)
    assert (again.status_code, "a déjà servi" in body(again)) == (410, True)


def test_one_for_several_lets_so_many_in_and_none_is_watched() -> None:
    link = made(most=4)
    for number in range(5):
        client = Client()
        client.get(link)
        client.post(ADDRESS, typed(email=f"p{number}@example.org"))
    found = User.objects.filter(email__startswith="p", email__endswith="@example.org", terms_at__isnull=False)
    assert list(found.order_by("pk").values_list("watched", flat=True)) == [False] * 4


def test_one_that_was_sent_confirms_the_address_and_logs_in(client: Client) -> None:
    ghost = User.objects.create(signature="ada@example.org", name="A. L.", ghost=True, is_active=False)
    home = factories.home()
    home.history.update(history_user=ghost)
    link = made(email="Ada@example.org")
    assert [one.to for one in mail.outbox] == [["ada@example.org"]]
    client.get(link)
    form = body(client.get(ADDRESS))
    assert 'value="ada@example.org"' in form
    answer = client.post(ADDRESS, typed(email="other@example.org"))
    person = User.objects.get(email="ada@example.org")
    assert (answer["Location"], User.objects.filter(email="other@example.org").count()) == ("/", 0)
    assert person.emailaddress_set.get().verified
    assert home.history.get().history_user == person
    assert client.get(reverse("account_profile")).status_code == 200
    assert Invitation.objects.get().email == ""


def test_one_that_somebody_else_used_meanwhile_says_so(client: Client) -> None:
    link = made()
    client.get(link)
    client.get(ADDRESS)
    Invitation.objects.update(used=1)
    answer = client.post(ADDRESS, typed())
    assert "a déjà servi" in body(answer)
    assert User.objects.filter(email="ada@example.org").count() == 0


def test_one_that_is_used_up_between_the_look_and_the_row_makes_no_account(
    client: Client, monkeypatch: Any
) -> None:
    client.get(made())
    monkeypatch.setattr(
        inviting, "door", lambda _token="": inviting.Door(is_open=True, is_by_invitation=True)
    )
    Invitation.objects.update(used=1)
    answer = client.post(ADDRESS, typed())
    [said] = problems(answer)["__all__"]
    assert said.startswith("Cette invitation a déjà servi")
    assert (answer.context["form"]["name"].value(), User.objects.filter(name="Ada").count()) == ("Ada", 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"revoked_at": timezone.now()}, "a été révoquée"),
        ({"until": timezone.now() - timedelta(days=1)}, "était valable jusqu’au"),
        ({"used": 1}, "a déjà servi"),
        ({"digest": "0" * 64}, "est inconnue ici"),
    ],
    ids=["revoked", "expired", "used up", "unknown"],
)
def test_one_that_serves_no_more_says_why(client: Client, change: dict[str, Any], said: str) -> None:
    link = made()
    Invitation.objects.update(**change)
    answer = client.get(link)
    assert (answer.status_code, said in body(answer)) == (410, True)
    assert client.get(ADDRESS).context.get("form") is None


def test_one_of_somebody_who_may_invite_no_more_is_void(client: Client) -> None:
    by = factories.moderator()
    link = made(by=by)
    User.objects.filter(pk=by.pk).update(moderator=False)
    assert "a été révoquée" in body(client.get(link))


def test_door_that_is_shut_for_all_opens_to_nobody(client: Client) -> None:
    link = made()
    policy("closed")
    assert client.get(link).status_code == 410
    client.post(ADDRESS, typed())
    assert User.objects.filter(name="Ada").count() == 0


def test_where_everybody_may_come_a_bad_one_is_no_reason_to_refuse(client: Client) -> None:
    link = made()
    client.get(link)
    policy("open")
    Invitation.objects.update(used=1)
    client.post(ADDRESS, typed())
    assert User.objects.filter(name="Ada").count() == 1
    answer = Client().get(link)
    assert (answer.status_code, f'href="{ADDRESS}"' in body(answer)) == (410, True)


def test_account_that_exists_uses_nothing_up_and_is_told_by_mail_alone(client: Client) -> None:
    factories.person(email="ada@example.org")
    client.get(made())
    answer = client.post(ADDRESS, typed())
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert (mail.outbox[-1].subject, Invitation.objects.get().used) == ("Vous avez déjà un compte", 0)


def test_whoever_has_an_account_leaves_it_for_others(client: Client) -> None:
    link = made()
    client.force_login(factories.person())
    assert client.get(link)["Location"] == "/"
    assert Invitation.objects.get().used == 0


def test_provider_lets_nobody_in_without_one(client: Client, provider: Any) -> None:
    answer = come(client)
    assert answer.templates[0].name == "account/signup_closed.html"
    assert "sur invitation" in body(answer)
    client = Client()
    client.get(made())
    assert come(client)["Location"] == BY_PROVIDER
    client.post(BY_PROVIDER, told_provider())
    assert User.objects.filter(name="Ada").count() == 1
    assert Invitation.objects.get().used == 1


def test_provider_with_another_address_does_not_use_one_that_was_sent(client: Client, provider: Any) -> None:
    client.get(made(email="other@example.net"))
    assert come(client)["Location"] == BY_PROVIDER
    answer = client.post(BY_PROVIDER, told_provider())
    assert "est pour une autre adresse" in body(answer)
    assert (User.objects.filter(name="Ada").count(), Invitation.objects.get().used) == (0, 0)
