"""What happened that people may want to know, and who was told of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.measure import Measure
from wiki.models.page import Page
from wiki.models.reminder import Reminder
from wiki.models.reuse import Reuse
from wiki.models.stand import Stand
from wiki.models.suggestion import Review, Suggestion
from wiki.models.thread import Comment, Thread
from wiki.models.watch import Pace, Topic


class Kind(models.TextChoices):
    """What happened."""

    OPENED = "opened", _("thread opened")
    REPLIED = "replied", _("reply")
    RESOLVED = "resolved", _("thread resolved")
    REOPENED = "reopened", _("thread reopened")
    PROPOSED = "proposed", _("suggestion received")
    AMENDED = "amended", _("suggestion amended")
    ASKED = "asked", _("changes asked")
    APPROVED = "approved", _("suggestion approved")
    ACCEPTED = "accepted", _("suggestion accepted")
    DECLINED = "declined", _("suggestion declined")
    SUPPORTED = "supported", _("support")
    OBJECTED = "objected", _("objection")
    REVISED = "revised", _("page changed")
    CREATED = "created", _("new page")
    REMINDED = "reminded", _("reminder")
    MENTIONED = "mentioned", _("mention added")
    TAKEN = "taken", _("suggestion being read")
    OUTDATED = "outdated", _("page to be updated")
    FEEDBACK = "feedback", _("answers of readers")
    REUSED = "reused", _("reuse told")
    MEASURED = "measured", _("decision about somebody")
    UPHELD = "upheld", _("contested decision upheld")
    LIFTED = "lifted", _("decision taken back")


OF_MEASURES = (Kind.MEASURED, Kind.UPHELD, Kind.LIFTED)


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts as people meet them."""

    def readable_by(self, person: Any) -> FactQuerySet:
        """Those about what this person may read now, be it a stranger."""
        return self.filter(*_readable_by(person, ""))


def _readable_by(person: Any, fact: str) -> list[Any]:
    """What a fact is about is asked of the querysets of all screens; `fact`: where its fields stand."""
    pages = Page.objects.visible_to(person).filter(pk=OuterRef(f"{fact}page"))
    # The comment that it tells of, or any of the thread that it tells of: that is how threads are visible.
    comments = Comment.objects.visible_to(person).filter(
        thread=OuterRef(f"{fact}thread"), pk=Coalesce(OuterRef(f"{fact}comment"), F("pk"))
    )
    suggestions = Suggestion.objects.visible_to(person).filter(pk=OuterRef(f"{fact}suggestion"))
    reuses = Reuse.objects.visible_to(person).filter(pk=OuterRef(f"{fact}reuse"))
    measures = Measure.objects.filter(person=person.pk or 0, pk=OuterRef(f"{fact}measure"))
    return [
        Exists(pages),
        Q(**{f"{fact}thread": None, f"{fact}comment": None}) | Exists(comments),
        Q(**{f"{fact}suggestion": None}) | Exists(suggestions),
        Q(**{f"{fact}reuse": None}) | Exists(reuses),
        Q(**{f"{fact}measure": None}) | Exists(measures),
    ]


class Fact(models.Model):
    """A deed, written in its own transaction: the queue tells of it whoever is to be told, and if it is
    killed it goes on from `told_to`."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)
    # Without it, nobody did it: silence adopted a suggestion, or a day came; or it is not told who did it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    suggestion = models.ForeignKey(
        Suggestion, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reuse = models.ForeignKey(Reuse, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    review = models.ForeignKey(Review, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    stand = models.ForeignKey(Stand, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    reminder = models.ForeignKey(Reminder, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(
        "wiki.PageRevision", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    told_to = models.BigIntegerField(default=0, editable=False)  # people are told in the order of their keys
    told_at = models.DateTimeField(_("told on"), null=True, blank=True, editable=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["at"], condition=Q(told_at__isnull=True), name="fact_to_be_told"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="fact_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_kind_display()}"


class Why(models.TextChoices):
    """Why somebody is told, as the notice itself says."""

    MENTIONED = "mentioned", _("because you are mentioned")
    OPENED = "opened", _("because you opened this thread")
    TOOK_PART = "took part", _("because you take part in it")
    AUTHOR = "author", _("because you wrote this suggestion")
    WORDS = "words", _("because you wrote these words")
    TELLER = "teller", _("because you told this reuse")
    DECIDES = "decides", _("because you decide here")
    THREAD = "thread", _("because you follow this thread")
    SUGGESTION = "suggestion", _("because you follow this suggestion")
    PAGE = "page", _("because you follow this page")
    ABOVE = "above", _("because you follow what stands above it")
    PERSON = "person", _("because you follow this person")
    CONCERNED = "concerned", _("because it was decided about you")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices as their reader meets them."""

    def of(self, person: Any) -> NoticeQuerySet:
        """Those of this person about what they may read now: asked again at each reading and sending."""
        return self.filter(*_readable_by(person, "fact__"), person=person)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One person is told of one fact, once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    fact = models.ForeignKey(Fact, verbose_name=_("fact"), on_delete=models.CASCADE, related_name="notices")
    why = models.CharField(_("why"), max_length=10, choices=Why.choices)
    # The page above it that they follow, where that is why.
    above = models.ForeignKey(Page, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(_("topic"), max_length=10, choices=Topic.choices)
    read_at = models.DateTimeField(_("read on"), null=True, blank=True)
    pace = models.CharField(_("mail"), max_length=6, choices=Pace.choices)
    mailed_at = models.DateTimeField(_("mailed on"), null=True, blank=True)
    # Of their words that were changed: the first passages, and how many there are; see `text.rewording`.
    passages = models.JSONField(default=dict, blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-fact", "-pk"]
        indexes = [
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["person"],
                condition=Q(mailed_at=None, pace__in=[Pace.DAILY, Pace.WEEKLY]),
                name="notice_for_a_digest",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "fact"], name="notice_is_given_once"),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="notice_says_why"),
            models.CheckConstraint(
                condition=Q(topic__in=Topic.values, pace__in=Pace.values), name="notice_pace_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.fact_id}"


class Rewording(models.Model):
    """Whose words a revision took away, noted as it is written, and kept with it: they are told of it, and
    read it on the page of their own words."""

    revision = models.OneToOneField(
        "wiki.PageRevision", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    # How many words of each former revision went, and whose the words were: see `Credit.spans`.
    lost = models.JSONField(default=dict, editable=False)
    spans = models.JSONField(default=list, editable=False)
    before = models.TextField(editable=False)  # the plain words of both
    after = models.TextField(editable=False)

    class Meta:
        verbose_name = _("rewording")
        verbose_name_plural = _("rewordings")

    def __str__(self) -> str:
        return f"rewording {self.pk}"
