"""Sections in the administration: windows that have a line for each."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from wiki import rules
from wiki.admin.window import Window


class SectionsWindow(Window):
    """For admins alone. What a section has has the section's number, whether it was written yet or not."""

    list_template = ""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "charter.inspect")

    def rows(self) -> dict[str, Any]:
        """What the list shows."""
        raise NotImplementedError

    def screen(self, request: HttpRequest, number: int) -> HttpResponse | None:
        """The screen of a section's own; None where there is no such section."""
        raise NotImplementedError

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self.framed(request, capfirst(str(self.opts.verbose_name_plural))) | self.rows()
        return TemplateResponse(request, self.list_template, context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        is_number = object_id.isascii() and object_id.isdigit() and len(object_id) < 19
        answer = self.screen(request, int(object_id)) if is_number else None
        if answer is None:
            raise Http404
        return answer

    def framed(self, request: HttpRequest, title: str) -> dict[str, Any]:
        """What the frame of the administration needs."""
        return self.admin_site.each_context(request) | {"title": title, "opts": self.opts}
