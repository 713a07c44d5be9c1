"""The addresses of accounts; those whose screens need heavy libraries import them when somebody comes."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as allauth_views
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, re_path
from django.utils.module_loading import import_string

from accounts import leaving, providers, signing_in, signing_up, views
from accounts.providers import connecting, joining


def late(dotted: str) -> Callable[..., HttpResponseBase]:
    """A view that is imported at its first request: WebAuthn and cryptography weigh in every worker."""

    def view(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        answer: HttpResponseBase = import_string(dotted)(request, *args, **named)
        return answer

    return view


MFA, OPENID = "allauth.mfa", "accounts.providers.openid"
TOTP, CODES, PASSKEYS = f"{MFA}.totp.views", f"{MFA}.recovery_codes.views", f"{MFA}.webauthn.views"
OFFERS = {"providers": providers.offered}

urlpatterns = [
    path("first-admin/<str:key>/", views.first_admin, name="first_admin"),
    path("login/", allauth_views.LoginView.as_view(extra_context=OFFERS), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("signup/", signing_up.SignUpView.as_view(extra_context=OFFERS), name="account_signup"),
    path("signup/challenge/", signing_up.challenge, name="account_challenge"),
    path("invitation/<str:token>/", signing_up.invitation, name="account_invitation"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("confirm-email/", allauth_views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("profile/", views.profile, name="account_profile"),
    path("email/", views.email, name="account_email"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("password/set/", allauth_views.password_set, name="account_set_password"),
    path("password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("security/", signing_in.security, name="mfa_index"),
    path("security/sessions/", signing_in.end_sessions, name="usersessions_list"),
    path("security/passkeys/", signing_in.to_security, name="mfa_list_webauthn"),
    path("security/passkeys/add/", late(f"{PASSKEYS}.add_webauthn"), name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/edit/", late(f"{PASSKEYS}.edit_webauthn"), name="mfa_edit_webauthn"),
    path("security/passkeys/<int:pk>/remove/", late("accounts.passkeys.remove"), name="mfa_remove_webauthn"),
    path("security/codes/activate/", late(f"{TOTP}.activate_totp"), name="mfa_activate_totp"),
    path("security/codes/deactivate/", late(f"{TOTP}.deactivate_totp"), name="mfa_deactivate_totp"),
    path("security/recovery/", late(f"{CODES}.view_recovery_codes"), name="mfa_view_recovery_codes"),
    path(
        "security/recovery/generate/",
        late(f"{CODES}.generate_recovery_codes"),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "security/recovery/download/",
        late(f"{CODES}.download_recovery_codes"),
        name="mfa_download_recovery_codes",
    ),
    path("login/second-step/", late(f"{MFA}.base.views.authenticate"), name="mfa_authenticate"),
    path("login/passkey/", late("accounts.passkeys.log_in"), name="mfa_login_webauthn"),
    path("reauthenticate/code/", late(f"{MFA}.base.views.reauthenticate"), name="mfa_reauthenticate"),
    path(
        "reauthenticate/passkey/",
        late("accounts.passkeys.confirm"),
        name="mfa_reauthenticate_webauthn",
    ),
    path("security/providers/", connecting.connections, name="socialaccount_connections"),
    path("providers/signup/", joining.join, name="socialaccount_signup"),
    path("providers/cancelled/", connecting.cancelled, name="socialaccount_login_cancelled"),
    path("providers/<slug:provider_id>/login/", late(f"{OPENID}.login"), name="openid_connect_login"),
    path(
        "providers/<slug:provider_id>/callback/",
        late(f"{OPENID}.callback"),
        name="openid_connect_callback",
    ),
    path("data/", leaving.show, name="account_data"),
    path("data/export/", leaving.export, name="account_export"),
    path("data/leave/", leaving.leave, name="account_leave"),
    path("data/stay/", leaving.stay, name="account_stay"),
]
