"""An address that would follow a page → clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.forms.page import Gesture
from wiki.models.watch import Pace


class SubscribeForm(Gesture):
    """What somebody without an account follows, and how soon they hear of it."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    below = forms.BooleanField(label=_("Also the pages below"), required=False)
    pace = forms.ChoiceField(
        label=_("A digest"),
        choices=[(Pace.WEEKLY.value, Pace.WEEKLY.label), (Pace.DAILY.value, Pace.DAILY.label)],
        initial=Pace.WEEKLY.value,
        widget=forms.RadioSelect,
    )
    website = forms.CharField(required=False)  # which people do not see: what fills it in is no person

    def __init__(self, *args: Any, has_below: bool = False, **how: Any) -> None:
        super().__init__(*args, **how)
        if not has_below:
            del self.fields["below"]

    @property
    def is_of_a_machine(self) -> bool:
        return bool(self.cleaned_data["website"])

    @property
    def wanted(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"email": told["email"], "below": told.get("below", False), "pace": told["pace"]}
