"""Every address of the site has a stated permission; a new one is added here before it is served."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User

ANYBODY = "anybody"
ANONYMOUS_WITH_KEY = "whoever holds the one-time key"
LOGGED_IN = "whoever is logged in"
LOGGED_IN_BY_A_FORM = "whoever is logged in, by a form"
HALF_LOGGED_IN = "whoever is on the way in: a second step or the terms are still owed"
OWNER = "whose it is"
DECIDERS = "whoever decides: moderators and admins"
ADMINS = "admins"
CONTRIBUTORS = "whoever has confirmed an address; some of it only on what is theirs"
STAFF = "admins, and moderators within what they may see"

# (name, or route where it has none) → who may; the pages of the wiki ask visible_to for each page besides.
PERMISSIONS = {
    "first_admin": ANONYMOUS_WITH_KEY,
    "account_login": ANYBODY,
    "account_logout": ANYBODY,
    "account_inactive": ANYBODY,
    "account_signup": ANYBODY,
    "account_reauthenticate": LOGGED_IN,
    "account_email_verification_sent": ANYBODY,
    "account_confirm_email": ANYBODY,
    "account_change_password": LOGGED_IN,
    "account_reset_password": ANYBODY,
    "account_reset_password_done": ANYBODY,
    "account_reset_password_from_key": ANYBODY,
    "account_reset_password_from_key_done": ANYBODY,
    "account_profile": LOGGED_IN,
    "account_email": LOGGED_IN,
    "account_set_password": LOGGED_IN,
    "account_data": LOGGED_IN,
    "account_export": LOGGED_IN_BY_A_FORM,
    "account_leave": LOGGED_IN,
    "account_stay": LOGGED_IN_BY_A_FORM,
    "mfa_index": LOGGED_IN,
    "mfa_list_webauthn": ANYBODY,
    "mfa_add_webauthn": LOGGED_IN,
    "mfa_edit_webauthn": OWNER,
    "mfa_remove_webauthn": OWNER,
    "mfa_activate_totp": LOGGED_IN,
    "mfa_deactivate_totp": LOGGED_IN,
    "mfa_view_recovery_codes": LOGGED_IN,
    "mfa_generate_recovery_codes": LOGGED_IN,
    "mfa_download_recovery_codes": LOGGED_IN,
    "mfa_authenticate": HALF_LOGGED_IN,
    "mfa_login_webauthn": ANYBODY,
    "mfa_reauthenticate": LOGGED_IN,
    "mfa_reauthenticate_webauthn": LOGGED_IN,
    "usersessions_list": LOGGED_IN_BY_A_FORM,
    "socialaccount_connections": LOGGED_IN,
    "socialaccount_signup": HALF_LOGGED_IN,
    "socialaccount_login_cancelled": ANYBODY,
    "openid_connect_login": ANYBODY,
    "openid_connect_callback": ANYBODY,
    "admin/login/": ANYBODY,
    "admin/logout/": ANYBODY,
    "wiki:about": ANYBODY,
    "wiki:threads": ANYBODY,
    "wiki:home-threads": ANYBODY,
    "wiki:threads-fresh": ANYBODY,
    "wiki:home-threads-fresh": ANYBODY,
    "wiki:all-threads": ANYBODY,
    "wiki:thread": ANYBODY,
    "wiki:comment-history": ANYBODY,
    "wiki:thread-new": CONTRIBUTORS,
    "wiki:home-thread-new": CONTRIBUTORS,
    "wiki:thread-reply": CONTRIBUTORS,
    "wiki:thread-resolve": CONTRIBUTORS,
    "wiki:thread-reopen": CONTRIBUTORS,
    "wiki:thread-anchor": CONTRIBUTORS,
    "wiki:comment-edit": CONTRIBUTORS,
    "wiki:comment-delete": CONTRIBUTORS,
    "wiki:comment-flag": CONTRIBUTORS,
    "wiki:thread-lock": DECIDERS,
    "wiki:thread-unlock": DECIDERS,
    "wiki:comment-hide": DECIDERS,
    "wiki:comment-restore": DECIDERS,
    "wiki:comment-release": DECIDERS,
    "wiki:about-preview": ADMINS,
    "wiki:attachment": ANYBODY,
    "wiki:archive": DECIDERS,
    "wiki:edit": DECIDERS,
    "wiki:files": DECIDERS,
    "wiki:home-edit": DECIDERS,
    "wiki:home-files": DECIDERS,
    "wiki:home-new": DECIDERS,
    "wiki:home-order": DECIDERS,
    "wiki:home-rename": DECIDERS,
    "wiki:home-restore": DECIDERS,
    "wiki:move": DECIDERS,
    "wiki:new": DECIDERS,
    "wiki:order": DECIDERS,
    "wiki:rename": DECIDERS,
    "wiki:restore": DECIDERS,
    "wiki:compare": ANYBODY,
    "wiki:compare-choice": ANYBODY,
    "wiki:history": ANYBODY,
    "wiki:home": ANYBODY,
    "wiki:home-compare": ANYBODY,
    "wiki:home-compare-choice": ANYBODY,
    "wiki:home-history": ANYBODY,
    "wiki:home-revision": ANYBODY,
    "wiki:home-source": ANYBODY,
    "wiki:icon": ANYBODY,
    "wiki:map": ANYBODY,
    "wiki:page": ANYBODY,
    "wiki:permanent-revision": ANYBODY,
    "wiki:person": ANYBODY,
    "wiki:revision": ANYBODY,
    "wiki:search": ANYBODY,
    "wiki:search-titles": ANYBODY,
    "wiki:source": ANYBODY,
    "wiki:manifest": ANYBODY,
    "wiki:robots": ANYBODY,
    "wiki:sitemap": ANYBODY,
    "wiki:slashless": ANYBODY,
}


def addresses(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[str]:
    """The name of each address, or its route where it has no name; the admin site counts as one."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}" if pattern.name else route
        elif pattern.namespace != "admin":
            yield from addresses(
                pattern, route, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )


