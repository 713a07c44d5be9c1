"""When a page is looked at anew → clean values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.forms.page import MOST_NUMBER, Gesture
from wiki.models import Upkeep
from wiki.models.upkeep import NOTE_LENGTH

CHECK, DAY, DROP = "check", "day", "drop"


class UpkeepForm(Gesture):
    """Which of the two forms it is says `do`; `base` is the version that was in view."""

    base = forms.IntegerField(min_value=0, max_value=MOST_NUMBER, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, upkeep: Upkeep) -> None:
        told = {"base": upkeep.version, "months": upkeep.months, "due": upkeep.due}  # each takes its own
        super().__init__(data, initial=told)

    @property
    def is_forged(self) -> bool:
        """No form of ours leaves that out."""
        return "base" in self.errors


class CheckForm(UpkeepForm):
    """The page is right as it stands today."""

    months = forms.TypedChoiceField(
        label=_("Look at it anew in"),
        coerce=int,
        choices=[
            (1, _("one month")),
            (3, _("three months")),
            (6, _("six months")),
            (12, _("a year")),
            (24, _("two years")),
            (36, _("three years")),
        ],
    )
    note = forms.CharField(
        label=_("What have you looked at?"),
        help_text=_("It stays in the journal, for everybody to read."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DayForm(UpkeepForm):
    """The day on which somebody looks at the page anew."""

    due = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day."), "invalid": _("Give a day, as 2027-01-31.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It stays in the journal, for everybody to read."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.TextInput(),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, upkeep: Upkeep, drops: bool) -> None:
        super().__init__(data, upkeep=upkeep)
        self.auto_id = "ui-day-%s"
        self.fields["due"].required = not drops
