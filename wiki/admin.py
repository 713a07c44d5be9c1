"""Windows for operators: they look at pages and their history, and act only through actions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki import rules
from wiki.actions import pictures, rendering
from wiki.exchange.remarks import told
from wiki.models import Attachment, Book, Page, PageRevision, Redirect


class Window(admin.ModelAdmin[Any]):
    """Everything can be read, nothing can be written: history has no back door."""

    actions_on_bottom = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "page.inspect")


@admin.register(Page)
class PageWindow(Window):
    list_display = ("title", "path", "kind", "state", "listed", "version")
    list_filter = ("state", "kind", "listed", "lang")
    search_fields = ("title", "path")
    ordering = ("path", "pk")
    list_select_related = ("parent",)
    actions = ("render_again",)
    fields = (
        ("title", "nav_title"),
        ("kind", "state", "listed", "locked", "lang"),
        ("parent", "position"),
        ("slug", "path", "url"),
        "description",
        ("icon", "cover"),
        "book_path",
        "header",
        "source",
        ("version", "engine_version"),
    )

    @admin.action(description=gettext_lazy("Render the chosen pages again"), permissions=["render"])
    def render_again(self, request: HttpRequest, queryset: QuerySet[Page]) -> None:
        changed = rendering.rebuild(queryset, by=request.user)
        said = ngettext("%(count)d page has changed.", "%(count)d pages have changed.", changed)
        messages.success(request, said % {"count": changed})

    def has_render_permission(self, request: HttpRequest) -> bool:
        return rules.may(request.user, "page.rebuild")


@admin.register(PageRevision)
class RevisionWindow(Window):
    list_display = (
        "title",
        "number",
        "history_date",
        "history_user",
        "accepted_by",
        "origin",
        "reason_shown",
    )
    list_filter = ("origin", "history_date")
    search_fields = ("title", "path", "commit")
    list_select_related = ("history_user", "accepted_by")
    ordering = ("-history_date", "-history_id")
    fields = (
        ("title", "number"),
        ("history_date", "history_user", "accepted_by"),
        ("origin", "commit"),
        "history_change_reason",
        "co_authors",
        ("path", "state", "listed"),
        "description",
        "header",
        "source",
    )

    @admin.display(description=gettext_lazy("reason"))
    def reason_shown(self, revision: Any) -> str:
        return (
            revision.reason
            if len(revision.reason) <= 80
            else _("%(start)s…") % {"start": revision.reason[:80]}
        )


@admin.register(Redirect)
class RedirectWindow(Window):
    list_display = ("path", "page", "since")
    search_fields = ("path", "page__title")
    list_select_related = ("page",)


@admin.register(Attachment)
class AttachmentWindow(Window):
    list_display = ("thumbnail", "path", "media_type", "weight", "state", "refusal", "dimensions", "book")
    list_display_links = ("path",)
    list_filter = ("state", "refusal", "book", "media_type")
    search_fields = ("path", "blob")
    list_select_related = ("book",)
    ordering = ("book", "path")
    actions = ("check_again",)
    readonly_fields = ("thumbnail", "weight", "dimensions")
    fields = (
        ("book", "path", "mode"),
        ("media_type", "weight", "dimensions"),
        ("state", "refusal"),
        "blob",
        "variants",
        "thumbnail",
    )

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, attachment: Attachment) -> str:
        if not attachment.is_picture:
            return ""
        return format_html('<img src="{}?w=480" height="48" alt="" loading="lazy">', attachment.address)

    @admin.display(description=gettext_lazy("size"), ordering="size")
    def weight(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size)

    @admin.display(description=gettext_lazy("dimensions"), ordering="width")
    def dimensions(self, attachment: Attachment) -> str:
        return f"{attachment.width} × {attachment.height}" if attachment.width else ""

    @admin.action(description=gettext_lazy("Check the chosen pictures again"), permissions=["check"])
    def check_again(self, request: HttpRequest, queryset: QuerySet[Attachment]) -> None:
        count = pictures.check_again(queryset, by=request.user)
        said = ngettext(
            "%(count)d picture will be checked again.", "%(count)d pictures will be checked again.", count
        )
        messages.success(request, said % {"count": count})

    def has_check_permission(self, request: HttpRequest) -> bool:
        return rules.may(request.user, "attachment.check")


@admin.register(Book)
class BookWindow(Window):
    list_display = (
        "name",
        "place",
        "source",
        "branch",
        "commit_shown",
        "imported_at",
        "pages_held",
        "pictures",
    )
    search_fields = ("name", "source")
    list_select_related = ("root",)
    ordering = ("name", "pk")
    fields = (
        ("name", "place", "licence_shown"),
        ("source", "branch", "commit"),
        ("folder", "readme", "summary"),
        ("imported_at", "with_history", "repaired"),
        ("pages_held", "revisions_held", "files_held", "pictures"),
        "report",
    )
    readonly_fields = (
        "place",
        "licence_shown",
        "pages_held",
        "revisions_held",
        "files_held",
        "pictures",
        "report",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Book]:
        return Book.objects.with_counts()

    @admin.display(description=gettext_lazy("address"), ordering="root__path")
    def place(self, book: Book) -> str:
        return book.root.address if book.root else ""

    @admin.display(description=gettext_lazy("licence"))
    def licence_shown(self, book: Book) -> str:
        return book.licence or _("licence not stated")

    @admin.display(description=gettext_lazy("last commit"), ordering="commit")
    def commit_shown(self, book: Book) -> str:
        return book.commit[:10]

    @admin.display(description=gettext_lazy("pages (archived)"))
    def pages_held(self, book: Any) -> str:
        return f"{book.living} ({book.archived})"

    @admin.display(description=gettext_lazy("revisions"))
    def revisions_held(self, book: Any) -> int:
        return PageRevision.objects.filter(book=book).count()

    @admin.display(description=gettext_lazy("files"))
    def files_held(self, book: Any) -> int:
        return book.files

    @admin.display(description=gettext_lazy("pictures checked"))
    def pictures(self, book: Any) -> str:
        return f"{book.pictures_checked}/{book.pictures_held}"

    @admin.display(description=gettext_lazy("what was not understood"))
    def report(self, book: Book) -> str:
        said = format_html_join("", "<li>{}</li>", ((told(remark),) for remark in book.remarks))
        return format_html("<ul>{}</ul>", said) if book.remarks else _("Nothing: all of it was understood.")
