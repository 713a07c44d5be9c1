"""A book: one imported guide, where it came from, the commits it is made of, and what was not understood."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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
