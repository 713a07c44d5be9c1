"""Which passage somebody asks the origin of: its words, as they stand on the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wiki.forms.thread import QUOTE_LENGTH, QuoteForm


class PassageForm(QuoteForm):
    """The words, typed or brought along by a selection."""

    exact = forms.CharField(
        label=gettext_lazy("Words of the page"),
        help_text=gettext_lazy("A sentence, or some words of it, exactly as they stand on the page."),
        required=False,
        strip=False,
        max_length=QUOTE_LENGTH * 2,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.label_suffix = ""
