"""The operators' window on pages: they are archived, brought back, published; never deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki import rules
from wiki.actions import pages, rendering
from wiki.actions.addressing import Tree
from wiki.admin.filters import SectionFilter
from wiki.admin.window import Window
from wiki.errors import Refusal
from wiki.models import Page
from wiki.models.page import State

MOST = 200  # pages of one gesture that takes away: what a form can hold
HEAVY = ("header", "source", "html", "outline", "plain", "links", "upstream")
Verb = Callable[..., Any]


@admin.register(Page)
class PageWindow(Window):
    list_display = ("title", "above", "path", "kind", "state", "listed", "book", "version")
    list_filter = ("state", SectionFilter, "listed", "kind", "book", "lang")
    search_fields = ("title", "path", "book_path")
    ordering = ("path", "pk")
    list_select_related = ("book", "parent")
    actions = ("archive", "unarchive", "publish", "unpublish", "render_again")
    readonly_fields = ("past", "engine")
    fields = (
        ("title", "nav_title"),
        ("kind", "state", "listed", "locked", "lang"),
        ("parent", "position"),
        ("slug", "path", "url"),
        "past",
        "description",
        ("icon", "cover"),
        ("book", "book_path", "encoding"),
        "header",
        "source",
        ("version", "engine"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        above = (f"parent__{name}" for name in HEAVY)
        return super().get_queryset(request).defer(*HEAVY, *above)

    def get_fields(self, request: HttpRequest, obj: Page | None = None) -> list[Any]:
        """The way to its revisions, for whom they open."""
        is_open = rules.may(request.user, "revision.inspect")
        return [field for field in super().get_fields(request, obj) if field != "past" or is_open]

    def view_on_site(self, page: Page) -> str | None:
        """Its address, while it stands there."""
        return page.address if page.state != State.ARCHIVED else None

    @admin.display(description=gettext_lazy("page above it"), ordering="parent__path")
    def above(self, page: Page) -> str:
        return page.parent.title if page.parent else ""

    @admin.display(description=gettext_lazy("history"))
    def past(self, page: Page) -> str:
        address = reverse("admin:wiki_pagerevision_changelist")
        return format_html('<a href="{}?id__exact={}">{}</a>', address, page.pk, _("Its revisions"))

    @admin.display(description=gettext_lazy("engine version"))
    def engine(self, page: Page) -> int:
        return page.engine_version

    # ---- what can be done

    @admin.action(description=gettext_lazy("Archive the chosen pages…"), permissions=["view"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Page]) -> HttpResponse | None:
        tree, chosen = Tree.now(), list(queryset.defer(None).exclude(state=State.ARCHIVED))
        keys = {page.pk for page in chosen}
        tops = [page for page in chosen if keys.isdisjoint(place.pk for place in tree.above(page.parent_id))]
        going = {page.pk: len(tree.below(page.pk)) for page in tops}
        question = _("The chosen pages are put away with all below them. Their addresses become free.")
        return self._after_asking(request, tops, "archive", pages.archive, question, going)

    @admin.action(description=gettext_lazy("Make the chosen pages drafts again…"), permissions=["view"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Page]) -> HttpResponse | None:
        chosen = list(queryset.defer(None).filter(state=State.PUBLISHED))
        question = _("Nobody reads the chosen pages any more but those who decide.")
        return self._after_asking(request, chosen, "unpublish", pages.unpublish, question, {})

    @admin.action(description=gettext_lazy("Bring the chosen pages back"), permissions=["view"])
    def unarchive(self, request: HttpRequest, queryset: QuerySet[Page]) -> None:
        for page, was in self._each(request, _still(queryset, State.ARCHIVED), pages.unarchive):
            if page.path != was:
                said = _("“%(page)s” came back at another address than it had: %(address)s")
                messages.warning(request, said % {"page": page, "address": page.address})

    @admin.action(description=gettext_lazy("Publish the chosen drafts"), permissions=["view"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Page]) -> None:
        self._each(request, _still(queryset, State.DRAFT), pages.publish)

    @admin.action(description=gettext_lazy("Render the chosen pages again"), permissions=["render"])
    def render_again(self, request: HttpRequest, queryset: QuerySet[Page]) -> None:
        changed = rendering.rebuild(queryset, by=request.user)
        said = ngettext("%(count)d page has changed.", "%(count)d pages have changed.", changed)
        messages.success(request, said % {"count": changed})

    def has_render_permission(self, request: HttpRequest) -> bool:
        return rules.may(request.user, "page.rebuild")

    # ---- how

    def _after_asking(
        self,
        request: HttpRequest,
        chosen: Sequence[Page],
        action: str,
        verb: Verb,
        question: str,
        going: dict[int, int],
    ) -> HttpResponse | None:
        """What takes something from readers is asked once more, with its reason; then done."""
        if len(chosen) > MOST:
            messages.error(request, _("Choose at most %(most)d pages at once.") % {"most": MOST})
            return None
        bases = dict(part.split(":", 1) for part in request.POST.getlist("base") if ":" in part)
        reason = request.POST.get("reason", "").strip()
        if reason and bases:
            for page in chosen:
                page.version = _number(bases.get(str(page.pk), ""))
            self._each(request, chosen, verb, reason=reason)
            return None
        told = [(page, going.get(page.pk, 0)) for page in chosen]
        is_told = not bases or bool(reason)
        return self.asking(request, action, question, about="page", chosen=told, is_told=is_told)

    def _each(
        self, request: HttpRequest, chosen: Iterable[Page], verb: Verb, **how: Any
    ) -> list[tuple[Page, str | None]]:
        """Each by itself: one that is refused says why. Those that were done, with their old paths."""
        done: list[tuple[Page, str | None]] = []
        for page in chosen:
            was = page.path
            try:
                verb(page, by=request.user, base=page.version, **how)
            except Refusal as refusal:
                messages.error(request, _("%(page)s: %(refusal)s") % {"page": page, "refusal": refusal})
            else:
                done.append((page, was))
        said = ngettext("%(count)d page was changed.", "%(count)d pages were changed.", len(done))
        messages.success(request, said % {"count": len(done)})
        return done


def _still(queryset: QuerySet[Page], state: str) -> Iterator[Page]:
    """Those that are in this state when their turn comes: some may have come back with another."""
    for pk in list(queryset.order_by("path", "pk").values_list("pk", flat=True)):
        page = Page.objects.filter(pk=pk, state=state).first()
        if page is not None:
            yield page


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
