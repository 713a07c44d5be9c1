"""The summary of a revision, as its author words it afterwards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wiki.actions.summaries import MOST
from wiki.forms.page import Gesture


class SummaryForm(Gesture):
    """What was changed, and why."""

    reason = forms.CharField(
        label=gettext_lazy("What have you changed, and why?"),
        help_text=gettext_lazy("It stays in the history of the page, for everybody to read."),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, revision: Any, **how: Any) -> None:
        super().__init__(*args, **{"initial": {"reason": revision.reason}} | how)
