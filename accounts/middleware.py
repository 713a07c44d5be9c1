"""How long a session lives, and in which language its owner reads."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponseBase]

STARTED, SEEN = "started_at", "seen_at"
# Writing the time of each request would make every reading a write.
SEEN_EVERY = 3600


def _has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


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


class LanguageMiddleware:
    """One language for all, so that a page is the same bytes for everyone; who logs in may choose theirs."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = getattr(request.user, "language", "") if _has_session(request) else ""
        with translation.override(chosen or settings.LANGUAGE_CODE):
            language = chosen or settings.LANGUAGE_CODE
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response
