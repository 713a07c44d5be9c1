"""The operators' window on books: where each came from, what it holds, what was not understood."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki import rules
from wiki.admin.window import Window
from wiki.exchange.remarks import told
from wiki.models import Book, PageRevision


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
        "newer",
    )
    readonly_fields = (
        "newer",
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

    @admin.display(description=gettext_lazy("newer state"))
    def newer(self, book: Book) -> str:
        """The way to bring newer commits in, where they are fetched from."""
        if not book.source.startswith("https://"):
            return _("It came as a file, or from the command line.")
        asked = {"address": book.source, "branch": book.branch}
        asked |= {"place": book.root.path or ""} if book.root else {}
        where = f"{reverse('admin:wiki_import_add')}?{urlencode(asked)}"
        return format_html('<a href="{}">{}</a>', where, _("Look for a newer state"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The way to newer commits, for whom it opens."""
        is_open = rules.may(request.user, "book.import")
        return [field for field in super().get_fields(request, obj) if field != "newer" or is_open]

    @admin.display(description=gettext_lazy("what was not understood"))
    def report(self, book: Book) -> str:
        said = format_html_join("", "<li>{}</li>", ((told(remark),) for remark in book.remarks))
        return format_html("<ul>{}</ul>", said) if book.remarks else _("Nothing: all of it was understood.")
