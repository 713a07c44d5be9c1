"""The accounts elsewhere by which somebody logs in: seen, connected, taken away."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import providers
from accounts.models import User

MOST_NUMBER = 10**18


class LastWayIn(Exception):
    """Without this account elsewhere, nothing would be left to log in with."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An account at a provider, as its owner knows it."""

    pk: int
    name: str
    email: str
    account: SocialAccount


def accounts_of(person: User) -> list[Elsewhere]:
    """Those of somebody, the first connected first."""
    rows = SocialAccount.objects.filter(user=person).order_by("pk")
    return [
        Elsewhere(row.pk, providers.name_of(row.provider), row.extra_data.get("email", ""), row)
        for row in rows
    ]


def is_last_way_in(account: SocialAccount) -> bool:
    """Whether nothing else logs its owner in: no password, no passkey, no other provider still there."""
    person = account.user
    there = [offer.id for offer in providers.offered()]
    others = SocialAccount.objects.filter(user=person, provider__in=there).exclude(pk=account.pk)
    passkeys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return not (person.has_usable_password() or others.exists() or passkeys.exists())


def disconnect(account: SocialAccount, *, by: User) -> None:
    """Take one away; nobody takes away another's, nor their own last way in."""
    if by != account.user:
        raise PermissionDenied
    if is_last_way_in(account):
        raise LastWayIn
    account.delete()


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def connections(request: HttpRequest) -> HttpResponse:
    """All of them on one screen; a form takes one away."""
    assert isinstance(request.user, User)  # login_required saw to it
    offers, held = providers.offered(), accounts_of(request.user)
    if not offers and not held:
        raise Http404
    refused = None
    if request.method == "POST":
        given = request.POST.get("account", "")
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
        account = get_object_or_404(SocialAccount, user=request.user, pk=number)
        raise_if_reauthentication_required(request, app="allauth.socialaccount")
        try:
            disconnect(account, by=request.user)
        except LastWayIn:
            refused = account.pk
        else:
            _tell(request, providers.name_of(account.provider))
            return redirect("socialaccount_connections")
    taken = {one.account.provider for one in held}
    context = {"held": held, "others": [one for one in offers if one.id not in taken], "refused": refused}
    return render(request, "socialaccount/connections.html", context, status=409 if refused else 200)


def _tell(request: HttpRequest, name: str) -> None:
    """On the next screen, and by mail: whoever did not do it should know."""
    messages.success(request, _("%(name)s no longer logs you in here.") % {"name": name})
    get_adapter(request).send_notification_mail(
        "socialaccount/email/account_disconnected", request.user, context={"provider": name}
    )


@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    """Where one comes back to who did not log in after all."""
    return render(request, "socialaccount/login_cancelled.html")
