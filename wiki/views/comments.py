"""Comments: written anew or taken away by their authors, hidden and shown again by moderators."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.actions import moderation, threads
from wiki.actions.threads import delete as take_away
from wiki.forms.flag import FlagForm
from wiki.forms.moderation import PutAwayForm
from wiki.forms.thread import ReasonForm, RewriteForm
from wiki.models import Comment, Thread
from wiki.queries import threads as discussions
from wiki.views import answers
from wiki.views.discussing import attempt, comment_of, frame, judged, on_comment, place_of
from wiki.views.gestures import sent
from wiki.views.newcomers import asks_proof


@on_comment("comment.edit")
def edit(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Other words of the same author; the former ones stay in the history of the comment."""
    form = RewriteForm(sent(request), text=comment.text)
    key = f"{request.user.pk}-comment-{comment.pk}"
    context = frame(request, comment.thread) | {"comment": comment, "form": form, "draft": key}

    def done() -> HttpResponse:
        threads.edit(comment, by=request.user, text=form.cleaned_data["text"])
        said = _("Your comment is changed.")
        return answers.done(request, said, place_of(comment.thread, comment), draft=key)

    return attempt(request, "threads/edit.html", context, done)


@on_comment("comment.delete")
def delete(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Taken away by its author, or by somebody who says why."""
    is_own = comment.author_id == request.user.pk
    form = None if is_own else ReasonForm(sent(request))
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        take_away(comment, by=request.user, reason=reason)
        return answers.done(request, _("The comment is deleted."), place_of(comment.thread))
    context = {"comment": comment, "form": form, "is_own": is_own}
    return answers.form(request, "threads/delete.html", frame(request, comment.thread) | context)


@on_comment("comment.hide")
def hide(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Out of sight, for a reason that the journal keeps."""
    form = PutAwayForm(sent(request), language=comment.author.language)
    return _judged(request, comment, "hide", moderation.hide, _("The comment is hidden."), form)


@on_comment("comment.restore")
def restore(request: HttpRequest, comment: Comment) -> HttpResponse:
    """In sight again, for a reason that the journal keeps."""
    return _judged(request, comment, "restore", moderation.restore, _("The comment is in sight again."))


@on_comment("comment.release")
def release(request: HttpRequest, comment: Comment) -> HttpResponse:
    """A first comment that waited is let through."""
    if request.method == "POST":
        moderation.release(comment, by=request.user)
        said = _("Everybody reads the comment now.")
        return answers.done(request, said, place_of(comment.thread, comment))
    return answers.form(
        request, "threads/release.html", frame(request, comment.thread) | {"comment": comment}
    )


@on_comment("comment.flag")
def flag(request: HttpRequest, comment: Comment) -> HttpResponse:
    """It breaks the rules: those who moderate will look at it."""
    form = FlagForm(sent(request), asks_proof=asks_proof(request))
    context = frame(request, comment.thread) | {"comment": comment, "form": form}

    def done() -> HttpResponse:
        moderation.flag(comment, by=request.user, **form.given)
        said = _("Thank you: those who moderate will look at it.")
        return answers.done(request, said, place_of(comment.thread))

    return attempt(request, "threads/flag.html", context, done, field="reason")


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """The words that a comment had before it was edited, for whoever may read the comment."""
    comment = comment_of(request, pk)
    if comment is None:
        raise Http404
    edits = discussions.edits(comment, request.user)[::-1]
    told = {"comment": comment, "edits": edits, "back": place_of(comment.thread, comment)}
    context = frame(request, comment.thread) | told
    return answers.reading(request, "threads/history.html", context, indexed=False)


def _judged(
    request: HttpRequest,
    comment: Comment,
    name: str,
    act: Callable[..., Comment],
    said: str,
    form: PutAwayForm | None = None,
) -> HttpResponse:
    def judge(reason: str) -> Thread:
        return act(comment, by=request.user, reason=reason).thread

    return judged(request, comment.thread, name, judge, said, form, comment=comment)
