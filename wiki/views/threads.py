"""Discussions: those of a page and of the site, a thread begun, answered, resolved, opened again, locked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.actions import anchoring, threads
from wiki.errors import WordsGone
from wiki.forms.thread import AnchorForm, QuoteForm, ReplyForm, ThreadForm
from wiki.models import Comment, Page, PageRevision, Thread
from wiki.queries import masking
from wiki.queries import threads as discussions
from wiki.views import answers
from wiki.views.discussing import attempt, frame, judged, on_thread, place_of, posted
from wiki.views.finding import MOST
from wiki.views.gestures import frame as page_frame
from wiki.views.gestures import gesture, sent
from wiki.views.newcomers import asked
from wiki.views.offering import offer


@gesture("threads/new", "comment.write")
def new(request: HttpRequest, page: Page) -> HttpResponse:
    """The first comment of a thread, on the words that the address quotes or on the whole page."""
    quoted = _asked(request)
    is_missing = _is_missing(quoted, page)
    form = ThreadForm(
        sent(request), initial=quoted | ({"whole": True} if is_missing else {}), **asked(request)
    )
    _require_quote(form, page)
    key = f"{request.user.pk}-thread-{page.pk}"
    context = page_frame(request, page) | {
        "form": form,
        "draft": key,
        "action": request.get_full_path(),
        "is_cut": "cut" in request.GET,  # by select.js
        "is_missing": is_missing,
    }

    def done() -> HttpResponse:
        try:
            return posted(request, threads.open(page, by=request.user, **form.given), draft=key)
        except WordsGone:
            gone = {"form": form.about_the_whole(), "is_gone": True}
            return answers.form(request, "threads/new.html", context | gone, status=409)

    return attempt(request, "threads/new.html", context, done)


@on_thread("comment.reply")
def reply(request: HttpRequest, thread: Thread) -> HttpResponse:
    """One more comment, after those of the thread."""
    form = ReplyForm(sent(request), **asked(request))
    key = f"{request.user.pk}-reply-{thread.pk}"
    said = SimpleLazyObject(lambda: _said(request, thread))  # asked for when the form is shown
    context = frame(request, thread) | {"form": form, "draft": key, "comments": said}

    def done() -> HttpResponse:
        return posted(request, threads.reply(thread, by=request.user, **form.given), draft=key)

    return attempt(request, "threads/reply.html", context, done)


@on_thread("thread.resolve")
def resolve(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Said and done: the thread leaves the margin of its page."""
    return _settled(request, thread, "resolve", threads.resolve, _("The thread is resolved."))


@on_thread("thread.reopen")
def reopen(request: HttpRequest, thread: Thread) -> HttpResponse:
    """There is more to say: the thread comes back to its page."""
    return _settled(request, thread, "reopen", threads.reopen, _("The thread is open again."))


@on_thread("thread.lock")
def lock(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Nobody answers any more but those who decide."""
    return _judged(request, thread, "lock", threads.lock, _("The thread is locked."))


@on_thread("thread.unlock")
def unlock(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Everybody may answer again."""
    return _judged(request, thread, "unlock", threads.unlock, _("The thread is unlocked."))


@on_thread("thread.reanchor")
def anchor(request: HttpRequest, thread: Thread) -> HttpResponse:
    """The words that the thread is about, chosen anew by hand."""
    form = AnchorForm(sent(request))

    def done() -> HttpResponse:
        threads.reanchor(thread, by=request.user, **form.given)
        return answers.done(request, _("The thread holds on to these words now."), place_of(thread))

    context = frame(request, thread) | {"form": form}
    return attempt(request, "threads/anchor.html", context, done, field="exact")


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The permanent address of a thread: beside its page while it is open, else on a screen of its own."""
    thread = discussions.find(pk, request.user) if pk <= MOST else None
    if thread is None:
        raise Http404
    if thread.is_open:
        return answers.moved(request, place_of(thread), for_good=False, asked=False)
    offer([thread], request.user)
    context = frame(request, thread) | {"at": thread.page.address}
    return answers.reading(request, "threads/show.html", context, indexed=False)


def _judged(
    request: HttpRequest, thread: Thread, name: str, act: Callable[..., Thread], said: str
) -> HttpResponse:
    def judge(reason: str) -> Thread:
        return act(thread, by=request.user, reason=reason)

    return judged(request, thread, name, judge, said)


def _settled(
    request: HttpRequest, thread: Thread, name: str, act: Callable[..., Any], said: str
) -> HttpResponse:
    if request.method == "POST":
        return answers.done(request, said, place_of(act(thread, by=request.user)))
    return answers.form(request, f"threads/{name}.html", frame(request, thread))


def _said(request: HttpRequest, thread: Thread) -> list[Comment]:
    told = discussions.find(thread.pk, request.user)
    return told.comments if told else []


def _asked(request: HttpRequest) -> dict[str, Any]:
    """The words that the address quotes; an address that quotes nothing sensible is about the whole page."""
    asked = QuoteForm(request.GET)
    return asked.cleaned_data if asked.is_valid() else {}


def _is_missing(quoted: dict[str, Any], page: Page) -> bool:
    """Whether words that were copied by hand are not on the page as it is, or at several places."""
    if not quoted.get("exact") or quoted["revision"]:
        return False
    try:
        anchoring.place(page, exact=quoted["exact"], prefix=quoted["before"], suffix=quoted["after"])
    except WordsGone:
        return True
    return False


def _require_quote(form: ThreadForm, page: Page) -> None:
    """The quote is such as a page of ours sends; its revision is one of this very page."""
    if form.is_bound and form.is_forged:
        raise BadRequest("this is no quote")
    revision = form["revision"].value() if not form.is_bound else form.cleaned_data["revision"]
    if revision and not masking.readable(PageRevision.objects.filter(id=page.pk, pk=revision)).exists():
        raise Http404
