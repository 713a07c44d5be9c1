"""Flags: "this breaks the rules", said of a comment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.thread import Comment

VERDICTS = [(None, _("to be looked at")), (True, _("upheld")), (False, _("dismissed"))]


class Flag(models.Model):
    """One person's report of one comment; a person says it once."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.CASCADE, related_name="flags"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.CASCADE, related_name="flags"
    )
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    # None until moderators have looked: whether the comment was hidden, or shown again.
    upheld = models.BooleanField(_("verdict"), null=True, blank=True, choices=VERDICTS)

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["by", "at"], name="flag_of_person"),
            # What the moderators' queue begins with, on each screen that tells them how many wait.
            models.Index(fields=["comment", "at"], condition=Q(upheld=None), name="flag_to_be_judged"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["comment", "by"], name="flag_is_said_once"),
            models.CheckConstraint(condition=Q(reason__gt=""), name="flag_has_a_reason"),
        ]

    def __str__(self) -> str:
        return _("flag of %(person)s") % {"person": self.by}
