"""What one is told: listed by page, marked as read; and no more of it, from a mail, in one click."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.actions import notices, stopping
from wiki.forms.watching import MarkForm
from wiki.queries import notices as told
from wiki.queries import telling, tree
from wiki.rules import SYSTEM
from wiki.views import answers
from wiki.views.finding import MOST

LIST = "wiki:notices"


@require_safe
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """What happened to one's words and to what one follows, page by page."""
    shown = request.GET.get("show", "")
    shown = shown if shown in told.FILTERS else told.FILTERS[0]
    context = {
        "leaf": told.leaf(request.user, shown, request.GET.get("page", "")),
        "shown": shown,
        "unread": told.count_unread(request.user),
        "asked": f"show={shown}",
        "refused_at": telling.settings_of(request.user).refused_at,
        "menu": tree.menu(request.user),
    }
    return answers.never_kept(render(request, "notices/list.html", context))


@require_POST
@login_required
def mark(request: HttpRequest) -> HttpResponse:
    """Some notices were read, or were not; or all were."""
    form = MarkForm(request.POST)
    keys = {int(key) for key in _keys(request) if int(key) <= MOST}
    if form.is_valid() and (keys or form.cleaned_data["do"] == "all"):
        asked = form.cleaned_data["do"]
        chosen = None if asked == "all" else keys
        count = notices.read(request.user, by=request.user, keys=chosen, is_read=asked != "unread")
        said = ngettext("%(count)d notice is marked.", "%(count)d notices are marked.", count)
        return answers.done(request, said % {"count": count}, _back(request))
    return answers.done(request, _("Choose one notice at least."), _back(request), plainly=True)


def _keys(request: HttpRequest) -> list[str]:
    """A box may stand for several notices that say the same."""
    typed = " ".join(request.POST.getlist("key")).split()
    return [key for key in typed if key.isascii() and key.isdigit() and len(key) < 20]


def _back(request: HttpRequest) -> str:
    """The list as it was looked at."""
    asked = request.POST.get("back", "")
    is_ours = asked.startswith(reverse(LIST)) and url_has_allowed_host_and_scheme(asked, None)
    return asked if is_ours else reverse(LIST)


# Whoever holds the signed address of a mail is let in: a reader of mail sends neither cookie nor token, and
# all that is done is that less is sent (RFC 8058).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """No more of these mails; asked first where a person follows the link, done at once by one click."""
    asked = stopping.read(token)
    if asked is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        stopping.stop(asked, by=SYSTEM)
    context = {"asked": asked, "is_done": is_done}
    return answers.never_kept(render(request, "notices/unsubscribe.html", context))
