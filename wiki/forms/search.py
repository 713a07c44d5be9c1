"""What is asked of search → clean values: a query short enough, a section, the number of a leaf."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

MOST_CHARACTERS: int = settings.SEARCH_MOST_CHARACTERS
_MOST_DIGITS = 6  # of the number of a leaf, or of a page


class _Words(forms.CharField):
    """What no keyboard types, NUL first of all, parts words and asks for nothing."""

    def to_python(self, value: Any) -> str:
        typed = "".join(letter if letter.isprintable() else " " for letter in str(value or ""))
        return super().to_python(typed) or ""


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS else 0


class SearchForm(forms.Form):
    """A number that is that of no leaf is the first; a section that is none is the whole guide."""

    q = _Words(
        label=_("Search the guide"),
        required=False,
        max_length=MOST_CHARACTERS,
        error_messages={
            "max_length": _(
                "A search holds at most %(limit_value)d characters: keep the words that matter most."
            )
        },
    )
    section = _Words(required=False)
    page = _Words(required=False)
    of = _Words(required=False)  # the page in which a link is written
    below = forms.BooleanField(required=False)  # which is not made yet, and will stand below that one

    def clean_page(self) -> int:
        return _number(self.cleaned_data["page"]) or 1

    def clean_of(self) -> int:
        return _number(self.cleaned_data["of"])

    @property
    def is_too_long(self) -> bool:
        return "q" in self.errors

    @property
    def asked(self) -> str:
        """The query, as it is to stand in the field again."""
        return self.cleaned_data.get("q", "") if self.is_valid() else str(self["q"].value())[:MOST_CHARACTERS]
