"""Whoever is logged in finds their ticks on another device; what could not be sent is not lost."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from tests.journeys.test_ticks import FULL, ONE, ticked, total
from wiki.actions import threads
from wiki.models import Page, Ticks
from wiki.text.ticks import listed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ODD = """# Odd

* [ ] **A.1** Say the need
* [ ] See [the `map`](/map) & « go » ; **now** !
  * [ ] Inner thing[^1]

    What stands below
* [x] Done by the guide

## Twins

1. [ ] Twin
2. [ ] Twin

[^1]: A note.
"""
UNSENT = "Vos dernières coches n’ont pas encore pu être envoyées"


@pytest.fixture
def page(live_server) -> Page:
    return factories.page(factories.home(), "one", ONE)


@pytest.fixture
def reader(live_server) -> User:
    return factories.person()


@pytest.fixture
def own_tab(tab: Tab, reader: User, page: Page, log_in: Callable[[Tab, User], None]) -> Tab:
    log_in(tab, reader)
    tab.goto("/one/")
    return tab


def kept() -> dict[str, bool | None]:
    sheets = Ticks.objects.values_list("ticks", flat=True)
    return {key: tick["on"] for sheet in sheets for key, tick in sheet.items()}


def is_sent(response) -> bool:
    return "/-/ticks/" in response.url and response.request.method == "POST"


def test_ticks_follow_to_another_device_and_the_last_one_counts(
    own_tab: Tab, reader: User, open_tab: Callable[..., Tab], log_in: Callable[[Tab, User], None]
) -> None:
    expect(own_tab.get_by_text("Vos coches sont gardées sur votre compte")).to_be_visible()
    other = open_tab()
    log_in(other, reader)
    other.goto("/one/")
    with own_tab.expect_response(is_sent):
        own_tab.get_by_role("checkbox", name="A.1").check()
        own_tab.get_by_role("checkbox", name="Buy chalk").check()
    assert kept() == {"A.1": True, "Buy chalk\n\n1": True}
    assert ticked(other) == [False] * 3
    with other.expect_response(is_sent):
        other.get_by_role("checkbox", name="A.2").check()
    expect(other.locator("strong[data-ticks-total]")).to_have_text("3 sur 3")  # what came back with it
    with other.expect_response(is_sent):
        other.get_by_role("checkbox", name="A.1").uncheck()
    own_tab.goto("/one/")
    assert (ticked(own_tab), total(own_tab)) == ([False, True, True], "2 sur 3")
    assert own_tab.evaluate("Object.keys(localStorage).filter(key => key.startsWith('communs:'))") == []


def test_what_could_not_be_sent_stays_and_is_sent_later(own_tab: Tab, console: list[str]) -> None:
    own_tab.route("**/-/ticks/**", lambda route: route.abort())
    own_tab.get_by_role("checkbox", name="Buy chalk").check()
    expect(own_tab.get_by_text(UNSENT)).to_be_visible()
    expect(own_tab.get_by_text("Vos coches sont gardées sur votre compte")).to_be_hidden()
    own_tab.reload()
    assert ticked(own_tab) == [False, False, True]
    expect(own_tab.get_by_text(UNSENT)).to_be_visible()
    own_tab.unroute("**/-/ticks/**")
    with own_tab.expect_response(is_sent):
        own_tab.evaluate("window.dispatchEvent(new Event('online'))")
    expect(own_tab.get_by_text(UNSENT)).to_be_hidden()
    assert kept() == {"Buy chalk\n\n1": True}
    console.clear()  # of what was not reached


def test_ticks_of_this_browser_join_the_account_when_said(
    tab: Tab, page: Page, reader: User, log_in: Callable[[Tab, User], None]
) -> None:
    tab.goto("/one/")
    tab.get_by_role("checkbox", name="A.1").check()
    tab.get_by_role("checkbox", name="Buy chalk").check()
    log_in(tab, reader)
    tab.goto("/one/")
    assert ticked(tab) == [False] * 3
    with tab.expect_response(is_sent):
        tab.get_by_role("button", name="Les ajouter à mon compte").click()
    expect(tab.get_by_text("ont rejoint votre compte")).to_be_visible()
    assert ticked(tab) == [True, False, True]
    assert kept() == {"A.1": True, "Buy chalk\n\n1": True}
    tab.context.clear_cookies()
    tab.goto("/one/")
    assert ticked(tab) == [False] * 3


@pytest.mark.drawn
def test_ticks_of_this_browser_stay_in_it_when_said_and_nobody_asks_again(
    tab: Tab, page: Page, reader: User, log_in: Callable[[Tab, User], None]
) -> None:
    tab.goto("/one/")
    tab.get_by_role("checkbox", name="A.1").check()
    log_in(tab, reader)
    tab.goto("/one/")
    tab.get_by_role("button", name="Les laisser ici").click()
    tab.reload()
    expect(tab.get_by_role("button", name="Les ajouter à mon compte")).to_be_hidden()
    assert ticked(tab) == [False] * 3
    tab.context.clear_cookies()
    tab.goto("/one/")
    assert ticked(tab) == [True, False, False]


def test_ticks_are_taken_back_on_the_account_too(own_tab: Tab) -> None:
    own_tab.get_by_role("checkbox", name="A.1").check()
    with own_tab.expect_response(is_sent):
        own_tab.get_by_role("checkbox", name="Buy chalk").check()
    own_tab.get_by_role("button", name="Effacer mes coches").click()
    with own_tab.expect_response(is_sent):
        own_tab.get_by_role("button", name="Les effacer").click()
    assert kept() == {"A.1": None, "Buy chalk\n\n1": None}
    with own_tab.expect_response(is_sent):
        own_tab.get_by_role("button", name="Rétablir").click()
    assert kept() == {"A.1": True, "Buy chalk\n\n1": True}


def test_browser_and_site_know_a_task_by_the_same_key(own_tab: Tab, page: Page, reader: User) -> None:
    odd = factories.page(page.parent, "odd", ODD)
    quote = threads.Selection(exact="need", prefix="Say the ", suffix="")
    threads.open(odd, by=reader, text="Really?", uuid=uuid4(), quote=quote)
    own_tab.goto("/odd/")
    expect(own_tab.locator("[data-page-body] a.mk")).to_have_count(1)
    with own_tab.expect_response(is_sent):
        for box in own_tab.get_by_role("checkbox").all():
            box.set_checked(not box.is_checked())
    assert sorted(kept()) == sorted(task.key for task in listed(odd.html))


@pytest.mark.drawn
def test_ticks_last_the_visit_where_the_browser_keeps_nothing_and_are_sent(
    tab: Tab, page: Page, reader: User, log_in: Callable[[Tab, User], None]
) -> None:
    tab.add_init_script(FULL)
    log_in(tab, reader)
    tab.goto("/one/")
    with tab.expect_response(is_sent):
        tab.get_by_role("checkbox", name="A.1").check()
    assert kept() == {"A.1": True}


def test_without_script_the_tasks_are_ticked_in_a_form(
    open_tab: Callable[..., Tab], page: Page, reader: User, log_in: Callable[[Tab, User], None]
) -> None:
    tab = open_tab(java_script_enabled=False)
    log_in(tab, reader)
    tab.goto("/one/")
    tab.get_by_role("link", name="Cocher les tâches de cette page").click()
    tab.get_by_role("checkbox", name="A.1 Say the need").check()
    tab.get_by_role("button", name="Enregistrer").click()
    expect(tab.get_by_text("Vos coches sont gardées sur votre compte.", exact=True)).to_be_visible()
    expect(tab.get_by_role("checkbox", name="A.1 Say the need")).to_be_checked()
    assert kept() == {"A.1": True}


@pytest.mark.drawn
def test_ticks_of_an_account_pass_axe(
    any_tab: Tab,
    page: Page,
    reader: User,
    log_in: Callable[[Tab, User], None],
    axe: Callable[[Tab], list[str]],
) -> None:
    any_tab.goto("/one/")
    any_tab.get_by_role("checkbox", name="A.1").check()
    log_in(any_tab, reader)
    any_tab.goto("/one/")
    expect(any_tab.get_by_role("button", name="Les ajouter à mon compte")).to_be_visible()
    found = axe(any_tab)
    any_tab.goto(f"/-/ticks/{page.pk}/list/")
    assert found + axe(any_tab) == []
