"""An attachment: a file of a book that is not a page, kept byte for byte; pictures have variants."""

from __future__ import annotations

from urllib.parse import quote

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """A file by its place in a book; `blob` names its bytes, stored once however many files hold them."""

    class Mode(models.TextChoices):
        FILE = "file", _("file")
        EXECUTABLE = "executable", _("executable file")
        LINK = "link", _("symbolic link")  # kept as the text it is, never followed

    class State(models.TextChoices):
        KEPT = "kept", _("kept")  # not a picture: nothing to check
        WAITING = "waiting", _("to be checked")
        READY = "ready", _("ready")
        REFUSED = "refused", _("refused")  # not the picture it says it is, or too large to be shown
        MISSING = "missing", _("missing")  # the copy of the repository lacks its bytes

    book = models.ForeignKey(
        "wiki.Book", verbose_name=_("book"), null=True, on_delete=models.CASCADE, related_name="attachments"
    )
    path = models.CharField(_("file, from the repository’s root"), max_length=1000)
    mode = models.CharField(_("kind"), max_length=12, choices=Mode.choices, default=Mode.FILE)
    blob = models.CharField(_("name of its content"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.KEPT)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    # [{"width": 960, "height": 540, "name": "…", "type": "image/webp", "size": 1234}], smallest first.
    variants = models.JSONField(_("variants"), default=list, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["book", "path"]
        constraints = [
            models.UniqueConstraint(fields=["book", "path"], name="attachment_path_unique_in_its_book")
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def address(self) -> str:
        """Where whoever may read one of the pages that use it finds it."""
        return media_address(self.blob, self.name)


def media_address(blob: str, name: str) -> str:
    """The address of a content under the name that its readers know it by."""
    return f"/media/{blob}/{quote(name)}"
