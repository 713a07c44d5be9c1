"""Ticks as a browser tells them → clean values."""

from __future__ import annotations

from math import isfinite
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

MOST_AT_ONCE, LONGEST_KEY, MOST_TOLD = 200, 2_000, 64_000


class TicksForm(forms.Form):
    """An object: by the key of the task, whether it is ticked and since when, in seconds."""

    ticks = forms.JSONField()

    def clean_ticks(self) -> dict[str, tuple[bool | None, float]]:
        told = self.cleaned_data["ticks"]
        if not isinstance(told, dict) or len(told) > MOST_AT_ONCE:
            raise ValidationError("these are no ticks")
        return {key: _tick(value) for key, value in told.items() if _is_whole(key)}


def _tick(told: Any) -> tuple[bool | None, float]:
    match told:
        case [bool() | None as is_on, int() | float() as at] if not isinstance(at, bool) and isfinite(at):
            return is_on, at
    raise ValidationError("this is no tick")


def _is_whole(key: str) -> bool:
    """Whether a database can keep it: no NUL character, no half of a pair."""
    return (
        len(key) <= LONGEST_KEY
        and "\x00" not in key
        and not any("\ud800" <= sign <= "\udfff" for sign in key)
    )
