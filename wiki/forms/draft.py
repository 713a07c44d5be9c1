"""What is typed so far, as a browser tells it → clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wiki.actions.revising import MAX_BYTES

MOST = 2 * MAX_BYTES  # a text, with what stands around it
NAMES = frozenset(
    {"title", "slug", "description", "source", "text", "reason", "other_way", "listed"}
    | {"organisation", "structure", "happened", "done", "worked", "failed", "link", "alt"}  # of a reuse
)
IN_VIEW = frozenset({"base", "seen"})


class DraftForm(forms.Form):
    """Two objects: what was typed and what was in view, by the names of the fields."""

    values = forms.JSONField()
    in_view = forms.JSONField(required=False)

    def clean_values(self) -> dict[str, Any]:
        return _told(self.cleaned_data["values"], NAMES)

    def clean_in_view(self) -> dict[str, Any]:
        return _told(self.cleaned_data["in_view"] or {}, IN_VIEW)


def _told(given: Any, names: frozenset[str]) -> dict[str, Any]:
    """A text, or whether a box is ticked, by name; nothing else."""
    is_plain = isinstance(given, dict) and all(isinstance(value, str | bool) for value in given.values())
    if not is_plain or not given.keys() <= names:
        raise ValidationError("this is no draft of a form")
    if sum(len(str(value)) for value in given.values()) > MOST:
        raise ValidationError("this is too long", code="too-long")
    return dict(given)
