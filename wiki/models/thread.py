"""Discussions: threads that hold on to the words of a page, and their comments."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.page import Page, PageRevision, below, led_by
from wiki.models.reuse import Reuse
from wiki.models.sieve import is_sieved, why
from wiki.models.suggestion import Stage


class Standing(models.TextChoices):
    """What has become of a discussion."""

    OPEN = "open", _("open")
    RESOLVED = "resolved", _("resolved")
    LOCKED = "locked", _("locked")


class Hold(models.TextChoices):
    """How a thread holds on to its page; one on the whole page has no hold."""

    ANCHORED = "anchored", _("anchored")
    MOVED = "moved", _("moved")
    DETACHED = "detached", _("detached")


class QuotedText(models.Model):
    """The words of a page as they stood when a thread quoted them, once for all threads that quote them."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    plain = models.TextField()

    class Meta:
        verbose_name = _("quoted text")
        verbose_name_plural = _("quoted texts")
        constraints = [
            models.UniqueConstraint(fields=["page", "digest"], name="quoted_text_is_kept_once"),
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class ThreadQuerySet(models.QuerySet["Thread"]):
    """Threads as people meet them."""

    def visible_to(self, user: Any) -> ThreadQuerySet:
        """Those of which this person may read at least one comment."""
        readable = Comment.objects.visible_to(user).filter(thread=OuterRef("pk"))
        return self.filter(Exists(readable))

    def of_page(self, page: Any) -> ThreadQuerySet:
        """Those that are about a page as it stands, not about what is proposed for it or was made of it."""
        return self.filter(page=page, suggestion__isnull=True, reuse__isnull=True)


class Thread(models.Model):
    """A discussion on some words, or on the whole page."""

    comments: list[Comment]  # told by `queries.threads`, arranged for one reader, and by nothing else
    rows: list[Comment]
    offered: frozenset[str]  # told by `views.offering`: what the reader may do with it
    veiled: bool | None  # told by `queries.threads`: whether the revision that it was opened on is hidden

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="threads")
    # Of a discussion of what is proposed, and of one of its changes by its key; it holds on to no words.
    suggestion = models.ForeignKey(
        "wiki.Suggestion",
        verbose_name=_("suggestion"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="threads",
    )
    change = models.CharField(_("change"), max_length=12, blank=True)
    # Of a discussion of what somebody did with the page; nor does that hold on to words.
    reuse = models.ForeignKey(
        Reuse,
        verbose_name=_("reuse"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="threads",
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="threads"
    )
    created = models.DateTimeField(_("opened on"), default=timezone.now)
    # The revision that its author had in view, whatever was quoted by hand since.
    revision = models.ForeignKey(
        "wiki.PageRevision",
        verbose_name=_("revision"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=8, choices=Standing.choices, default=Standing.OPEN, db_index=True
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    settled_at = models.DateTimeField(_("settled on"), null=True, blank=True)

    # What was quoted, and where on which text; nothing of a thread on the whole page.
    quoted = models.ForeignKey(QuotedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    quoted_start = models.PositiveIntegerField(null=True, blank=True)
    quoted_end = models.PositiveIntegerField(null=True, blank=True)
    exact = models.TextField(_("quoted words"), blank=True)
    prefix = models.CharField(max_length=100, blank=True)
    suffix = models.CharField(max_length=100, blank=True)

    # Where it stands on the words of its page as they are at this version; written with them.
    place_state = models.CharField(_("hold"), max_length=8, choices=Hold.choices, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    after = models.TextField(_("words it stands on"), blank=True)
    version = models.PositiveIntegerField(_("version of the page"), default=0)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        ordering = ["page", "number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="thread_number_unique_per_page"),
            models.CheckConstraint(condition=Q(state__in=Standing.values), name="thread_state_is_known"),
            models.CheckConstraint(
                condition=Q(
                    place_state="", exact="", quoted__isnull=True, start__isnull=True, end__isnull=True
                )
                | Q(place_state__in=Hold.values, exact__gt="", quoted__isnull=False, start__lte=F("end")),
                name="thread_holds_words_or_the_whole_page",
            ),
            models.CheckConstraint(
                condition=Q(suggestion__isnull=True, change="") | Q(suggestion__isnull=False, place_state=""),
                name="thread_is_of_a_page_or_of_a_suggestion",
            ),
            models.CheckConstraint(
                condition=Q(reuse__isnull=True) | Q(suggestion__isnull=True, place_state=""),
                name="thread_of_a_reuse_holds_no_words",
            ),
        ]

    def __str__(self) -> str:
        return _("thread no. %(number)s of “%(page)s”") % {"number": self.number, "page": self.page}

    @property
    def is_open(self) -> bool:
        return self.state == Standing.OPEN

    @property
    def is_of_page(self) -> bool:
        """Whether it is about the page itself."""
        return self.suggestion_id is None and self.reuse_id is None

    @property
    def before(self) -> str:
        """The words that it quoted, beside `after`: those that it stands on now."""
        return self.exact


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments as people meet them."""

    def visible_to(self, user: Any) -> CommentQuerySet:
        """Those whose words this person may read: what is held or hidden is its author's, moderators', and
        that of the referents of its section; of a suggestion that is a draft once more, nobody's but its
        author's."""
        found = self.filter(thread__page__in=Page.objects.visible_to(user), deleted__isnull=True)
        found = found.filter(~_is_of_draft() | Q(thread__suggestion__author=user.pk))
        if user.is_staff:
            return found
        found = found.filter(~_is_of_unseen_reuse() | Q(thread__reuse__author=user.pk))
        return found.filter(_is_shown() | may_read_all(user)).exclude(_is_of_veiled())

    def shown(self) -> CommentQuerySet:
        """Those that count among everybody's: neither held, nor hidden, nor deleted."""
        found = self.filter(~_is_of_draft(), ~_is_of_unseen_reuse(), _is_shown(), deleted__isnull=True)
        return found.exclude(_is_of_veiled())


def may_read_all(user: Any) -> Q:
    """The comments that this person reads even where they are held or hidden; not for staff, who read all."""
    led = led_by(user)
    own = Q(author=user.pk)
    return own | Q(thread__page__in=below(led)) if led else own


def _is_of_draft() -> Q:
    put_by = Q(thread__suggestion__state=Stage.DRAFT) | Q(thread__suggestion__held_for__gt="")
    return Q(thread__suggestion__isnull=False) & put_by


def _is_of_unseen_reuse() -> Q:
    """Of a reuse that is held, hidden or withdrawn."""
    shown = Reuse.objects.shown().filter(pk=OuterRef("thread__reuse"))
    return Q(thread__reuse__isnull=False) & ~Q(Exists(shown))


def _is_of_veiled() -> Q:
    """Of a suggestion that became a revision of which something is hidden."""
    hidden = PageRevision.objects.filter(hidden_at__isnull=False, suggestion=OuterRef("thread__suggestion"))
    return Q(thread__suggestion__isnull=False) & Q(Exists(hidden))


def _is_shown() -> Q:
    return Q(held=False, hidden__isnull=True)


class Comment(models.Model):
    """What one person says in a thread; its identifier is made where it is typed, so it is kept once."""

    tombstone: str  # told by `queries.threads`: why its words are not shown, "" if they are
    offered: frozenset[str]

    uuid = models.UUIDField(unique=True, editable=False)
    thread = models.ForeignKey(
        Thread, verbose_name=_("thread"), on_delete=models.CASCADE, related_name="said"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="comments"
    )
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True, editable=False)
    created = models.DateTimeField(_("written on"), default=timezone.now)
    edited = models.DateTimeField(_("edited on"), null=True, blank=True)
    # A first post, or what a filter found something in, until a moderator has read it.
    held = models.BooleanField(_("held"), default=False)
    # What the filter found, or that no proof of work came; see models.sieve.
    held_for = models.CharField(_("held for"), max_length=120, blank=True)
    hidden = models.DateTimeField(_("hidden on"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("hidden by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hidden_reason = models.TextField(_("reason"), blank=True)
    # The row stays: what was said between two others has its tombstone, and limits count it.
    deleted = models.DateTimeField(_("deleted on"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created", "pk"]
        indexes = [
            models.Index(fields=["author", "created"], name="comment_of_author"),
            models.Index(fields=["thread", "created"], name="comment_of_thread"),
            models.Index(fields=["created"], condition=Q(held=True), name="comment_held"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(text__gt="") | Q(deleted__isnull=False), name="comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(hidden__isnull=True) | Q(hidden_reason__gt=""),
                name="comment_is_hidden_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return _("comment of %(author)s") % {"author": self.author}

    @property
    def why_held(self) -> str:
        """What a filter found in it, or what else it waits for, in words."""
        return why(self.held_for)

    @property
    def is_sieved(self) -> bool:
        return is_sieved(self.held_for)


class Wording(models.Model):
    """What a comment said before it was edited."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.CASCADE, related_name="wordings"
    )
    at = models.DateTimeField(_("written on"))
    text = models.TextField(_("text"))
    # Its author was asked to say it otherwise: only they and those who moderate read it.
    hidden = models.BooleanField(_("hidden"), default=False)

    class Meta:
        verbose_name = _("former text")
        verbose_name_plural = _("former texts")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}, {self.at:%Y-%m-%d %H:%M}"
