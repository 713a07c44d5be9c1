"""The administration: no window without a stated permission, no door of its own, nobody in it who may not be."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import User
from tests.communs.test_urls import ADMINS, BESIDE, DECIDERS, INSIDE, WINDOWS, windows


def administration() -> list[str]:
    """Every address there, with something in the place of what they name."""
    rows = [f"{label.replace('.', '/')}/{inside}" for label in WINDOWS for inside in INSIDE]
    return [f"/admin/{end}" for end in (*BESIDE, *rows)]


def routes_of_administration() -> set[str]:
    """Its addresses as Django holds them; one more would be one without a stated permission."""
    [admin] = [one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "admin"]
    found = set()
    for pattern in admin.url_patterns:
        ends = (
            [str(one.pattern) for one in pattern.url_patterns] if hasattr(pattern, "url_patterns") else [""]
        )
        found |= {
            re.sub(r"<[^>]+>", "1", f"{pattern.pattern}{end}").replace("r/1/1/", "r/999999/1/")
            for end in ends
        }
    written_otherwise = {route for route in found if "(" in route}
    assert len(written_otherwise) == 2  # the list of an application, and all that is nothing
    return found - written_otherwise | {"wiki/", "nothing/"}


def test_each_window_of_the_administration_has_a_stated_permission() -> None:
    assert windows() == set(WINDOWS)
    doors = {"login/", "logout/"}
    assert routes_of_administration() == {one.removeprefix("/admin/") for one in administration()} | doors


def final(client: Client, address: str) -> tuple[int, str]:
    """The last answer, and where it was given."""
    answer = client.get(address, follow=True)
    last = answer.redirect_chain[-1][0] if answer.redirect_chain else address
    return answer.status_code, last.partition("?")[0]


@pytest.mark.django_db
def test_administration_sends_strangers_to_the_door(client: Client) -> None:
    found = {address: final(client, address) for address in administration()}
    assert found == dict.fromkeys(found, (200, reverse("account_login")))


@pytest.mark.django_db
def test_administration_refuses_whoever_is_not_staff(client: Client) -> None:
    client.force_login(User.objects.create_user("ada@example.org", "a long sentence of mine", trusted=True))
    found = {address: final(client, address)[0] for address in administration()}
    assert found == dict.fromkeys(found, 403)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [{"is_superuser": True}, {"moderator": True}], ids=["admin", "moderator"])
def test_administration_opens_its_windows_to_those_who_may(client: Client, role: dict[str, bool]) -> None:
    root = User.objects.create_user("root@example.org", "a long sentence of mine", **role)
    EmailAddress.objects.create(user=root, email=root.email, verified=True, primary=True)
    client.force_login(root)
    lists = {label: client.get(f"/admin/{label.replace('.', '/')}/").status_code for label in WINDOWS}
    allowed = {DECIDERS, ADMINS} if root.is_superuser else {DECIDERS}
    assert lists == {label: 200 if who in allowed else 403 for label, who in WINDOWS.items()}
    assert {end: client.get(f"/admin/{end}").status_code for end in BESIDE} == BESIDE


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/login/", "/admin/logout/"])
def test_administration_has_no_door_of_its_own(client: Client, address: str) -> None:
    answer = client.post(address, {"username": "root@example.org", "password": "x"}, follow=True)
    assert answer.redirect_chain[-1][0].split("?")[0] in (reverse("account_login"), "/")


@pytest.mark.django_db
def test_moderator_enters_the_administration_but_reaches_no_account(client: Client) -> None:
    ada = User.objects.create_user("ada@example.org", "a long sentence of mine", moderator=True)
    client.force_login(ada)
    assert client.get(reverse("admin:index")).status_code == 200
    people = [reverse("admin:accounts_user_changelist"), reverse("admin:accounts_user_change", args=[ada.pk])]
    assert [client.get(address).status_code for address in people] == [403, 403]
    client.post(people[1], {"moderator": "on", "trusted": "on", "is_superuser": "on", "name": "Ada"})
    ada.refresh_from_db()
    assert (ada.trusted, ada.is_superuser) == (False, False)
