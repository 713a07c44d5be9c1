"""What is typed about the charter of a section → clean values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from wiki.actions.charters import VALUES
from wiki.forms.page import Gesture
from wiki.forms.settings import MOST_NUMBER, REASON_LENGTH
from wiki.models import Charter
from wiki.queries import people

ADDRESS = _("The address of their profile, as /-/people/…/")
HELP = {
    "approvals": _("How many people must agree to a suggestion before it is published."),
    "own_acceptance": _("Otherwise somebody else accepts what they propose."),
    "direct_edits": _("All others propose, and wait for a decision."),
    "consent_days": _("Left empty, nothing is ever adopted by silence."),
    "consent_supports": _("Of people who are for it, where nobody objects."),
    "answer_days": _("In how many days authors hear from you, be it that you have not decided yet."),
    "objection_asks": _("Left empty: what would go wrong, and another way."),
    "first_posts_held": _("In this section, whatever the settings of the site say."),
}


class CharterForm(forms.ModelForm[Charter]):
    """Checked against the model, and written by an action: the form itself saves nothing."""

    base = forms.IntegerField(min_value=0, max_value=MOST_NUMBER, widget=forms.HiddenInput)
    referents = forms.ModelMultipleChoiceField(
        label=_("Referents"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("They decide in the section, and write this charter. Moderators and admins decide too."),
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=_("It stays in the journal, with what was changed."),
    )

    class Meta:
        model = Charter
        fields = VALUES
        help_texts = HELP

    def __init__(self, data: Mapping[str, Any] | None, *, charter: Charter, referents: list[int]) -> None:
        initial = {"base": charter.version, "referents": referents}
        super().__init__(data, instance=charter, initial=initial, **self.HOW)
        named = self.fields["referents"]
        assert isinstance(named, forms.ModelMultipleChoiceField)
        named.queryset = self.people(referents).order_by("name", "pk")
        self.fields["reason"].widget.attrs["size"] = 70
        self.order_fields(["base", "referents", *VALUES, "reason"])

    HOW: ClassVar[dict[str, Any]] = {}

    def people(self, referents: list[int]) -> Any:
        """Who may be named: admins choose among all who can log in."""
        return User.objects.filter(Q(is_active=True) | Q(pk__in=referents))

    def values(self) -> dict[str, Any]:
        """What the action is handed."""
        return {name: self.cleaned_data[name] for name in (*VALUES, "referents")}


class SectionCharterForm(CharterForm):
    """The same for referents, who know the names of people and not the list of accounts."""

    HOW: ClassVar[dict[str, Any]] = {"auto_id": "ui-%s", "label_suffix": ""}
    is_too_long = False  # no text of it is long
    newcomer = forms.CharField(
        label=_("Name one more"),
        max_length=200,
        required=False,
        help_text=ADDRESS,
    )

    def __init__(self, data: Mapping[str, Any] | None, *, charter: Charter, referents: list[int]) -> None:
        super().__init__(data, charter=charter, referents=referents)
        named = self.fields["referents"]
        assert isinstance(named, forms.ModelMultipleChoiceField)
        named.widget = forms.CheckboxSelectMultiple()
        named.widget.choices = named.choices

    def people(self, referents: list[int]) -> Any:
        return User.objects.filter(pk__in=referents)

    def clean_newcomer(self) -> User | None:
        return _whom(self.cleaned_data["newcomer"])

    def values(self) -> dict[str, Any]:
        told = super().values()
        newcomer = self.cleaned_data["newcomer"]
        return told | {"referents": [*told["referents"], *([newcomer] if newcomer else [])]}


class AbsenceForm(Gesture):
    """Until when a referent is away, and who decides in their place."""

    until = forms.DateField(
        label=_("Away until"),
        required=False,
        help_text=_("Left empty, you are back."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    deputy = forms.CharField(
        label=_("Who decides in your place"), max_length=200, required=False, help_text=ADDRESS
    )

    def clean_deputy(self) -> User | None:
        return _whom(self.cleaned_data["deputy"])


def _whom(typed: str) -> User | None:
    """The person of a profile's address; ValidationError where there is none who can log in."""
    name = typed.strip().rstrip("/").rpartition("/")[2]
    found = people.find(name) if name else None
    if name and (found is None or not found.is_active):
        raise ValidationError(_("Nobody who can log in has this address: copy it from their profile."))
    return found
