"""The administration under axe: every window that is registered, so that a new one is looked at without writing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from model_bakery import baker
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.shelf import picture
from wiki.actions import pages
from wiki.models import Book, Redirect

pytestmark = [pytest.mark.browser, pytest.mark.drawn, pytest.mark.django_db(transaction=True)]
Look = Callable[[Tab], list[str]]


@pytest.fixture
def guide(settings: Any, tmp_path: Any) -> None:
    """One row at least of all that an operator looks at."""
    settings.MEDIA_ROOT = tmp_path
    made = factories.guide()
    first, second, decides = made["advice/first"], made["advice/second"], factories.moderator()
    pages.edit(first, by=decides, base=first.version, source="# First\n\nElse.\n")
    pages.archive(second, by=decides, base=second.version, reason="Old.")
    Redirect.objects.create(path="old", page=first)
    picture(book=baker.make(Book, name="Guide"))
    baker.make(
        DBTaskResult, task_path="wiki.actions.measures.measure", args_kwargs={"args": [], "kwargs": {}}
    )


def addresses() -> Iterator[str]:
    """Lists, lists without a row, things, what became of them, forms: whoever may not open one is refused."""
    yield reverse("admin:index")
    yield reverse("admin:app_list", args=["wiki"])
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        yield f"{reverse(f'{name}_changelist')}?q=xyzzyx"
        yield reverse(f"{name}_add")
        first = model._default_manager.first()
        if first:
            yield reverse(f"{name}_change", args=[first.pk])
            yield reverse(f"{name}_history", args=[first.pk])


def opened(person: Any) -> list[str]:
    """The addresses that this person is shown."""
    client = Client()
    client.force_login(person)
    return [address for address in addresses() if client.get(address).status_code == 200]


def look(tab: Tab, axe: Look, console: list[str]) -> list[str]:
    said = list(console)
    found = axe(tab) + ["scrolls sideways"] * tab.evaluate(
        "document.documentElement.scrollWidth > window.innerWidth"
    )
    # Django's sheets import others: axe copies these into styles, which the site's policy refuses, and says so.
    console[:] = said
    return found


@pytest.mark.parametrize(("who", "least"), [(factories.admin, 30), (factories.moderator, 20)])
def test_every_window_passes_axe_and_scrolls_one_way(
    guide: None,
    any_tab: Tab,
    axe: Look,
    log_in: Callable[..., None],
    console: list[str],
    who: Callable[[], Any],
    least: int,
) -> None:
    person = who()
    shown = opened(person)
    assert len(shown) >= least
    log_in(any_tab, person)
    found = {}
    for address in shown:
        any_tab.goto(address)
        found[address] = look(any_tab, axe, console)
    assert found == {address: [] for address in shown}


def test_question_before_an_action_passes_axe(
    guide: None, any_tab: Tab, axe: Look, log_in: Callable[..., None], console: list[str]
) -> None:
    log_in(any_tab, factories.moderator())
    any_tab.goto(reverse("admin:wiki_page_changelist"))
    any_tab.locator("[name=_selected_action]").nth(1).check()
    any_tab.locator("select[name=action]").select_option("archive")
    any_tab.locator("button[name=index]").click()
    expect(any_tab.get_by_label("Pourquoi")).to_be_visible()
    assert look(any_tab, axe, console) == []
