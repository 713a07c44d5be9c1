"""How long a session lives, what it asks of its owner, and in which language they read."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import actions
from accounts.models import User
from accounts.networks import answering
from communs import speaking

Answer = Callable[[HttpRequest], HttpResponseBase]

STARTED, SEEN = "started_at", "seen_at"
OWN_SCREENS = "/accounts/"
# Writing the time of each request would make every reading a write.
SEEN_EVERY = 3600


def _has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


class WhenceMiddleware:
    """Lets what is done by a request know whence it comes, for audits."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with answering(request):
            return self.get_response(request)


class SessionAgeMiddleware:
    """Ends a session that is too old or slept too long; sooner for those who decide over others."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _has_session(request) and request.user.is_authenticated:
            self._keep_or_end(request)
        return self.get_response(request)

    def _keep_or_end(self, request: HttpRequest) -> None:
        now = int(time.time())
        life = settings.SESSION_LIFE
        started = request.session.setdefault(STARTED, now)
        seen = request.session.setdefault(SEEN, now)
        most = life["staff"] if getattr(request.user, "is_staff", False) else life["most"]
        if now - started > most or now - seen > life["idle"]:
            logout(request)
        elif now - seen > SEEN_EVERY:
            request.session[SEEN] = now
            actions.see_session(request.session.session_key)


class SecondFactorMiddleware:
    """Leads those who decide over others to where they add a second step, until they have one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._is_asked(request):
            if request.method not in ("GET", "HEAD"):
                raise PermissionDenied(_("Add a second step to your account first."))
            return redirect("mfa_index")
        return self.get_response(request)

    def _is_asked(self, request: HttpRequest) -> bool:
        if not settings.STAFF_SECOND_FACTOR or not _has_session(request):
            return False
        person = request.user
        free = request.path.startswith((OWN_SCREENS, settings.STATIC_URL))
        return not free and isinstance(person, User) and actions.lacks_second_factor(person)


class HeadMiddleware:
    """Answers HEAD as GET on the screens of accounts: allauth would count it as an attempt to get in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD" or not request.path.startswith(OWN_SCREENS):
            return self.get_response(request)
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"  # so that the server leaves out the body


class LanguageMiddleware:
    """One language for all, so that a page is the same bytes for everyone; who logs in may choose theirs."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = getattr(request.user, "language", "") if _has_session(request) else ""
        language = chosen or speaking.site_language()
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response
