"""Every address of the site has a stated permission; a new one is added here before it is served."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ANYBODY = "anybody"
ANONYMOUS_WITH_KEY = "whoever holds the one-time key"
ANONYMOUS_WITH_TOKEN = "whoever holds the signed address of a mail"
LOGGED_IN = "whoever is logged in"
LOGGED_IN_BY_A_FORM = "whoever is logged in, by a form"
HALF_LOGGED_IN = "whoever is on the way in: a second step or the terms are still owed"
OWNER = "whose it is"
CONCERNED = "whom a measure is about"
ONESELF = "the person themselves; to others there is no such page"
DECIDERS = "whoever decides: moderators and admins"
REFERENTS = "those whom the charter names, and admins"
INVITING = "referents of any section, moderators and admins"
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
    "account_challenge": ANYBODY,
    "account_invitation": ANYBODY,
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
    "wiki:activity": ANYBODY,
    "wiki:feedback": ANYBODY,  # but the banned
    "wiki:home-feedback": ANYBODY,
    "wiki:all-feedback": INVITING,
    "wiki:feedback-drop": INVITING,
    "wiki:figures": INVITING,
    "wiki:upkeep": DECIDERS,
    "wiki:home-upkeep": DECIDERS,
    "wiki:activity-feed": ANYBODY,
    "wiki:home-feed": ANYBODY,
    "wiki:person-feed": ANYBODY,
    "wiki:feed": ANYBODY,
    "wiki:feed-below": ANYBODY,
    "wiki:revision-hide": DECIDERS,
    "wiki:revision-show": DECIDERS,
    "wiki:comment-restore": DECIDERS,
    "wiki:comment-release": DECIDERS,
    "wiki:archived": INVITING,
    "wiki:bring-back": DECIDERS,
    "wiki:page-purge": ADMINS,
    "wiki:charters": ANYBODY,
    "wiki:charter": ANYBODY,
    "wiki:charter-edit": REFERENTS,
    "wiki:charter-away": REFERENTS,
    "wiki:sieve": REFERENTS,
    "wiki:invitations": INVITING,
    "wiki:invitation-revoke": INVITING,
    "wiki:moderation": DECIDERS,
    "wiki:moderation-item": DECIDERS,
    "wiki:person-revert": DECIDERS,
    "wiki:reversal": DECIDERS,
    "wiki:reversal-back": DECIDERS,
    "wiki:moderation-take": DECIDERS,
    "wiki:moderation-people": DECIDERS,
    "wiki:moderation-suggestion": DECIDERS,
    "wiki:moderation-page": DECIDERS,
    "wiki:moderation-person": DECIDERS,
    "wiki:moderation-contest": DECIDERS,
    "wiki:moderation-lift": DECIDERS,
    "wiki:my-measures": LOGGED_IN,
    "wiki:measure-read": CONCERNED,
    "wiki:measure-contest": CONCERNED,
    "wiki:notices": LOGGED_IN,
    "wiki:notices-mark": LOGGED_IN_BY_A_FORM,
    "wiki:subscription": ANONYMOUS_WITH_TOKEN,
    "wiki:subscribe": ANYBODY,
    "wiki:home-subscribe": ANYBODY,
    "wiki:watches": LOGGED_IN,
    "wiki:watches-settings": LOGGED_IN_BY_A_FORM,
    "wiki:watch-change": OWNER,
    "wiki:watch": CONTRIBUTORS,
    "wiki:home-watch": CONTRIBUTORS,
    "wiki:thread-watch": CONTRIBUTORS,
    "wiki:suggestion-watch": CONTRIBUTORS,
    "wiki:person-watch": CONTRIBUTORS,
    "wiki:unsubscribe": ANONYMOUS_WITH_TOKEN,
    "wiki:flag": CONTRIBUTORS,
    "wiki:home-flag": CONTRIBUTORS,
    "wiki:suggestion-flag": CONTRIBUTORS,
    "wiki:person-flag": CONTRIBUTORS,
    "wiki:all-suggestions": ANYBODY,
    "wiki:suggestions": ANYBODY,
    "wiki:home-suggestions": ANYBODY,
    "wiki:suggestion": ANYBODY,
    "wiki:suggestion-versions": ANYBODY,
    "wiki:permanent-suggestion": ANYBODY,
    "wiki:my-suggestions": LOGGED_IN,
    "wiki:suggest": CONTRIBUTORS,
    "wiki:suggest-page": CONTRIBUTORS,
    "wiki:suggest-place": CONTRIBUTORS,
    "wiki:suggest-archiving": CONTRIBUTORS,
    "wiki:home-suggest-page": CONTRIBUTORS,
    "wiki:home-suggest-place": CONTRIBUTORS,
    "wiki:home-suggest-archiving": CONTRIBUTORS,
    "wiki:suggest-passage": CONTRIBUTORS,
    "wiki:home-suggest-passage": CONTRIBUTORS,
    "wiki:home-suggest": CONTRIBUTORS,
    "wiki:suggestion-support": CONTRIBUTORS,
    "wiki:draft": OWNER,
    "wiki:ticks": OWNER,
    "wiki:ticks-list": OWNER,
    "wiki:suggestion-discuss": CONTRIBUTORS,
    "wiki:suggestion-object": CONTRIBUTORS,
    "wiki:stand-withdraw": CONTRIBUTORS,
    "wiki:suggestion-amend": CONTRIBUTORS,
    "wiki:suggestion-settle": CONTRIBUTORS,
    "wiki:suggestion-withdraw": CONTRIBUTORS,
    "wiki:suggestion-send": CONTRIBUTORS,
    "wiki:suggestion-reopen": CONTRIBUTORS,
    "wiki:suggestion-accept": DECIDERS,
    "wiki:suggestion-retouch": DECIDERS,
    "wiki:suggestion-touches": DECIDERS,
    "wiki:suggestion-ask": DECIDERS,
    "wiki:suggestion-take": DECIDERS,
    "wiki:suggestion-release": DECIDERS,
    "wiki:suggestion-decline": DECIDERS,
    "wiki:suggestion-undo": DECIDERS,
    "wiki:reuses": ANYBODY,
    "wiki:reuse": ANYBODY,
    "wiki:reuses-feed": ANYBODY,
    "wiki:reuse-new": CONTRIBUTORS,
    "wiki:reuse-edit": CONTRIBUTORS,
    "wiki:reuse-withdraw": CONTRIBUTORS,
    "wiki:reuse-back": CONTRIBUTORS,
    "wiki:reuse-discuss": CONTRIBUTORS,
    "wiki:reuse-flag": CONTRIBUTORS,
    "wiki:reuse-example": DECIDERS,
    "wiki:reuse-hide": DECIDERS,
    "wiki:reuse-restore": DECIDERS,
    "wiki:reuse-release": DECIDERS,
    "wiki:moderation-reuse": DECIDERS,
    "wiki:about-preview": ADMINS,
    "wiki:attachment": ANYBODY,
    "wiki:archive": DECIDERS,
    "wiki:edit": DECIDERS,
    "wiki:files": CONTRIBUTORS,
    "wiki:home-edit": DECIDERS,
    "wiki:home-files": CONTRIBUTORS,
    "wiki:home-new": DECIDERS,
    "wiki:home-order": DECIDERS,
    "wiki:home-rename": DECIDERS,
    "wiki:home-restore": DECIDERS,
    "wiki:move": DECIDERS,
    "wiki:new": DECIDERS,
    "wiki:order": DECIDERS,
    "wiki:rename": DECIDERS,
    "wiki:restore": DECIDERS,
    "wiki:cite": ANYBODY,
    "wiki:cite-bibtex": ANYBODY,
    "wiki:cite-csl": ANYBODY,
    "wiki:home-cite": ANYBODY,
    "wiki:home-cite-bibtex": ANYBODY,
    "wiki:home-cite-csl": ANYBODY,
    "wiki:all-credits": ANYBODY,
    "wiki:credits": ANYBODY,
    "wiki:home-credits": ANYBODY,
    "wiki:compare": ANYBODY,
    "wiki:compare-choice": ANYBODY,
    "wiki:history": ANYBODY,
    "wiki:authorship": ANYBODY,
    "wiki:origin": ANYBODY,
    "wiki:home": ANYBODY,
    "wiki:home-compare": ANYBODY,
    "wiki:home-compare-choice": ANYBODY,
    "wiki:home-history": ANYBODY,
    "wiki:home-authorship": ANYBODY,
    "wiki:home-origin": ANYBODY,
    "wiki:home-revision": ANYBODY,
    "wiki:home-revision-newer": ANYBODY,
    "wiki:home-source": ANYBODY,
    "wiki:icon": ANYBODY,
    "wiki:journal": ANYBODY,
    "wiki:logo": ANYBODY,
    "wiki:map": ANYBODY,
    "wiki:page": ANYBODY,
    "wiki:permanent-revision": ANYBODY,
    "wiki:person": ANYBODY,
    "wiki:person-words": ONESELF,
    "wiki:revision": ANYBODY,
    "wiki:revision-newer": ANYBODY,
    "wiki:revision-summary": CONTRIBUTORS,
    "wiki:search": ANYBODY,
    "wiki:search-titles": ANYBODY,
    "wiki:source": ANYBODY,
    "wiki:tool": ANYBODY,
    "wiki:home-tool": ANYBODY,
    "wiki:manifest": ANYBODY,
    "wiki:robots": ANYBODY,
    "wiki:security": ANYBODY,
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


# Windows of the administration, by the model that they show → who may open them. Nobody else does.
WINDOWS = {
    "account.emailaddress": ADMINS,
    "accounts.user": ADMINS,
    "django_tasks_database.dbtaskresult": ADMINS,
    "mfa.authenticator": ADMINS,
    "socialaccount.socialaccount": ADMINS,
    "wiki.attachment": DECIDERS,
    "wiki.book": DECIDERS,
    "wiki.charter": ADMINS,
    "wiki.comment": DECIDERS,
    "wiki.feedback": DECIDERS,
    "wiki.flag": DECIDERS,
    "wiki.import": ADMINS,
    "wiki.invitation": DECIDERS,
    "wiki.measure": DECIDERS,
    "wiki.moderationentry": DECIDERS,
    "wiki.page": DECIDERS,
    "wiki.pagerevision": ADMINS,
    "wiki.redirect": DECIDERS,
    "wiki.reuse": DECIDERS,
    "wiki.sieve": ADMINS,
    "wiki.sitesettings": ADMINS,
    "wiki.subscription": ADMINS,
    "wiki.suggestion": DECIDERS,
    "wiki.thread": DECIDERS,
    "wiki.upkeep": DECIDERS,
}
# What stands beside the windows, for whoever may enter → how it answers them.
BESIDE = {
    "": 200,
    "password_change/": 200,
    "password_change/done/": 200,
    "jsi18n/": 200,
    "autocomplete/": 403,  # no window asks it anything
    "wiki/": 200,
    "r/999999/1/": 404,  # a kind of thing that is none
    "nothing/": 404,
}
INSIDE = ("", "add/", "1/history/", "1/delete/", "1/change/", "1/")


def windows() -> set[str]:
    from django.contrib import admin  # once its registry is full

    return {model._meta.label_lower for model in admin.site._registry}
