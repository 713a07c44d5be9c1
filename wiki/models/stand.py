"""What people make of a suggestion before it is decided: they support it, or object to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.suggestion import Suggestion


class Stance(models.TextChoices):
    """For, or against."""

    SUPPORT = "support", _("support")
    OBJECTION = "objection", _("objection")


class StandQuerySet(models.QuerySet["Stand"]):
    """Stands as they count."""

    def standing(self) -> StandQuerySet:
        """Those that nobody took back, and whose words are still proposed."""
        return self.filter(taken_back__isnull=True, lapsed__isnull=True)


class Stand(models.Model):
    """Somebody's stand on a suggestion, or on the change of this key; `changes` tells the words it is about.

    It is never deleted: one that was taken back is told by nobody, and one that lapsed says that its words
    became others.
    """

    suggestion = models.ForeignKey(
        Suggestion, verbose_name=_("suggestion"), on_delete=models.CASCADE, related_name="stands"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    stance = models.CharField(_("stance"), max_length=9, choices=Stance.choices)
    change = models.CharField(_("change"), max_length=12, blank=True)
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    other_way = models.TextField(_("another way"), blank=True)
    taken_back = models.DateTimeField(_("taken back on"), null=True, blank=True)
    lapsed = models.DateTimeField(_("lapsed on"), null=True, blank=True)

    objects = StandQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand")
        verbose_name_plural = _("stands")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "by", "change"],
                condition=Q(taken_back__isnull=True, lapsed__isnull=True),
                name="stand_of_a_person_is_one",
            ),
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="stand_stance_is_known"),
            models.CheckConstraint(
                condition=Q(stance=Stance.SUPPORT) | Q(reason__gt="", other_way__gt=""),
                name="objection_says_why_and_how_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id}: {self.get_stance_display()}"
