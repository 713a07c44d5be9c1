"""Measures: what those who moderate decided of somebody or of their words, and what came of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.reuse import Reuse
from wiki.models.thread import Comment


class Kind(models.TextChoices):
    """What was decided."""

    HIDE = "hide", _("comment hidden")
    ASK = "ask", _("asked to rephrase a comment")
    REUSE = "reuse", _("reuse hidden")
    WARN = "warn", _("warning")
    SUSPEND = "suspend", _("suspension")
    BAN = "ban", _("ban")


ON_COMMENTS = (Kind.HIDE, Kind.ASK)
ON_WORDS = (*ON_COMMENTS, Kind.REUSE)
ON_PEOPLE = (Kind.WARN, Kind.SUSPEND, Kind.BAN)


def about(said: Comment | Reuse) -> dict[str, Any]:
    """The field that tells of such words, and what it holds."""
    return {"comment" if isinstance(said, Comment) else "reuse": said}


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Measures as they count."""

    def standing(self) -> MeasureQuerySet:
        """Those that nobody took back, and whose day has not come."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()), lifted_at=None)

    def of_words(self, said: Comment | Reuse) -> MeasureQuerySet:
        """What stands about this comment or reuse; nothing about one that is not kept yet."""
        return self.standing().filter(**about(said)) if said.pk else self.none()

    def contested(self) -> MeasureQuerySet:
        """Those that somebody contests, and nobody has answered."""
        gone = Q(comment__deleted__isnull=False) | Q(reuse__withdrawn__isnull=False)
        gone |= Q(person__erased_at__isnull=False)
        return self.filter(contested_at__isnull=False, answered_at=None, lifted_at=None).exclude(gone)


class Measure(models.Model):
    """One decision about one person. It is never deleted: it is taken back, by a line of its own."""

    may_contest: bool  # told by the screen of one's own measures

    kind = models.CharField(_("measure"), max_length=7, choices=Kind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="measures",
    )
    # The words that it is about, or that were its occasion.
    comment = models.ForeignKey(
        Comment,
        verbose_name=_("comment"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="measures",
    )
    # The account that is hidden, of a measure on one.
    reuse = models.ForeignKey(
        Reuse,
        verbose_name=_("reuse"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="measures",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    # When they said to have read it, as it stood then.
    read_at = models.DateTimeField(_("read on"), null=True, blank=True)

    contested_at = models.DateTimeField(_("contested on"), null=True, blank=True)
    contest = models.TextField(_("why it is contested"), blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer = models.TextField(_("answer"), blank=True)
    upheld = models.BooleanField(_("upheld"), null=True, blank=True)

    lifted_at = models.DateTimeField(_("taken back on"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lifted_reason = models.TextField(_("why it was taken back"), blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["contested_at"],
                condition=Q(contested_at__isnull=False, answered_at=None, lifted_at=None),
                name="measure_contested",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="measure_kind_is_known"),
            models.CheckConstraint(condition=Q(reason__gt=""), name="measure_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind=Kind.SUSPEND, until__gt=F("at")) | ~Q(kind=Kind.SUSPEND) & Q(until=None),
                name="measure_ends_if_it_suspends",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ON_PEOPLE, reuse=None)
                | Q(kind__in=ON_COMMENTS, comment__isnull=False, reuse=None)
                | Q(kind=Kind.REUSE, reuse__isnull=False, comment=None),
                name="measure_tells_its_words",
            ),
            models.CheckConstraint(
                condition=Q(contested_at=None, contest="", answered_at=None)
                | Q(contested_at__isnull=False, contest__gt=""),
                name="measure_is_contested_in_words",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, upheld=None)
                | Q(answered_at__isnull=False, upheld__isnull=False),
                name="measure_is_answered_one_way",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind=Kind.BAN, lifted_at=None), name="ban_of_a_person_is_one"
            ),
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(kind__in=ON_COMMENTS, lifted_at=None),
                name="measure_of_a_comment_is_one",
            ),
            models.UniqueConstraint(
                fields=["reuse"],
                condition=Q(kind=Kind.REUSE, lifted_at=None),
                name="measure_of_a_reuse_is_one",
            ),
        ]

    def __str__(self) -> str:
        return _("%(measure)s: %(person)s") % {"measure": self.get_kind_display(), "person": self.person}

    @property
    def is_standing(self) -> bool:
        return self.lifted_at is None and (self.until is None or self.until > timezone.now())

    @property
    def is_contested(self) -> bool:
        """Whether somebody has to answer."""
        return self.contested_at is not None and self.answered_at is None and self.lifted_at is None

    @property
    def words(self) -> Comment | Reuse | None:
        """What was put away by it, if anything was."""
        return (self.comment or self.reuse) if self.is_on_words else None

    @property
    def is_on_words(self) -> bool:
        return self.kind in ON_WORDS


def standing_against(person: Any) -> tuple[bool, Any, bool]:
    """Whether somebody is banned, until when they are suspended, and whether something waits to be read."""
    found = list(Measure.objects.filter(person=person).values_list("kind", "until", "lifted_at", "read_at"))
    standing = [(kind, until) for kind, until, lifted, _read in found if lifted is None]
    ends = [until for kind, until in standing if kind == Kind.SUSPEND and until is not None]
    unread = any(read is None for *_told, read in found)
    return any(kind == Kind.BAN for kind, _until in standing), max(ends, default=None), unread
