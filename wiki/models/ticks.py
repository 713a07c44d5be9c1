"""What somebody ticked, kept on their account so that another device knows it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wiki.models.page import Page


class Ticks(models.Model):
    """The ticks of one person on one page, or on the key actions, which are of no page; their owner's alone.

    Each is known by the key of its task (`text.ticks`) and tells when it was made: of two devices, the one
    that ticked last counts. One that was taken back stays, so that no older device brings it up again.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="ticks"
    )
    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    ticks = models.JSONField(_("what was ticked"), default=dict)

    class Meta:
        verbose_name = _("ticks of a page")
        verbose_name_plural = _("ticks of pages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "page"], name="ticks_of_a_page_are_one"),
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(page=None), name="ticks_of_key_actions_are_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} · {self.page_id or '—'}"
