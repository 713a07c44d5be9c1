"""What lists are filtered by, each called by what it asks and never by the name of a column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.models import Comment, Flag, Measure, Page
from wiki.models.page import State, below

# Where the page stands of what a list shows; of all else, in `page`.
PLACES: dict[Any, tuple[str, ...]] = {
    Page: ("pk",),
    Comment: ("thread__page",),
    Flag: ("page", "comment__thread__page", "suggestion__page"),
    Measure: ("comment__thread__page",),
}


class SectionFilter(admin.SimpleListFilter):
    """Those of a section and of all that stands below it."""

    title = gettext_lazy("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        first = Page.objects.filter(parent__isnull=False, parent__parent=None).exclude(state=State.ARCHIVED)
        found = first.order_by("position", "sort_key", "pk").values_list("pk", "title")
        return [(str(pk), title) for pk, title in found]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        if chosen not in dict(self.lookup_choices):
            return queryset
        inside, found = below(frozenset({int(chosen)})), Q()
        for place in PLACES.get(queryset.model, ("page",)):
            found |= Q(**{f"{place}__in": inside})
        return queryset.filter(found)


class StandingFilter(admin.SimpleListFilter):
    """What became of decisions: contested ones first, which wait for somebody."""

    title = gettext_lazy("what became of it")
    parameter_name = "became"
    asked: dict[str, Any] = {
        "contested": {"contested_at__isnull": False, "answered_at": None, "lifted_at": None},
        "standing": {"lifted_at": None},
        "upheld": {"upheld": True},
        "reversed": {"upheld": False},
        "lifted": {"lifted_at__isnull": False},
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("contested", _("contested, waits for an answer")),
            ("standing", _("stands")),
            ("upheld", _("contested, upheld")),
            ("reversed", _("contested, reversed")),
            ("lifted", _("taken back")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**self.asked.get(self.value() or "", {}))


class Named(admin.FieldListFilter):
    """A filter of a field, called otherwise than the field."""

    words: Any

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.title = self.words


class DateFilter(Named, admin.DateFieldListFilter):
    words = gettext_lazy("date")


class HiddenFilter(Named, admin.EmptyFieldListFilter):
    """Whether it is out of sight, by the date on which it was hidden."""

    words = gettext_lazy("hidden")

    def choices(self, changelist: Any) -> Iterator[Any]:
        names = _("All"), _("No"), _("Yes")
        for name, choice in zip(names, super().choices(changelist), strict=True):
            yield choice | {"display": name}


class DeletedFilter(HiddenFilter):
    """Whether it was deleted, by the date on which it was."""

    words = gettext_lazy("deleted")
