"""The filter of words and links, of a section for those who write its charter, of the site for admins."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.actions import sieving
from wiki.errors import BadSieve, EditConflict
from wiki.forms.sieve import SieveForm
from wiki.models import Page
from wiki.queries import sieves, tree
from wiki.views import answers
from wiki.views.finding import MOST
from wiki.views.gestures import on, sent


def _find(request: HttpRequest, pk: int) -> Page | None:
    place = sieves.place(pk) if pk <= MOST else None
    visible = place is not None and Page.objects.visible_to(request.user).filter(pk=pk).exists()
    return place.page if place is not None and visible else None


@on(_find, "sieve.edit")
def edit(request: HttpRequest, section: Page) -> HttpResponse:
    """The lists are read, and written."""
    is_site = section.parent_id is None
    form = SieveForm(sent(request), sieve=sieves.own(section))
    if form.is_bound and form.is_forged:
        raise BadRequest("the base of the change is missing")
    context = {"menu": tree.menu(request.user), "section": section, "form": form, "is_site": is_site}
    if not form.is_valid():
        return answers.form(request, "charters/sieve.html", context)
    told = form.values() | {"seen": form.cleaned_data["base"], "reason": form.cleaned_data["reason"]}
    try:
        sieving.write(section, by=request.user, **told)
    except BadSieve as refusal:
        form.refuse(None, str(refusal))
        return answers.form(request, "charters/sieve.html", context)
    except EditConflict:
        typed = request.POST.copy()
        typed["base"] = str(sieves.own(section).version)
        again = SieveForm(typed, sieve=sieves.own(section))
        again.refuse(None, _("Somebody else saved this filter meanwhile: look at it, then save again."))
        context |= {"form": again, "standing": sieves.own(section)}
        return answers.form(request, "charters/sieve.html", context, status=409)
    at = reverse("wiki:charters") if is_site else reverse("wiki:charter", args=[section.pk])
    return answers.done(request, _("The filter is saved: it holds from now on."), at)
