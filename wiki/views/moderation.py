"""The moderators' queue: what waits, one of it with all that tells how to read it, what was decided."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wiki import rules
from wiki.actions import moderation, taking
from wiki.errors import CommentChanged, CommentSettled, NotAllowed, TakenAlready
from wiki.forms.moderation import ASK, HIDE, DecisionForm
from wiki.models import Comment
from wiki.models.measure import Kind
from wiki.queries import people, queue, takings, tree
from wiki.queries.queue import Queue
from wiki.queries.tree import Menu
from wiki.queries.waiting import Key, screen_of
from wiki.views import answers, gestures
from wiki.views.discussing import comment_of, place_of
from wiki.views.finding import MOST
from wiki.views.offering import offer

DECIDED = "decided"


def show(request: HttpRequest) -> HttpResponse:
    """What waits, or what was decided, of the whole guide or of a section."""
    try:
        rules.require(request.user, "flag.read")
        return answers.never_kept(_queue(request))
    except NotAllowed as refusal:
        return answers.never_kept(answers.denied(request, refusal))


@require_safe
def _queue(request: HttpRequest) -> HttpResponse:
    context = frame_of(request)
    if request.GET.get("show") == DECIDED:
        leaf = queue.decided(request.user, request.GET.get("page", ""), context["within"])
        context |= {"leaf": leaf, "shown": DECIDED, "asked": _asked(DECIDED, context["section"])}
        return answers.form(request, "moderation/decided.html", context)
    context["leaf"] = queue.leaf(context["queue"], request.GET.get("page", ""))
    return answers.form(request, "moderation/list.html", context)


def waiting_comment(request: HttpRequest, pk: int) -> Comment | None:
    """The comment of this number; those who moderate are told of one that was deleted meanwhile."""
    found = comment_of(request, pk)
    if found is None and pk <= MOST and rules.may(request.user, "flag.read"):
        gone = Comment.objects.filter(pk=pk, deleted__isnull=False)
        return gone.select_related("thread__page", "author").first()
    return found


@gestures.on(waiting_comment, "flag.read")
def item(request: HttpRequest, comment: Comment) -> HttpResponse:
    """One comment that waits, and what to do with it; after that the next one comes."""
    frame = frame_of(request)
    form = DecisionForm(gestures.sent(request), language=comment.author.language)
    if form.is_bound and form.is_forged:
        raise BadRequest("no form of ours says that")
    if not form.is_valid():
        return _screen(request, comment, frame, form)
    try:
        said = _decide(comment, request, form.cleaned_data)
    except CommentSettled as late:
        return answers.done(request, str(late), next_of(frame, ("comment", comment.pk)), plainly=True)
    except CommentChanged as changed:
        context = frame | {"changed": str(changed)}
        return _screen(request, comment, context, form, status=409)
    except TakenAlready as taken:
        form.refuse(None, str(taken))
        return _screen(request, comment, frame, form, status=409)
    return answers.done(request, said, next_of(frame, ("comment", comment.pk)))


def _decide(comment: Comment, request: HttpRequest, told: dict[str, Any]) -> str:
    """Keep it, hide it, or ask for other words; what is said of that on the next screen."""
    taking.require_free(comment, by=request.user, despite=told["despite"])
    if told["do"] == ASK:
        moderation.ask(comment, by=request.user, seen=told["seen"], reason=told["reason"])
        return _("The comment is put away until its author says it otherwise.")
    if told["do"] == HIDE:
        moderation.withhold(comment, by=request.user, seen=told["seen"], reason=told["reason"])
        return _("The comment is hidden, and its author reads why.")
    moderation.keep(comment, by=request.user, seen=told["seen"])
    return _("The comment is kept.")


def _screen(
    request: HttpRequest,
    comment: Comment,
    frame: dict[str, Any],
    form: DecisionForm,
    *,
    status: int | None = None,
) -> HttpResponse:
    """One comment beside the leaf of the queue on which it stands."""
    told: Queue = frame["queue"]
    key = ("comment", comment.pk)
    flags, around = queue.flags_of(comment), queue.context(comment, request.user)
    if around is not None:
        offer([around.thread], request.user)
    context = frame | {
        "comment": comment,
        "form": form,
        "flags": flags,
        "seen": moderation.looked_at(comment, flags),
        "waits": queue.waits(comment, flags),
        "taken": takings.of_comment(comment),
        "context": around,
        "record": queue.record(comment.author),
        "may_revert": rules.may(request.user, "person.revert", comment.author),
        "measures": queue.measures(comment.author),
        "may_ask": rules.may(request.user, "comment.ask", comment),
        "is_rewritten": comment.measures.filter(kind=Kind.ASK).exists(),
        "author": comment.author,
        "is_known": True,
        "here": key,
        "profile": people.name_of(comment.author),
        "place": place_of(comment.thread, comment),
        "leaf": queue.leaf(told, told.leaf_of(key)),
        "number": told.places.get(key, -1) + 1,
        "following": at(told.after(key), frame["asked"]),
        "action": at(key, frame["asked"]),
    }
    return answers.form(request, "moderation/item.html", context, status=status)


def frame_of(request: HttpRequest) -> dict[str, Any]:
    """The queue that is asked for: its kind, its section."""
    menu: Menu = tree.menu(request.user)
    section = next((one for one in menu.sections if str(one.pk) == request.GET.get("section", "")), None)
    within = tree.pages_below(section) if section else None
    shown = request.GET.get("show", "")
    shown = shown if shown in queue.KINDS else queue.KINDS[0]
    told = queue.read(request.user, shown, within)
    counts = told.counts
    names = {
        "all": _("To be looked at"),
        "flagged": _("Reports"),
        "held": pgettext("queue", "Held back"),
        "contested": _("Contested decisions"),
    }
    return {
        "menu": menu,
        "section": section,
        "within": within,
        "queue": told,
        "shown": shown,
        "shows": [(word, name, counts[word]) for word, name in names.items()],
        "asked": _asked(shown, section),
    }


def _asked(shown: str, section: Any) -> str:
    """What the address of a filter says, and of each comment that is found by it."""
    told = {"show": shown} if shown != queue.KINDS[0] else {}
    return urlencode(told | ({"section": section.pk} if section else {}))


def address_of(request: HttpRequest, comment: Comment) -> str:
    """Where this comment is looked at, in the list that was being gone through."""
    asked = {name: request.GET[name] for name in ("show", "section") if name in request.GET}
    return at(("comment", comment.pk), urlencode(asked))


def at(key: Key | None, asked: str) -> str:
    """Where something of the queue is looked at; without it, the queue."""
    where = reverse("wiki:moderation") if key is None else reverse(screen_of(key[0]), args=[key[1]])
    return f"{where}?{asked}" if asked else where


def next_of(frame: dict[str, Any], key: Key) -> str:
    """What to look at once this one is done."""
    return at(frame["queue"].after(key), frame["asked"])
