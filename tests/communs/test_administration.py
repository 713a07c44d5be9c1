"""The administration in a real browser: it works under the site's policy, in French."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def root() -> User:
    person = User.objects.create_superuser("root@example.org", "a long sentence of mine", name="Root")
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def test_administration_works_under_the_policy_of_the_site(
    tab: Page, log_in: Callable[[Page, User], None], root: User
) -> None:
    log_in(tab, root)
    tab.goto(reverse("admin:index"))
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    for model in admin.site._registry:
        tab.goto(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        expect(tab.locator("#content")).to_be_visible()


def test_administration_changes_a_person_but_not_their_power(
    tab: Page, log_in: Callable[[Page, User], None], root: User
) -> None:
    ada = User.objects.create_user("ada@example.org", "a long sentence of mine", name="Ada")
    log_in(tab, root)
    tab.goto(reverse("admin:accounts_user_change", args=[ada.pk]))
    assert tab.locator("[name=is_superuser], [name=password], [name=user_permissions]").count() == 0
    tab.locator("[name=name]").fill("Ada Lovelace")
    tab.locator("[name=trusted]").check()
    tab.locator("[name=_save]").click()
    expect(tab.locator(".success")).to_be_visible()
    ada.refresh_from_db()
    assert (ada.name, ada.trusted, ada.is_superuser) == ("Ada Lovelace", True, False)
