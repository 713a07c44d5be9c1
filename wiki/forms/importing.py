"""Where a guide comes from and where it goes → clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wiki.models import Import

FROM_GIT, FROM_FILE = "git", "file"


class ImportForm(forms.ModelForm[Import]):
    """An address or a file; the rest is for those who know that they need it."""

    kind = forms.ChoiceField(
        label=_("Where does it come from?"),
        choices=[(FROM_GIT, _("A Git repository")), (FROM_FILE, _("A file"))],
        initial=FROM_GIT,
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=_("Address of the repository"),
        max_length=2000,
        required=False,
        widget=forms.URLInput(attrs={"class": "vURLField", "placeholder": "https://"}),
        help_text=_("One that anybody may read, over https. What is private is sent as a file."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A zip or a tar of the guide, or a Git bundle, which brings its history too."),
    )

    class Meta:
        model = Import
        fields = ("branch", "space", "place", "with_history", "repair")
        labels = {
            "branch": _("Branch"),
            "space": _("Folder of the one guide to take, of several"),
            "place": _("Address on the site"),
            "with_history": _("With its past versions and their authors"),
            "repair": _("Mend characters that were broken on their way"),
        }
        help_texts = {
            "branch": _("Left empty, the one that the repository shows first."),
            "place": _("“guide” puts it at /guide/. Left empty, it takes the place of the starter guide, or "
                       "of the guide that came from there before."),
            "with_history": _("Each author has a profile, without an address, which they may claim."),
        }  # fmt: skip

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        for name in ("branch", "space", "place"):
            self.fields[name].widget.attrs["class"] = "vTextField"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        wanted, said = ("file", _("Choose a file.")), _("Give the address of the repository.")
        if values.get("kind") == FROM_GIT:
            wanted = ("address", said)
        if not values.get(wanted[0]) and wanted[0] not in self.errors:
            self.add_error(wanted[0], ValidationError(wanted[1]))
        return values

    def values(self) -> dict[str, Any]:
        """What the action is handed."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if self.cleaned_data["kind"] == FROM_FILE:
            return told | {"file": self.cleaned_data["file"]}
        return told | {"address": self.cleaned_data["address"]}
