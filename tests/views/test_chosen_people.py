"""People are trusted and banned from the list of the administration as the site does it, once asked again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import factories
from wiki.models import Fact, Measure, ModerationEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
WHY = "The same advertising on every page."


def act(client: Client, people: list[User], action: str, **sent: str) -> Any:
    rows = [person.pk for person in people]
    asked = {"_selected_action": rows, "action": action} | sent
    return client.post(reverse("admin:accounts_user_changelist"), asked, follow=True)


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_chosen_accounts_are_banned_once_a_reason_is_given_and_each_is_told(client: Client) -> None:
    factories.home()
    people = [factories.person() for _number in range(3)]
    client.force_login(factories.admin())
    assert len(act(client, people[:2], "ban").context["chosen"]) == 2
    assert act(client, people[:2], "ban", reason=" ").context["form"].errors
    assert Measure.objects.count() == 0
    act(client, people[:2], "ban", reason=WHY)
    assert list(User.objects.filter(banned=True).order_by("pk")) == people[:2]
    assert list(ModerationEntry.objects.values_list("action", "reason")) == [("measure.ban", WHY)] * 2
    assert Fact.objects.filter(kind="measured").count() == 2


def test_nobody_bans_themselves_and_a_second_ban_says_so(client: Client) -> None:
    admin, other = factories.admin(), factories.person()
    client.force_login(admin)
    assert act(client, [admin], "ban").context["chosen"] == []
    answer = act(client, [admin, other], "ban", reason=WHY)
    assert (len(said(answer)), list(User.objects.filter(banned=True))) == (2, [other])
    answer = act(client, [other], "ban", reason=WHY)
    assert (len(said(answer)), Measure.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("action", "trusted", "deed"), [("grant", True, "trust.grant"), ("withdraw", False, "trust.withdraw")]
)
def test_chosen_accounts_are_trusted_or_no_more(
    client: Client, action: str, trusted: bool, deed: str
) -> None:
    people = [factories.person(trusted=not trusted) for _number in range(2)]
    client.force_login(factories.admin())
    act(client, people, action, reason="By their work.")
    assert [one.trusted for one in User.objects.filter(pk__in=[one.pk for one in people])] == [trusted] * 2
    assert list(ModerationEntry.objects.values_list("action", flat=True)) == [deed] * 2


@pytest.mark.parametrize("action", ["grant", "withdraw", "ban"])
@pytest.mark.parametrize("who", [factories.person, factories.moderator])
def test_list_is_for_admins_alone(client: Client, who: Any, action: str) -> None:
    """A moderator decides of people on the site, where no address is shown."""
    other = factories.person(trusted=True)
    client.force_login(who())
    act(client, [other], action, reason=WHY)
    now = User.objects.get(pk=other.pk)
    assert (now.trusted, now.banned, ModerationEntry.objects.count()) == (True, False, 0)
