"""The pages of failure: no database, no session, no context processor can make them fail in their turn."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from communs.middleware import current_request_id


def answer(status: int, template: str = "") -> HttpResponse:
    """The page of this status, with the id of the request."""
    body = render_to_string(
        template or f"{status}.html", {"status": status, "request_id": current_request_id()}
    )
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 when what was sent is too big, which Django also calls a bad request."""
    return answer(413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    response = answer(429)
    response.headers["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 when it is the database that is read-only, full, locked or away."""
    if not _is_outage(sys.exc_info()[1]):
        return answer(500)
    response = answer(503)
    response.headers["Retry-After"] = "30"
    return response


def _is_outage(failure: BaseException | None) -> bool:
    if isinstance(failure, DatabaseError):
        # PostgreSQL that may only be read answers by an InternalError of this state.
        read_only = getattr(failure.__cause__, "sqlstate", None) == "25006"
        return isinstance(failure, OperationalError) or read_only
    return isinstance(failure, InterfaceError)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(403, "403_csrf.html")
