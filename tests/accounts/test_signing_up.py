"""Making an account: by a person, once, on terms that are kept; nobody learns who has one."""

import re
from typing import Any

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.forms import OPENED
from accounts.models import User
from tests import factories
from wiki.actions import people
from wiki.actions.settings import edit
from wiki.queries.settings import current
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence of mine"
ADDRESS = "/accounts/signup/"


@pytest.fixture(autouse=True)
def no_limit_reached_yet(db: None) -> None:
    cache.clear()


def typed(**changed: Any) -> dict[str, Any]:
    filled = {"name": "Ada", "email": "ada@example.org", "password1": PASSWORD, "accepted": "on"}
    opened = signing.dumps(0, salt=OPENED)  # long ago by the clock, just now by its signature
    return filled | {"terms": people.terms().version, "opened": opened} | changed


def problems(answer: Any) -> dict[str, list[str]]:
    return {name: list(told) for name, told in answer.context["form"].errors.items()}


def link() -> str:
    return re.findall(r"http\S+", mail.outbox[0].body)[0].split("8000", 1)[1]


def test_stranger_signs_up_confirms_and_logs_in(client: Client) -> None:
    answer = client.post(ADDRESS, typed())
    assert answer["Location"] == reverse("account_email_verification_sent")
    person = User.objects.get()
    assert (person.name, person.terms_version, person.watched) == ("Ada", people.terms().version, False)
    assert person.terms_at is not None
    client.post(link())
    client.post(reverse("account_login"), {"login": "ada@example.org", "password": PASSWORD})
    assert client.get(reverse("account_profile")).status_code == 200


def test_account_that_exists_is_told_by_mail_alone(client: Client) -> None:
    factories.person(email="ada@example.org")
    answer = client.post(ADDRESS, typed())
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert (User.objects.count(), mail.outbox[0].subject) == (1, "Vous avez déjà un compte")


def test_machine_is_told_so_and_what_it_typed_stays(client: Client) -> None:
    for changed in ({"website": "x"}, {"opened": ""}, {"opened": "forged"}):
        answer = client.post(ADDRESS, typed(**changed))
        assert list(problems(answer)) == ["__all__"]
        assert answer.context["form"]["name"].value() == "Ada"
    assert User.objects.count() == 0


def test_terms_that_changed_are_to_be_accepted_again(client: Client) -> None:
    site = current()
    edit(site, by=SYSTEM, base=site.version, rules="# Rules\n\nOthers.")
    answer = client.post(ADDRESS, typed(terms="CC-BY-SA-4.0 older"))
    assert list(problems(answer)) == ["accepted"]
    assert list(problems(client.post(ADDRESS, typed(accepted="")))) == ["accepted"]
    assert User.objects.count() == 0


def test_site_that_is_closed_makes_no_account(client: Client) -> None:
    site = current()
    edit(site, by=SYSTEM, base=site.version, sign_up="closed")
    assert client.post(ADDRESS, typed()).status_code == 200
    assert User.objects.count() == 0


def test_fourth_account_of_a_network_in_a_day_is_made_and_watched() -> None:
    for number in range(4):
        Client().post(ADDRESS, typed(email=f"person{number}@example.org"))
    assert list(User.objects.order_by("pk").values_list("watched", flat=True)) == [False] * 3 + [True]


def test_whoever_confirms_an_address_is_given_what_its_ghost_wrote(client: Client) -> None:
    ghost = User.objects.create(signature="ada@example.org", name="A. L.", ghost=True, is_active=False)
    home = factories.home()
    home.history.update(history_user=ghost, co_authors=[{"name": "A. L.", "person": ghost.pk}])
    client.post(ADDRESS, typed())
    assert home.history.get().history_user == ghost
    client.post(link())
    person = User.objects.get()
    revision = home.history.get()
    assert (revision.history_user, revision.co_authors) == (person, [{"name": "Ada", "person": person.pk}])
