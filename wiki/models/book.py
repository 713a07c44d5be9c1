"""A book: one imported guide, where it came from, the commits it is made of, and what was not understood."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class BookQuerySet(models.QuerySet["Book"]):
    def with_counts(self) -> BookQuerySet:
        """Each with its `living` and `archived` pages, `files`, `pictures_held` and `pictures_checked`."""
        return self.annotate(
            living=_count("wiki.Page", ~Q(state="archived")),
            archived=_count("wiki.Page", Q(state="archived")),
            files=_count("wiki.Attachment", Q()),
            pictures_held=_count("wiki.Attachment", Q(state__in=["waiting", "ready", "refused"])),
            pictures_checked=_count("wiki.Attachment", Q(state__in=["ready", "refused"])),
        )


def _count(model: str, which: Q) -> Coalesce:
    """How many rows of a model a book has: a query of its own, since joined counts would multiply."""
    rows = apps.get_model(model).objects.filter(which, book=OuterRef("pk")).order_by()
    return Coalesce(Subquery(rows.values("book").annotate(count=Count("pk")).values("count")), 0)


class Book(models.Model):
    """One guide, or one space of a repository of several; its pages name it, its root stands for it."""

    root = models.OneToOneField(
        "wiki.Page", verbose_name=_("root page"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name"), max_length=200)
    # As it was given to the command, without what logs in.
    source = models.CharField(_("source"), max_length=2000)
    branch = models.CharField(_("branch"), max_length=255, blank=True)
    commit = models.CharField(_("last commit"), max_length=64, blank=True)
    folder = models.CharField(_("folder in the repository"), max_length=1000, blank=True)
    readme = models.CharField(_("file of its root page"), max_length=1000)
    summary = models.CharField(_("file of its contents"), max_length=1000)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    with_history = models.BooleanField(_("with its history"), default=True)
    repaired = models.BooleanField(_("broken characters repaired"), default=False)
    imported_at = models.DateTimeField(_("imported on"))
    remarks = models.JSONField(_("what was not understood"), default=list, blank=True)

    objects = BookQuerySet.as_manager()

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Commit(models.Model):
    """A commit of the repository a book comes from, as its history tells it, without e-mail addresses."""

    book = models.ForeignKey(Book, verbose_name=_("book"), on_delete=models.CASCADE, related_name="commits")
    hash = models.CharField(_("hash"), max_length=64)
    position = models.PositiveIntegerField(_("place in the history"))  # 0 is the oldest
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    author_name = models.CharField(_("name of the author"), max_length=255, blank=True)
    # ISO 8601 with the offset of whoever wrote it, which a date of the database would lose.
    authored = models.CharField(_("written on"), max_length=40)
    committer_name = models.CharField(_("name of the committer"), max_length=255, blank=True)
    committed = models.CharField(_("committed on"), max_length=40)
    message = models.TextField(_("message"), blank=True)

    class Meta:
        verbose_name = _("commit")
        verbose_name_plural = _("commits")
        ordering = ["book", "-position"]
        constraints = [models.UniqueConstraint(fields=["book", "hash"], name="commit_once_per_book")]

    def __str__(self) -> str:
        return self.hash[:10]
