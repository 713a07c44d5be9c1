"""People come in by a provider, in a real browser, under the site's policy; every screen of it is accessible."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from tests import factories
from tests.accounts.coming import CALLBACK, LOGIN, configured
from tests.accounts.provider import Provider, running

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = re.compile(r"^http://[^/]+/(\?state=.*)?$")
OWN = "/accounts/security/providers/"


@pytest.fixture
def provider(settings: Any, live_server: Any, transactional_db: None) -> Iterator[Provider]:
    """One that sends people on to another host of its own, as many do."""
    cache.clear()
    factories.home()
    settings.SITE_URL = live_server.url
    with running() as one:
        one.behaves.asks = True
        one.behaves.person["email_verified"] = True
        settings.OIDC_PROVIDERS = (
            configured(one, logs_out=True),
            configured(one, id="others", name="Others"),
        )
        yield one


def press(tab: Page, name: str) -> None:
    tab.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def come_in(tab: Page, said: str = "Oui") -> None:
    tab.goto(reverse("account_login"))
    press(tab, "Se connecter avec Agents")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Provider")
    tab.get_by_role("link", name=said).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_person_joins_goes_out_and_comes_back(
    open_tab: Callable[..., Page], provider: Provider, scripts: bool
) -> None:
    tab = open_tab(java_script_enabled=scripts)
    come_in(tab)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Créer un compte")
    expect(tab.get_by_label("Votre nom")).to_have_value("Ada Lovelace")
    tab.get_by_role("checkbox").check()
    press(tab, "Créer mon compte")
    expect(tab).to_have_url(HOME)
    expect(tab.get_by_role("link", name="Se déconnecter")).to_be_visible()
    tab.goto(reverse("account_logout"))
    press(tab, "Se déconnecter")
    expect(tab).to_have_url(re.compile(r"/\?state="))
    expect(tab.get_by_role("link", name="Se connecter")).to_be_visible()
    assert "/logout" in [path for path, _, _ in provider.asked]
    come_in(tab)
    expect(tab.get_by_role("link", name="Se déconnecter")).to_be_visible()
    assert User.objects.count() == 1


def test_person_stops_on_the_way(tab: Page, provider: Provider) -> None:
    come_in(tab, "Non")
    expect(tab.get_by_role("heading", level=1)).to_have_text("La connexion n’a pas eu lieu")
    tab.get_by_role("main").get_by_role("link", name="Se connecter").click()
    expect(tab).to_have_url(re.compile(reverse("account_login")))


def test_person_connects_a_provider_by_keyboard_and_takes_it_away(
    tab: Page, log_in: Callable[[Page, User], None], provider: Provider
) -> None:
    ada = factories.person(email="ada@example.org")
    ada.set_password("a long sentence of mine")
    ada.save()
    log_in(tab, ada)
    tab.goto(reverse("mfa_index"))
    tab.locator(f'a[href="{OWN}"]').press("Enter")
    tab.get_by_role("button", name="Relier Agents").press("Enter")
    tab.get_by_role("link", name="Oui").press("Enter")
    tab.locator("input[name=password]").fill("a long sentence of mine")
    tab.keyboard.press("Enter")
    expect(tab.locator(".note.ok")).to_have_text("Vous pouvez désormais vous connecter ici par lui.")
    tab.get_by_role("button", name="Retirer Agents").press("Enter")
    expect(tab.locator(".note.ok")).to_have_text("Agents ne vous connecte plus ici.")
    assert SocialAccount.objects.count() == 0


@pytest.mark.drawn
def test_screens_of_providers_are_accessible(
    any_tab: Page,
    axe: Callable[[Page], list[str]],
    log_in: Callable[[Page, User], None],
    console: list[str],
    provider: Provider,
) -> None:
    found, tab = {}, any_tab

    def look(name: str, heading: str) -> None:
        expect(tab.get_by_role("heading", level=1)).to_have_text(heading)
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
        found[name] = axe(tab)

    tab.goto(reverse("account_signup"))
    look("sign up", "Créer un compte")
    tab.goto(LOGIN)
    look("before", "Se connecter avec Agents")
    provider.behaves.otherwise["/authorize"] = (204, "text/plain", b"")  # the browser stays where it is
    press(tab, "Continuer")
    look("on the way", "En route vers Agents")
    del provider.behaves.otherwise["/authorize"]
    come_in(tab)
    look("join", "Créer un compte")
    press(tab, "Créer mon compte")
    tab.goto(reverse("socialaccount_login_cancelled"))
    look("cancelled", "La connexion n’a pas eu lieu")
    tab.goto(CALLBACK)
    look("failed", "La connexion n’a pas eu lieu")
    ada = factories.person(email="ada@example.org", name="Ada")
    come_in(tab)
    look("known address", "Vous avez déjà un compte")
    ada.set_unusable_password()
    ada.save()
    SocialAccount.objects.create(user=ada, provider="agents", uid="s-2", extra_data={"email": ada.email})
    log_in(tab, ada)
    tab.goto(OWN)
    look("accounts elsewhere", "Comptes d’ailleurs")
    press(tab, "Retirer Agents")
    look("last way in", "Comptes d’ailleurs")
    expect(tab.get_by_role("alert")).to_be_visible()
    assert found == dict.fromkeys(found, [])
    assert len(found) == 9
    # The browser notes the statuses 401 and 409 of three answers.
    assert [line.split(":")[0] for line in console] == ["Failed to load resource"] * 3
    console.clear()
