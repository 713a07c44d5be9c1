"""Charters in plain words: those of all sections, of one, what it said before; written by its referents."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki import rules
from wiki.actions import charters
from wiki.errors import BadCharter, EditConflict, NotAllowed
from wiki.forms.charter import AbsenceForm, SectionCharterForm
from wiki.models import Charter, Page
from wiki.queries import charters as kept
from wiki.queries import foreseeing, people, tree
from wiki.views import answers
from wiki.views.finding import MOST
from wiki.views.gestures import on, sent

LOOK = "look"  # the button that shows how the rule would read


@require_safe
def of_site(request: HttpRequest) -> HttpResponse:
    """The rule of each section that this person may read."""
    menu = tree.menu(request.user)
    found = [charter for charter in kept.of_sections() if menu.find(charter.section.pk)]
    return answers.reading(request, "charters/all.html", {"menu": menu, "charters": found}, indexed=False)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule of a section: who decides, how, and what it said before."""
    section = _find(request, pk)
    if section is None:
        raise Http404
    charter = kept.own(section)
    context = _frame(request, section) | {
        "charter": charter,
        "referents": kept.named(section),
        "versions": kept.versions(section),
        "may_edit": rules.may(request.user, "charter.edit", section),
        "may_leave": rules.may(request.user, "charter.leave", section),
    }
    return answers.reading(request, "charters/show.html", context, indexed=False)


def _find(request: HttpRequest, pk: int) -> Page | None:
    section = kept.section(pk) if pk <= MOST else None
    visible = section is not None and Page.objects.visible_to(request.user).filter(pk=pk).exists()
    return section if visible else None


@on(_find, "charter.edit")
def edit(request: HttpRequest, section: Page) -> HttpResponse:
    """The rule is written, or looked at before it is."""
    charter = kept.own(section)
    named = sorted(charter.referent_pks)
    before = kept.own(section)
    form = SectionCharterForm(sent(request), charter=_begun(request, charter), referents=named)
    context = _frame(request, section) | {"form": form, "charter": before}
    if not form.is_bound and request.GET.get("model", "") in charters.MODELS:
        context["foreseen"] = foreseeing.of_section(section, charter, before)
    if not form.is_bound or not form.is_valid():
        return answers.form(request, "charters/edit.html", context)
    if request.POST.get("do") == LOOK:
        seen = {"wanted": form.instance, "foreseen": foreseeing.of_section(section, form.instance, before)}
        return answers.form(request, "charters/edit.html", context | seen)
    told = form.values() | {"seen": form.cleaned_data["base"], "reason": form.cleaned_data["reason"]}
    try:
        charters.amend(section, by=request.user, **told)
    except BadCharter as refusal:
        form.add_error(None, str(refusal))
        return answers.form(request, "charters/edit.html", context)
    except EditConflict:
        return _once_more(request, section, form, context)
    return answers.done(request, _("The charter is published."), reverse("wiki:charter", args=[section.pk]))


@on(_find, "charter.leave")
def away(request: HttpRequest, section: Page) -> HttpResponse:
    """A referent says until when they are away, and who decides in their place."""
    mine = next((one for one in kept.named(section) if one.person_id == request.user.pk), None)
    if mine is None:  # not named any more since a moment ago
        raise NotAllowed("charter.leave", section)
    told: dict[str, Any] = {"until": mine.away_until if mine.is_away else None}
    told["deputy"] = reverse("wiki:person", args=[people.name_of(mine.deputy)]) if mine.deputy else ""
    form = AbsenceForm(sent(request), initial=told)
    if form.is_valid():
        try:
            charters.leave(section, by=request.user, **form.cleaned_data)
            return answers.done(request, _("It is noted."), reverse("wiki:charter", args=[section.pk]))
        except BadCharter as refusal:
            form.refuse("until", str(refusal))
    return answers.form(request, "charters/away.html", _frame(request, section) | {"form": form})


def _begun(request: HttpRequest, charter: Charter) -> Charter:
    """The charter as it is, or one of the models to begin from."""
    for name, value in charters.MODELS.get(request.GET.get("model", ""), {}).items():
        setattr(charter, name, value)
    return charter


def _once_more(
    request: HttpRequest, section: Page, form: SectionCharterForm, context: dict[str, Any]
) -> HttpResponse:
    """The same words over the version that stands now: to be sent knowingly."""
    now = kept.own(section)
    typed = request.POST.copy()
    typed["base"] = str(now.version)
    again = SectionCharterForm(typed, charter=now, referents=sorted(now.referent_pks))
    again.add_error(
        None, _("Somebody else published this charter meanwhile: look at it, then publish again.")
    )
    context |= {"form": again, "charter": kept.own(section)}
    return answers.form(request, "charters/edit.html", context, status=409)


def _frame(request: HttpRequest, section: Page) -> dict[str, Any]:
    menu = tree.menu(request.user)
    below = menu.find(section.pk)
    governed = len(tree.pages_below(below)) if below else 0
    return {"menu": menu, "section": section, "governed": governed, "rows": menu.rows(section)}
