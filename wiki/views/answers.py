"""How the site answers: a whole page that caches may keep and check, a source, or a refusal as its status."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers


def reading(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, indexed: bool = True
) -> HttpResponse:
    """A screen of the guide: the same bytes for every anonymous reader, told apart by their hash."""
    told = getattr(context.get("menu"), "site", None)  # spares the query of `identity.site`
    shown = {**context, "site": told} if told else dict(context)
    return _kept(request, render(request, template, shown), indexed=indexed)


def text(request: HttpRequest, body: str, *, kind: str, indexed: bool = True) -> HttpResponse:
    """A text served as it was written, to be read and never run."""
    answer = HttpResponse(body.encode(), content_type=f"{kind}; charset=utf-8")
    answer["X-Content-Type-Options"] = "nosniff"
    return _kept(request, answer, indexed=indexed)


def moved(request: HttpRequest, address: str, *, for_good: bool) -> HttpResponse:
    """The way to another address of this site, with the question that was asked."""
    query = request.META.get("QUERY_STRING", "")
    target = f"{address}?{query}" if query else address
    answer = HttpResponsePermanentRedirect(target) if for_good else HttpResponseRedirect(target)
    return _checked_each_time(request, answer)


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
