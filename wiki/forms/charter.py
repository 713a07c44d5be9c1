"""What is typed about the charter of a section → clean values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from wiki.actions.charters import VALUES
from wiki.forms.settings import MOST_NUMBER, REASON_LENGTH
from wiki.models import Charter

HELP = {
    "approvals": _("How many people must agree to a suggestion before it is published."),
    "own_acceptance": _("Otherwise somebody else accepts what they propose."),
    "direct_edits": _("All others propose, and wait for a decision."),
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
        super().__init__(data, instance=charter, initial=initial)
        people = User.objects.filter(Q(is_active=True) | Q(pk__in=referents)).order_by("name", "pk")
        named = self.fields["referents"]
        assert isinstance(named, forms.ModelMultipleChoiceField)
        named.queryset = people
        self.fields["reason"].widget.attrs["size"] = 70
        self.order_fields(["base", "referents", *VALUES, "reason"])

    def values(self) -> dict[str, Any]:
        """What the action is handed."""
        return {name: self.cleaned_data[name] for name in (*VALUES, "referents")}
