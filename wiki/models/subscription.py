"""What somebody without an account follows by mail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import FoldedEmailField
from wiki.models.page import Page
from wiki.models.watch import Pace


class Subscription(models.Model):
    """An address that hears of one page, alone or with all below it, once its owner has confirmed that.

    It is shown to nobody but admins, and goes as its owner leaves: the row is deleted.
    """

    email = FoldedEmailField(_("e-mail address"), max_length=254)
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    below = models.BooleanField(_("with the pages below"), default=False)
    pace = models.CharField(
        _("mail"), max_length=6, choices=[(one.value, one.label) for one in (Pace.DAILY, Pace.WEEKLY)]
    )
    language = models.CharField(_("language"), max_length=5)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    # What happened before is told already, or is older than the wish to hear of it.
    told_until = models.DateTimeField(_("told until"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription by mail")
        verbose_name_plural = _("subscriptions by mail")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["email", "page"], name="subscription_is_one"),
            models.CheckConstraint(
                condition=Q(pace__in=[Pace.DAILY, Pace.WEEKLY]), name="subscription_pace_is_known"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, told_until=None)
                | Q(confirmed_at__isnull=False, told_until__isnull=False),
                name="subscription_is_told_once_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.get_pace_display()}"
