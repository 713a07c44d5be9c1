"""How the site answers: a whole page that caches may keep and check, a source, a form, or a refusal."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wiki.actions import drafts
from wiki.errors import NotAllowed, Refusal, TooSoon

View = Callable[..., HttpResponse]

log = logging.getLogger(__name__)
_TURNS = BoundedSemaphore(2)
_ACCOUNTS = ("done", "worked", "failed", "link", "alt")  # of a reuse
# What people write, by the names of the fields.
TYPED = ("title", "slug", "description", "source", "text", "reason", "organisation", *_ACCOUNTS)


def by_turns(view: View) -> View:
    """Two at a time in each worker: more would only wait for one another, each with its memory in hand."""

    @wraps(view)
    def turn(*arguments: Any, **named: Any) -> HttpResponse:
        with _TURNS:
            return view(*arguments, **named)

    return turn


def reading(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, indexed: bool = True
) -> HttpResponse:
    """A screen of the guide: the same bytes for every anonymous reader, told apart by their hash."""
    return _kept(request, render(request, template, dict(context)), indexed=indexed)


def text(request: HttpRequest, body: str, *, kind: str, indexed: bool = True, of: str = "") -> HttpResponse:
    """A text served as it was written, to be read and never run; `of` is where it reads as a page."""
    answer = HttpResponse(body.encode(), content_type=f"{kind}; charset=utf-8")
    answer["X-Content-Type-Options"] = "nosniff"
    if of:
        answer["Link"] = f'<{settings.SITE_URL}{of}>; rel="canonical"'
    return _kept(request, answer, indexed=indexed)


def file(
    request: HttpRequest, make: Callable[[], bytes], *, key: str, name: str, kind: str, of: str
) -> HttpResponse:
    """A file made of what `key` tells, and only if the reader has not got it; it is no page of its own."""
    etag = f'"{sha256(key.encode(errors="surrogatepass")).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(b"" if request.method == "HEAD" else make(), content_type=kind)
        answer["Content-Disposition"] = content_disposition_header(True, name)
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Link"] = f'<{settings.SITE_URL}{of}>; rel="canonical"'
    answer["ETag"] = etag
    answer["X-Robots-Tag"] = "noindex"
    return _checked_each_time(request, answer)


def moved(request: HttpRequest, address: str, *, for_good: bool, asked: bool = True) -> HttpResponse:
    """The way to another address of this site, with the question that was asked unless it is answered."""
    query = request.META.get("QUERY_STRING", "") if asked else ""
    target = f"{address}?{query}" if query else address
    answer = HttpResponsePermanentRedirect(target) if for_good else HttpResponseRedirect(target)
    return _checked_each_time(request, answer)


def form(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int | None = None
) -> HttpResponse:
    """A screen with a form: what is wrong in it, or too long, stands beside its field."""
    shown: Any = context.get("form")
    wrong = bool(shown is not None and shown.is_bound and shown.errors)
    told = 413 if wrong and shown.is_too_long else 422 if wrong else 200
    return render(request, template, dict(context), status=status or told)


def done(
    request: HttpRequest, said: str, address: str, *, draft: str = "", plainly: bool = False
) -> HttpResponse:
    """On to another screen, which says what was done; `draft` is what the browser may drop now."""
    (messages.info if plainly else messages.success)(request, said, extra_tags=draft)
    if draft:
        drafts.drop(request.user, draft)
    return HttpResponseRedirect(address)


def too_soon(
    request: HttpRequest, template: str, context: Mapping[str, Any], refusal: TooSoon
) -> HttpResponse:
    """The form with all that was typed in it, and from when on it can be sent again."""
    wait = timedelta(seconds=refusal.retry_after)
    told = {"wait": str(refusal), "again_at": localtime() + wait, "minutes": -(-refusal.retry_after // 60)}
    return put_off(form(request, template, {**context, **told}), refusal)


def put_off(answer: HttpResponse, refusal: TooSoon) -> HttpResponse:
    """This answer, as one to come back for: what was asked is not done yet."""
    answer.status_code = 429
    answer["Retry-After"] = str(refusal.retry_after)
    answer["Cache-Control"] = "no-store"
    return answer


def refused(
    request: HttpRequest, template: str, context: Mapping[str, Any], refusal: Refusal, field: str
) -> HttpResponse:
    """The form once more, with what stands against it beside this field, or from when on it can be sent."""
    if isinstance(refusal, TooSoon):
        return too_soon(request, template, context, refusal)
    context["form"].refuse(field, str(refusal))
    return form(request, template, context)


def denied(request: HttpRequest, refusal: NotAllowed, *, why: str = "") -> HttpResponse:
    """Whoever may not: strangers are shown the door, others told so; what they have typed stays theirs."""
    told = refusal.action, request.path, getattr(refusal.it, "pk", None)
    log.warning("Denied: %s at %s, on no. %s", *told, extra={"request": request})
    why = why or _barred(request.user)
    if request.method == "POST" or (why and request.user.is_authenticated):
        return kept_for_later(request, status=403, why=why)
    if request.user.is_authenticated:
        raise PermissionDenied(str(refusal)) from refusal
    return redirect_to_login(request.get_full_path())


def _barred(user: Any) -> str:
    """Why somebody who could write before may not now."""
    if not user.is_authenticated or not user.is_barred:
        return ""
    if user.banned:
        return _("Your account is banned: you may read, and write nothing.")
    until = date_format(localtime(user.suspended_until), "DATETIME_FORMAT")
    return _("Your account is suspended until %(date)s: you may read, and write nothing.") % {"date": until}


def kept_for_later(request: HttpRequest, *, status: int, why: str = "") -> HttpResponse:
    """A form that cannot be taken in now, with all that was typed in it: 403; 404 if what it is about is
    absent, or 409 if its page was put away."""
    typed = {name: request.POST.get(name, "") for name in TYPED}
    context = {
        "typed": typed,
        "status": status,
        "why": why,
        "login": f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}",
    }
    return render(request, "editing/kept.html", context, status=status)


def never_kept(answer: HttpResponse) -> HttpResponse:
    """A form is somebody's, and good for once."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _kept(request: HttpRequest, answer: HttpResponse, *, indexed: bool) -> HttpResponse:
    """The hash stands on the bytes themselves, so that nothing which shows can change without it."""
    if not indexed:
        answer["X-Robots-Tag"] = "noindex"
    answer["ETag"] = f'"{sha256(answer.content).hexdigest()[:32]}"'
    _checked_each_time(request, answer)
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def _checked_each_time(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    patch_vary_headers(answer, ["Cookie"])
    patch_cache_control(answer, no_cache=True, **({"private": True} if request.user.is_authenticated else {}))
    return answer
