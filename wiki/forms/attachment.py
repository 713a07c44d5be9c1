"""What is sent from a disk → the bytes of one file and its name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.actions.labels import weight
from wiki.forms.page import TOO_LONG, Gesture


class FileForm(Gesture):
    """One file; refused by its size before it is read into memory."""

    file = forms.FileField(
        label=gettext_lazy("File from your device"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )

    def clean_file(self) -> Any:
        sent, most = self.cleaned_data["file"], settings.UPLOAD_MAX_MB * 1_000_000
        if sent.size > most:
            told = {"name": sent.name, "size": weight(sent.size), "most": weight(most)}
            raise ValidationError(
                _("“%(name)s” weighs %(size)s; the site takes %(most)s at most.") % told, code=TOO_LONG
            )
        return sent
