"""What is said against a comment → clean values."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from wiki.forms.page import REASON_LENGTH, Gesture


class FlagForm(Gesture):
    """Which rule a comment breaks, in words."""

    reason = forms.CharField(
        label=gettext_lazy("What is wrong with it?"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("An insult, an advertisement, somebody’s private life, what the law forbids…"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
