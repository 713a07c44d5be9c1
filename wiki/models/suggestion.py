"""A suggestion: another state of a page that somebody proposes, and what was said and decided of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.page import Page, PageRevision, State, below, led_by
from wiki.models.sieve import why
from wiki.text import diff
from wiki.text.diff import Difference, Mark

SUMMARY_LENGTH = 500


class Stage(models.TextChoices):
    """Where a suggestion is in its life."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CHANGES_ASKED = "asked", _("changes asked")
    ACCEPTED = "accepted", _("accepted")
    PARTLY_ACCEPTED = "partly", _("partly accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


# Those that wait for somebody, and meet each new text of their page.
LIVING = (Stage.OPEN, Stage.CHANGES_ASKED)


class Aim(models.TextChoices):
    """What a suggestion would do: to its page or, of a new one, below it."""

    TEXT = "text", _("another text")
    PAGE = "page", _("a new page")
    PLACE = "place", _("another place")
    ARCHIVE = "archive", _("archiving")


class Footing(models.TextChoices):
    """How it stands on the text of its page as it is now."""

    UP_TO_DATE = "current", _("up to date")
    MERGED = "merged", _("merged automatically")
    CONFLICT = "conflict", _("needs its author")


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggestions as people meet them."""

    def visible_to(self, user: Any) -> SuggestionQuerySet:
        """Those of pages that this person may read; a draft is its author's alone, and what is held is theirs
        and that of those who decide."""
        found = self.filter(page__in=Page.objects.visible_to(user))
        found = found.filter(~Q(state=Stage.DRAFT) | Q(author=user.pk))
        if user.is_staff:
            return found
        found = found.exclude(_is_veiled() & ~_is_ones_own(user))
        led = led_by(user)
        own = Q(held_for="") | Q(author=user.pk)
        return found.filter(own | Q(page__in=below(led)) if led else own)

    def kept_for(self, user: Any) -> SuggestionQuerySet:
        """Those, and of pages that were put away one's own and what one decides on: to be read one by one."""
        known = self.filter(Q(pk__in=self.visible_to(user)) | Q(page__state=State.ARCHIVED))
        if user.is_staff:
            return known.filter(~Q(state=Stage.DRAFT) | Q(author=user.pk))
        mine = Q(pk__in=self.visible_to(user)) | Q(author=user.pk)
        if led := led_by(user):
            mine |= Q(page__in=below(led)) & ~Q(state=Stage.DRAFT)
        return known.filter(mine).exclude(_is_veiled() & ~_is_ones_own(user))

    def shown(self) -> SuggestionQuerySet:
        """Those that a filter does not hold back."""
        return self.filter(held_for="")

    def held_back(self) -> SuggestionQuerySet:
        """Those that wait for somebody who decides to let them through."""
        return self.filter(held_for__gt="", state=Stage.OPEN)

    def living(self) -> SuggestionQuerySet:
        return self.filter(state__in=LIVING)


def _is_veiled() -> Q:
    """What was made on a text that is hidden, or became a revision of which something is: its changes, its
    author and its reason would tell."""
    hidden = PageRevision.objects.filter(hidden_at__isnull=False)
    made_on = Q(pk=OuterRef("base")) | Q(pk=OuterRef("on"))
    sent_on = SuggestionVersion.objects.filter(suggestion=OuterRef("pk"), on__text_hidden=True)
    on_text = Exists(hidden.filter(made_on, text_hidden=True)) | Q(Exists(sent_on))
    return Q(Exists(hidden.filter(suggestion=OuterRef("pk")))) | Q(aim=Aim.TEXT) & on_text


def _is_ones_own(user: Any) -> Q:
    """What somebody has not done with yet stays theirs: they wrote it on what they read then."""
    return Q(author=user.pk, state__in=[Stage.DRAFT, *LIVING])


class Suggestion(models.Model):
    """It is never deleted: it is the story of a change.

    `proposal` and `marks` lead from the text of the revision `on` to what is proposed; both follow the page
    for as long as that goes without its author. `fields` are what it would make of title and description.

    Of a new page, `proposal` is its text, and `fields` are its title, its description and its slug; of
    another place, `fields` tell the page that would stand above, and where it stood. These are decided as a
    whole.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.PROTECT, related_name="suggestions"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        related_name="suggestions",
    )
    created = models.DateTimeField(_("made on"), default=timezone.now)
    aim = models.CharField(_("aim"), max_length=7, choices=Aim.choices, default=Aim.TEXT)
    state = models.CharField(
        _("state"), max_length=9, choices=Stage.choices, default=Stage.OPEN, db_index=True
    )
    summary = models.CharField(_("why"), max_length=SUMMARY_LENGTH)
    # Since when its words of today may be read and discussed; the days of a tacit consent count from there.
    open_since = models.DateTimeField(_("open since"), null=True, blank=True)
    # Why only its author and those who decide read it yet: a filter, no proof of work; see models.sieve.
    held_for = models.CharField(_("held for"), max_length=120, blank=True)
    # When somebody who decides first answered these words of it: a verdict, or a comment.
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled on"), null=True, blank=True)

    # The revision that its author had in view, and the one that its marks count on now.
    base = models.ForeignKey(
        "wiki.PageRevision", verbose_name=_("made on revision"), on_delete=models.PROTECT, related_name="+"
    )
    on = models.ForeignKey(
        "wiki.PageRevision", verbose_name=_("stands on revision"), on_delete=models.PROTECT, related_name="+"
    )
    proposal = models.TextField(_("proposed source"), blank=True)
    marks = models.JSONField(default=list, blank=True, editable=False)
    coarse = models.BooleanField(default=False, editable=False)
    fields = models.JSONField(_("title and description"), default=dict, blank=True)
    answers = models.ForeignKey(
        "wiki.Thread",
        verbose_name=_("answers the thread"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="answered_by",
    )
    # Of an example that somebody made of what somebody else told: both are credited.
    reuse = models.ForeignKey(
        "wiki.Reuse",
        verbose_name=_("made of the reuse"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="examples",
    )
    footing = models.CharField(
        _("footing"), max_length=8, choices=Footing.choices, default=Footing.UP_TO_DATE
    )
    # The highest number that a change of it ever had: a number is never given again.
    numbered = models.PositiveIntegerField(default=0, editable=False)
    # Counts what its author and those who decide did to it: one of two at once is told that it was late.
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["created", "pk"]
        indexes = [
            models.Index(fields=["page", "state"], name="suggestion_of_page"),
            models.Index(fields=["author", "created"], name="suggestion_of_author"),
            models.Index(fields=["created"], condition=Q(held_for__gt=""), name="suggestion_held_back"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Stage.values), name="suggestion_state_is_known"),
            models.CheckConstraint(
                condition=Q(footing__in=Footing.values), name="suggestion_footing_is_known"
            ),
            models.CheckConstraint(condition=Q(aim__in=Aim.values), name="suggestion_aim_is_known"),
            models.CheckConstraint(condition=Q(summary__gt=""), name="suggestion_says_why"),
            models.CheckConstraint(
                condition=Q(state__in=[Stage.DRAFT, *LIVING], settled_at__isnull=True)
                | ~Q(state__in=[Stage.DRAFT, *LIVING]) & Q(settled_at__isnull=False),
                name="suggestion_is_settled_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return _("suggestion no. %(number)s on “%(page)s”") % {"number": self.pk, "page": self.page}

    @property
    def is_held_back(self) -> bool:
        return bool(self.held_for) and self.state == Stage.OPEN

    @property
    def why_held(self) -> str:
        """What a filter found in it; nothing where none did."""
        return why(self.held_for)

    @property
    def is_living(self) -> bool:
        return self.state in LIVING

    @property
    def difference(self) -> Difference:
        """The changes that are still asked for, on the text of `on`; its row must be at hand."""
        marks = [Mark(*mark) for mark in self.marks]
        return diff.marked(self.on.source, self.proposal, marks, coarse=self.coarse)


class SuggestionVersion(models.Model):
    """What a suggestion proposed, as its author sent it; amended, it has another."""

    suggestion = models.ForeignKey(
        Suggestion, verbose_name=_("suggestion"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField(_("number"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("sent on"), default=timezone.now)
    on = models.ForeignKey(
        "wiki.PageRevision", verbose_name=_("stands on revision"), on_delete=models.PROTECT, related_name="+"
    )
    proposal = models.TextField(_("proposed source"), blank=True)
    fields = models.JSONField(_("title and description"), default=dict, blank=True)
    summary = models.CharField(_("why"), max_length=SUMMARY_LENGTH)

    class Meta:
        verbose_name = _("version of a suggestion")
        verbose_name_plural = _("versions of suggestions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "number"], name="suggestion_version_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id}, {self.number}"


class Verdict(models.TextChoices):
    """What somebody who decides made of it, or of some of its changes."""

    ACCEPTED = "accepted", _("accepted")
    CHANGES_ASKED = "asked", _("changes asked")
    DECLINED = "declined", _("declined")
    PUBLISHED = "there", _("published meanwhile")
    APPROVED = "approved", _("approved")
    CONSENT = "consent", _("adopted by tacit consent")


PUBLISHING = (Verdict.ACCEPTED, Verdict.PUBLISHED, Verdict.CONSENT)  # there is a revision that says so


class Review(models.Model):
    """One verdict; `changes` tells by key the words that it was about, for the text moves on.

    Without `by`, nobody decided: somebody else had published the very same, or nobody objected in time.
    """

    undone: Any  # the revision that took it back, told by the screen of its suggestion

    suggestion = models.ForeignKey(
        Suggestion, verbose_name=_("suggestion"), on_delete=models.CASCADE, related_name="reviews"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    reason = models.TextField(_("reason"), blank=True)
    # The version of the suggestion that it was about: what is decided of one version is decided once.
    version = models.PositiveIntegerField(_("version"))
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    # Of a refusal that counts no more: it was part of a reversal that was taken back.
    taken_back = models.DateTimeField(_("taken back on"), null=True, blank=True)
    revision = models.ForeignKey(
        "wiki.PageRevision",
        verbose_name=_("revision"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "version"],
                condition=Q(revision__isnull=False, by__isnull=False),
                name="review_publishes_a_version_once",
            ),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="review_verdict_is_known"),
            models.CheckConstraint(
                condition=Q(reason__gt="") | ~Q(verdict__in=[Verdict.DECLINED, Verdict.CHANGES_ASKED]),
                name="review_that_says_no_says_why",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=PUBLISHING) & Q(revision__isnull=False)
                | ~Q(verdict__in=PUBLISHING) & Q(revision__isnull=True),
                name="review_that_accepts_has_a_revision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id}: {self.get_verdict_display()}"
