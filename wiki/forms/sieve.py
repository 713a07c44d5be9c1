"""What is typed about a filter of words and links → clean values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.forms.page import MOST_NUMBER, Gesture
from wiki.forms.settings import REASON_LENGTH
from wiki.models import Sieve
from wiki.models.sieve import LISTS
from wiki.text.sieve import LONGEST_ENTRY, MOST_ENTRIES

LONGEST = MOST_ENTRIES * (LONGEST_ENTRY + 2)


def _list(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "none"}),
    )


class SieveForm(Gesture):
    """Four lists, an entry on each line; `base` is the version that was in view."""

    base = forms.IntegerField(min_value=0, max_value=MOST_NUMBER, widget=forms.HiddenInput)
    held_words = _list(
        _("Words that make a text wait"),
        _("One on each line, whole words or several in a row; accents and capitals do not count."),
    )
    refused_words = _list(
        _("Words that are refused"), _("Whoever writes one is told which, and keeps their text to change it.")
    )
    known_hosts = _list(
        _("Sites that one may link to"),
        _("As example.org, what stands below it included. Left empty, all; else a link elsewhere waits."),
    )
    blocked_hosts = _list(_("Sites that are refused"), _("A text that links there is not taken."))
    reason = forms.CharField(
        label=_("Why?"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=_("It stays in the journal, with how many entries there are, and not which."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, sieve: Sieve) -> None:
        told = {name: getattr(sieve, name) for name in LISTS}
        super().__init__(data, initial={"base": sieve.version, **told})

    @property
    def is_forged(self) -> bool:
        """No form of ours leaves that out."""
        return "base" in self.errors

    def values(self) -> dict[str, str]:
        """What the action is handed."""
        return {name: self.cleaned_data[name] for name in LISTS}
