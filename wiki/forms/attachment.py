"""What is sent from a disk → the bytes of one file and its name; and, of a picture, what it shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.actions.labels import weight
from wiki.book.media_types import START, media_type_of
from wiki.forms.page import TOO_LONG, Gesture

ALT_LENGTH = 500


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


class PictureForm(FileForm):
    """A file that is put into a text: a picture is described, unless it only decorates."""

    alt = forms.CharField(required=False, max_length=ALT_LENGTH)
    decorates = forms.BooleanField(required=False)
    caption = forms.CharField(required=False, max_length=ALT_LENGTH)
    credit = forms.CharField(required=False, max_length=ALT_LENGTH)
    source = forms.CharField(required=False, strip=False)  # the text so far

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        sent = given.get("file")
        is_picture = sent is not None and media_type_of(sent.name, sent.read(START)).startswith("image/")
        if sent is not None:
            sent.seek(0)
        if is_picture and not given.get("alt") and not given.get("decorates"):
            said = _("Describe the picture for whoever does not see it, or say that it only decorates.")
            self.add_error("alt", ValidationError(said))
        return given

    @property
    def told(self) -> dict[str, str]:
        """The words that stand with it in the text, each on one line."""
        given = {name: " ".join(self.cleaned_data[name].split()) for name in ("alt", "caption", "credit")}
        caption = given["caption"]
        if given["credit"]:
            said = _("Source: %(credit)s") % {"credit": given["credit"]}
            ends = "" if caption.endswith((".", "!", "?", "…")) or not caption else "."
            caption = f"{caption}{ends} {said}".strip()
        return {"alt": "" if self.cleaned_data["decorates"] else given["alt"], "caption": caption}
