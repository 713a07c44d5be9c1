"""Pages that were put away: told to those who decide there, and brought back; nothing is there for others."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wiki import rules
from wiki.actions import archiving, purging
from wiki.errors import EditConflict, NotAllowed, Refusal
from wiki.forms.page import BringBackForm, PurgeForm
from wiki.models import Page
from wiki.models.page import State, led_by
from wiki.queries import archived, tree
from wiki.views import answers, gestures
from wiki.views.finding import MOST, is_path


def tell(request: HttpRequest, path: str) -> HttpResponse:
    """404 all the same, with the way to bring it back; hidden and absent answer alike to readers."""
    found = archived.at(path, request.user) if path and is_path(path) else []
    if not found:
        raise Http404
    return render(request, "pages/archived.html", {"archived": found}, status=404)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """All that were put away, for whoever may bring some of them back."""
    user = request.user
    if not (rules.may(user, "page.inspect") or led_by(user)):
        return answers.never_kept(answers.denied(request, NotAllowed("page.inspect", None)))
    leaf = archived.leaf(user, request.GET.get("page", ""))
    context = {"menu": tree.menu(user), "leaf": leaf}
    return answers.never_kept(answers.form(request, "editing/archived.html", context))


def _page(request: HttpRequest, pk: int) -> Page | None:
    """One that is away; or one that is back, where this person reads it, for whoever comes second."""
    page = Page.objects.filter(pk=pk).first() if pk <= MOST else None
    found = page is not None and any(
        rules.may(request.user, way, page) for way in ("page.inspect", "page.read")
    )
    return page if found else None


@gestures.on(_page, "page.inspect")
def bring_back(request: HttpRequest, page: Page) -> HttpResponse:
    """A page is read again, with those that went along: who comes with it and where to is said first."""
    if page.state != State.ARCHIVED:
        said = _("“%(page)s” is back already.") % {"page": page}
        return answers.done(request, said, page.address, plainly=True)
    rules.require(request.user, "page.unarchive", page)
    form = BringBackForm(gestures.sent(request), page=page)
    gestures.require_base(form)
    status, going = None, archived.along(page)
    if form.is_valid():
        was = page.path
        try:
            archiving.unarchive(page, by=request.user, **form.cleaned_data)
        except EditConflict:
            page, status = Page.objects.get(pk=page.pk), 409
            form.data = {**request.POST.dict(), "base": page.version}
        except Refusal as refusal:
            form.refuse("reason", str(refusal))
        else:
            return answers.done(request, _said(page, was, len(going)), page.address)
    context = gestures.frame(request, page) | {"form": form, "stale": status == 409, "going": going}
    context["purges"] = rules.may(request.user, "page.purge", page)
    return answers.form(request, "editing/bring_back.html", context, status=status)


@gestures.on(_page, "page.purge")
@reauthentication_required
def purge(request: HttpRequest, page: Page) -> HttpResponse:
    """Its words go for ever: asked once more, of whoever has just said who they are, with what and why."""
    form = PurgeForm(gestures.sent(request), page=page)
    gestures.require_base(form)
    status = None
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("base", "reason")}
        was = str(page)
        try:
            purging.purge(page, by=request.user, **told)
        except EditConflict:
            page, status = Page.objects.get(pk=page.pk), 409
            form.data = {**request.POST.dict(), "base": page.version}
        else:
            said = _("“%(page)s” is purged for ever.") % {"page": was}
            return answers.done(request, said, reverse("wiki:archived"))
    context = gestures.frame(request, page) | {"form": form, "stale": status == 409}
    context["lost"] = archived.lost_with(page)
    return answers.form(request, "editing/purge.html", context, status=status)


def _said(page: Page, was: str | None, along: int) -> str:
    said = _("“%(page)s” is back.") % {"page": page}
    if along:
        more = ngettext("%(count)d page below it came along.", "%(count)d pages below it came along.", along)
        said = f"{said} {more % {'count': along}}"
    if page.path != was:
        beside = _("Another page has taken its address: it stands beside it now.")
        said = f"{said} {beside}"
    return said
