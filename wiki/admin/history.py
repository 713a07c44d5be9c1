"""The operators' windows on what was: revisions, former addresses, the journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wiki import rules
from wiki.actions import hiding, journal, moving
from wiki.admin import telling
from wiki.admin.choosing import Choosing, Gesture
from wiki.admin.filters import DateFilter, HiddenFilter, SectionFilter
from wiki.admin.judging import MOST
from wiki.admin.window import Window
from wiki.errors import Refusal
from wiki.forms.hiding import HideForm
from wiki.forms.thread import ReasonForm
from wiki.models import ModerationEntry, PageRevision, Redirect
from wiki.models.journal import deed_of
from wiki.queries import timeline

SHOWN = 80  # characters of a reason in a list


@admin.register(PageRevision)
class RevisionWindow(Window):
    list_display = (
        "title",
        "number",
        "written_on",
        "written_by",
        "accepted_by",
        "origin",
        "reason_shown",
        "hidden_shown",
    )
    list_filter = ("origin", ("hidden_at", HiddenFilter), ("history_date", DateFilter))
    search_fields = ("title", "path", "commit")
    list_select_related = ("history_user", "accepted_by")
    ordering = ("-history_date", "-history_id")
    actions = ("hide", "show")
    readonly_fields = ("written_on", "written_by", "reason_whole", "together", "hidden_shown")
    fields = (
        ("title", "number"),
        ("written_on", "written_by", "accepted_by"),
        ("origin", "commit"),
        "reason_whole",
        "together",
        ("hidden_shown", "hidden_at", "hidden_by"),
        "hidden_reason",
        ("path", "state", "listed"),
        "description",
        "header",
        "source",
    )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "revision.inspect")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("source", "header")  # too heavy for a list

    # The library names its own columns in English.
    @admin.display(description=gettext_lazy("date"), ordering="history_date")
    def written_on(self, revision: Any) -> str:
        return date_format(timezone.localtime(revision.history_date), "DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("author"), ordering="history_user")
    def written_by(self, revision: Any) -> str:
        return str(revision.history_user or "—")

    @admin.display(description=gettext_lazy("reason"))
    def reason_whole(self, revision: Any) -> str:
        return str(revision.history_change_reason or "—")

    @admin.display(description=gettext_lazy("reason"))
    def reason_shown(self, revision: Any) -> str:
        return _shortened(revision.reason)

    @admin.display(description=gettext_lazy("co-authors"))
    def together(self, revision: Any) -> str:
        """By the names that they bear now."""
        moment = timeline.moment(revision)
        return ", ".join(moment.co_authors) or "—"

    @admin.display(description=pgettext_lazy("revision", "hidden"))
    def hidden_shown(self, revision: Any) -> str:
        said = {"text_hidden": _("text"), "author_hidden": _("author and reason")}
        return ", ".join(words for name, words in said.items() if getattr(revision, name)) or "-"

    @admin.action(description=gettext_lazy("Hide the chosen revisions…"), permissions=["view"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        question = _("Only those who moderate will read what is hidden. Nothing is erased.")
        return self._after_asking(request, queryset, HideForm, hiding.hide, question)

    @admin.action(description=gettext_lazy("Show the chosen revisions again…"), permissions=["view"])
    def show(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        question = _("Everybody will read them.")
        return self._after_asking(request, queryset, ReasonForm, hiding.show, question)

    def _after_asking(
        self, request: HttpRequest, queryset: QuerySet[Any], asked: Any, verb: Any, question: str
    ) -> HttpResponse | None:
        """Asked once more, with what and why; then each by itself: one that is refused says why."""
        rows = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(rows) > MOST:
            messages.error(request, _("Choose at most %(most)d lines at once.") % {"most": MOST})
            return None
        action = verb.__name__
        found = (
            PageRevision.objects.filter(pk__in=rows).select_related("history_user").defer("source", "header")
        )
        chosen = [one for one in found if rules.may(request.user, f"revision.{action}", one)]
        form = asked(request.POST if "reason" in request.POST else None)
        if not (chosen and form.is_valid()):
            told = {"chosen": chosen, "rows": rows, "form": form}
            return self.asking(request, action, question, about="revision", **told)
        done = 0
        for revision in chosen:
            try:
                verb(revision, by=request.user, **form.cleaned_data)
                done += 1
            except Refusal as refusal:
                said = _("%(revision)s: %(refusal)s") % {"revision": revision, "refusal": refusal}
                messages.error(request, said)
        if done:
            said = ngettext("%(count)d revision was changed.", "%(count)d revisions were changed.", done)
            messages.success(request, said % {"count": done})
        return None


def _forgotten(total: int) -> str:
    said = ngettext("%(count)d address is forgotten.", "%(count)d addresses are forgotten.", total)
    return said % {"count": total}


@admin.register(Redirect)
class RedirectWindow(Choosing):
    list_display = ("path", "page", "since")
    list_filter = (("since", DateFilter),)
    search_fields = ("path", "page__title", "page__path")
    list_select_related = ("page",)
    ordering = ("path",)
    actions = ("drop",)

    @admin.action(description=gettext_lazy("Forget the chosen addresses…"), permissions=["drop"])
    def drop(self, request: HttpRequest, queryset: QuerySet[Redirect]) -> HttpResponse | None:
        gesture = Gesture(
            name="drop",
            rule="redirect.drop",
            verb=moving.forget_address,
            question=_("Whoever comes by them finds nothing there any more, and another page may take them."),
            done=_forgotten,
        )
        return self.once_more(request, queryset, gesture)

    def has_drop_permission(self, request: HttpRequest) -> bool:
        return rules.may(request.user, "redirect.drop")


class DeedFilter(admin.AllValuesFieldListFilter):
    """The deeds that the journal tells of, in words."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield choice | {"display": deed_of(str(choice["display"]))}


@admin.register(ModerationEntry)
class JournalWindow(Window):
    list_display = ("at", "by", "deed_shown", "subject", "reason_shown")
    list_display_links = ("at", "subject")
    list_filter = (("action", DeedFilter), SectionFilter, ("at", DateFilter))
    readonly_fields = ("deed_shown", "told", "sealed")
    search_fields = ("subject", "reason", "page__path")
    list_select_related = ("by",)
    ordering = ("-at", "-pk")
    fields = (
        ("at", "by"),
        ("deed_shown", "page"),
        "subject",
        "reason",
        "told",
        "network",
        ("before_hash", "after_hash"),
        "sealed",
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Whence it was done is for admins alone."""
        fields = super().get_fields(request, obj)
        if rules.may(request.user, "journal.network"):
            return fields
        return [field for field in fields if field != "network"]

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Nobody finds out by filtering what they are not shown."""
        return not lookup.startswith("network") and super().lookup_allowed(lookup, value, request)

    @admin.display(description=gettext_lazy("as it was written"))
    def sealed(self, entry: ModerationEntry) -> str:
        if not (entry.before_hash or entry.after_hash):
            return "-"
        now = journal.seal(entry.before), journal.seal(entry.after)
        return _("yes") if now == (entry.before_hash, entry.after_hash) else _("no: written otherwise since")

    @admin.display(description=gettext_lazy("action"), ordering="action")
    def deed_shown(self, entry: ModerationEntry) -> str:
        return entry.deed

    @admin.display(description=gettext_lazy("what has changed"))
    def told(self, entry: ModerationEntry) -> str:
        return telling.changes(entry)

    @admin.display(description=gettext_lazy("reason"))
    def reason_shown(self, entry: ModerationEntry) -> str:
        return _shortened(entry.reason)


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else _("%(start)s…") % {"start": text[:SHOWN]}
