"""Suggestions to read: those of the site and of a page, somebody's own, and one of them with its changes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki import rules
from wiki.actions import deciding, rebasing, retouching
from wiki.models import Charter, Suggestion
from wiki.models.page import State, gestures_of
from wiki.models.sieve import why
from wiki.models.suggestion import Aim, Footing, Stage
from wiki.queries import promises, review, stands, takings, tree
from wiki.queries import threads as discussions
from wiki.text import diff
from wiki.views import answers, cards, gestures, offering, outlook
from wiki.views.finding import MOST, elsewhere, find

# What a reader of a suggestion may be offered, by the word that its template asks for.
OFFERED = {
    "accept": "suggestion.accept",
    "take": "suggestion.take",
    "release": "suggestion.release",
    "decide": "suggestion.decide",
    "amend": "suggestion.amend",
    "withdraw": "suggestion.withdraw",
    "send": "suggestion.send",
    "reopen": "suggestion.reopen",
    "undo": "suggestion.undo",
    "stand": "stand.take",
    "discuss": "suggestion.discuss",
    "flag": "suggestion.flag",
}


SELDOM = ("late", "held")  # shown among the filters of a list where they find something


@require_safe
@answers.by_turns
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A suggestion: what it would change, why, and what was decided of it."""
    suggestion = review.find(pk, request.user) if pk <= MOST else None
    if suggestion is None:
        raise Http404
    view = request.GET.get("view", "")
    context = screen(request, suggestion, view if view in cards.VIEWS else "text")
    return answers.reading(request, "suggestions/show.html", context, indexed=False)


