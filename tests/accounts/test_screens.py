"""The screens of accounts in a browser: accessible in both schemes, on a telephone, by keyboard alone."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts import actions
from accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long sentence of mine"
FOR_STRANGERS = ("account_login", "account_signup", "account_reset_password", "account_inactive")
FOR_PEOPLE = ("account_logout", "account_change_password", "account_reauthenticate")


@pytest.fixture(autouse=True)
def no_limit_reached_yet(transactional_db: None) -> None:
    cache.clear()


@pytest.mark.drawn
def test_screens_of_accounts_are_accessible(
    any_tab: Page, axe: Callable[[Page], list[str]], log_in: Callable[[Page, User], None]
) -> None:
    found = {}
    for name in FOR_STRANGERS:
        any_tab.goto(reverse(name))
        found[name] = axe(any_tab)
    log_in(any_tab, User.objects.create_user("ada@example.org", PASSWORD, name="Ada"))
    for name in FOR_PEOPLE:
        any_tab.goto(reverse(name))
        found[name] = axe(any_tab)
    assert found == dict.fromkeys((*FOR_STRANGERS, *FOR_PEOPLE), [])


@pytest.mark.drawn
def test_screens_fit_a_telephone(any_tab: Page) -> None:
    any_tab.goto(reverse("account_login"))
    assert any_tab.evaluate("document.documentElement.scrollWidth <= innerWidth") is True


def test_first_admin_arrives_by_keyboard_alone(
    tab: Page, axe: Callable[[Page], list[str]], console: list[str]
) -> None:
    tab.goto(reverse("first_admin", args=[actions.issue_first_admin_key()]))
    assert axe(tab) == []
    tab.get_by_label("Votre nom, tel que le site le montrera").focus()
    for text in ("Ada Lovelace", "ada@example.org", PASSWORD, PASSWORD):
        tab.keyboard.type(text)
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")  # in the field of the site's name, which may stay as it is
    expect(tab).to_have_url(re.compile(r"^http://[^/]+/$"))
    # There is no page in this site yet, its home included.
    console.clear()
    assert list(User.objects.values_list("name", "is_superuser")) == [("Ada Lovelace", True)]


def test_errors_of_a_form_are_beside_their_field(
    tab: Page, console: list[str], axe: Callable[[Page], list[str]]
) -> None:
    tab.goto(reverse("first_admin", args=[actions.issue_first_admin_key()]))
    tab.get_by_label("Adresse électronique").fill("ada@example.org")
    tab.get_by_label("Votre nom, tel que le site le montrera").fill("Ada")
    tab.get_by_label("Mot de passe", exact=False).first.fill("short")
    tab.get_by_label("Mot de passe, encore une fois").fill("short")
    tab.get_by_role("button", name="Ouvrir le guide").click()
    expect(tab.get_by_text("Ce mot de passe est trop court.")).to_be_visible()
    assert tab.locator("#ui-password").get_attribute("aria-invalid") == "true"
    assert axe(tab) == []
    # The browser notes the status 422 of the answer.
    assert [line.split(":")[0] for line in console] == ["Failed to load resource"]
    console.clear()


def test_person_logs_in_and_out_without_script(open_tab: Callable[..., Page], console: list[str]) -> None:
    User.objects.create_superuser("ada@example.org", PASSWORD, name="Ada").emailaddress_set.create(
        email="ada@example.org", verified=True, primary=True
    )
    tab = open_tab(java_script_enabled=False)
    tab.goto(reverse("account_change_password"))
    tab.locator("input[name=login]").fill("ada@example.org")
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.get_by_role("button", name="Se connecter").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Changer de mot de passe")
    tab.goto(reverse("account_logout"))
    tab.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    tab.goto(reverse("account_change_password"))
    assert "/accounts/login/" in tab.url
    # Going out leads home, and there is no page in this site yet.
    console.clear()


@pytest.mark.drawn
def test_pages_of_failure_are_accessible(
    any_tab: Page, console: list[str], axe: Callable[[Page], list[str]]
) -> None:
    any_tab.goto("/accounts/nowhere/")
    assert axe(any_tab) == []
    assert [line.split(":")[0] for line in console] == ["Failed to load resource"]
    console.clear()
