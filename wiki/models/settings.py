"""What a site says of itself: its name, its licence, whom to write to, and the five pages of its foot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wiki.book.licences import DEFAULT

TEXT_LENGTH = 65_536  # characters of one of the five texts
# The five pages, in the order of the foot; each is a field of the row and the end of an address.
TITLES = {
    "legal": _("legal notices"),
    "privacy": _("personal data"),
    "accessibility": _("accessibility"),
    "rules": _("rules of the community"),
    "contact": _("contact"),
}
TEXTS = tuple(TITLES)


class Conformity(models.TextChoices):
    """What an audit by RGAA has found; French law wants these very words at the foot of each page."""

    UNKNOWN = "unknown", _("not evaluated")
    NONE = "none", _("not conforming")
    PARTIAL = "partial", _("partially conforming")
    FULL = "full", _("fully conforming")


class SignUp(models.TextChoices):
    """Whether whoever comes may make an account."""

    OPEN = "open", _("open to everybody")
    INVITED = "invited", _("by invitation")
    CLOSED = "closed", _("closed")


class Hue(models.IntegerChoices):
    """The inks that a section may have: a closed palette, whose contrasts are measured in light and dark."""

    PLUM = 1, _("plum")
    FIR = 2, _("fir green")
    OCHRE = 3, _("ochre")
    BLUE = 4, _("blue")
    SLATE = 5, _("slate")


class FirstPosts(models.TextChoices):
    """What becomes of the first comments and suggestions of somebody new."""

    SHOWN = "shown", _("shown at once")
    HELD = "held", _("held until somebody who decides has read them")


class Proofs(models.TextChoices):
    """When the browser of somebody new computes for a moment before what they send is shown at once."""

    OFF = "off", _("never")
    CROWDED = "crowded", _("once many accounts come from one network")
    ALWAYS = "always", _("always")


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo of the site, named by its content: small for the head of screens, larger for cards, icons."""

    KEY_LENGTH: ClassVar = 40
    WIDE: ClassVar = 1.8  # from this many times its height on, it bears the name of the site

    key: str
    width: int
    height: int
    shared_width: int
    shared_height: int

    def __str__(self) -> str:
        return f"{self.key}-{self.width}x{self.height}-{self.shared_width}x{self.shared_height}"

    @classmethod
    def read(cls, told: str) -> Logo | None:
        """The logo that a setting names; nothing where there is none."""
        found = _LOGO.fullmatch(told)
        return cls(found[1], *map(int, found.groups()[1:])) if found else None

    @property
    def names(self) -> tuple[str, str]:
        """Where it stands in the storage."""
        return f"logos/{self.key}.webp", f"logos/{self.key}.png"

    @property
    def address(self) -> str:
        return f"/media/logo/{self.key}.webp"

    @property
    def shared_address(self) -> str:
        return f"/media/logo/{self.key}.png"

    @property
    def is_wide(self) -> bool:
        return self.width >= self.WIDE * self.height

    @property
    def is_icon(self) -> bool:
        """Whether it is drawn large and square enough to stand among programs."""
        least, most = sorted((self.shared_width, self.shared_height))
        return least >= 144 and most <= 1.34 * least

    @property
    def is_card(self) -> bool:
        """Whether those who show a link with a picture take this one: smaller ones they refuse."""
        return min(self.shared_width, self.shared_height) >= 200


_LOGO = re.compile(r"([0-9a-f]{40})-(\d{1,3})x(\d{1,3})-(\d{1,3})x(\d{1,3})")


def _text(key: str) -> models.TextField[str, str]:
    return models.TextField(TITLES[key], blank=True, validators=[MaxLengthValidator(TEXT_LENGTH)])


class SiteSettings(models.Model):
    """One row; a site without it has the defaults. An empty text is the one that comes with the code."""

    number = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name of the site"), max_length=80, default="Communs")
    language = models.CharField(
        _("language of the site"),
        max_length=5,
        blank=True,
        choices=[("fr", _("French")), ("en", _("English"))],
    )
    baseline = models.CharField(_("what the site is, in a sentence"), max_length=200, blank=True)
    licence = models.CharField(
        _("licence of the texts"),
        max_length=100,
        default=DEFAULT,
        validators=[RegexValidator(r"\A[A-Za-z0-9][\w.+-]*\Z", _("Give the SPDX name of a licence."))],
    )
    contact_address = models.EmailField(_("contact address"), blank=True)
    conformity = models.CharField(
        _("accessibility, as measured"),
        max_length=8,
        choices=Conformity.choices,
        default=Conformity.UNKNOWN,
    )
    sign_up = models.CharField(
        _("creation of accounts"), max_length=8, choices=SignUp.choices, default=SignUp.OPEN
    )
    first_posts = models.CharField(
        _("first comments and suggestions of new accounts"),
        max_length=8,
        choices=FirstPosts.choices,
        default=FirstPosts.SHOWN,
    )
    proofs = models.CharField(
        _("proof of work of newcomers"), max_length=7, choices=Proofs.choices, default=Proofs.OFF
    )
    legal = _text("legal")
    privacy = _text("privacy")
    accessibility = _text("accessibility")
    rules = _text("rules")
    contact = _text("contact")
    # The name of its content and its sizes: see `Logo`. Without one, the mark of the software.
    logo = models.CharField(
        _("logo"),
        max_length=70,
        blank=True,
        validators=[RegexValidator(rf"\A(?:{_LOGO.pattern})\Z", _("Send the picture of the logo anew."))],
    )
    # What whoever makes an account reads first.
    welcome = models.CharField(_("words of welcome"), max_length=500, blank=True)
    # Key of a section → its ink; the others take theirs in turn.
    hues = models.JSONField(_("colours of the sections"), default=dict, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    # Derived: text → its title, its html, the day since when it is the site's own.
    drawn = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("settings of the site")
        verbose_name_plural = _("settings of the site")
        constraints = [
            models.CheckConstraint(condition=Q(number=1), name="settings_are_one_row"),
            models.CheckConstraint(condition=Q(name__gt=""), name="settings_name_the_site"),
            models.CheckConstraint(condition=Q(licence__gt=""), name="settings_state_a_licence"),
            models.CheckConstraint(
                condition=Q(language__in=["", "fr", "en"]), name="settings_language_is_known"
            ),
            models.CheckConstraint(
                condition=Q(conformity__in=Conformity.values), name="settings_conformity_is_known"
            ),
            models.CheckConstraint(condition=Q(sign_up__in=SignUp.values), name="settings_sign_up_is_known"),
            models.CheckConstraint(
                condition=Q(first_posts__in=FirstPosts.values), name="settings_first_posts_is_known"
            ),
            models.CheckConstraint(condition=Q(proofs__in=Proofs.values), name="settings_proofs_are_known"),
        ]

    def __str__(self) -> str:
        return self.name
