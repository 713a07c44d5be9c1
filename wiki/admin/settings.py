"""The operators' window on what the site says of itself: one form, for admins alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import settings
from wiki.admin import telling
from wiki.admin.window import Window
from wiki.errors import BadSettings, EditConflict
from wiki.forms.settings import SettingsForm
from wiki.models import SiteSettings
from wiki.models.settings import TEXTS
from wiki.queries.settings import current


@admin.register(SiteSettings)
class SettingsWindow(Window):
    """There is one row or none, so the list is the form."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, settings.ACTION, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, settings.ACTION, obj)

    def change_view(self, request: HttpRequest, *args: Any, **how: Any) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(_own_address())

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return _form(self, request)


def _form(window: SettingsWindow, request: HttpRequest) -> HttpResponse:
    if not window.has_change_permission(request):
        raise PermissionDenied
    form = SettingsForm(request.POST or None, request.FILES or None, site=current())
    stale: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            settings.edit(
                current(),
                by=request.user,
                base=form.cleaned_data["base"],
                reason=form.cleaned_data["reason"],
                **form.values(),
            )
        except BadSettings as refusal:
            form.add_error(None, str(refusal))
        except EditConflict:
            form, stale = _once_more(form)
        else:
            messages.success(request, _("The settings of the site are saved."))
            return HttpResponseRedirect(_own_address())
    status = 409 if stale else 422 if form.errors else 200
    context = _context(window, request, form, stale)
    return TemplateResponse(request, "admin/wiki/sitesettings/form.html", context, status=status)


def _once_more(form: SettingsForm) -> tuple[SettingsForm, list[tuple[str, str]]]:
    """The same words over the version that stands now, and what differs in it: to be sent knowingly."""
    site, typed = current(), form.values()
    differs = [name for name in typed if getattr(site, name) != typed[name]]
    told = [(telling.label(name), telling.value(name, getattr(site, name))) for name in differs]
    data = {**dict(form.data.items()), "base": str(site.version)}
    again = SettingsForm(data, site=site)
    again.add_error(None, _("Another admin saved these settings meanwhile. Look below, then save again."))
    return again, told


def _context(
    window: SettingsWindow, request: HttpRequest, form: SettingsForm, stale: list[tuple[str, str]]
) -> dict[str, Any]:
    return window.admin_site.each_context(request) | {
        "title": capfirst(window.opts.verbose_name),
        "opts": window.opts,
        "form": form,
        "stale": stale,
        "plain": [form[name] for name in settings.PLAIN],
        "texts": [form[name] for name in TEXTS],
    }


def _own_address() -> str:
    return reverse("admin:wiki_sitesettings_changelist")
