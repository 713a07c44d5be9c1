"""The invitation by which somebody came: held in their session until they have made their account."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.http import HttpRequest

from accounts import works
from accounts.models import User

HELD = "invitation"


def held(request: HttpRequest) -> str:
    """The token of the link that was opened in this browser, or nothing."""
    return str(request.session.get(HELD, ""))


def hold(request: HttpRequest, token: str) -> None:
    request.session[HELD] = token


def door(request: HttpRequest) -> works.Door:
    """Whether whoever comes may make an account, with what they hold."""
    return works.keeper().door(held(request))


def use(request: HttpRequest, email: str) -> str | None:
    """Make this account by what they hold, or works.InvitationRefused; the address that is verified by it, or
    "". None where they hold nothing that serves, and need nothing."""
    verified = works.keeper().use_invitation(held(request), email=email)
    request.session.pop(HELD, None)
    if verified:
        get_adapter().stash_verified_email(request, verified)  # allauth takes it from there
    return verified


def confirm(request: HttpRequest, person: User) -> None:
    """Tell of each address that was verified as the account was made, as if a link had been opened."""
    for address in EmailAddress.objects.filter(user=person, verified=True):
        email_confirmed.send(sender=EmailAddress, request=request, email_address=address)
