"""People: one row per address, whatever its case; ghosts cannot log in."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User

pytestmark = pytest.mark.django_db


def ghost(email: str | None = None, **fields: object) -> User:
    return User.objects.create(email=email, ghost=True, is_active=False, **fields)


def test_person_is_one_row_per_address_whatever_its_case() -> None:
    User.objects.create_user("Ada@Example.org", "a long sentence of mine")
    with pytest.raises(IntegrityError), transaction.atomic():
        ghost("ADA@example.ORG")
    assert list(User.objects.filter(email="aDa@exAmple.org").values_list("email", flat=True)) == [
        "ada@example.org"
    ]


def test_person_whose_address_has_accents_is_one_row_too() -> None:
    User.objects.create_user("ÉLODIE@exemple.fr", "a long sentence of mine")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("élodie@exemple.fr", "a long sentence of mine")


def test_ghosts_without_address_may_be_many() -> None:
    ghost()
    ghost("")
    assert list(User.objects.values_list("email", flat=True)) == [None, None]


@pytest.mark.parametrize("field", ["is_active", "is_superuser", "moderator", "trusted"])
def test_ghost_holds_no_power(field: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(ghost=True, email="a@example.org", **{"is_active": False, field: True})


def test_person_without_address_cannot_log_in() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(name="Ada")


def test_person_is_shown_by_name_never_by_address() -> None:
    named = User(pk=3, name="Ada Lovelace", email="ada@example.org")
    bare = User(pk=4, email="grace@example.org")
    assert [str(named), str(bare)] == ["Ada Lovelace", "Personne n°\u00a04"]


@pytest.mark.parametrize(
    ("fields", "staff"),
    [
        ({}, False),
        ({"trusted": True}, False),
        ({"moderator": True}, True),
        ({"is_superuser": True}, True),
        ({"is_superuser": True, "is_active": False}, False),
    ],
)
def test_staff_are_admins_and_moderators_who_may_log_in(fields: dict[str, bool], staff: bool) -> None:
    assert User(email="a@example.org", **fields).is_staff is staff


def test_superuser_of_the_command_line_is_admin() -> None:
    person = User.objects.create_superuser("root@example.org", "a long sentence of mine")
    assert (person.is_superuser, person.is_staff, person.ghost) == (True, True, False)
