"""What is said against something → clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.forms.page import REASON_LENGTH
from wiki.forms.proof import Proving
from wiki.models.flag import Rule


class FlagForm(Proving):
    """Which rule is broken, and a word about it."""

    rule = forms.ChoiceField(
        label=gettext_lazy("Which rule does it break?"),
        choices=Rule.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a rule, or “Something else”.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("A word of explanation"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=gettext_lazy("Where it stands, what it is about: whoever looks at it may not know."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """A rule says enough by itself, but for the one that is none."""
        values = super().clean() or {}
        if values.get("rule") == Rule.OTHER and not values.get("reason") and "reason" not in self.errors:
            self.refuse("reason", _("Say what is wrong: the rule alone does not tell."))
        return values

    @property
    def given(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in ("rule", "reason")}
        return told | {"proof": self.proof_given}
