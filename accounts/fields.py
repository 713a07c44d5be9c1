"""Fields that forms of accounts and of the wiki share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy


class ProofInput(forms.HiddenInput):
    """Filled in by `proof.js`, and empty each time it is shown: a solution is accepted once."""

    is_hidden = False  # for templates: it stands in components/proof.html, beside what is told of it

    def format_value(self, value: Any) -> str:
        return ""


class ProofField(forms.CharField):
    """A proof of work. Whoever sends none is looked at first, and refused nothing."""

    def __init__(self) -> None:
        address = reverse_lazy("account_challenge")
        super().__init__(required=False, widget=ProofInput(attrs={"data-proof": address}))
