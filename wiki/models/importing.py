"""A guide that somebody brings in from the administration: what was asked, how far it is, what it told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Nothing is written before the last two steps: it is read, looked at, then brought in."""

    READING = "reading", _("being read")
    READ = "read", _("read, to be confirmed")
    IMPORTING = "importing", _("being brought in")
    DONE = "done", _("brought in")
    FAILED = "failed", _("not brought in")
    STOPPED = "stopped", _("stopped")


RUNNING = (Stage.READING.value, Stage.IMPORTING.value)
PUBLISHING = "history"  # the step in which all is written, or nothing: it is not stopped


class Import(models.Model):
    """One guide asked for, once; the same again is another row."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("asked on"), default=timezone.now)
    source = models.CharField(_("source"), max_length=2000)  # an address, or the name of the file
    upload = models.CharField(_("file that was sent"), max_length=64, blank=True, editable=False)
    branch = models.CharField(_("branch"), max_length=255, blank=True)
    space = models.CharField(_("folder in the repository"), max_length=1000, blank=True)
    place = models.CharField(_("address on the site"), max_length=500, blank=True)
    with_history = models.BooleanField(_("with its history"), default=True)
    repair = models.BooleanField(_("broken characters repaired"), default=False)
    stage = models.CharField(_("state"), max_length=9, choices=Stage.choices, default=Stage.READING)
    since = models.DateTimeField(_("in this state since"), default=timezone.now)
    task = models.UUIDField(null=True, blank=True, editable=False)
    step = models.CharField(max_length=20, blank=True, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    commit = models.CharField(_("last commit"), max_length=64, blank=True, editable=False)
    report = models.JSONField(_("report"), default=dict, blank=True, editable=False)
    problem = models.TextField(_("what is wrong"), blank=True, editable=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="import_stage_is_known"),
        ]

    def __str__(self) -> str:
        return self.source

    @property
    def is_running(self) -> bool:
        return self.stage in RUNNING

    @property
    def may_stop(self) -> bool:
        return self.stage == Stage.READ or (self.is_running and self.step != PUBLISHING)

    @property
    def books(self) -> list[dict[str, Any]]:
        return list(self.report.get("books", ()))

    @property
    def remarks(self) -> list[dict[str, Any]]:
        return list(self.report.get("remarks", ()))
