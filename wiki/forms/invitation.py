"""What is typed to invite somebody → clean values."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki.actions.inviting import DAYS
from wiki.forms.page import Gesture
from wiki.models.invitation import MOST_PEOPLE, NOTE_LENGTH


class InvitationForm(Gesture):
    """For how many people, for how long, and why. It has its number before it is sent, so that a second click
    makes no second one."""

    note = forms.CharField(
        label=gettext_lazy("For whom, and why?"),
        max_length=NOTE_LENGTH,
        help_text=gettext_lazy(
            "Those who moderate read it, and nobody else; it is not in the public journal."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address, of the one person whom it is for"),
        max_length=254,
        required=False,
        help_text=gettext_lazy(
            "The link is sent there, and shown to nobody else: the address is confirmed by it. Left empty, "
            "you are given the link, to hand out yourself."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    most = forms.IntegerField(
        label=gettext_lazy("For how many people?"), min_value=1, max_value=MOST_PEOPLE, initial=1
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Valid for"), coerce=int, initial=14)
    uuid = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.initial.setdefault("uuid", uuid4())
        days = self.fields["days"]
        assert isinstance(days, forms.TypedChoiceField)
        days.choices = [
            (count, ngettext("%(count)d day", "%(count)d days", count) % {"count": count}) for count in DAYS
        ]

    def clean_uuid(self) -> UUID:
        """A number that was lost on the way is made anew."""
        try:
            return UUID(self.cleaned_data["uuid"])
        except ValueError:
            return uuid4()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("email") and values.get("most", 1) != 1:
            self.refuse("most", _("An invitation that is sent to an address is for one person."))
        return values
