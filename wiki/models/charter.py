"""The charter of a section: who decides there, how many of them must agree, who writes without asking."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.page import Page

MOST_APPROVALS = 20
MOST_DAYS, MOST_SUPPORTS = 90, 50
ASKS_LENGTH = 300
_KNOWN = "_charter"
# From each page up to the section that it stands in: the one whose parent is the home page.
_OF_PAGES = """
WITH RECURSIVE line(start, id, parent_id) AS (
    SELECT id, id, parent_id FROM wiki_page WHERE id IN ({places})
    UNION
    SELECT line.start, above.id, above.parent_id FROM wiki_page above JOIN line ON above.id = line.parent_id
)
SELECT charter.*, line.start AS of_page, referent.person_id AS one_referent,
    CASE WHEN referent.away_until >= %s THEN referent.deputy_id END AS one_deputy
FROM line
JOIN wiki_page home ON home.id = line.parent_id AND home.parent_id IS NULL
JOIN wiki_charter charter ON charter.section_id = line.id
LEFT JOIN wiki_referent referent ON referent.charter_id = charter.section_id
"""


class DirectEdits(models.TextChoices):
    """Who writes in the section without proposing first."""

    REFERENTS = "referents", _("referents")
    TRUSTED = "trusted", _("referents and trusted contributors")


class CharterManager(models.Manager["Charter"]):
    """Finds the charter that governs a page; it is asked once of each page that a request brings."""

    def of(self, page: Page) -> Charter:
        """The charter of its section, or the site's own where that has none; never one of the home page."""
        if page.parent_id is None:
            return Charter()
        known: tuple[int, Charter] | None = page.__dict__.get(_KNOWN)
        if known is None or known[0] != page.parent_id:
            self.load([page])
        return page.__dict__[_KNOWN][1]

    def load(self, pages: Collection[Page]) -> None:
        """Tell each page its charter, in one query."""
        asked = [page for page in pages if page.parent_id is not None]
        if not asked:
            return
        starts = {_start(page) for page in asked}
        sql = _OF_PAGES.format(places=", ".join(["%s"] * len(starts)))
        found: dict[int, Charter] = {}
        for row in self.raw(sql, [*sorted(starts), timezone.localdate()]):
            charter = found.setdefault(row.of_page, row)
            if row.one_referent is not None:
                charter.referent_pks |= {row.one_referent}
            if row.one_deputy is not None:
                charter.deputy_pks |= {row.one_deputy}
        for page in asked:
            page.__dict__[_KNOWN] = page.parent_id, found.get(_start(page)) or Charter()


def _start(page: Page) -> int:
    """A page that is not kept yet stands where its parent does."""
    return page.pk or page.parent_id or 0


class Charter(models.Model):
    """One of a section, and so of all that stands below; its key is that of the section.

    A section without a row has the values of an empty one, which is made in code.
    """

    people: list[Any]  # told by `queries.charters.of_sections`
    of_page: int  # these are told by `load`, and by nothing else
    one_referent: int | None
    one_deputy: int | None
    referent_pks: frozenset[int] = frozenset()
    deputy_pks: frozenset[int] = frozenset()  # who decides today in the place of a referent who is away

    section = models.OneToOneField(
        Page, verbose_name=_("section"), on_delete=models.PROTECT, primary_key=True, related_name="charter"
    )
    referents: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("referents"),
        through="wiki.Referent",
        through_fields=("charter", "person"),
        related_name="charters",
        blank=True,
    )
    approvals = models.PositiveSmallIntegerField(
        _("approvals needed"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_APPROVALS)],
    )
    own_acceptance = models.BooleanField(
        _("those who decide may accept their own suggestions"), default=False
    )
    direct_edits = models.CharField(
        _("who edits directly"), max_length=9, choices=DirectEdits.choices, default=DirectEdits.REFERENTS
    )
    # Without days, silence never adopts anything.
    consent_days = models.PositiveSmallIntegerField(
        _("days until tacit consent"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    consent_supports = models.PositiveSmallIntegerField(
        _("supports that tacit consent needs"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SUPPORTS)],
    )
    # Nobody's suggestion is adopted by a rule that they were told of too late.
    consent_since = models.DateTimeField(_("tacit consent is so since"), null=True, editable=False)
    answer_days = models.PositiveSmallIntegerField(
        _("days until an answer, as promised"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    objection_asks = models.CharField(_("what an objection must say"), max_length=ASKS_LENGTH, blank=True)
    first_posts_held = models.BooleanField(
        _("first comments and suggestions of new accounts wait for a look"), default=False
    )
    # How many times it was written: a form that saw another one is told that it was late.
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects: ClassVar[CharterManager] = CharterManager()

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")
        ordering = ["section"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approvals__gte=1, approvals__lte=MOST_APPROVALS),
                name="charter_wants_an_approval_at_least",
            ),
            models.CheckConstraint(
                condition=Q(consent_days__isnull=True)
                | Q(consent_days__gte=1, consent_days__lte=MOST_DAYS, consent_since__isnull=False),
                name="charter_consent_comes_after_days",
            ),
            models.CheckConstraint(
                condition=Q(consent_supports__gte=1, consent_supports__lte=MOST_SUPPORTS),
                name="charter_consent_wants_a_support_at_least",
            ),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, answer_days__lte=MOST_DAYS), name="charter_promises_days"
            ),
            models.CheckConstraint(
                condition=Q(direct_edits__in=DirectEdits.values), name="charter_direct_edits_are_known"
            ),
        ]

    def __str__(self) -> str:
        return _("charter of “%(section)s”") % {"section": self.section}

    def names(self, person: Any) -> bool:
        """Whether this person is a referent, or in the place of one; for a charter that `of` found."""
        return person.pk in self.referent_pks or person.pk in self.deputy_pks

    @property
    def lacks_referents(self) -> bool:
        """Whether more people must agree than it names by now: whoever moderates makes up for those."""
        return self.approvals > len(self.referent_pks) > 0

    @property
    def trusts(self) -> bool:
        """Whether trusted contributors write without proposing first."""
        return self.direct_edits == DirectEdits.TRUSTED


class Referent(models.Model):
    """A person whom a charter names among those who decide in its section; while they are away, somebody else
    may decide in their place."""

    charter = models.ForeignKey(
        Charter, verbose_name=_("charter"), on_delete=models.CASCADE, related_name="named"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    away_until = models.DateField(_("away until"), null=True, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("in their place"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("referent")
        verbose_name_plural = _("referents")
        constraints = [
            models.UniqueConstraint(fields=["charter", "person"], name="referent_is_named_once"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | Q(away_until__isnull=False),
                name="referent_has_a_deputy_while_away",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_away(self) -> bool:
        return self.away_until is not None and self.away_until >= timezone.localdate()


class CharterVersion(models.Model):
    """What a charter said from a day on; referents by their keys, for names may be erased."""

    charter = models.ForeignKey(
        Charter, verbose_name=_("charter"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField(_("number"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.TextField(_("reason"), blank=True)
    said = models.JSONField(_("what it said"), default=dict)

    class Meta:
        verbose_name = _("version of a charter")
        verbose_name_plural = _("versions of charters")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "number"], name="charter_version_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.charter_id}, {self.number}"

    @property
    def as_charter(self) -> Charter:
        """What it said, as a charter that is kept nowhere; of what it did not say yet, the usual."""
        return Charter(**{name: value for name, value in self.said.items() if name != "referents"})
