"""An attachment: a file that is no page, of a book or uploaded here, as it came; pictures have variants.

A picture of a suggestion is held: until a text with it is published, its author and those who decide see it.
That of a reuse is held for good, and seen by whoever may read the reuse.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from wiki.models.link import Link
from wiki.models.page import Page, below, led_by
from wiki.text.links import Picture


class Refusal(models.TextChoices):
    """Why a picture is not shown, in words that an editor can act on."""

    NOT_A_PICTURE = "not-a-picture", _("this is not a picture of a kind that the site can show")
    DAMAGED = "damaged", _("the file is damaged or incomplete")
    TOO_LARGE = "too-large", _("the picture has more than 20 million pixels")
    TOO_HEAVY = "too-heavy", _("the file is too heavy for a picture, or takes too long to be drawn")
    ACTIVE = "active", _("the drawing declares entities, or repeats itself too often to be shown")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Files as people meet them."""

    def visible_to(self, user: Any) -> AttachmentQuerySet:
        """What a page uses that this person may read; the files of drafts and of nothing are for deciders."""
        if user.is_staff:
            return self.all()
        uses = Link.objects.filter(kind="asset", target=OuterRef("blob"))
        shown = Q(Exists(uses.filter(page__in=Page.objects.visible_to(user))))
        is_held = Q(uploaded_by=user.pk) if user.pk else Q(pk=None)
        if led := led_by(user):
            shown |= ~Q(Exists(uses)) | Q(Exists(uses.filter(page__in=below(led))))
            is_held |= Q(suggestion__page__in=below(led)) & ~Q(suggestion__state="draft")
        told: Any = self.model._meta.get_field("reuses").related_model
        is_held |= Q(Exists(told.objects.visible_to(user).filter(picture=OuterRef("pk"))))
        return self.filter(shown & Q(held=False) | is_held & Q(held=True))

    def on_shelf(self, book: int | None) -> AttachmentQuerySet:
        """The files of a book, or of the site, that are no links."""
        return self.filter(book=book).exclude(mode=Attachment.Mode.LINK)

    def pictures(self) -> AttachmentQuerySet:
        """What is checked before it is shown."""
        return self.filter(media_type__startswith="image/").exclude(mode=Attachment.Mode.LINK)


class Attachment(models.Model):
    """A file by its place in a book, or in none; `blob` names its bytes, stored once for all that hold them.

    One without a book is the site's own: its path is that of a book made of the pages written here.
    """

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
    refusal = models.CharField(_("why it is refused"), max_length=16, choices=Refusal.choices, blank=True)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    # [{"width": 960, "height": 540, "name": "variants/…", "type": "image/webp"}], smallest first.
    variants = models.JSONField(_("variants"), default=list, blank=True)
    # Of a file that came by itself, and not with a book.
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded on"), null=True, blank=True)
    held = models.BooleanField(_("held until its suggestion is accepted"), default=False)
    suggestion = models.ForeignKey(
        "wiki.Suggestion",
        verbose_name=_("suggestion"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="pictures",
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["book", "path"]
        constraints = [
            models.UniqueConstraint(fields=["book", "path"], name="attachment_path_unique_in_its_book"),
            # Two absent books are not the same one: without this, the site's own shelf would hold namesakes.
            models.UniqueConstraint(
                fields=["path"],
                condition=Q(book__isnull=True, uploaded_at__isnull=False),
                name="attachment_path_unique_on_the_site",
            ),
            models.CheckConstraint(
                condition=Q(state="refused", refusal__gt="") | ~Q(state="refused") & Q(refusal=""),
                name="attachment_refused_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def address(self) -> str:
        """Where whoever may read one of the pages that use it finds it."""
        return media_address(self.blob, self.name)


WIDTHS = (480, 960, 1600)  # in which a picture may be asked for


def measures(
    blob: str, width: int | None, height: int | None, variants: list[dict[str, Any]]
) -> Picture | None:
    """What a text may know of a picture: nothing before it was checked, one width where only one was made."""
    if not (width and height and variants):
        return None
    made = [int(variant["width"]) for variant in variants]
    asked = {wide: next(offer for offer in WIDTHS if offer >= wide) for wide in made if wide <= WIDTHS[-1]}
    sources = tuple((f"/media/{blob}?w={offer}", wide) for wide, offer in sorted(asked.items()))
    return Picture(width, height, sources if len(sources) > 1 else ())


def media_address(blob: str, name: str) -> str:
    """The address of a content under the name that its readers know it by."""
    return f"/media/{blob}/{quote(name)}"
