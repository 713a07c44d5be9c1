"""Flags: "this breaks the rules", said of a comment, a suggestion, a page, a person or a reuse."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.page import Page, State
from wiki.models.reuse import Reuse
from wiki.models.suggestion import Stage, Suggestion
from wiki.models.thread import Comment

VERDICTS = [(None, _("to be looked at")), (True, _("upheld")), (False, _("dismissed"))]
# What a flag may be about, by the name of the field that bears it.
ABOUT = ("comment", "suggestion", "page", "about", "reuse")


class Rule(models.TextChoices):
    """Which rule of the site is said to be broken."""

    PERSON = "person", _("It attacks somebody")
    HATE = "hate", _("Its words are hateful")
    PRIVATE = "private", _("It tells of somebody’s private life")
    ADVERTISING = "advertising", _("It advertises, or fills space")
    COPIED = "copied", _("It is copied without the right to")
    LAW = "law", _("The law forbids it")
    OTHER = "other", _("Something else")


def _is_about_one() -> Q:
    """One thing, and no other."""
    found = Q()
    for name in ABOUT:
        found |= Q(**{f"{other}__isnull": other != name for other in ABOUT})
    return found


class FlagQuerySet(models.QuerySet["Flag"]):
    """Flags as they wait."""

    def to_be_judged(self) -> FlagQuerySet:
        """Those that nobody looked at yet."""
        return self.filter(upheld=None)

    def on_more_than_words(self) -> FlagQuerySet:
        """Those on suggestions, pages, people and reuses that are there to be looked at."""
        archived, gone = State.ARCHIVED, Q(about__isnull=False, about__erased_at=None)
        proposed = Q(suggestion__isnull=False) & ~Q(suggestion__state=Stage.DRAFT)
        there = proposed & ~Q(suggestion__page__state=archived)
        told = Q(reuse__isnull=False, reuse__withdrawn=None)
        return self.filter(there | Q(page__isnull=False) & ~Q(page__state=archived) | gone | told)


class Flag(models.Model):
    """One person's report of one thing; a person says it once."""

    comment = models.ForeignKey(
        Comment,
        verbose_name=_("comment"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="flags",
    )
    suggestion = models.ForeignKey(
        Suggestion,
        verbose_name=_("suggestion"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="flags",
    )
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="flags"
    )
    # The person whose profile it is; who says so is told to nobody else, them least of all.
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="flags_about",
    )
    reuse = models.ForeignKey(
        Reuse, verbose_name=_("reuse"), null=True, blank=True, on_delete=models.CASCADE, related_name="flags"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.CASCADE, related_name="flags"
    )
    rule = models.CharField(_("rule"), max_length=11, choices=Rule.choices, default=Rule.OTHER)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    # Somebody new sent it, whose browser was asked for a proof of work and gave none.
    unproved = models.BooleanField(_("without proof of work"), default=False, editable=False)
    # None until moderators have looked: whether what it is about was in the wrong.
    upheld = models.BooleanField(_("verdict"), null=True, blank=True, choices=VERDICTS)

    objects = FlagQuerySet.as_manager()

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
            models.UniqueConstraint(fields=["suggestion", "by"], name="flag_of_suggestion_once"),
            models.UniqueConstraint(fields=["page", "by"], name="flag_of_page_once"),
            models.UniqueConstraint(fields=["about", "by"], name="flag_of_person_once"),
            models.UniqueConstraint(fields=["reuse", "by"], name="flag_of_reuse_once"),
            models.CheckConstraint(condition=_is_about_one(), name="flag_is_about_one_thing"),
            models.CheckConstraint(condition=Q(rule__in=Rule.values), name="flag_rule_is_known"),
            models.CheckConstraint(
                condition=Q(reason__gt="") | ~Q(rule=Rule.OTHER), name="flag_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return _("flag of %(person)s") % {"person": self.by}

    @property
    def it(self) -> Any:
        """What it is about."""
        return next(getattr(self, name) for name in ABOUT if getattr(self, f"{name}_id") is not None)
