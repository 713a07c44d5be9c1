"""Proposing another text for a page in the full editor; amending it; saying what becomes of a conflict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.actions import rebasing, rendering, retouching, suggestions, taking
from wiki.errors import EditConflict, NotAllowed, Refusal, SuggestionSettled, TakenAlready
from wiki.forms.page import LOOKS, MERGE, WRITE
from wiki.forms.suggestion import ConflictForm, ProposalForm
from wiki.models import Page, Suggestion
from wiki.models.suggestion import Aim, Footing
from wiki.queries import takings
from wiki.text import merge
from wiki.views import answers, deeds, examples, writing
from wiki.views.deciding import on_suggestion
from wiki.views.gestures import frame, gesture, last_revision, sent
from wiki.views.newcomers import asks_proof
from wiki.views.suggestions import address_of

KEEP = "keep"  # the button that leaves it a draft
AROUND = 200  # characters of the line that are shown on either side of a conflict


@gesture("suggest", "suggestion.propose")
def propose(request: HttpRequest, page: Page) -> HttpResponse:
    """Another text for this page, its title and description; drawn as a preview, kept as a draft or sent."""
    last = last_revision(page)
    asks = asks_proof(request)
    reuse = examples.reuse_named(request, page)
    initial = {"base": last.pk} | (examples.filled_in(page, reuse) if reuse else {})
    form = ProposalForm(sent(request), page=page, initial=initial, asks_proof=asks)
    context = _context(request, page, form, last) | {"reuse": reuse}
    if reuse is not None:
        context |= {"draft": f"{request.user.pk}-example-{reuse.pk}-{page.pk}"}
    asked = request.POST.get("do", "")

    def act() -> HttpResponse:
        given = form.cleaned_data
        made = suggestions.propose(
            page,
            by=request.user,
            uuid=given["uuid"],
            base=given["base"],
            source=given.get("source", page.source),
            fields=form.fields_given,
            summary=given["reason"],
            draft=asked == KEEP,
            proof=form.proof_given,
            reuse=reuse,
        )
        said = (
            _("Your suggestion is kept as a draft, which you alone read.")
            if asked == KEEP
            else _("Your suggestion is sent: it waits to be reviewed.")
        )
        return answers.done(request, said, address_of(made), draft=context["draft"])

    return _answer(request, "suggestions/propose.html", context, act)


@on_suggestion("suggestion.amend")
def amend(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Its author proposes otherwise, on the text of today."""
    if suggestion.aim != Aim.TEXT:
        return deeds.amend(request, suggestion)
    page = suggestion.page
    last = last_revision(page)
    met = rebasing.meet(suggestion, page)
    if met.footing == Footing.CONFLICT and request.method != "POST":
        return answers.moved(request, reverse("wiki:suggestion-settle", args=[suggestion.pk]), for_good=False)
    told = {"base": last.pk, "seen": suggestion.version, "reason": suggestion.summary}
    told |= {"source": met.difference.new} | dict(met.fields)
    form = ProposalForm(sent(request), page=page, initial=told)
    context = _context(request, page, form, last) | {"suggestion": suggestion, "met": met}
    context["draft"] = f"{request.user.pk}-suggestion-{suggestion.pk}"

    def act() -> HttpResponse:
        given = form.cleaned_data
        made = suggestions.amend(
            suggestion,
            by=request.user,
            seen=given["seen"] or 0,
            base=given["base"],
            source=given.get("source", page.source),
            fields=form.fields_given,
            summary=given["reason"],
        )
        said = _("Your suggestion is amended; what it said before is kept.")
        return answers.done(request, said, address_of(made), draft=context["draft"])

    return _answer(request, "suggestions/amend.html", context, act)


