"""The key of the first admin: it opens once, whoever races, and only while nobody is admin."""

import threading

import pytest
from allauth.account.models import EmailAddress
from django.db import close_old_connections, connections

from accounts import actions
from accounts.models import FirstAdminKey, User
from accounts.roles import Role, roles_of

PASSWORD = "a long sentence of mine"


def use(key: str, email: str = "ada@example.org") -> User:
    return actions.create_first_admin(key, email=email, name="Ada", password=PASSWORD)


@pytest.fixture
def key(db: None) -> str:
    issued = actions.issue_first_admin_key()
    assert issued is not None
    return issued


def test_first_admin_is_made_with_a_verified_address(key: str) -> None:
    person = use(key, "Ada@Example.org")
    assert (person.is_superuser, person.is_active, person.check_password(PASSWORD)) == (True, True, True)
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("ada@example.org", True, True)
    ]
    assert roles_of(person) == {Role.READER, Role.CONTRIBUTOR, Role.ADMIN}


def test_key_is_kept_as_a_digest_only(key: str) -> None:
    assert [key in str(row) for row in FirstAdminKey.objects.values()] == [False]


def test_key_opens_once(key: str) -> None:
    use(key)
    with pytest.raises(actions.KeyRefused):
        use(key, "grace@example.org")
    assert User.objects.count() == 1


def test_key_is_refused_once_replaced(key: str) -> None:
    newer = actions.issue_first_admin_key()
    assert (actions.first_admin_key_opens(key), actions.first_admin_key_opens(str(newer))) == (False, True)
    with pytest.raises(actions.KeyRefused):
        use(key)


def test_key_is_refused_once_there_is_an_admin(key: str) -> None:
    User.objects.create_superuser("root@example.org", PASSWORD)
    assert actions.first_admin_key_opens(key) is False
    with pytest.raises(actions.KeyRefused):
        use(key)


def test_no_key_is_issued_once_there_is_an_admin(db: None) -> None:
    User.objects.create_superuser("root@example.org", PASSWORD)
    assert actions.issue_first_admin_key() is None


def test_wrong_key_is_refused(key: str) -> None:
    with pytest.raises(actions.KeyRefused):
        use("guess")
    assert actions.first_admin_key_opens(key) is True


def test_address_of_somebody_is_refused_and_the_key_still_opens(key: str) -> None:
    User.objects.create_user("ada@example.org", PASSWORD)
    with pytest.raises(actions.AddressInUse):
        use(key)
    assert actions.first_admin_key_opens(key) is True


def test_ghost_of_that_address_becomes_the_admin(key: str) -> None:
    ghost = User.objects.create(signature="ada@example.org", name="A. L.", ghost=True, is_active=False)
    person = use(key)
    assert (person.pk, person.ghost, person.name) == (ghost.pk, False, "Ada")


@pytest.mark.django_db(transaction=True)
def test_key_opens_for_one_of_many_who_race() -> None:
    key = actions.issue_first_admin_key()
    assert key is not None
    outcomes: list[str] = []
    gate = threading.Barrier(6)

    def race(number: int) -> None:
        close_old_connections()
        gate.wait()
        try:
            use(key, f"racer{number}@example.org")
            outcomes.append("made")
        except actions.KeyRefused:
            outcomes.append("refused")
        finally:
            connections.close_all()

    racers = [threading.Thread(target=race, args=(number,)) for number in range(6)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(outcomes) == ["made", *["refused"] * 5]
    assert User.objects.filter(is_superuser=True).count() == 1
