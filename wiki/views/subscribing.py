"""Following by mail without an account: asked for on a page, confirmed by the link of a mail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from accounts.networks import network_of
from wiki import rules
from wiki.actions import subscribing
from wiki.errors import NotAllowed
from wiki.forms.subscription import SubscribeForm
from wiki.models import Page
from wiki.models.page import gestures_of, site_language
from wiki.rules import SYSTEM
from wiki.views import answers
from wiki.views.discussing import attempt
from wiki.views.finding import elsewhere, find
from wiki.views.gestures import frame, sent

TOLD = "notices/subscription.html"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Follow a page by mail; whoever has an account follows with it."""
    found = find(request, path)
    if found is None:
        return elsewhere(request, path, lambda page: f"{gestures_of(page.path or '')}subscribe/")
    if rules.may(request.user, "watch.keep", found):
        return answers.moved(request, f"{gestures_of(found.path or '')}watch/", for_good=False, asked=False)
    try:
        rules.require(request.user, "subscription.ask", found)
    except NotAllowed as refusal:
        return answers.never_kept(answers.denied(request, refusal))
    return answers.never_kept(_ask(request, found))


def _ask(request: HttpRequest, page: Page) -> HttpResponse:
    has_below = Page.objects.visible_to(request.user).filter(parent=page).exists()
    form = SubscribeForm(sent(request), has_below=has_below)

    def done() -> HttpResponse:
        """The same, whatever is known of the address."""
        how: dict[str, Any] = {"by": request.user, "network": network_of(request)}
        if form.is_of_a_machine:
            subscribing.ask_nothing(page, **how)
        else:
            language = get_language() or site_language()
            subscribing.ask(page, language=language, **form.wanted, **how)
        days = subscribing.GOOD_FOR.days
        return render(request, TOLD, frame(request, page) | {"what": "sent", "days": days})

    context = frame(request, page) | {"form": form}
    return attempt(request, "notices/subscribe.html", context, done, field="email")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link of the mail says that the address follows; asked first, done by a form."""
    found = subscribing.wanted(token)
    page = find(request, found[0].page.path or "") if found else None
    if page is None or found is None:
        return answers.never_kept(render(request, TOLD, {"what": "late"}, status=404))
    if request.method == "POST":
        subscribing.confirm(token, by=SYSTEM)
    told = found[1] | {"what": "done" if request.method == "POST" else "asked"}
    return answers.never_kept(render(request, TOLD, frame(request, page) | told))
