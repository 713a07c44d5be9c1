"""Texts that are being written and were not sent yet: kept on the site, so that another browser has them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEY_LENGTH = 200


class Draft(models.Model):
    """What somebody has typed in one form, which the browser knows by the same name; its owner's alone."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="drafts"
    )
    key = models.CharField(_("form"), max_length=KEY_LENGTH)
    at = models.DateTimeField(_("typed on"), default=timezone.now)
    values = models.JSONField(_("what was typed"), default=dict)
    in_view = models.JSONField(_("what was in view"), default=dict, blank=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="draft_of_a_form_is_one")]

    def __str__(self) -> str:
        return self.key
