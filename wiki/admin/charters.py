"""The operators' window on charters: every section has one line and one form, for admins alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import charters
from wiki.admin.window import Window
from wiki.errors import BadCharter, EditConflict
from wiki.forms.charter import CharterForm
from wiki.models import Charter, Page
from wiki.queries import charters as kept


@admin.register(Charter)
class CharterWindow(Window):
    """Its rows are the sections, with or without a charter of their own: the key of both is the same."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "charter.inspect")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self._context(request, capfirst(str(self.opts.verbose_name_plural)))
        context["charters"] = kept.of_sections()
        return TemplateResponse(request, "admin/wiki/charter/list.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        is_number = object_id.isascii() and object_id.isdigit() and len(object_id) < 19
        section = kept.section(int(object_id)) if is_number else None
        if section is None:
            raise Http404
        return self._form(request, section)

    def _form(self, request: HttpRequest, section: Page) -> HttpResponse:
        charter = kept.own(section)
        form = CharterForm(request.POST or None, charter=charter, referents=sorted(charter.referent_pks))
        status = 200
        if request.method == "POST" and form.is_valid():
            told = form.values() | {"seen": form.cleaned_data["base"], "reason": form.cleaned_data["reason"]}
            try:
                charters.amend(section, by=request.user, **told)
            except BadCharter as refusal:
                form.add_error(None, str(refusal))
            except EditConflict:
                status, form = 409, _once_more(form, section)
            else:
                said = _("The charter of “%(section)s” is saved.") % {"section": section}
                messages.success(request, said)
                return HttpResponseRedirect(reverse("admin:wiki_charter_changelist"))
        context = self._context(request, str(charter)) | {
            "section": section,
            "form": form,
            "standing": kept.own(section) if status == 409 else None,
        }
        status = status if status == 409 else 422 if form.errors else 200
        return TemplateResponse(request, "admin/wiki/charter/form.html", context, status=status)

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"title": title, "opts": self.opts}


def _once_more(form: CharterForm, section: Page) -> CharterForm:
    """The same words over the version that stands now: to be sent knowingly."""
    now = kept.own(section)
    typed = form.values() | {"base": now.version, "reason": form.cleaned_data["reason"]}
    again = CharterForm(typed, charter=now, referents=sorted(now.referent_pks))
    again.add_error(
        None, _("This charter was saved by somebody else meanwhile. Look below, then save again.")
    )
    return again
