"""A reuse: what somebody did with pages of the guide, what worked of it and what did not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.attachment import Attachment
from wiki.models.page import TITLE_LENGTH, Page, below, led_by
from wiki.models.sieve import is_sieved, why
from wiki.text import words

LINK_LENGTH, ALT_LENGTH = 500, 500
WORDS = ("title", "organisation", "done", "worked", "failed", "link", "alt")  # what its author wrote


class Structure(models.TextChoices):
    """Where it was done."""

    LOCAL = "local", _("Local authority")
    STATE = "state", _("State or public body")
    ASSOCIATION = "association", _("Association")
    COMPANY = "company", _("Company")
    RESEARCH = "research", _("Research or teaching")
    OTHER = "other", _("Another structure")


class ReuseQuerySet(models.QuerySet["Reuse"]):
    """Reuses as people meet them."""

    def shown(self) -> ReuseQuerySet:
        """Those that count among everybody's: neither held, nor hidden, nor withdrawn."""
        return self.filter(_is_shown())

    def visible_to(self, user: Any) -> ReuseQuerySet:
        """Those of pages that this person may read; what is held, hidden or withdrawn is its author's and
        moderators', and what is held or hidden that of the referents of its pages."""
        if user.is_staff:
            return self.all()
        used = Use.objects.filter(reuse=OuterRef("pk"))
        found = _is_shown() & Q(Exists(used.filter(page__in=Page.objects.visible_to(user))))
        if led := led_by(user):
            found |= Q(Exists(used.filter(page__in=below(led))), withdrawn__isnull=True)
        return self.filter(found | Q(author=user.pk)) if user.pk else self.filter(found)

    def held_back(self) -> ReuseQuerySet:
        """Those that wait to be let through."""
        return self.filter(held=True, hidden__isnull=True, withdrawn__isnull=True)


def folded(told: Mapping[str, str]) -> str:
    """The words of a reuse as they are looked for: without case, nor accents."""
    return words.fold(" ".join(told[name] for name in WORDS if name not in ("link", "alt")))


def _is_shown() -> Q:
    return Q(held=False, hidden__isnull=True, withdrawn__isnull=True)


class Reuse(models.Model):
    """What one person tells; its identifier is made where it is typed, so it is kept once."""

    told_pages: list[Any]  # told by `queries.reuses`: those that its reader may read

    uuid = models.UUIDField(unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="reuses"
    )
    title = models.CharField(_("in one sentence"), max_length=TITLE_LENGTH, blank=True)
    organisation = models.CharField(_("organisation"), max_length=TITLE_LENGTH, blank=True)
    structure = models.CharField(_("kind of organisation"), max_length=11, choices=Structure.choices)
    happened = models.DateField(_("when"), null=True, blank=True)  # the first day of its month
    done = models.TextField(_("what was done"), blank=True)
    worked = models.TextField(_("what worked"), blank=True)
    failed = models.TextField(_("what did not work"), blank=True)
    link = models.CharField(_("link"), max_length=LINK_LENGTH, blank=True)
    pages = models.ManyToManyField(Page, through="wiki.Use", verbose_name=_("pages used"), related_name="+")
    picture = models.ForeignKey(
        Attachment,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reuses",
    )
    alt = models.CharField(_("what the picture shows"), max_length=ALT_LENGTH, blank=True)
    folded = models.TextField(blank=True, editable=False)  # its words as they are looked for
    created = models.DateTimeField(_("told on"), default=timezone.now, db_index=True)
    edited = models.DateTimeField(_("edited on"), null=True, blank=True)
    withdrawn = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    # Until a moderator lets it through; what a filter found in it, as models.sieve says it.
    held = models.BooleanField(_("held"), default=False)
    held_for = models.CharField(max_length=250, blank=True, editable=False)
    hidden = models.DateTimeField(_("hidden on"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("hidden by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hidden_reason = models.TextField(_("why it is hidden"), blank=True)

    objects = ReuseQuerySet.as_manager()

    class Meta:
        verbose_name = _("reuse")
        verbose_name_plural = _("reuses")
        ordering = ["-created", "-pk"]
        indexes = [
            models.Index(fields=["author", "created"], name="reuse_of_author"),
            models.Index(fields=["created"], condition=Q(held=True), name="reuse_held"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(title__gt="", done__gt="") | Q(withdrawn__isnull=False),
                name="reuse_says_something",
            ),
            models.CheckConstraint(
                condition=Q(hidden__isnull=True) | Q(hidden_reason__gt=""),
                name="reuse_is_hidden_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(structure__in=Structure.values), name="reuse_structure_is_known"
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://") | Q(link__startswith="http://"),
                name="reuse_link_leads_to_the_web",
            ),
        ]

    def __str__(self) -> str:
        return self.title or _("reuse no. %(number)s") % {"number": self.pk}

    @property
    def address(self) -> str:
        """Where it is read, whatever it is called."""
        return reverse("wiki:reuse", args=[self.pk])

    @property
    def is_in_place(self) -> bool:
        """Neither hidden nor withdrawn; it may wait to be let through."""
        return self.hidden is None and self.withdrawn is None

    @property
    def is_shown(self) -> bool:
        return self.is_in_place and not self.held

    @property
    def why_held(self) -> str:
        """What a filter found in it, or what else it waits for, in words."""
        return why(self.held_for)

    @property
    def is_sieved(self) -> bool:
        return is_sieved(self.held_for)

    @property
    def shown_picture(self) -> Attachment | None:
        """The picture, once it was checked."""
        picture = self.picture
        return picture if picture is not None and picture.state == Attachment.State.READY else None


class Retelling(models.Model):
    """What a reuse said before its author told it otherwise."""

    reuse = models.ForeignKey(
        Reuse, verbose_name=_("reuse"), on_delete=models.CASCADE, related_name="retellings"
    )
    at = models.DateTimeField(_("told on"))
    title = models.CharField(_("in one sentence"), max_length=TITLE_LENGTH, blank=True)
    organisation = models.CharField(_("organisation"), max_length=TITLE_LENGTH, blank=True)
    done = models.TextField(_("what was done"), blank=True)
    worked = models.TextField(_("what worked"), blank=True)
    failed = models.TextField(_("what did not work"), blank=True)
    link = models.CharField(_("link"), max_length=LINK_LENGTH, blank=True)
    alt = models.CharField(_("what the picture shows"), max_length=ALT_LENGTH, blank=True)
    # It was held: only its author and those who moderate read it.
    hidden = models.BooleanField(_("hidden"), default=False)

    class Meta:
        verbose_name = _("former account")
        verbose_name_plural = _("former accounts")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.reuse_id}, {self.at:%Y-%m-%d %H:%M}"


class Use(models.Model):
    """A page that a reuse is about, in the order in which they were named."""

    reuse = models.ForeignKey(Reuse, verbose_name=_("reuse"), on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="uses")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("use of a page")
        verbose_name_plural = _("uses of pages")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["reuse", "page"], name="use_of_a_page_is_told_once")]

    def __str__(self) -> str:
        return f"{self.reuse_id}, {self.page_id}"
