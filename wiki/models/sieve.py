"""Words and hosts that are refused, or make what newcomers write wait: of the site, of a section."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext, gettext_lazy

from wiki.models.page import Page
from wiki.text import sieve
from wiki.text.sieve import Lists

LISTS = ("held_words", "refused_words", "known_hosts", "blocked_hosts")
WORD, HOST = "word", "host"
UNPROVED = "proof"  # no filter: somebody new sent it without the proof of work that was asked for
FIRST = "first"  # no filter: the first posts of its author wait


class Sieve(models.Model):
    """One of a section, or of the whole site: that one hangs from the home page. One entry on each line."""

    section = models.OneToOneField(
        Page,
        verbose_name=gettext_lazy("section"),
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="sieve",
    )
    held_words = models.TextField(gettext_lazy("words that make a text wait"), blank=True)
    refused_words = models.TextField(gettext_lazy("words that are refused"), blank=True)
    known_hosts = models.TextField(gettext_lazy("sites that one may link to"), blank=True)
    blocked_hosts = models.TextField(gettext_lazy("sites that are refused"), blank=True)
    # How many times it was written: a form that saw another one is told that it was late.
    version = models.PositiveIntegerField(gettext_lazy("version"), default=0, editable=False)

    class Meta:
        verbose_name = gettext_lazy("filter of words and links")
        verbose_name_plural = gettext_lazy("filters of words and links")
        ordering = ["section"]

    def __str__(self) -> str:
        return gettext("filter of “%(section)s”") % {"section": self.section}

    @property
    def lists(self) -> Lists:
        """What the engine looks for."""
        return Lists(*(sieve.entries(getattr(self, name)) for name in LISTS))


def why(held_for: str) -> str:
    """Why something waits, as `held_for` says it: an entry of a filter, no proof of work; nothing for a first
    post."""
    kind, _space, entry = held_for.partition(" ")
    if kind == WORD:
        return gettext("the filter holds “%(entry)s” back") % {"entry": entry}
    if kind == HOST:
        return gettext("it links to %(entry)s, which the filter does not know") % {"entry": entry}
    if kind == FIRST:
        return gettext("it is one of the first suggestions of its author")
    if kind == UNPROVED:
        return gettext("its author is new here, and their browser was not checked")
    return ""


def is_sieved(held_for: str) -> bool:
    """Whether a filter holds it back, and nothing else."""
    return held_for.partition(" ")[0] in (WORD, HOST)
