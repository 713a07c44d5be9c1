"""A reversal: what one account did, undone as one deed that can be undone itself; and each thing in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Sort(models.TextChoices):
    """What of an account is undone, in the order in which that is done."""

    COMMENT = "comment", _("Comments")
    SUGGESTION = "suggestion", _("Open suggestions")
    STAND = "stand", _("Supports and objections")
    FLAG = "flag", _("Reports that nobody has judged")
    TEXT = "text", _("Direct edits of pages")
    ACCEPTED = "accepted", _("Suggestions that were published")
    PAGE = "page", _("Pages that it made")
    FILE = "file", _("Files that it sent")
    REUSE = "reuse", _("Reuses that it told")


class Fate(models.TextChoices):
    """What has become of one thing."""

    WAITING = "waiting", _("waits")
    DONE = "done", _("undone")
    LEFT = "left", _("left as it is")
    BACK = "back", _("brought back")
    KEPT = "kept", _("not brought back")


class Why(models.TextChoices):
    """Why something was left, or went another way than the others."""

    CONFLICT = "conflict", _("Others have changed the same words since: theirs stay, edit the page by hand.")
    PARTLY = "partly", _("In part: others have changed some of the same words since, and theirs stay.")
    GONE = "gone", _("Nothing of it is left to undo.")
    SHARED = "shared", _("Others wrote there too, or pages of others stand below it: archive it by hand.")
    PLACED = "placed", _("It changed where the page stands, or whether it is published: see to it by hand.")
    ARCHIVED = "archived", _("The page was archived.")
    SHOWN = "shown", _("A page still shows it.")
    WITH_PAGE = "with-page", _("Nobody sees it: only archived pages show it.")
    REPLACED = "replaced", _("It took the place of an older file: put that one back by hand.")
    JUDGED = "judged", _("Its comment is out of sight by reports: decide on that in the queue.")
    SETTLED = "settled", _("Somebody has decided otherwise meanwhile.")
    TAKEN = "taken", _("Another one stands in its place by now.")
    REFUSED = "refused", _("What would be left is no page that can be kept: edit it by hand.")
    BUSY = "busy", _("Others were writing there all the time: try again.")


class Stride(models.TextChoices):
    """How far the whole deed has come."""

    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")


class Reversal(models.Model):
    """Who undid what of whom, and why; at most one of an account is under way."""

    uuid = models.UUIDField(unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        related_name="reversals",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    # What the deed was about: its sorts, and what was done from when on, until when.
    sorts = models.JSONField(_("of what"), default=list)
    since = models.DateTimeField(_("since"), null=True, blank=True)
    until = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    # The reason without what it tells of people, as the history of pages repeats it.
    public_reason = models.TextField(_("reason, as anybody reads it"), blank=True)
    stride = models.CharField(_("state"), max_length=7, choices=Stride.choices, default=Stride.RUNNING)
    moved_at = models.DateTimeField(_("last step"), default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("taken back on"), null=True, blank=True)
    undone_reason = models.TextField(_("why it was taken back"), blank=True)

    class Meta:
        verbose_name = _("reversal")
        verbose_name_plural = _("reversals")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(stride__in=[Stride.RUNNING, Stride.UNDOING]),
                name="reversal_of_an_account_is_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(stride__in=Stride.values), name="reversal_stride_is_known"),
            models.CheckConstraint(condition=Q(reason__gt=""), name="reversal_says_why"),
        ]

    def __str__(self) -> str:
        return _("reversal no. %(number)s") % {"number": self.pk}

    @property
    def is_under_way(self) -> bool:
        return self.stride in (Stride.RUNNING, Stride.UNDOING)

    @property
    def is_backwards(self) -> bool:
        """Whether it is taken back, or was."""
        return self.stride in (Stride.UNDOING, Stride.UNDONE)


class ReversalItem(models.Model):
    """One thing of it: a comment, a revision, a file… `before` is what it takes to bring it back exactly."""

    words: Any  # these two are told by `queries.reversals`, and by nothing else
    address: Any

    reversal = models.ForeignKey(
        Reversal, verbose_name=_("reversal"), on_delete=models.CASCADE, related_name="items"
    )
    sort = models.CharField(_("kind"), max_length=10, choices=Sort.choices)
    target = models.PositiveBigIntegerField(_("number"))
    page = models.ForeignKey(
        "wiki.Page",
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    fate = models.CharField(_("state"), max_length=7, choices=Fate.choices, default=Fate.WAITING)
    why = models.CharField(_("why"), max_length=9, choices=Why.choices, blank=True)
    before = models.JSONField(_("before"), default=dict, blank=True)
    # The revision that took it back.
    made = models.ForeignKey(
        "wiki.PageRevision",
        verbose_name=_("revision"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("thing undone")
        verbose_name_plural = _("things undone")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["sort", "target"], name="reversal_item_of_thing"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reversal", "sort", "target"], name="reversal_item_is_one"),
            models.CheckConstraint(condition=Q(sort__in=Sort.values), name="reversal_item_sort_is_known"),
            models.CheckConstraint(condition=Q(fate__in=Fate.values), name="reversal_item_fate_is_known"),
            models.CheckConstraint(condition=Q(why__in=["", *Why.values]), name="reversal_item_why_is_known"),
            models.CheckConstraint(
                condition=Q(why__gt="") | ~Q(fate__in=[Fate.LEFT, Fate.KEPT]),
                name="reversal_item_left_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} {self.target}"

    def turn(self, fate: str, why: str = "") -> None:
        """What has become of it; the caller saves."""
        self.fate, self.why = fate, why
