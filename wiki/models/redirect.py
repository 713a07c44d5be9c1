"""An address that a page had once, and that still leads to it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """A live page always beats a redirect of the same path; a redirect leads to a page, never to another."""

    path = models.CharField(_("former path"), max_length=600, unique=True)
    page = models.ForeignKey(
        "wiki.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="former_paths"
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(path="")
                & ~models.Q(path__startswith="/")
                & ~models.Q(path__endswith="/"),
                name="redirect_path_bare",
            )
        ]

    def __str__(self) -> str:
        return f"/{self.path}/"