@require_safe
def permanent(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of a suggestion that stands in mails and books."""
    suggestion = review.find(pk, request.user) if pk <= MOST else None
    if suggestion is None:
        raise Http404
    return answers.moved(request, address_of(suggestion), for_good=False)


@require_safe
def of_site(request: HttpRequest) -> HttpResponse:
    """The suggestions for all pages that this person may read, in a list or on a board."""
    shown = _shown(request)
    if shown == "mine" and not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    menu = tree.menu(request.user)
    section = next((one for one in menu.sections if str(one.pk) == request.GET.get("section", "")), None)
    within = tree.pages_below(section) if section else None
    context: dict[str, Any] = {"menu": menu, "section": section}
    told = review.counts(request.user, within=within)
    if request.GET.get("as") == "board":
        context |= {"columns": _columns(review.columns(request.user, within)), "counts": told}
        return answers.reading(request, "suggestions/board.html", context, indexed=False)
    leaf = review.of_site(request.user, shown, request.GET.get("page", ""), within)
    context |= _list(request, shown, leaf, told)
    return answers.reading(request, "suggestions/all.html", context, indexed=False)


@require_safe
def of_page(request: HttpRequest, path: str = "") -> HttpResponse:
    """The suggestions for the page at this path."""
    page = find(request, path)
    if page is None:
        return elsewhere(request, path, lambda found: f"{gestures_of(found.path or '')}suggestions/")
    shown = _shown(request)
    leaf = review.of_page(page, request.user, shown, request.GET.get("page", ""))
    context = gestures.frame(request, page) | _list(request, shown, leaf, review.counts(request.user, page))
    context["may"] = rules.may(request.user, "suggestion.propose", page)
    return answers.reading(request, "suggestions/list.html", context, indexed=False)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What somebody proposed, and what became of each."""
    found = review.by_author(request.user)
    promises.tell(found, request.user)
    promises.last_told(found)
    waiting = [one for one in found if one.state == Stage.DRAFT or _waits_for_author(one)]
    others = [one for one in found if one not in waiting]
    context = {"menu": tree.menu(request.user), "waiting": waiting, "others": others}
    return answers.never_kept(answers.form(request, "suggestions/mine.html", context))


def address_of(suggestion: Suggestion) -> str:
    """Where a suggestion is read."""
    return reverse("wiki:suggestion", args=[suggestion.pk])


def screen(request: HttpRequest, suggestion: Suggestion, view: str = "text") -> dict[str, Any]:
    """What the screen of a suggestion shows: for as long as it lives, on the text of its page of today."""
    page, who = suggestion.page, request.user
    context: dict[str, Any] = gestures.frame(request, page) | {
        "suggestion": suggestion,
        "view": view,
        "lang": page.lang if page.lang != get_language() else "",
        "may": frozenset(word for word, action in OFFERED.items() if rules.may(who, action, suggestion)),
        "last": gestures.last_revision(page),
    }
    context |= _of_deed(request, suggestion) if suggestion.aim != Aim.TEXT else _of_text(suggestion, view)
    back = review.taken_back(suggestion)
    for one in suggestion.reviews.all():
        one.undone = next((made for made in back if one.revision and made.number > one.revision.number), None)
    charter = Charter.objects.of(page)
    is_counted = suggestion.is_living and (charter.approvals > 1 or charter.consent_days)
    told = rebasing.in_words(suggestion, context["keys"]) if is_counted else {}
    context |= {"charter": charter, "agreed": deciding.agreed(suggestion, told)}
    context["consent"] = deciding.consent(suggestion, told)
    context["why_held"] = why(suggestion.held_for) if suggestion.is_living else ""
    context |= {"recalled": promises.told_of(suggestion), "promised": promises.promised(suggestion)}
    late = promises.days_late(context["promised"], timezone.now()) if who.is_authenticated else 0
    context["late_days"] = late
    context["taken"] = takings.of_suggestion(suggestion, who)
    context |= _voices(suggestion, who, context)
    may_tick = "accept" in context["may"] and page.state != State.ARCHIVED and bool(context["keys"])
    may_stand = "stand" in context["may"] and bool(context["keys"])
    context |= {"may_tick": may_tick, "may_stand": may_stand, "ticked": None}
    can_retouch = may_tick and not context.get("is_stale") and retouching.is_offered(suggestion)
    context["may_take"] = "take" in context["may"]
    return context | {"may_retouch": can_retouch, "may_discuss": "discuss" in context["may"]}


def _of_text(suggestion: Suggestion, view: str) -> dict[str, Any]:
    """Its changes on the text of today; of one that is settled, on that of its last version."""
    context: dict[str, Any] = {}
    page = suggestion.page
    if suggestion.is_living or suggestion.state == Stage.DRAFT:
        met = rebasing.meet(suggestion, page)
        context |= {"met": met, "is_stale": met.footing == Footing.CONFLICT}
        difference, before, fields = met.difference, page, met.fields
    else:
        last = list(suggestion.versions.all())[-1]
        difference, before = diff.compare(last.on.source, last.proposal), last.on
        fields = last.fields
    sheet, named = cards.sheet(page, difference, sides=view == "sides"), cards.fields(before, fields)
    keys = {key for card in [*named, *sheet.cards] for key in card.numbers}
    return context | {"sheet": sheet, "fields": named, "keys": keys}


def _voices(suggestion: Suggestion, user: Any, context: dict[str, Any]) -> dict[str, Any]:
    """What people make of it and say: of the whole, of each card; of changes that became others."""
    opinions, said = stands.of(suggestion, user), discussions.of_suggestion(suggestion, user)
    offering.offer(said, user)
    named = [card.heard(opinions, said) for card in context["fields"]]
    left = stands.together(opinions[key] for key in opinions if key and key not in context["keys"])
    told = {"opinion": opinions[""], "left": left.objections, "fields": named}
    told["threads"] = [thread for thread in said if thread.change not in context["keys"]]
    return told | {"sheet": context["sheet"].heard(opinions, said)}


def _of_deed(request: HttpRequest, suggestion: Suggestion) -> dict[str, Any]:
    nothing = {"sheet": cards.Sheet((), coarse=False), "fields": []}
    return nothing | {"outlook": outlook.of(suggestion, request.user), "keys": rebasing.keys(suggestion)}


def _waits_for_author(suggestion: Suggestion) -> bool:
    return suggestion.is_living and review.waits_for(suggestion) != "review"


def _shown(request: HttpRequest) -> str:
    asked = request.GET.get("show", "")
    return asked if asked in review.FILTERS else review.FILTERS[0]


def _columns(board: dict[str, list[Suggestion]]) -> list[tuple[str, str, list[Suggestion]]]:
    told = {
        "review": (_("To be reviewed"), _("They wait for somebody who decides.")),
        "asked": (_("Changes asked"), _("Their authors were asked to change something.")),
        "conflict": (_("In conflict"), _("The text changed beneath them: their authors say how.")),
    }
    return [(*told[name], found) for name, found in board.items()]


def _list(request: HttpRequest, shown: str, leaf: review.Leaf, counts: dict[str, int]) -> dict[str, Any]:
    names = {
        "open": pgettext("suggestions", "Open"),
        "review": _("To be reviewed"),
        "late": pgettext("suggestions", "Late"),
        "held": pgettext("suggestions", "Held back"),
        "objection": _("With an objection"),
        "conflict": _("In conflict"),
        "asked": _("Changes asked"),
        "mine": pgettext("suggestions", "Mine"),
        "settled": pgettext("suggestions", "Settled"),
        "all": pgettext("suggestions", "All"),
    }
    empty = {
        "open": _("No suggestion is open here."),
        "review": _("Nothing waits to be reviewed."),
        "held": _("Nothing is held back by a filter."),
        "late": _("No promised answer is late here."),
        "objection": _("Nobody objects to any suggestion here."),
        "conflict": _("No suggestion is in conflict with its page."),
        "asked": _("No author was asked for changes."),
        "mine": _("You have proposed nothing here yet."),
        "settled": _("No suggestion was settled here yet."),
        "all": _("Nobody has proposed anything here yet."),
    }
    asked = request.GET.copy()
    asked.pop("page", None)
    asked["show"] = shown
    return {
        "leaf": leaf,
        "shown": shown,
        "shows": [
            (word, name, word == shown, counts[word])
            for word, name in names.items()
            if word not in SELDOM or counts[word] or word == shown
        ],
        "asked": asked.urlencode(),
        "empty": empty[shown],
    }
