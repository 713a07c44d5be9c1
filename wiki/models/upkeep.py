"""Until when a page is held for right: the day on which somebody looks at it anew, who found it right."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.page import Page

MOST_MONTHS = 60
NOTE_LENGTH = 500


class Upkeep(models.Model):
    """One of a page that has such a day; a page without one is looked at when somebody thinks of it.

    `late_since` is written by the queue once the day has come: what strangers read hangs on no clock.
    """

    page = models.OneToOneField(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, primary_key=True, related_name="upkeep"
    )
    due = models.DateField(_("to be looked at on"))
    # How long it is held for right once somebody has found it so.
    months = models.PositiveSmallIntegerField(
        _("months until the next look"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
    )
    checked_at = models.DateTimeField(_("last found right on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("found right by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    late_since = models.DateField(_("to be updated since"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("last recalled on"), null=True, blank=True, editable=False)
    # How many times it was written: a form that saw another one is told that it was late.
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        verbose_name = _("date of a page")
        verbose_name_plural = _("dates of pages")
        ordering = ["due", "page"]
        indexes = [
            models.Index(fields=["due"], name="upkeep_due"),
            models.Index(fields=["late_since"], condition=Q(late_since__isnull=False), name="upkeep_late"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=MOST_MONTHS), name="upkeep_comes_after_months"
            ),
            models.CheckConstraint(
                condition=Q(late_since__isnull=True) | Q(late_since=F("due")),
                name="upkeep_is_late_since_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.due}"

    @property
    def is_late(self) -> bool:
        return self.due <= timezone.localdate()
