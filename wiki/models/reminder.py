"""What was recalled to those who decide on a suggestion, or to its author: a fact that is noted once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.suggestion import Suggestion


class Recall(models.TextChoices):
    """What it is about."""

    NEAR = "near", _("the promised answer is due soon")
    LATE = "late", _("the promised answer is late")
    ASKED = "asked", _("changes were asked of its author")
    CONFLICT = "conflict", _("its author must say what becomes of it")


TO_DECIDERS = (Recall.NEAR, Recall.LATE)


class Reminder(models.Model):
    """One person is reminded of one thing, once for each stretch of waiting, which began at `since`.

    `due` is when the answer was promised, or from when on the author has been silent for long. Screens
    show it, and a notice tells of it.
    """

    suggestion = models.ForeignKey(
        Suggestion, verbose_name=_("suggestion"), on_delete=models.CASCADE, related_name="reminders"
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("to"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Recall.choices)
    since = models.DateTimeField(_("waiting since"))
    due = models.DateTimeField(_("due"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "kind", "since", "to"], name="reminder_is_written_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=Recall.values), name="reminder_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id}: {self.get_kind_display()}"
