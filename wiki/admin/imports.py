"""The admins' window on imports: a guide is asked for, read, looked at, brought in by the queue of tasks."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki import rules
from wiki.admin.filters import DateFilter
from wiki.admin.waiting import Wait
from wiki.admin.window import Window
from wiki.errors import ImportSettled, Refusal
from wiki.exchange import running
from wiki.exchange.remarks import told
from wiki.forms.importing import ImportForm
from wiki.models import Import
from wiki.models.importing import Stage

FIRST = 40  # remarks that are shown before the others are folded
PREFILLED = ("branch", "space", "place", "with_history", "repair")
STEPS = {
    "reading": gettext_lazy("Reading the guide"),
    "files": gettext_lazy("Keeping its files"),
    "pages": gettext_lazy("Drawing its pages"),
    "history": gettext_lazy("Writing it all, with its history"),
}
COUNTS = {
    "made": gettext_lazy("Pages made"),
    "changed": gettext_lazy("Pages changed"),
    "archived": gettext_lazy("Pages archived"),
    "revisions": gettext_lazy("Revisions"),
    "files": gettext_lazy("Files"),
    "redirects": gettext_lazy("Former addresses"),
}


def _to_confirm(total: int) -> str:
    return ngettext("import to be confirmed", "imports to be confirmed", total)


def _under_way(total: int) -> str:
    return ngettext("import under way", "imports under way", total)


@admin.register(Import)
class ImportWindow(Window):
    list_display = ("source", "stage", "place_shown", "branch", "at", "by")
    list_filter = ("stage", ("at", DateFilter))
    search_fields = ("source", "branch", "place", "by__name")
    list_select_related = ("by",)
    ordering = ("-at", "-pk")
    waits = (
        Wait(5, _to_confirm, {"stage__exact": Stage.READ.value}, since="since"),
        Wait(5, _under_way, {"stage__exact": Stage.IMPORTING.value}, since="since"),
    )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, running.ACTION)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request)

    @admin.display(description=gettext_lazy("address on the site"), ordering="place")
    def place_shown(self, it: Import) -> str:
        return f"/{it.place}/" if it.place else "/"

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Where it comes from, where it goes."""
        self._require(request)
        form = ImportForm(request.POST or None, request.FILES or None, initial=_asked_before(request))
        if request.method == "POST" and form.is_valid():
            try:
                made = running.ask(by=request.user, **form.values())
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return HttpResponseRedirect(_address(made))
        context = self._context(request, _("Bring a guide in")) | {"form": form}
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/wiki/import/form.html", context, status=status)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How far it is, what would be done or was, what was not understood."""
        self._require(request)
        it = self.get_object(request, object_id)
        if it is None:
            raise Http404
        if request.method == "POST":
            return self._act(request, it)
        if request.GET.get("as") == "csv":
            return _sheet(it)
        remarks = [_told(it, remark) for remark in it.remarks]
        context = self._context(request, _title(it)) | {
            "it": it,
            "steps": _steps(it),
            "books": [(book["name"], _counts(book)) for book in it.books],
            "is_idle": not any(any(map(_count, book.values())) for book in it.books),
            "first": remarks[:FIRST],
            "others": remarks[FIRST:],
        }
        return TemplateResponse(request, "admin/wiki/import/show.html", context)

    def _act(self, request: HttpRequest, it: Import) -> HttpResponse:
        verbs: dict[str, Callable[..., Import]] = {
            "import": running.carry_out,
            "read": running.read_again,
            "stop": running.stop,
        }
        verb = verbs.get(request.POST.get("do", ""))
        if verb is None:
            raise BadRequest("no such button")
        try:
            verb(it, by=request.user)
        except ImportSettled as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(_address(it))

    def _require(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"title": title, "opts": self.opts}


def _address(it: Import) -> str:
    return reverse("admin:wiki_import_change", args=[it.pk])


def _asked_before(request: HttpRequest) -> dict[str, Any]:
    """What an older import asked: to bring newer commits in, or the same guide otherwise."""
    key = request.GET.get("as", "")
    is_number = key.isascii() and key.isdigit() and len(key) < 19
    former = Import.objects.filter(pk=int(key)).first() if is_number else None
    if former is None:
        return {name: request.GET[name] for name in ("address", "branch", "place") if name in request.GET}
    kind = {"kind": "file"} if former.upload else {"kind": "git", "address": former.source}
    return kind | {name: getattr(former, name) for name in PREFILLED}


def _title(it: Import) -> str:
    return {
        Stage.READING.value: _("The guide is being read"),
        Stage.READ.value: _("This is what an import would do"),
        Stage.IMPORTING.value: _("The guide is being brought in"),
        Stage.DONE.value: _("The guide is here"),
        Stage.FAILED.value: _("The guide was not brought in"),
        Stage.STOPPED.value: _("The import was stopped"),
    }[it.stage]


def _steps(it: Import) -> list[tuple[Any, str]]:
    """Each step with how it stands: done, now, or to come."""
    names = list(STEPS) if it.stage == Stage.IMPORTING else ["reading"]
    here = names.index(it.step) if it.step in names else 0
    stands = ["done" if place < here else "now" if place == here else "next" for place in range(len(names))]
    return [(STEPS[name], how) for name, how in zip(names, stands, strict=True)]


def _count(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _counts(book: dict[str, Any]) -> list[tuple[Any, int]]:
    return [(words, book.get(name, 0)) for name, words in COUNTS.items()]


def _told(it: Import, remark: dict[str, Any]) -> dict[str, Any]:
    """A remark in words, beside the way to its page, once it is there."""
    place = it.report.get("addresses", {}).get(remark["file"], "") if it.stage == Stage.DONE else ""
    return {"said": told(remark), "address": place}


def _sheet(it: Import) -> HttpResponse:
    """What was not understood, for a spreadsheet; nothing in it begins as a formula would."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{it.pk}.csv"'
    rows = csv.writer(answer)
    rows.writerow([_("file"), _("line"), _("what was not understood")])
    for remark in it.remarks:
        rows.writerow([_inert(remark["file"]), remark["line"] or "", _inert(told(remark))])
    return answer


def _inert(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
