"""The operators' window on charters: every section has one line and one form, for admins alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.actions import charters
from wiki.admin.sections import SectionsWindow
from wiki.errors import BadCharter, EditConflict
from wiki.forms.charter import CharterForm
from wiki.models import Charter, Page
from wiki.queries import charters as kept


@admin.register(Charter)
class CharterWindow(SectionsWindow):
    """Its rows are the sections, each with its form."""

    list_template = "admin/wiki/charter/list.html"

    def rows(self) -> dict[str, Any]:
        return {"charters": kept.of_sections()}

    def screen(self, request: HttpRequest, number: int) -> HttpResponse | None:
        section = kept.section(number)
        return self._form(request, section) if section else None

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
        context = self.framed(request, str(charter)) | {
            "section": section,
            "form": form,
            "standing": kept.own(section) if status == 409 else None,
        }
        status = status if status == 409 else 422 if form.errors else 200
        return TemplateResponse(request, "admin/wiki/charter/form.html", context, status=status)


def _once_more(form: CharterForm, section: Page) -> CharterForm:
    """The same words over the version that stands now: to be sent knowingly."""
    now = kept.own(section)
    typed = form.values() | {"base": now.version, "reason": form.cleaned_data["reason"]}
    again = CharterForm(typed, charter=now, referents=sorted(now.referent_pks))
    again.add_error(
        None, _("This charter was saved by somebody else meanwhile. Look below, then save again.")
    )
    return again
