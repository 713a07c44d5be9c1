"""What somebody ticked on a page: sent by the browser as they go, or by a form where no script runs."""

from __future__ import annotations

from collections.abc import Collection
from time import time
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wiki import rules
from wiki.actions import ticking
from wiki.errors import NotAllowed, TooSoon
from wiki.forms.ticks import MOST_TOLD, TicksForm
from wiki.models import Page, Ticks
from wiki.queries import ticks, tree
from wiki.text.ticks import listed
from wiki.views import answers
from wiki.views.finding import MOST


@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The ticks of whoever asks on this page, and what it takes to send some; kept, when they are sent."""
    if not request.user.is_authenticated:
        is_asked = request.method != "POST"
        return redirect_to_login(request.get_full_path()) if is_asked else HttpResponse(status=403)
    page = _page(request, pk)
    try:
        rules.require(request.user, "ticks.keep", Ticks(owner=request.user))
        return answers.never_kept(_kept(request, page))
    except NotAllowed:
        return answers.never_kept(HttpResponse(status=403))
    except TooSoon as refusal:
        return answers.put_off(HttpResponse(), refusal)


def _kept(request: HttpRequest, page: Page) -> HttpResponse:
    if request.method == "POST":
        if len(request.POST.get("ticks", "")) > MOST_TOLD:
            return HttpResponse(status=413)
        form = TicksForm(request.POST)
        if not form.is_valid():
            return HttpResponse(status=400)
        ticking.keep(page, form.cleaned_data["ticks"], by=request.user)
    told = {"ticks": ticks.told(request.user, page), "token": get_token(request), "now": time()}
    return JsonResponse(told)


@require_http_methods(["GET", "HEAD", "POST"])
def by_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The tasks of a page as one form, for browsers that run no script."""
    if not request.user.is_authenticated:
        is_asked = request.method != "POST"
        return redirect_to_login(request.get_full_path()) if is_asked else HttpResponse(status=403)
    page = _page(request, pk)
    was, now = _keys(request, "was"), _keys(request, "on")
    try:
        rules.require(request.user, "ticks.keep", Ticks(owner=request.user))
        if request.method != "POST":
            return answers.never_kept(_list(request, page))
        ticking.mark(page, was=was, now=now, by=request.user)
    except NotAllowed as refusal:
        return answers.never_kept(answers.denied(request, refusal))
    except TooSoon as refusal:
        return answers.too_soon(request, "pages/ticks.html", _screen(request, page, now), refusal)
    return answers.done(request, _("Your ticks are kept on your account."), request.path)


def _page(request: HttpRequest, pk: int) -> Page:
    """The page of this number, if whoever asks may read it and it has tasks."""
    found = Page.objects.visible_to(request.user).filter(pk=pk).first() if pk <= MOST else None
    if found is None or not listed(found.html):
        raise Http404
    return found


def _keys(request: HttpRequest, name: str) -> frozenset[str]:
    """The tasks that a form names: browsers send the ends of lines in a way of their own."""
    return frozenset(key.replace("\r\n", "\n") for key in request.POST.getlist(name))


def _list(request: HttpRequest, page: Page) -> HttpResponse:
    return answers.form(request, "pages/ticks.html", _screen(request, page))


def _screen(request: HttpRequest, page: Page, typed: Collection[str] | None = None) -> dict[str, Any]:
    """Each task with whether it was ticked, and whether it is now: as it was sent, where it was refused."""
    kept = ticks.kept(request.user, page) or {}
    tasks = []
    for task in listed(page.html):
        was = kept.get(task.key, task.is_done)
        tasks.append({"task": task, "was": was, "on": was if typed is None else task.key in typed})
    return {"page": page, "tasks": tasks, "menu": tree.menu(request.user)}