def test_each_address_has_a_stated_permission() -> None:
    assert sorted(addresses(get_resolver())) == sorted(PERMISSIONS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, who in PERMISSIONS.items() if who == LOGGED_IN])
def test_address_for_the_logged_in_sends_others_to_the_door(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, who in PERMISSIONS.items() if who == LOGGED_IN_BY_A_FORM])
def test_address_of_a_form_for_the_logged_in_sends_others_to_the_door(client: Client, name: str) -> None:
    answer = client.post(reverse(name))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, who in PERMISSIONS.items() if who == OWNER])
def test_address_of_what_is_somebodys_sends_strangers_to_the_door(client: Client, name: str) -> None:
    answer = client.get(reverse(name, args=[1]))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, who in PERMISSIONS.items() if who == HALF_LOGGED_IN])
def test_address_of_the_second_step_sends_others_to_the_door(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


def admin_addresses() -> list[str]:
    from django.contrib import admin  # once its registry is full

    models = [
        f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry
    ]
    return ["admin:index", "admin:jsi18n", "admin:password_change", *models]


@pytest.mark.django_db
def test_administration_sends_strangers_to_the_door(client: Client) -> None:
    for name in admin_addresses():
        answer = client.get(reverse(name), follow=True)
        assert answer.redirect_chain[-1][0].split("?")[0] == reverse("account_login"), name


@pytest.mark.django_db
def test_administration_refuses_whoever_is_not_staff(client: Client) -> None:
    client.force_login(User.objects.create_user("ada@example.org", "a long sentence of mine", trusted=True))
    for name in admin_addresses():
        answer = client.get(reverse(name), follow=True)
        assert answer.status_code == 403, name


@pytest.mark.django_db
def test_administration_opens_to_admins(client: Client) -> None:
    root = User.objects.create_superuser("root@example.org", "a long sentence of mine")
    EmailAddress.objects.create(user=root, email=root.email, verified=True, primary=True)
    client.force_login(root)
    assert [name for name in admin_addresses() if client.get(reverse(name)).status_code != 200] == []


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
