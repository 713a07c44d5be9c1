"""What was decided of oneself: read, and contested by whoever it is about."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from wiki import rules
from wiki.actions import measures
from wiki.errors import MeasureSettled
from wiki.forms.measure import ContestForm
from wiki.models import Measure
from wiki.queries import queue, tree
from wiki.views import answers, gestures
from wiki.views.discussing import attempt
from wiki.views.finding import MOST

MINE = "wiki:my-measures"


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What those who moderate decided of the one who asks, why, and how to contest it."""
    assert isinstance(request.user, User)  # login_required saw to it
    found = queue.measures(request.user)
    for one in found:
        one.person = request.user
        one.may_contest = rules.may(request.user, "measure.contest", one)
    context = {"measures": found, "menu": tree.menu(request.user)}
    return answers.never_kept(answers.form(request, "moderation/mine.html", context))


def _own(request: HttpRequest, pk: int) -> Measure | None:
    """That of somebody else is answered as if it were not there."""
    found = Measure.objects.filter(person=request.user.pk).select_related(
        "comment__thread__page", "reuse", "person"
    )
    return found.filter(pk=pk).first() if pk <= MOST else None


@gestures.on(_own, "measure.read")
def read(request: HttpRequest, measure: Measure) -> HttpResponse:
    """It was read: nothing tells of it at each visit any more."""
    if request.method == "POST":
        measures.read(measure, by=request.user)
    return redirect(MINE)


@gestures.on(_own, "measure.read")
def contest(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Why it is unjust; somebody else than who decided answers, where there is one."""
    if not rules.may(request.user, "measure.contest", measure):
        said = _("This decision was contested already, or stands no more.")
        return answers.done(request, said, reverse(MINE), plainly=True)
    form = ContestForm(gestures.sent(request))

    def done() -> HttpResponse:
        try:
            measures.contest(measure, by=request.user, words=form.cleaned_data["text"])
        except MeasureSettled as late:
            return answers.done(request, str(late), reverse(MINE), plainly=True)
        said = _("Your words are sent: the answer will stand here.")
        return answers.done(request, said, reverse(MINE))

    context = {"measure": measure, "form": form, "menu": tree.menu(request.user)}
    return attempt(request, "moderation/contest.html", context | {"back": reverse(MINE)}, done)
