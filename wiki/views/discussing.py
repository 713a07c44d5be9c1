"""What is done to a thread or a comment: it is found, whoever asks is allowed or refused, no word is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.errors import NotAllowed, Refusal, TooSoon
from wiki.forms.page import Gesture
from wiki.forms.thread import ReasonForm
from wiki.models import Comment, Thread
from wiki.models.thread import Standing
from wiki.queries import masking
from wiki.views import answers, gestures
from wiki.views.finding import MOST

View = Callable[..., HttpResponse]


def on_thread(action: str) -> Callable[[View], View]:
    """The view of what is done to the thread of this number, for those who may."""
    return gestures.on(thread_of, action, _why_not)


def on_comment(action: str) -> Callable[[View], View]:
    """The view of what is done to the comment of this number, for those who may."""
    return gestures.on(comment_of, action, _why_not)


def thread_of(request: HttpRequest, pk: int) -> Thread | None:
    """The thread of this number, if this person may read it."""
    threads = Thread.objects.visible_to(request.user).select_related("page")
    return threads.filter(pk=pk).first() if pk <= MOST else None


def comment_of(request: HttpRequest, pk: int) -> Comment | None:
    """The comment of this number, if this person may read it."""
    comments = Comment.objects.visible_to(request.user).select_related("thread__page", "author")
    return comments.filter(pk=pk).first() if pk <= MOST else None


def frame(request: HttpRequest, thread: Thread) -> dict[str, Any]:
    """What every screen of a discussion shows around its form."""
    masking.mask_quote(thread, request.user)
    around = {"thread": thread, "back": place_of(thread), "action": request.get_full_path()}
    return gestures.frame(request, thread.page) | around


def place_of(thread: Thread, comment: Comment | None = None) -> str:
    """Where a thread, or one of its comments, is read: beside its page while it is open, or on the screen of
    its suggestion or its reuse."""
    if thread.suggestion_id is not None:
        where = reverse("wiki:suggestion", args=[thread.suggestion_id])
    elif thread.reuse_id is not None:
        where = reverse("wiki:reuse", args=[thread.reuse_id])
    else:
        where = thread.page.address if thread.is_open else reverse("wiki:thread", args=[thread.pk])
    return f"{where}#ui-comment-{comment.pk}" if comment else f"{where}#ui-thread-{thread.pk}"


def posted(request: HttpRequest, comment: Comment, *, draft: str) -> HttpResponse:
    """On to the comment that was sent; whoever waits for a moderator is told so."""
    said = (
        _("Your comment waits for somebody to look at it, as first ones do; until then you alone see it.")
        if comment.held
        else _("Your comment is there.")
    )
    return answers.done(request, said, place_of(comment.thread, comment), draft=draft, plainly=comment.held)


def attempt(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    act: Callable[[], HttpResponse],
    *,
    field: str = "text",
) -> HttpResponse:
    """What the form asks for, done; or the form once more, with what stands against it beside this field."""
    form = context["form"]
    if form.is_valid():
        try:
            return act()
        except NotAllowed:
            raise
        except TooSoon as refusal:
            return answers.too_soon(request, template, context, refusal)
        except Refusal as refusal:
            form.refuse(field, str(refusal))
    return answers.form(request, template, context)


def judged(
    request: HttpRequest,
    thread: Thread,
    name: str,
    act: Callable[[str], Thread],
    said: str,
    form: Gesture | None = None,
    **around: Any,
) -> HttpResponse:
    """Done to a thread, or in it, by those who moderate, for a reason that the journal keeps."""
    form = ReasonForm(gestures.sent(request)) if form is None else form

    def done() -> HttpResponse:
        return answers.done(request, said, place_of(act(form.cleaned_data["reason"])))

    context = frame(request, thread) | around | {"form": form}
    return attempt(request, f"threads/{name}.html", context, done, field="reason")


def _why_not(action: str, it: Any) -> str:
    """What has changed since the form was opened, for those who could have sent it before."""
    if isinstance(it, Comment):
        return _("This comment was hidden by a moderator.") if it.hidden else ""
    if not isinstance(it, Thread):
        return ""
    if it.state == Standing.LOCKED:
        return _("A moderator has locked this thread: nobody answers in it any more.")
    if it.state == Standing.RESOLVED and action == "comment.reply":
        return _("This thread was resolved. Whoever began it, and those who decide, may open it again.")
    return ""
