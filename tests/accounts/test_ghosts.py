"""The authors of an import: one ghost per address, under its latest name; accounts by a verified address only."""

import pytest
from allauth.account.models import EmailAddress

from accounts.actions import authors_of
from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def rows():
    return [
        (person.email or person.signature, person.name, person.ghost, person.is_active)
        for person in User.objects.order_by("pk")
    ]


def test_ghosts_are_one_per_address_whatever_its_case_under_the_latest_name():
    found = authors_of(
        [("Ada Lovelace", "Ada@Example.org"), ("Ada", "ada@example.org"), ("B", "b@example.org")]
    )
    assert rows() == [("ada@example.org", "Ada Lovelace", True, False), ("b@example.org", "B", True, False)]
    assert found["Ada", "ada@example.org"] == found["Ada Lovelace", "Ada@Example.org"]


def test_ghosts_cannot_log_in():
    (ghost,) = authors_of([("Ada", "ada@example.org")]).values()
    assert (ghost.has_usable_password(), ghost.is_active, ghost.is_staff) == (False, False, False)


def test_ghosts_met_again_are_the_same_and_take_their_newer_name():
    (before,) = authors_of([("Ada", "ada@example.org")]).values()
    authors_of([("Ada L.", "ada@example.org"), ("Ada", "ada@example.org")])
    assert rows() == [("ada@example.org", "Ada L.", True, False)]
    assert User.objects.get() == before


def test_ghosts_keep_the_name_that_an_admin_gave_them():
    authors_of([("ada", "ada@example.org")])
    User.objects.update(name="Ada Lovelace")
    authors_of([("Ada L.", "ada@example.org"), ("ada", "ada@example.org")])
    assert rows() == [("ada@example.org", "Ada Lovelace", True, False)]


def test_ghosts_without_an_address_are_one_per_name():
    found = authors_of([("Ada", ""), ("Ada", "not an address"), ("Blaise", ""), ("", "")])
    assert rows() == [(None, "", True, False), (None, "Ada", True, False), (None, "Blaise", True, False)]
    assert found["Ada", ""] == found["Ada", "not an address"]
    assert authors_of([("Ada", "")])["Ada", ""] == found["Ada", ""]


def test_ghosts_of_long_names_and_addresses_are_kept_within_bounds():
    found = authors_of([("A" * 500, "ada@example.org"), ("B", "x" * 300 + "@example.org")])
    assert sorted(len(person.name) for person in found.values()) == [1, 150]
    assert User.objects.filter(signature__isnull=True).count() == 1


def test_account_of_a_verified_address_is_credited_at_once():
    ada = factories.person(email="ada@example.org", name="Countess")
    found = authors_of([("Ada", "Ada@example.org")])
    assert (list(found.values()), User.objects.count()) == ([ada], 1)
    ada.refresh_from_db()
    assert ada.name == "Countess"


def test_account_of_a_second_verified_address_is_credited_too():
    ada = factories.person(email="ada@example.org")
    EmailAddress.objects.create(user=ada, email="ada@work.example", verified=True)
    assert list(authors_of([("Ada", "Ada@Work.example")]).values()) == [ada]


def test_account_of_an_unverified_address_is_not_credited():
    ada = factories.person(email="ada@example.org")
    EmailAddress.objects.update(verified=False)
    (found,) = authors_of([("Ada", "ada@example.org")]).values()
    assert (found != ada, found.ghost, found.signature, found.name) == (True, True, "ada@example.org", "Ada")


def test_ghosts_are_made_in_a_number_of_queries_that_does_not_depend_on_them(django_assert_num_queries):
    for count in (1, 3):
        User.objects.all().delete()
        with django_assert_num_queries(7):
            authors_of([(f"Person {number}", f"person{number}@example.org") for number in range(count)])
