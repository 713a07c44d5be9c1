"""What is done to a reuse that was told: withdrawn, spoken of, reported, judged, made an example of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki import powers, rules
from wiki.actions import reuses, threads, vetting
from wiki.errors import CommentChanged, CommentSettled
from wiki.forms.flag import FlagForm
from wiki.forms.measure import KEEP, JudgeForm
from wiki.forms.page import Gesture
from wiki.forms.thread import ReasonForm, ReplyForm
from wiki.models import Reuse
from wiki.models.page import gestures_of
from wiki.queries import queue, tree
from wiki.views import answers, cases, moderation
from wiki.views.discussing import attempt, posted
from wiki.views.gestures import on, sent
from wiki.views.newcomers import asked, asks_proof
from wiki.views.reuses import paint, reuse_of


def _context(request: HttpRequest, reuse: Reuse, form: Any, **told: Any) -> dict[str, Any]:
    around = {"menu": tree.menu(request.user), "reuse": reuse, "form": form}
    return around | {"back": reuse.address, "action": request.get_full_path()} | told


def _turned(
    request: HttpRequest, reuse: Reuse, act: Callable[..., Reuse], said: str, form: Any, **told: Any
) -> HttpResponse:
    """Done once it is confirmed, for the reason that the form asks for, if it does."""

    def done() -> HttpResponse:
        act(reuse, by=request.user, **form.cleaned_data)
        return answers.done(request, said, reuse.address)

    return attempt(request, "reuses/sure.html", _context(request, reuse, form, **told), done, field="reason")


@on(reuse_of, "reuse.withdraw")
def withdraw(request: HttpRequest, reuse: Reuse) -> HttpResponse:
    """Its author takes it from sight."""
    told = {"what": "withdraw"}
    return _turned(request, reuse, reuses.withdraw, _("It is withdrawn."), Gesture(sent(request)), **told)


@on(reuse_of, "reuse.bring_back")
def bring_back(request: HttpRequest, reuse: Reuse) -> HttpResponse:
    """Its author shows it again."""
    form = Gesture(sent(request))
    return _turned(request, reuse, reuses.bring_back, _("It is back."), form, what="bring-back")


@on(reuse_of, "reuse.hide")
def hide(request: HttpRequest, reuse: Reuse) -> HttpResponse:
    """Those who moderate take it from sight."""
    form = ReasonForm(sent(request))
    return _turned(request, reuse, vetting.hide, _("The reuse is hidden."), form, what="hide")


@on(reuse_of, "reuse.restore")
def restore(request: HttpRequest, reuse: Reuse) -> HttpResponse:
    """Those who moderate show it again."""
    form = ReasonForm(sent(request))
    return _turned(request, reuse, vetting.restore, _("The reuse is shown again."), form, what="restore")


@on(reuse_of, "reuse.release")
def release(request: HttpRequest, reuse: Reuse) -> HttpResponse:
    """Those who moderate let it through."""
    form = Gesture(sent(request))
    return _turned(
        request, reuse, vetting.release, _("Everybody reads it from now on."), form, what="release"
    )


@on(reuse_of, "reuse.discuss")
def discuss(request: HttpRequest, reuse: Reuse) -> HttpResponse:
    """The first comment of a thread on it."""
    form = ReplyForm(sent(request), **asked(request))
    context = _context(request, reuse, form, draft=f"{request.user.pk}-remark-{reuse.pk}")

    def done() -> HttpResponse:
        made = threads.remark(reuse, by=request.user, **form.given)
        return posted(request, made, draft=context["draft"])

    return attempt(request, "reuses/discuss.html", context, done)


@on(reuse_of, "reuse.flag")
def flag(request: HttpRequest, reuse: Reuse) -> HttpResponse:
    """It breaks the rules."""
    form = FlagForm(sent(request), asks_proof=asks_proof(request))
    context = _context(request, reuse, form, what="reuse", name=reuse.title)

    def done() -> HttpResponse:
        vetting.flag(reuse, by=request.user, **form.given)
        back = reuse.address if rules.may(request.user, "reuse.discuss", reuse) else "/-/reuses/"
        return answers.done(request, _("Thank you: those who moderate will look at it."), back)

    return attempt(request, "moderation/flag.html", context, done, field="reason")


@on(reuse_of, "reuse.exemplify")
def example(request: HttpRequest, reuse: Reuse) -> HttpResponse:
    """Which of its pages it becomes an example of; the editor of a suggestion opens with it."""
    pages = powers.exemplified(request.user, reuse)
    if len(pages) == 1:
        where = f"{gestures_of(pages[0].path or '')}suggest/?{urlencode({'reuse': reuse.pk})}"
        return answers.moved(request, where, for_good=False)
    return answers.form(request, "reuses/example.html", _context(request, reuse, None, pages=pages))


# --- the queue ----------------------------------------------------------------------------------------------


@on(reuse_of, "reuse.inspect")
def judge(request: HttpRequest, reuse: Reuse) -> HttpResponse:
    """A reuse that is held, or was reported: kept, or hidden for a reason."""
    key, frame = ("reuse", reuse.pk), moderation.frame_of(request)
    form = JudgeForm(sent(request))
    if form.is_bound and form.is_forged:
        raise BadRequest("no form of ours says that")
    paint(reuse, frame["menu"])
    flags = list(queue.flags_on(reuse))
    told = {"form": form, "title": reuse.title, "at": reuse.address, "author": reuse.author}
    around = frame | told | {"waits": vetting.waits(reuse, flags), "seen": vetting.looked_at(reuse, flags)}
    if not form.is_valid():
        return cases.drawn(request, key, reuse, around)
    try:
        said = _decided(request, reuse, form.cleaned_data)
    except CommentSettled as late:
        return answers.done(request, str(late), moderation.next_of(frame, key), plainly=True)
    except CommentChanged as changed:
        return cases.drawn(request, key, reuse, around | {"changed": str(changed)}, status=409)
    return answers.done(request, said, moderation.next_of(frame, key))


def _decided(request: HttpRequest, reuse: Reuse, told: dict[str, Any]) -> str:
    if told["do"] == KEEP:
        vetting.keep(reuse, by=request.user, seen=told["seen"])
        return _("The reuse is kept.")
    vetting.withhold(reuse, by=request.user, seen=told["seen"], reason=told["reason"])
    return _("The reuse is hidden, and its author reads why.")
