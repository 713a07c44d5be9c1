"""The journal: what was decided about pages and people, line after line, for ever; what stands beside it for
the audit of those who decide goes in its time."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# What a line tells, by its action; one that no version of ours writes any more stands as it was written.
DEEDS = {
    "attachment.delete": _("file deleted"),
    "attachment.replace": _("file replaced"),
    "attachment.upload": _("file uploaded"),
    "book.import": _("guide imported"),
    "charter.edit": _("charter changed"),
    "charter.leave": _("absence of a referent"),
    "comment.ask": _("author asked to rephrase a comment"),
    "comment.delete": _("comment deleted"),
    "comment.hide": _("comment hidden"),
    "comment.keep": _("comment kept, its flags dismissed"),
    "comment.release": _("comment let through"),
    "comment.restore": _("comment shown again"),
    "flag.dismiss": _("flags dismissed"),
    "flag.uphold": _("flags upheld"),
    "invitation.make": _("invitation made"),
    "invitation.revoke": _("invitation revoked"),
    "invitation.use": _("account made by an invitation"),
    "measure.ban": _("account banned"),
    "measure.lift": _("measure taken back"),
    "measure.overturn": _("contested decision reversed"),
    "measure.suspend": _("account suspended"),
    "measure.uphold": _("contested decision upheld"),
    "measure.warn": _("warning"),
    "page.archive": _("page archived"),
    "page.check": _("page found right"),
    "page.date": _("date of a page set"),
    "page.purge": _("page purged for ever"),
    "page.reorder": _("pages put in order"),
    "page.unarchive": _("page brought back"),
    "person.bring_back": _("what an account did, brought back"),
    "person.revert": _("what an account did, undone"),
    "redirect.drop": _("former address forgotten"),
    "reuse.hide": _("reuse hidden"),
    "reuse.keep": _("reuse kept, its flags dismissed"),
    "reuse.release": _("reuse let through"),
    "reuse.restore": _("reuse shown again"),
    "revision.hide": _("revision hidden"),
    "revision.show": _("revision shown again"),
    "revision.summary": _("summary of a revision reworded"),
    "sieve.edit": _("filter of words and links changed"),
    "site.settings": _("settings of the site changed"),
    "suggestion.decline": _("suggestion declined"),
    "suggestion.release": _("suggestion let through"),
    "suggestion.withhold": _("suggestion kept out of sight"),
    "task.drop": _("task dropped from the queue"),
    "thread.lock": _("thread locked"),
    "thread.unlock": _("thread unlocked"),
    "trust.gain": _("trust gained, by accepted suggestions"),
    "trust.grant": _("trust granted"),
    "trust.lose": _("trust lost, by an upheld flag"),
    "trust.withdraw": _("trust taken back"),
}


class Role(models.TextChoices):
    """In which role somebody did it: all that anybody is told of who it was."""

    SITE = "site", _("the site itself")
    ADMIN = "admin", _("administration")
    MODERATOR = "moderator", _("moderation")
    REFERENT = "referent", _("review team")
    TRUSTED = "trusted", _("trusted contributors")
    AUTHOR = "author", _("its author")


def deed_of(action: str) -> str:
    """What was done, in words."""
    return str(DEEDS.get(action, action))


class ModerationEntry(models.Model):
    """One line: who did what to what, and why. It is added, never changed, never taken away."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    action = models.CharField(_("action"), max_length=50)
    page = models.ForeignKey(
        "wiki.Page", verbose_name=_("page"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject = models.CharField(_("subject"), max_length=200)
    reason = models.TextField(_("reason"), blank=True)
    # What anybody reads of these two: kept as it was on that day, and nothing of lines that are older.
    role = models.CharField(_("in the role of"), max_length=9, choices=Role.choices, blank=True)
    public_reason = models.TextField(_("reason, as anybody reads it"), blank=True)
    before = models.JSONField(_("before"), default=dict, blank=True)
    after = models.JSONField(_("after"), default=dict, blank=True)
    # For audits alone, like who did it: taken away in their time, see `actions.expiring`.
    network = models.CharField(_("network, cut short"), max_length=43, blank=True, editable=False)
    before_hash = models.CharField(_("seal of what was"), max_length=64, blank=True, editable=False)
    after_hash = models.CharField(_("seal of what is since"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("line of the journal")
        verbose_name_plural = _("lines of the journal")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["action"], name="journal_of_deed"),
            models.Index(fields=["at"], condition=Q(network__gt=""), name="journal_with_network"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=["", *Role.values]), name="journal_role_is_known"),
        ]

    def __str__(self) -> str:
        return _("%(deed)s: %(subject)s") % {"deed": self.deed, "subject": self.subject}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A line of the journal is written once.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A line of the journal is never taken away.")

    @property
    def deed(self) -> str:
        return deed_of(self.action)