@on_suggestion("suggestion.accept")
def retouch(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Whoever decides writes the last word of it, and accepts it so."""
    page, last = suggestion.page, last_revision(suggestion.page)
    met = rebasing.meet(suggestion, page)
    if not retouching.is_offered(suggestion) or met.footing == Footing.CONFLICT:
        said = _("It cannot be retouched as things stand: ask its author for changes instead.")
        return answers.done(request, said, address_of(suggestion), plainly=True)
    told = {"base": last.pk, "seen": suggestion.version, "source": met.difference.new} | dict(met.fields)
    form = ProposalForm(sent(request), page=page, initial=told)
    context = _context(request, page, form, last) | {"suggestion": suggestion}
    context["taken"] = takings.of_suggestion(suggestion, request.user)
    context["draft"] = f"{request.user.pk}-retouch-{suggestion.pk}"

    def act() -> HttpResponse:
        given = form.cleaned_data
        taking.require_free(suggestion, by=request.user, despite=bool(request.POST.get("despite")))
        made = retouching.accept(
            suggestion,
            by=request.user,
            seen=given["seen"] or 0,
            base=given["base"],
            source=given.get("source", page.source),
            fields=form.fields_given,
            reason=given["reason"],
        )
        told = {"number": getattr(made.revision, "number", 0), "author": suggestion.author}
        said = _("Revision %(number)d is published, credited to %(author)s and to you.") % told
        return answers.done(request, said, address_of(suggestion), draft=context["draft"])

    return _answer(request, "suggestions/retouch.html", context, act)


@on_suggestion("suggestion.amend")
def settle(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Where others changed the same words meanwhile, its author chooses what becomes of them."""
    if suggestion.aim != Aim.TEXT:
        return answers.moved(request, address_of(suggestion), for_good=False)
    page = suggestion.page
    rebased, met = merge.rebase(suggestion.difference, page.source), rebasing.meet(suggestion, page)
    if not (rebased.conflicts or met.disputed):
        said = _("Nothing is in conflict any more.")
        return answers.done(request, said, address_of(suggestion), plainly=True)
    last = last_revision(page)
    view = {"base": last.pk, "seen": suggestion.version}
    about: Any = {"conflicts": rebased.conflicts, "disputed": sorted(met.disputed)}
    form = ConflictForm(sent(request), initial=view, **about)
    if form.is_bound and form.is_forged:
        raise BadRequest("this is no choice for a conflict")
    context = frame(request, page) | {"suggestion": suggestion, "last": last, "met": met}
    context |= {"form": form} | _shown(suggestion, rebased, form)
    if form.is_bound and {name: form.cleaned_data.get(name) for name in view} != view:
        # Others wrote once more: the conflicts may be others too, so nothing is chosen for them.
        again = ConflictForm(initial=view, **about)
        context |= {"form": again, "is_late": True} | _shown(suggestion, rebased, again)
        return answers.form(request, "suggestions/settle.html", context, status=409)

    def act() -> HttpResponse:
        kept = {name: suggestion.fields[name] for name in met.disputed if form.keeps(name)}
        made = suggestions.amend(
            suggestion,
            by=request.user,
            seen=suggestion.version,
            base=last.pk,
            source=rebased.resolved(form.choices).new,
            fields=dict(met.fields) | kept,
            summary=suggestion.summary,
        )
        return answers.done(request, _("Your choices are made: it waits to be reviewed."), address_of(made))

    return _answer(request, "suggestions/settle.html", context, act)


@dataclass(frozen=True, slots=True)
class _Shown:
    """One thing to choose: both wordings, with what stands around them in their line, and the fields of the
    form for it."""

    number: int
    label: str
    before: str
    ours: str
    theirs: str
    after: str
    take: Any
    text: Any = None

    @property
    def both(self) -> bool:
        return self.text is not None and bool(self.ours and self.theirs)


def _shown(suggestion: Suggestion, rebased: merge.Rebased, form: ConflictForm) -> dict[str, Any]:
    page, names = suggestion.page, {"title": _("Title"), "description": _("Description")}
    passages = []
    for conflict in rebased.conflicts:
        line = page.source.rfind("\n", 0, conflict.start) + 1, page.source.find("\n", conflict.end)
        start = max(line[0], conflict.start - AROUND)
        end = min(len(page.source) if line[1] < 0 else line[1], conflict.end + AROUND)
        around = page.source[start : conflict.start], page.source[conflict.end : end]
        take, text = (form[f"{name}-{conflict.number}"] for name in ("take", "text"))
        passages.append(
            _Shown(conflict.number, "", around[0], conflict.ours, conflict.theirs, around[1], take, text)
        )
    fields = [
        _Shown(0, names[name], "", getattr(page, name), suggestion.fields[name], "", form[f"field-{name}"])
        for name in form.disputed
    ]
    return {"passages": passages, "fields": fields}


def _context(request: HttpRequest, page: Page, form: ProposalForm, last: Any) -> dict[str, Any]:
    """What every screen of a proposal shows; whoever says not what they had in view did not fill it in."""
    if form.is_bound and form.is_forged:
        raise BadRequest("the base of the proposal is missing")
    return frame(request, page) | {
        "form": form,
        "last": last,
        "desk": writing.opened(page, last) if "source" in form.fields else None,
        "draft": f"{request.user.pk}-suggest-{page.pk}",
        "action": request.get_full_path(),
    }


def _answer(request: HttpRequest, template: str, context: dict[str, Any], act: Any) -> HttpResponse:
    """What was asked for, done; a preview; or the form once more, with what stands against it."""
    form, asked = context["form"], request.POST.get("do", "")
    if form.is_valid() and asked in LOOKS and "source" in form.fields:
        context |= _looked_at(context["page"], form, asked)
    if not form.is_valid() or asked in LOOKS:
        return answers.form(request, template, context)
    try:
        return act()
    except NotAllowed:
        raise
    except TakenAlready as refusal:
        form.refuse(None, str(refusal))
        return answers.form(request, template, context, status=409)
    except (EditConflict, SuggestionSettled) as refusal:
        busy = _("Others have written on this page meanwhile: nothing is lost, look and send again.")
        form.refuse(None, str(refusal) if isinstance(refusal, SuggestionSettled) else busy)
        if "source" in form.fields:
            context |= _looked_at(Page.objects.get(pk=context["page"].pk), form, WRITE)
        return answers.form(request, template, context, status=409)
    except Refusal as refusal:
        return answers.refused(request, template, context, refusal, "source")


def _looked_at(page: Page, form: ProposalForm, asked: str) -> dict[str, Any]:
    """The desk of what was typed, and the form, with what was published since in it if that was asked for."""
    again, brought = form, None
    if asked == MERGE:
        in_view = {"base": last_revision(page).pk}
        again, brought = writing.merged(form, page, seen=form.cleaned_data["base"], in_view=in_view)
    given = again.cleaned_data
    desk = writing.looked_at(page, rendering.proposed(page, given["source"]), asked, seen=given["base"])
    return {"form": again, "desk": writing.with_news(desk, brought)}
