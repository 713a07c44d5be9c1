"""The pages of failure: no database, no session, no context processor can make them fail in their turn."""

import re
import sys
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext_lazy as _

from communs.middleware import current_request_id

# What people write, by the names of the fields: shown to them again when a form cannot be taken in.
WRITTEN = {
    "title": _("Title"),
    "description": _("Description"),
    "source": _("Text"),
    "text": _("Text"),
    "reason": _("Why?"),
    "organisation": _("Organisation"),
    "done": _("What you did"),
    "worked": _("What worked"),
    "failed": _("What did not work"),
    "link": _("Link"),
    "alt": _("What the picture shows"),
}
MOST_WORDS, MOST_LETTERS = 10, 100
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_ENDING = re.compile(r"\.(?:md|html?|php)\Z", re.IGNORECASE)


def answer(status: int, template: str = "", **told: Any) -> HttpResponse:
    """The page of this status, with the id of the request; `told` is in the first line of error.html."""
    context = {"status": status, "request_id": current_request_id(), **told}
    return HttpResponse(render_to_string(template or f"{status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 when what was sent is too big, which Django also calls a bad request."""
    return answer(413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the way to the door: whether somebody has come in already is not asked here."""
    back = f"?{urlencode({'next': _address(request)})}" if _is_read(request) else ""
    return answer(403, login=reverse("account_login") + back)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for what is hidden and what never was: all it knows is the address."""
    return answer(404, words=words_of(request.path))


def words_of(path: str) -> str:
    """What somebody who came to this address may be looking for: the words of the page's own segment."""
    page = path.partition("/-/")[0] if "/-/" in path else path
    last = next((segment for segment in reversed(page.split("/")) if segment), "")
    words = _WORD.findall(_ENDING.sub("", last)[: 2 * MOST_LETTERS])
    return " ".join(words[:MOST_WORDS])[:MOST_LETTERS].rstrip()


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    response = answer(429, kept=_typed(request))
    response.headers["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 when it is the database that is read-only, full, locked or away."""
    if not _is_outage(sys.exc_info()[1]):
        return answer(500, again=_again(request))
    response = answer(503, again=_again(request))
    response.headers["Retry-After"] = "30"
    return response


def _is_outage(failure: BaseException | None) -> bool:
    if isinstance(failure, DatabaseError):
        # PostgreSQL that may only be read answers by an InternalError of this state.
        read_only = getattr(failure.__cause__, "sqlstate", None) == "25006"
        return isinstance(failure, OperationalError) or read_only
    return isinstance(failure, InterfaceError)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(403, "403_csrf.html", kept=_typed(request))


def _typed(request: HttpRequest) -> list[tuple[Any, str]]:
    """What was written in a form of ours; a form on somebody else's site must not speak through our page."""
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return []
    try:
        written = [(label, request.POST.get(name, "")) for name, label in WRITTEN.items()]
    except UnreadablePostError:  # whoever sent it has left
        return []
    return [(label, text) for label, text in written if text.strip()]


def _is_read(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD")


def _again(request: HttpRequest) -> str:
    """Where to try again; what was sent by a form is not sent twice by a link."""
    return _address(request) if _is_read(request) else ""


def _address(request: HttpRequest) -> str:
    # `//host/` in an address of ours would lead out of the site.
    return escape_leading_slashes(request.get_full_path())
