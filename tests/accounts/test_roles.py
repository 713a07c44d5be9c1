"""What people are: reader, contributor, trusted, moderator, admin."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role, roles_of

pytestmark = pytest.mark.django_db


def person(verified: bool = True, **fields: bool) -> User:
    made = User.objects.create_user("ada@example.org", "a long sentence of mine", **fields)
    EmailAddress.objects.create(user=made, email=made.email, verified=verified, primary=True)
    return made


def test_stranger_is_a_reader() -> None:
    assert roles_of(AnonymousUser()) == {Role.READER}


def test_person_whose_address_is_not_verified_is_a_reader() -> None:
    assert roles_of(person(verified=False, trusted=True, moderator=True, is_superuser=True)) == {Role.READER}


def test_person_who_may_not_log_in_is_a_reader() -> None:
    assert roles_of(person(is_active=False, moderator=True)) == {Role.READER}


@pytest.mark.parametrize(
    ("fields", "roles"),
    [
        ({}, set()),
        ({"trusted": True}, {Role.TRUSTED}),
        ({"moderator": True}, {Role.MODERATOR}),
        ({"is_superuser": True}, {Role.ADMIN}),
    ],
)
def test_roles_are_not_steps_of_a_ladder(fields: dict[str, bool], roles: set[Role]) -> None:
    assert roles_of(person(**fields)) == {Role.READER, Role.CONTRIBUTOR} | roles


def test_person_whose_address_changed_is_verified_anew() -> None:
    ada = person()
    User.objects.filter(pk=ada.pk).update(email="other@example.org")
    ada.refresh_from_db()
    assert roles_of(ada) == {Role.READER}
