"""Taking what waits to be decided, and giving it back: a button for people, a sign of life for the script."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.actions import taking
from wiki.errors import TakenAlready
from wiki.models import Comment, Suggestion
from wiki.views import answers, gestures
from wiki.views.deciding import on_suggestion
from wiki.views.moderation import address_of as waiting_at
from wiki.views.moderation import waiting_comment
from wiki.views.suggestions import address_of

DO = ("take", "give", "renew")


@on_suggestion("suggestion.take")
def suggestion(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """One who decides is at this suggestion, or is no more."""
    return _turned(request, suggestion, address_of(suggestion))


@gestures.on(waiting_comment, "comment.judge")
def comment(request: HttpRequest, comment: Comment) -> HttpResponse:
    """One who moderates is at this comment of the queue, or is no more."""
    return _turned(request, comment, waiting_at(request, comment))


def _turned(request: HttpRequest, it: Any, address: str) -> HttpResponse:
    if request.method != "POST":
        return answers.moved(request, address, for_good=False, asked=False)
    asked = request.POST.get("do", "")
    if asked not in DO:
        raise BadRequest("nobody is asked to do that")
    if asked == "give":
        taking.give_back(it, by=request.user)
        return answers.done(request, _("You have given it back: others see that it is free."), address)
    try:
        taking.take(it, by=request.user)
    except TakenAlready as late:
        if asked == "renew":
            return HttpResponse(status=409)
        messages.warning(request, str(late))
        return answers.moved(request, address, for_good=False, asked=False)
    if asked == "renew":
        return HttpResponse(status=204)
    return answers.done(request, _("You are reviewing it: others see it for half an hour."), address)
