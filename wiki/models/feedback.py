"""What readers say of a page: whether it helped them, and a word; nothing tells who they were."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.page import Page, below, led_by

WORDS_LENGTH = 1000
WORDS_DAYS, ANSWERS_DAYS = 180, 400  # for how long words are kept, and whether a page helped


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Answers of readers as those who decide meet them."""

    def visible_to(self, user: Any) -> FeedbackQuerySet:
        """Those on pages that this person decides on, as they stand now."""
        found = self.filter(page__in=Page.objects.visible_to(user))
        if user.is_staff:
            return found
        led = led_by(user)
        return found.filter(page__in=below(led)) if led else found.none()


class Feedback(models.Model):
    """One answer to “Did this page help you?”. It bears neither account, nor address, nor anything that would
    link it to another; its words are cleared after a while, and later itself."""

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="feedback")
    helped = models.BooleanField(_("helped"))
    words = models.TextField(_("words of a reader"), max_length=WORDS_LENGTH, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    # Many came from one network at once: it may be a training room, or somebody who wants to be heard twice.
    crowded = models.BooleanField(_("one of many from one network"), default=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of a reader")
        verbose_name_plural = _("answers of readers")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["page", "at"], name="feedback_of_page"),
            models.Index(fields=["at"], condition=Q(words__gt=""), name="feedback_with_words"),
            models.Index(fields=["at"], name="feedback_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.at:%Y-%m-%d}"
