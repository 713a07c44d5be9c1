"""How somebody logs in: their password, passkeys, codes, and where they are logged in now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import actions, providers
from accounts.models import User
from accounts.providers import connecting

MOST_NUMBER = 10**18
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")


@dataclass(frozen=True, slots=True)
class Device:
    """A browser in which somebody is logged in."""

    pk: int
    browser: str
    system: str
    since: datetime
    seen: datetime
    is_here: bool


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """All of it on one screen."""
    person = _person(request)
    steps = list(Authenticator.objects.filter(user=person).order_by("pk"))
    codes = next((step for step in steps if step.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "passkeys": [step for step in steps if step.type == Authenticator.Type.WEBAUTHN],
        "totp": next((step for step in steps if step.type == Authenticator.Type.TOTP), None),
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "devices": [_device(session, request) for session in UserSession.objects.purge_and_list(person)],
        "asked": actions.lacks_second_factor(person),
        "elsewhere": providers.offered() or connecting.accounts_of(person),
    }
    return render(request, "mfa/index.html", context)


@require_safe
def to_security(request: HttpRequest) -> HttpResponse:
    return redirect("mfa_index")


@login_required
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one session, or all but this one."""
    person, only = _person(request), request.POST.get("session", "")
    if only.isascii() and only.isdigit() and int(only) < MOST_NUMBER:
        ended = actions.end_sessions(person, by=person, but=request.session.session_key, only=only)
    elif only == "others":
        ended = actions.end_sessions(person, by=person, but=request.session.session_key)
    else:
        ended = 0
    said = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", ended)
    messages.success(request, said % {"count": ended})
    return redirect("mfa_index")


def _device(session: UserSession, request: HttpRequest) -> Device:
    browser, system = _named(session.user_agent)
    is_here = session.session_key == request.session.session_key
    return Device(session.pk, browser, system, session.created_at, session.last_seen_at, is_here)


def _named(agent: str) -> tuple[str, str]:
    """The browser and the system, in a word each: enough to know one's own."""
    browser = next((name for sign, name in BROWSERS if re.search(rf"\b{sign}", agent)), _("Another browser"))
    return browser, next((name for name in SYSTEMS if name in agent), "")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # login_required saw to it
    return request.user
