"""What surrounds every answer: an id to quote, headers of safety, and what may be kept by a cache."""

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse

Answer = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger(__name__)

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")
REFUSED_FEATURES = (
    "accelerometer autoplay camera display-capture encrypted-media geolocation gyroscope magnetometer "
    "microphone midi payment screen-wake-lock usb xr-spatial-tracking"
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES.split())


def current_request_id() -> str:
    """The id of the request being answered, "-" outside of one."""
    return REQUEST_ID.get()


def new_request_id() -> str:
    return secrets.token_hex(8)


class RequestIdFilter(logging.Filter):
    """Puts the id into each line of the log, and who asked, as far as somebody has looked already."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django logs a refusal once every middleware is behind, where only the request still knows its id.
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "request_id", None) or current_request_id()
        person = getattr(request, "_cached_user", None)  # the database may be what failed
        record.who = "-" if person is None else f"person {person.pk}" if person.pk else "nobody"
        return True


class BriefRefusalFilter(logging.Filter):
    """A refusal is the site at work: its line is enough. What fails keeps its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True


class ShownTheDoorMiddleware:
    """Tells the log of those who are sent to log in; Django, or whoever refuses, tells of all others."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 302 and self._is_door(response.headers["Location"]):
            log.warning("Shown the door: %s %s", request.method, request.path, extra={"request": request})
        return response

    def _is_door(self, address: str) -> bool:
        doors = (resolve_url(settings.LOGIN_URL), reverse("admin:login"))
        return address.startswith(tuple(f"{door}?" for door in doors))


class RequestIdMiddleware:
    """Gives the request an id that its reader can quote and its log line carries."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = REQUEST_ID.set(new_request_id())
        request.request_id = current_request_id()  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
            response.headers["X-Request-Id"] = current_request_id()
            return response
        finally:
            REQUEST_ID.reset(token)


class SecurityHeadersMiddleware:
    """The headers that neither Django's SecurityMiddleware nor django-csp writes."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # SecurityMiddleware does not see answers that fail before it; these repeat what it would say.
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)
        return response


class CachingMiddleware:
    """Says what a cache may keep wherever the view did not: nothing personal, nothing that failed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = self._default(request, response)
        return response

    def _default(self, request: HttpRequest, response: HttpResponseBase) -> str:
        form = request.method not in ("GET", "HEAD") or request.path.startswith(("/accounts/", "/admin/"))
        if form or response.cookies or response.status_code >= 400:
            return "no-store"
        return "private, no-cache" if settings.SESSION_COOKIE_NAME in request.COOKIES else "no-cache"
