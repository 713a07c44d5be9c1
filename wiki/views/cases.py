"""What waits for moderators and is no comment: a suggestion, a page, a person, a contested decision."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from wiki import rules
from wiki.actions import flagging, measures, trusting
from wiki.errors import (
    BadSuggestion,
    CommentChanged,
    CommentSettled,
    MeasureSettled,
    Refusal,
    SuggestionSettled,
)
from wiki.forms.measure import (
    DECLINE,
    GRANT,
    KEEP,
    OVERTURN,
    WITHDRAW,
    AnswerForm,
    JudgeForm,
    LiftForm,
    MeasureForm,
    ProposalForm,
    TrustForm,
)
from wiki.models import Comment, Measure, Page, Suggestion
from wiki.models.suggestion import Aim
from wiki.queries import people, queue, review
from wiki.queries.waiting import Key
from wiki.views import answers, gestures, moderation
from wiki.views.finding import MOST
from wiki.views.suggestions import address_of, screen

MEASURE, TRUST = "measure", (GRANT, WITHDRAW)


def _suggestion(request: HttpRequest, pk: int) -> Suggestion | None:
    return review.find(pk, request.user) if pk <= MOST else None


def _page(request: HttpRequest, pk: int) -> Page | None:
    return Page.objects.visible_to(request.user).filter(pk=pk).first() if pk <= MOST else None


def _person(request: HttpRequest, pk: int) -> User | None:
    return User.objects.filter(pk=pk, ghost=False, erased_at=None).first() if pk <= MOST else None


def _measure(request: HttpRequest, pk: int) -> Measure | None:
    told = Measure.objects.select_related(
        "person", "decided_by", "answered_by", "comment__thread__page", "reuse"
    )
    return told.filter(pk=pk).first() if pk <= MOST else None


# --- what was flagged ---------------------------------------------------------------------------------------


@gestures.on(_suggestion, "flag.judge")
def suggestion(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """A suggestion that was flagged or held back: kept; declined, if it is open; or what was done is told."""
    cards = screen(request, suggestion)["sheet"].cards if suggestion.aim == Aim.TEXT else []
    around = {
        "form": ProposalForm(gestures.sent(request), language=suggestion.author.language),
        "title": suggestion.summary,
        "at": address_of(suggestion),
        "author": suggestion.author,
        "cards": cards[:5],
        "may_decline": rules.may(request.user, "suggestion.decide", suggestion),
    }
    return _judged(request, "suggestion", suggestion, around)


@gestures.on(_page, "flag.judge")
def page(request: HttpRequest, page: Page) -> HttpResponse:
    """A page that was flagged: kept, or what was done about it is told."""
    last = gestures.last_revision(page)
    around = {"title": page.title, "at": page.address, "author": last.history_user if last else None}
    around["form"] = JudgeForm(gestures.sent(request))
    return _judged(request, "page", page, around | {"page": page, "may": rules.allowed(request.user, page)})


def _judged(request: HttpRequest, what: str, it: Any, around: dict[str, Any]) -> HttpResponse:
    key, frame = (what, it.pk), moderation.frame_of(request)
    form = around["form"]
    if form.is_bound and form.is_forged:
        raise BadRequest("no form of ours says that")
    if not form.is_valid():
        return drawn(request, key, it, frame | around)
    try:
        said = _decide(request, it, form.cleaned_data)
    except CommentSettled as late:
        return answers.done(request, str(late), moderation.next_of(frame, key), plainly=True)
    except (CommentChanged, SuggestionSettled, BadSuggestion) as changed:
        told = frame | around | {"changed": str(changed)}
        return drawn(request, key, it, told, status=409)
    return answers.done(request, said, moderation.next_of(frame, key))


def _decide(request: HttpRequest, it: Any, told: dict[str, Any]) -> str:
    by, seen, reason = request.user, told["seen"], told["reason"]
    if told["do"] == KEEP and isinstance(it, Suggestion):
        flagging.keep(it, by=by, seen=seen, version=told["version"])
        return _("Everybody reads it from now on.") if it.is_held_back else _("The reports are dismissed.")
    if told["do"] == KEEP:
        flagging.dismiss(it, by=by, seen=seen)
        return _("The reports are dismissed.")
    if told["do"] == DECLINE and isinstance(it, Suggestion):
        flagging.decline(it, by=by, seen=seen, version=told["version"], reason=reason)
        return _("The suggestion is declined, and its author reads why.")
    flagging.uphold(it, by=by, seen=seen, reason=reason)
    return _("The reports are upheld.")


# --- people -------------------------------------------------------------------------------------------------


@gestures.on(_person, "measure.inspect")
def person(request: HttpRequest, person: User) -> HttpResponse:
    """Somebody as those who moderate see them: what was said against them, what was decided, what may be."""
    do, key, frame = request.POST.get("do", ""), ("person", person.pk), moderation.frame_of(request)
    occasion = _occasion(request, person)
    form = MeasureForm(request.POST if do == MEASURE else None, language=person.language)
    trust = TrustForm(request.POST if do in TRUST else None)
    around = {"form": form, "trust": trust, "occasion": occasion}
    if request.method != "POST":
        return drawn(request, key, person, frame | around)
    try:
        answer = _done(request, person, frame, around)
    except MeasureSettled as late:
        return answers.done(request, str(late), request.get_full_path(), plainly=True)
    except (CommentSettled, CommentChanged) as late:
        return answers.done(request, str(late), request.get_full_path(), plainly=True)
    return answer or drawn(request, key, person, frame | around)


def _done(
    request: HttpRequest, person: User, frame: dict[str, Any], around: dict[str, Any]
) -> HttpResponse | None:
    """What a button asks for; nothing where its form has to be mended."""
    do, form, trust = request.POST.get("do", ""), around["form"], around["trust"]
    here = request.get_full_path()
    if do == KEEP:
        flagging.dismiss(person, by=request.user, seen=request.POST.get("seen", ""))
        next_one = moderation.next_of(frame, ("person", person.pk))
        return answers.done(request, _("The reports are dismissed."), next_one)
    if do == MEASURE:
        if not form.is_valid():
            return None
        told = {"kind": form.cleaned_data["kind"], "reason": form.cleaned_data["reason"]}
        measures.take(person, by=request.user, until=form.until, comment=around["occasion"], **told)
        return answers.done(request, _("It is decided, and they will read why."), here)
    if do not in TRUST:
        raise BadRequest("no form of ours says that")
    if not trust.is_valid():
        return None
    verb = trusting.grant if do == GRANT else trusting.withdraw
    verb(person, by=request.user, reason=trust.cleaned_data["trust_reason"])
    return answers.done(request, _("It is done, and stands in the journal."), here)


def _occasion(request: HttpRequest, person: User) -> Comment | None:
    """The comment from which one came here: what is decided is about it."""
    asked = request.GET.get("comment", "")
    if not (asked.isascii() and asked.isdigit() and int(asked) <= MOST):
        return None
    found = Comment.objects.visible_to(request.user).filter(author=person, pk=int(asked))
    return found.select_related("thread__page").first()


# --- what is contested --------------------------------------------------------------------------------------


@gestures.on(_measure, "measure.inspect")
def contest(request: HttpRequest, measure: Measure) -> HttpResponse:
    """A decision that is contested: upheld, or reversed, by somebody else than who decided."""
    key, frame = ("contest", measure.pk), moderation.frame_of(request)
    form = AnswerForm(gestures.sent(request), language=measure.person.language)
    if form.is_bound and form.is_forged:
        raise BadRequest("no form of ours says that")
    may_answer = rules.may(request.user, "measure.answer", measure)
    around = {"measure": measure, "form": form, "may_answer": may_answer, "author": measure.person}
    if not form.is_valid():
        return drawn(request, key, measure, frame | around)
    told = {"upheld": form.cleaned_data["do"] != OVERTURN, "reason": form.cleaned_data["reason"]}
    try:
        measures.answer(measure, by=request.user, **told)
    except MeasureSettled as late:
        return answers.done(request, str(late), moderation.next_of(frame, key), plainly=True)
    said = _("The decision is upheld.") if told["upheld"] else _("The decision is reversed.")
    return answers.done(request, said, moderation.next_of(frame, key))


@gestures.on(_measure, "measure.inspect")
def lift(request: HttpRequest, measure: Measure) -> HttpResponse:
    """A decision is taken back, for a reason that its person reads."""
    back = reverse("wiki:moderation-person", args=[measure.person_id])
    if not measure.is_standing:
        return answers.done(request, _("This decision stands no more."), back, plainly=True)
    rules.require(request.user, "measure.lift", measure)
    form = LiftForm(gestures.sent(request), language=measure.person.language)
    context = {"measure": measure, "form": form, "back": back, "action": request.get_full_path()}
    if form.is_valid():
        try:
            measures.lift(measure, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.refuse("reason", str(refusal))
        else:
            return answers.done(request, _("The decision is taken back."), back)
    return answers.form(request, "moderation/lift.html", context)


# --- what they share ----------------------------------------------------------------------------------------


def drawn(
    request: HttpRequest, key: Key, it: Any, around: dict[str, Any], *, status: int | None = None
) -> HttpResponse:
    """One of what waits, beside the leaf of the queue on which it stands."""
    told, asked, user = around["queue"], around["asked"], request.user
    what, pk = key
    flags = [] if what == "contest" else list(queue.flags_on(it))
    author = it if what == "person" else around.get("author")
    is_known = author is not None and not author.ghost and author.erased_at is None
    context = {
        "what": what,
        "it": it,
        "flags": flags,
        "waits": bool(flags) or (what == "suggestion" and rules.may(user, "suggestion.release", it)),
        "seen": flagging.looked_at(flags),
        "author": author,
        "record": queue.record(author) if author else None,
        "profile": people.name_of(author) if author else "",
        "measures": queue.measures(author) if author and is_known else [],
        "is_known": is_known,
        "may_measure": what == "person" and rules.may(request.user, "measure.take", it),
        "may_trust": what == "person" and rules.may(request.user, "trust.grant", it),
        "leaf": queue.leaf(told, told.leaf_of(key)),
        "here": key,
        "number": told.places.get(key, -1) + 1,
        "following": moderation.at(told.after(key), asked),
        "action": request.get_full_path(),
    }
    told = {name: around[name] for name in ("waits", "seen") if name in around}
    return answers.form(request, "moderation/case.html", around | context | told, status=status)
