"""Somebody says that they are at it: what they have taken to decide, and until when."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SPAN = timedelta(minutes=30)  # without a sign of them, it is over
SLACK = timedelta(minutes=1)  # who read the clock a moment later, and wrote first, has not gone back in time


class Taken(models.TextChoices):
    """What may be taken."""

    SUGGESTION = "suggestion", _("suggestion")
    COMMENT = "comment", _("comment")  # one that waits in the moderators' queue


class TakingQuerySet(models.QuerySet["Taking"]):
    """Takings as they hold."""

    def standing(self) -> TakingQuerySet:
        """Those that are not over; one that would last longer than any was made by a clock that has gone back
        since."""
        now = timezone.now()
        return self.filter(until__gt=now, until__lte=now + SPAN + SLACK)


class Taking(models.Model):
    """One person at a time is at one thing; nobody is shut out by it, and it lapses by itself.

    The row of a thing is used again by whoever takes it next: it says nothing of who was at it before.
    """

    kind = models.CharField(_("what"), max_length=10, choices=Taken.choices)
    key = models.PositiveBigIntegerField(_("number"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    until = models.DateTimeField(_("until"))

    objects = TakingQuerySet.as_manager()

    class Meta:
        verbose_name = _("taking")
        verbose_name_plural = _("takings")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="taking_is_by_one"),
            models.CheckConstraint(condition=Q(kind__in=Taken.values), name="taking_kind_is_known"),
            models.CheckConstraint(condition=Q(until__gt=models.F("at")), name="taking_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.by_id}"
