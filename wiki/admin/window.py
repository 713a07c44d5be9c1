"""What all windows have in common: everything can be read there, nothing can be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_noop

from wiki import rules
from wiki.admin.waiting import Waiting

# Django's words, for which its French writes "Aucun(e)" whatever they are about: ours go before them.
SAID_ANEW = gettext_noop("None"), gettext_noop("None available")


class Readable(BaseModelAdmin[Any]):
    """A list, a form or the rows within one: nobody meets a link that would refuse them."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Those who may not open what a field leads to read its name there, without a link to a refusal."""
        return [self._readable(field, request) for field in super().get_fields(request, obj)]

    def _readable(self, field: Any, request: HttpRequest) -> Any:
        if isinstance(field, tuple | list):
            return tuple(self._readable(one, request) for one in field)
        try:
            found = self.opts.get_field(field)
        except FieldDoesNotExist:
            return field
        if not isinstance(found, ForeignKey) or not self.admin_site.is_registered(found.related_model):
            return field
        is_open = self.admin_site.get_model_admin(found.related_model).has_view_permission(request)
        return field if is_open else _name_of(field, found.verbose_name)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Window(Waiting, Readable, admin.ModelAdmin[Any]):
    """Everything can be read, nothing can be written: history has no back door."""

    actions_on_bottom = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "page.inspect")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """By what it is: Django's “View %s” suits no French word that begins with a vowel."""
        told = {"title": capfirst(str(self.opts.verbose_name))} if object_id else {}
        return super().changeform_view(request, object_id, form_url, told | (extra_context or {}))

    def asking(
        self, request: HttpRequest, action: str, question: str, *, about: str, **told: Any
    ) -> TemplateResponse:
        """A gesture on chosen rows, asked once more, as the template of what it is about shows it."""
        known = self.get_action(action)
        context = self.admin_site.each_context(request) | {
            "title": known[2] if known else "",
            "opts": self.opts,
            "action": action,
            "question": question,
        }
        return TemplateResponse(request, f"admin/wiki/{about}/confirm.html", context | told)


def _name_of(field: str, label: Any) -> Callable[[Model], str]:
    def name(it: Model) -> str:
        return str(getattr(it, field) or "") or "-"

    name.__name__ = field
    return admin.display(description=label)(name)


class Within(Readable, admin.StackedInline[Any, Any]):
    """What belongs to the one thing that a window shows; whoever reads that reads these."""

    template = "admin/wiki/within.html"
    extra = 0
    can_delete = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return list(flatten(self.get_fields(request, obj)))

    def get_formset(self, request: HttpRequest, obj: Any = None, **how: Any) -> Any:
        """There is nothing to write in it, and Django knows no field by what tells of it."""
        return super().get_formset(request, obj, **how | {"fields": []})

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True
