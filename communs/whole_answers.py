"""Answers for readers without a session: compressed, and kept whole in each worker until somebody writes.

It stands before everything else, so that an answer that is kept costs one look at the database's stamp.
What such a reader gets depends on the host, the path and the query alone, never on the clock or a cookie.
"""

from __future__ import annotations

import gzip
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from communs import speaking, stamps
from communs.middleware import new_request_id

Answer = Callable[[HttpRequest], HttpResponseBase]

MOST_BYTES = 12_000_000  # of what one worker keeps
TOO_BIG = 1_000_000  # for one answer to be kept
TOO_SMALL = 512  # to gain anything by being compressed
COMPRESSED = (
    "text/",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "application/manifest+json",
    "image/svg+xml",
)
SUFFIX = "-gzip"  # of the ETag of a compressed answer, which is not the same bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given, under the stamp that stood before it was made."""

    stamp: Hashable
    headers: tuple[tuple[str, str], ...]
    content: bytes

    @property
    def weight(self) -> int:
        return len(self.content) + 2_000  # its headers and its place


class WholeAnswersMiddleware:
    """Keeps what anybody may read."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_anybody(request):
            return self.get_response(request)
        zipped = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        key, stamp = (_key(request), zipped), _stamp(request)
        kept = self._kept.get(key)
        if kept is not None and stamp is not None and kept.stamp == stamp:
            return self._again(request, key, kept)
        _forget_suffix(request)
        answer = self.get_response(request)
        if not isinstance(answer, HttpResponse) or not _is_for_anybody(answer):
            return answer
        if zipped:
            _compress(answer)
        if stamp is not None and _is_worth_keeping(answer):
            self._keep(key, Kept(stamp, tuple(answer.items()), answer.content))
        return answer

    def _again(self, request: HttpRequest, key: Hashable, kept: Kept) -> HttpResponseBase:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
        answer = HttpResponse(kept.content)
        for name, value in kept.headers:
            answer.headers[name] = value
        answer.headers["X-Request-Id"] = new_request_id()
        if "HTTP_IF_NONE_MATCH" in request.META:
            return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
        return answer

    def _keep(self, key: Hashable, kept: Kept) -> None:
        with self._lock:
            former = self._kept.pop(key, None)
            self._weight += kept.weight - (former.weight if former else 0)
            self._kept[key] = kept
            while self._weight > MOST_BYTES:
                _key_of_oldest, oldest = self._kept.popitem(last=False)
                self._weight -= oldest.weight


def _is_anybody(request: HttpRequest) -> bool:
    """Whether nothing tells this reader from any other."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and not request.path_info.startswith(settings.STATIC_URL)
    )


def _key(request: HttpRequest) -> Hashable:
    host = request.META.get("HTTP_HOST", "")
    return request.scheme, host, request.path_info, speaking.site_language()


def _stamp(request: HttpRequest) -> Hashable | None:
    """Before the answer is made: who writes meanwhile changes the stamp, and the answer is not used again.

    A question that anybody may word as they like is not kept: it would push out the pages that people read.
    """
    if request.META.get("QUERY_STRING"):
        return None
    try:
        return stamps.now()
    except (DatabaseError, sqlite3.Error, OSError):
        return None  # the answer will say what is wrong


def _is_for_anybody(answer: HttpResponse) -> bool:
    told = answer.get("Cache-Control", "")
    return not answer.cookies and "private" not in told and "no-store" not in told


def _is_worth_keeping(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and answer.has_header("ETag") and len(answer.content) <= TOO_BIG


def _compress(answer: HttpResponse) -> None:
    """What bears no secret may be compressed; an answer of a form or of a session is not, for BREACH."""
    patch_vary_headers(answer, ["Accept-Encoding"])
    etag = answer.get("ETag", "")
    if etag.endswith('"'):
        answer.headers["ETag"] = f'{etag[:-1]}{SUFFIX}"'
    wanted = answer.get("Content-Type", "").startswith(COMPRESSED) and len(answer.content) >= TOO_SMALL
    if wanted and not answer.has_header("Content-Encoding"):
        answer.content = gzip.compress(answer.content, 6, mtime=0)
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Content-Length"] = str(len(answer.content))


def _forget_suffix(request: HttpRequest) -> None:
    """Views know the ETags of their own bytes."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked:
        request.META["HTTP_IF_NONE_MATCH"] = asked.replace(f'{SUFFIX}"', '"')
