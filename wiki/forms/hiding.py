"""What of a revision is hidden, and why → clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.forms.thread import ReasonForm


class HideForm(ReasonForm):
    """The text of a revision, its author with the reason that they gave, or both."""

    text = forms.BooleanField(
        label=gettext_lazy("Its text"),
        required=False,
        initial=True,
        help_text=gettext_lazy("The state of the page, and all comparisons with it."),
    )
    author = forms.BooleanField(
        label=gettext_lazy("Its author and their reason"),
        required=False,
        help_text=gettext_lazy("The name, and what was said of the change."),
    )
    field_order = ("text", "author", "reason")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (given.get("text") or given.get("author")):
            raise ValidationError(_("Say what is hidden: the text, the author, or both."))
        return given
