"""What people follow, and how they want to be told of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.page import Page
from wiki.models.suggestion import Suggestion
from wiki.models.thread import Thread


class Level(models.TextChoices):
    """How much somebody wants to hear of what they follow, the most first."""

    DISCUSSION = "discussion", _("changes and discussion")
    CHANGES = "changes", _("changes")
    NEW = "new", _("new pages only")
    MINE = "mine", _("what concerns me")
    NOTHING = "nothing", _("nothing")


RANK = {level: rank for rank, level in enumerate(reversed(Level.values))}


class Watch(models.Model):
    """One thing that one person follows: a page, alone or with all below it; a thread; a suggestion; what a
    person contributes. One that came by itself only ever adds to what was chosen by hand."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.CASCADE, related_name="watches")
    below = models.BooleanField(_("with the pages below"), default=False)
    thread = models.ForeignKey(
        Thread, null=True, blank=True, on_delete=models.CASCADE, related_name="watches"
    )
    suggestion = models.ForeignKey(
        Suggestion, null=True, blank=True, on_delete=models.CASCADE, related_name="watches"
    )
    whom = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    by_itself = models.BooleanField(_("followed by taking part"), default=False)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="watch_level_is_known"),
            models.CheckConstraint(
                condition=Q(page__isnull=False, thread=None, suggestion=None, whom=None)
                | Q(page=None, thread__isnull=False, suggestion=None, whom=None, below=False)
                | Q(page=None, thread=None, suggestion__isnull=False, whom=None, below=False)
                | Q(page=None, thread=None, suggestion=None, whom__isnull=False, below=False),
                name="watch_is_of_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=["person", field],
                    condition=Q(**{f"{field}__isnull": False}),
                    name=f"watch_of_a_{field}_is_one",
                )
                for field in ("page", "thread", "suggestion", "whom")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_level_display()}"

    @property
    def kind(self) -> str:
        """Which kind of thing it is, as the field that holds it is called."""
        return next(name for name in ("page", "thread", "suggestion", "whom") if getattr(self, f"{name}_id"))

    @property
    def it(self) -> Any:
        """The thing itself."""
        return getattr(self, self.kind)


class Topic(models.TextChoices):
    """What a notice is about, as people choose how soon they hear of it."""

    ANSWERS = "answers", _("somebody answers or mentions me")
    MINE = "mine", _("one of my suggestions moves on")
    WORDS = "words", _("my words are changed")
    DECIDING = "deciding", _("a suggestion or a page waits for me to decide")
    WATCHED = "watched", _("something I follow changes")


class Pace(models.TextChoices):
    """How soon a mail tells of it."""

    ONCE = "once", _("at once")
    DAILY = "daily", _("each day")
    WEEKLY = "weekly", _("each week")
    NEVER = "never", _("never")


HOURS = (8, 12, 18)
DAYS = {0: _("Monday"), 4: _("Friday")}  # as `date.weekday` counts


def _is_one_of(name: str, values: Iterable[int]) -> Q:
    """Said one by one: Django's reader of SQLite's schema stumbles over a list of short numbers."""
    known = Q()
    for value in values:
        known |= Q(**{name: value})
    return known


class NoticeSettings(models.Model):
    """How somebody wants to be told; who has no row has the values of an empty one."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="notice_settings",
    )
    follows = models.BooleanField(_("follow what I take part in"), default=True)
    answers = models.CharField(Topic.ANSWERS.label, max_length=6, choices=Pace.choices, default=Pace.ONCE)
    mine = models.CharField(Topic.MINE.label, max_length=6, choices=Pace.choices, default=Pace.ONCE)
    words = models.CharField(Topic.WORDS.label, max_length=6, choices=Pace.choices, default=Pace.DAILY)
    deciding = models.CharField(Topic.DECIDING.label, max_length=6, choices=Pace.choices, default=Pace.DAILY)
    watched = models.CharField(Topic.WATCHED.label, max_length=6, choices=Pace.choices, default=Pace.WEEKLY)
    hour = models.PositiveSmallIntegerField(
        _("hour of the digest"), choices=[(hour, str(hour)) for hour in HOURS], default=HOURS[0]
    )
    weekday = models.PositiveSmallIntegerField(
        _("day of the weekly one"), choices=list(DAYS.items()), default=0
    )
    # No mail leaves until the day after; what would have been told at once comes with a digest then.
    paused_until = models.DateField(_("no mail until"), null=True, blank=True)
    # The mail server of the address said that it takes nothing in: the site says so instead.
    refused_at = models.DateTimeField(_("address refused on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("notice settings")
        verbose_name_plural = _("notice settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    answers__in=Pace.values,
                    mine__in=Pace.values,
                    words__in=Pace.values,
                    deciding__in=Pace.values,
                    watched__in=Pace.values,
                ),
                name="notice_settings_paces_are_known",
            ),
            models.CheckConstraint(
                condition=_is_one_of("hour", HOURS) & _is_one_of("weekday", DAYS),
                name="notice_settings_times_are_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person_id)
