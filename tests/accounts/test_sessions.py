"""A session ends when it is too old or slept too long; sooner for those who decide over others."""

import pytest
from django.test import Client

from accounts.middleware import SEEN, SEEN_EVERY, STARTED
from accounts.models import User

pytestmark = pytest.mark.django_db
HOUR, DAY = 3600, 86400


def still_in(client: Client, ages: dict[str, int]) -> bool:
    """Whether the session opens after its marks were set so many seconds back."""
    client.get("/accounts/logout/")
    session = client.session
    for mark, age in ages.items():
        session[mark] -= age
    session.save()
    return client.get("/accounts/password/change/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "ages", "stays"),
    [
        ({}, {STARTED: 13 * DAY, SEEN: 6 * DAY}, True),
        ({}, {STARTED: 15 * DAY}, False),
        ({}, {SEEN: 8 * DAY}, False),
        ({"moderator": True}, {STARTED: 11 * HOUR}, True),
        ({"moderator": True}, {STARTED: 13 * HOUR}, False),
        ({"is_superuser": True}, {STARTED: 13 * HOUR}, False),
    ],
)
def test_session_lives_as_long_as_it_should(
    client: Client, fields: dict[str, bool], ages: dict[str, int], stays: bool
) -> None:
    client.force_login(User.objects.create_user("ada@example.org", "a long sentence of mine", **fields))
    assert still_in(client, ages) is stays


def test_reading_writes_the_session_at_most_each_hour(client: Client) -> None:
    client.force_login(User.objects.create_user("ada@example.org", "a long sentence of mine"))
    client.get("/accounts/logout/")
    seen = client.session[SEEN]
    client.get("/accounts/logout/")
    assert client.session[SEEN] == seen
    session = client.session
    session[SEEN] -= SEEN_EVERY + 1
    session.save()
    client.get("/accounts/logout/")
    assert client.session[SEEN] >= seen


def test_closed_account_is_out_at_the_next_request(client: Client) -> None:
    person = User.objects.create_user("ada@example.org", "a long sentence of mine")
    client.force_login(person)
    User.objects.update(is_active=False)
    assert client.get("/accounts/password/change/").status_code == 302
