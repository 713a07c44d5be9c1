"""How history is kept: each written state of a page is a PageRevision, filled from its change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from wiki.text.extent import Extent


class Origin(models.TextChoices):
    """Where a revision comes from."""

    EDIT = "edit", _("edit")
    SUGGESTION = "suggestion", _("suggestion")
    IMPORT = "import", _("import")
    RESTORE = "restore", _("restore")
    MOVE = "move", _("move")
    CONSENT = "consent", _("tacit consent")


@dataclass(frozen=True)
class Change:
    """What a revision says beside the text: who, why, from where. `at` and `commit` are for imported ones."""

    number: int
    author: Any = None
    accepted_by: Any = None
    reason: str = ""
    origin: str = Origin.EDIT
    at: datetime | None = None
    commit: str = ""
    co_authors: Sequence[Mapping[str, str]] = ()
    suggestion: Any = None
    extent: Extent | None = None


def counted(extent: Extent | None) -> dict[str, Any]:
    """The fields of a revision that tell how far its text goes."""
    if extent is None:
        return {}
    told = {"words": extent.words, "added": extent.added, "removed": extent.removed}
    return told | {"slight": extent.is_slight}


class RevisionFields(models.Model):
    """What a revision carries that its page does not; the rest are the page's own fields as they stood."""

    # simple-history makes these, or copies them from the page.
    title: str
    history_user: Any
    history_user_id: int | None
    history_change_reason: str | None
    history_date: datetime
    # Told by `queries.masking`, for one reader: what was taken out of this row before they read it.
    masked_text: bool = False
    masked_author: bool = False

    number = models.PositiveIntegerField(_("number"), editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accepted by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    origin = models.CharField(_("origin"), max_length=12, choices=Origin.choices, default=Origin.EDIT)
    suggestion = models.ForeignKey(
        "wiki.Suggestion",
        verbose_name=_("suggestion"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="revisions",
    )
    commit = models.CharField(_("imported commit"), max_length=64, blank=True, default="")
    co_authors = models.JSONField(_("co-authors"), default=list, blank=True, encoder=DjangoJSONEncoder)
    # How far its text goes, in the words that readers see; nothing until it was counted: see `counting`.
    words = models.PositiveIntegerField(_("words"), null=True, editable=False)
    added = models.PositiveIntegerField(_("words added"), null=True, editable=False)
    removed = models.PositiveIntegerField(_("words removed"), null=True, editable=False)
    slight = models.BooleanField(_("spelling and signs alone"), default=False, editable=False)
    # When its author last worded the reason otherwise; what it said before stands in the journal.
    reworded = models.DateTimeField(_("summary reworded on"), null=True, editable=False)
    # What those who moderate took out of sight: this state of the text, or who wrote it and why.
    text_hidden = models.BooleanField(_("text hidden"), default=False, editable=False)
    author_hidden = models.BooleanField(_("author and reason hidden"), default=False, editable=False)
    hidden_at = models.DateTimeField(_("hidden on"), null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("hidden by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hidden_reason = models.TextField(_("reason"), blank=True, default="", editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return _("revision %(number)s of “%(title)s”") % {"number": self.number, "title": self.title}

    @property
    def author(self) -> Any:
        return self.history_user

    @property
    def author_id(self) -> int | None:
        return self.history_user_id

    @property
    def reason(self) -> str:
        return self.history_change_reason or ""

    @property
    def at(self) -> datetime:
        return self.history_date

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


class PageHistory(HistoricalRecords):
    """simple-history's record, under our own name, with the constraints that history must always obey."""

    def __init__(self, excluded_fields: Sequence[str]) -> None:
        super().__init__(
            custom_model_name="PageRevision",
            bases=[RevisionFields],
            excluded_fields=list(excluded_fields),
            history_change_reason_field=models.TextField(blank=True, default=""),
            verbose_name=_("revision"),
            verbose_name_plural=_("revisions"),
        )

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        numbered = models.UniqueConstraint(fields=["id", "number"], name="revision_number_unique_per_page")
        seen = models.Q(hidden_at__isnull=True, text_hidden=False, author_hidden=False)
        hidden = models.Q(hidden_at__isnull=False, hidden_reason__gt="")
        some = models.Q(text_hidden=True) | models.Q(author_hidden=True)
        veiled = models.CheckConstraint(
            condition=seen | hidden & some, name="revision_is_hidden_for_a_reason"
        )
        few = models.Index(
            fields=["id"], condition=models.Q(hidden_at__isnull=False), name="revision_hidden_of_page"
        )
        return super().get_meta_options(model) | {"constraints": [numbered, veiled], "indexes": [few]}

    def get_extra_fields(self, *args: Any) -> dict[str, Any]:
        """Without simple-history's own `__str__`: ours says the number."""
        extra = super().get_extra_fields(*args)
        extra.pop("__str__")
        return extra


@receiver(pre_create_historical_record, dispatch_uid="wiki.models.revision.fill")
def _fill(sender: type[models.Model], instance: Any, history_instance: Any, **_kwargs: Any) -> None:
    """Copy the change onto its revision; a page saved by any other road than `revising.record` is refused."""
    if not issubclass(sender, RevisionFields):
        return
    change: Change | None = getattr(instance, "change", None)
    if change is None:
        raise TypeError("A page's text is written by wiki.actions.revising.record, and nowhere else.")
    history_instance.number = change.number
    history_instance.history_user = change.author
    history_instance.accepted_by = change.accepted_by
    history_instance.history_change_reason = change.reason
    history_instance.origin = change.origin
    history_instance.commit = change.commit
    history_instance.suggestion = change.suggestion
    history_instance.co_authors = [dict(person) for person in change.co_authors]
    for name, value in counted(change.extent).items():
        setattr(history_instance, name, value)
    instance.recorded = history_instance
    if change.at is not None:
        history_instance.history_date = change.at
