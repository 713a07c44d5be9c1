"""A link of a page's present text: to a page, to an attachment, or to nothing that stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Link(models.Model):
    """Derived at every write: it tells which pages use a file, and which are to be rendered again."""

    page = models.ForeignKey(
        "wiki.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="links_out"
    )
    # What it leads to, by kind: the path of a page ("" is the home page), the blob of an attachment,
    # or the destination as its author wrote it when nothing stands there.
    kind = models.CharField(_("kind"), max_length=10)
    target = models.CharField(_("target"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        indexes = [models.Index(fields=["kind", "target"], name="link_backwards")]
        constraints = [models.UniqueConstraint(fields=["page", "kind", "target"], name="link_once_per_page")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"
