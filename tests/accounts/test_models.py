"""People: one row per address, whatever its case; ghosts cannot log in."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User

pytestmark = pytest.mark.django_db


def ghost(signature: str | None = None, **fields: object) -> User:
    return User.objects.create(signature=signature, ghost=True, is_active=False, **fields)


def test_person_is_one_row_per_address_whatever_its_case() -> None:
    User.objects.create_user("Ada@Example.org", "a long sentence of mine")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ADA@example.ORG", "a long sentence of mine")
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
    assert list(User.objects.values_list("signature", flat=True)) == [None, None]


def test_ghosts_are_one_per_signature_whatever_its_case_and_hold_no_address() -> None:
    ghost("ada@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        ghost("ADA@example.ORG")
    with pytest.raises(IntegrityError), transaction.atomic():
        ghost(email="grace@example.org")
    assert User.objects.create_user("ada@example.org", "a long sentence of mine").signature is None


def test_person_who_may_log_in_has_no_signature() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ada@example.org", signature="ada@example.org")


@pytest.mark.parametrize("kept", [{"name": "Ada"}, {"email": "ada@example.org"}, {"is_active": True}])
def test_person_who_was_erased_keeps_nothing(kept: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(**{"is_active": False, "erased_at": timezone.now()} | kept)


@pytest.mark.parametrize("field", ["is_active", "is_superuser", "moderator", "trusted"])
def test_ghost_holds_no_power(field: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(ghost=True, signature="a@example.org", **{"is_active": False, field: True})


def test_person_without_address_cannot_log_in() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(name="Ada")


def test_person_is_shown_by_name_never_by_address() -> None:
    named = User(pk=3, name="Ada Lovelace", email="ada@example.org")
    bare = User(pk=4, email="grace@example.org")
    erased = User(pk=5, erased_at=timezone.now())
    assert [str(named), str(bare), str(erased)] == [
        "Ada Lovelace",
        "Personne n°\u00a04",
        "Compte supprimé n°\u00a05",
    ]


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
