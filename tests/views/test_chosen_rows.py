"""Threads and former addresses are acted on in the administration once it was asked again, each by itself."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from tests import factories
from wiki.actions import moving, rendering, threads
from wiki.admin.choosing import MOST
from wiki.errors import BadAddress, NotAllowed
from wiki.models import Fact, ModerationEntry, Page, Redirect, Thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def page() -> Page:
    return factories.page(factories.home(), "a", "# A\n")


def opened(page: Page, count: int = 2) -> list[Thread]:
    return [
        threads.open(page, by=factories.person(), text="Why?", uuid=uuid4()).thread
        for _number in range(count)
    ]


def act(client: Client, name: str, rows: list[int], **sent: Any) -> Any:
    """One gesture on these rows, whose answer is read after the way it leads."""
    return client.post(
        reverse(f"admin:wiki_{name}_changelist"), {"_selected_action": rows} | sent, follow=True
    )


def states() -> list[str]:
    return list(Thread.objects.order_by("pk").values_list("state", flat=True))


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize(
    ("action", "was", "becomes", "sent"),
    [
        ("lock", "open", "locked", {"reason": "Too hot."}),
        ("unlock", "locked", "open", {"reason": "Calm again."}),
        ("resolve", "open", "resolved", {"sure": "1"}),
    ],
)
def test_chosen_threads_are_changed_once_it_was_asked_again(
    client: Client, page: Page, action: str, was: str, becomes: str, sent: dict[str, str]
) -> None:
    rows = [thread.pk for thread in opened(page, 3)]
    Thread.objects.update(state=was)
    client.force_login(factories.moderator())
    asked = act(client, "thread", rows[:2], action=action)
    assert (states(), asked.status_code, len(asked.context["chosen"])) == ([was] * 3, 200, 2)
    act(client, "thread", rows[:2], action=action, **sent)
    assert states() == [becomes, becomes, was]


def test_lock_in_bulk_needs_a_reason_that_the_journal_keeps(client: Client, page: Page) -> None:
    rows = [thread.pk for thread in opened(page)]
    client.force_login(factories.moderator())
    answer = act(client, "thread", rows, action="lock", reason="  ")
    assert (states(), bool(answer.context["form"].errors)) == (["open"] * 2, True)
    act(client, "thread", rows, action="lock", reason="Too hot.")
    told = list(ModerationEntry.objects.values_list("action", "reason"))
    assert told == [("thread.lock", "Too hot.")] * 2


def test_thread_that_somebody_else_settled_meanwhile_says_so_and_the_others_are_done(
    client: Client, page: Page
) -> None:
    first, second = opened(page)
    client.force_login(factories.moderator())
    threads.lock(first, by=factories.moderator())
    answer = act(client, "thread", [first.pk, second.pk], action="resolve", sure="1")
    assert states() == ["locked", "resolved"]
    assert len(said(answer)) == 2
    assert Fact.objects.filter(kind="resolved").count() == 1  # as on the site, it is told


def test_rows_that_cannot_be_changed_are_not_offered(client: Client, page: Page) -> None:
    rows = [thread.pk for thread in opened(page)]
    client.force_login(factories.moderator())
    answer = act(client, "thread", rows, action="unlock")
    assert (answer.context["chosen"], 'type="submit" value="' in answer.content.decode()) == ([], False)


def test_former_address_is_forgotten_by_an_admin_for_a_reason(client: Client, page: Page) -> None:
    Redirect.objects.create(path="old", page=page)
    Redirect.objects.create(path="older", page=page)
    rows = list(Redirect.objects.order_by("path").values_list("pk", flat=True))
    client.force_login(factories.admin())
    asked = act(client, "redirect", rows[:1], action="drop")
    assert (Redirect.objects.count(), len(asked.context["chosen"])) == (2, 1)
    act(client, "redirect", rows[:1], action="drop", reason="Misspelt.")
    assert list(Redirect.objects.values_list("path", flat=True)) == ["older"]
    [line] = ModerationEntry.objects.all()
    assert (line.action, line.reason, line.page) == ("redirect.drop", "Misspelt.", page)
    assert client.get("/old/").status_code == 404


def test_moderator_forgets_no_address(client: Client, page: Page) -> None:
    former = Redirect.objects.create(path="old", page=page)
    moderator = factories.moderator()
    client.force_login(moderator)
    act(client, "redirect", [former.pk], action="drop", reason="Misspelt.")
    assert Redirect.objects.count() == 1
    with pytest.raises(NotAllowed):
        moving.forget_address(former, by=moderator, reason="Misspelt.")


def test_address_is_forgotten_once_and_pages_that_point_to_it_are_drawn_anew(
    page: Page, django_capture_on_commit_callbacks: Any
) -> None:
    admin = factories.admin()
    former = Redirect.objects.create(path="old", page=page)
    other = factories.page(Page.objects.get(path=""), "b", "# B\n\n[Go](/old/)\n")
    assert 'href="/a/"' in Page.objects.get(pk=other.pk).html
    with django_capture_on_commit_callbacks(execute=True):
        moving.forget_address(former, by=admin, reason="Misspelt.")
    for queued in DBTaskResult.objects.filter(task_path__endswith="._refresh"):
        rendering._refresh.call(*queued.args_kwargs["args"])
    assert 'href="/a/"' not in Page.objects.get(pk=other.pk).html
    with pytest.raises(BadAddress):
        moving.forget_address(former, by=admin, reason="Misspelt.")


def test_more_than_a_form_holds_is_refused(client: Client, page: Page) -> None:
    client.force_login(factories.admin())
    Redirect.objects.bulk_create([Redirect(path=f"o{number}", page=page) for number in range(MOST + 1)])
    rows = list(Redirect.objects.values_list("pk", flat=True))
    answer = act(client, "redirect", rows, action="drop", reason="All.")
    assert (Redirect.objects.count(), len(said(answer))) == (MOST + 1, 1)
