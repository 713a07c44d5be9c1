"""Files that people upload: taken in, replaced, taken away again; a picture is shown once it was checked.

Whoever may only suggest sends pictures, which are held: others see them once a text with them is published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import chain, count
from secrets import token_hex
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from wiki import rules
from wiki.actions import attachments, drafts, journal, limiting, pictures, rendering
from wiki.actions.labels import weight
from wiki.book.media_types import SVG, UNKNOWN, ending_of, media_type_of
from wiki.errors import BadFile, BadSuggestion, TooHeavy
from wiki.models import Attachment, Book, Link, Page, Suggestion
from wiki.models.suggestion import Aim
from wiki.queries import shelf
from wiki.queries.shelf import ASSETS

STEM_LENGTH = 80
MOST_HELD = 3  # pictures of one suggestion
UPLOADED, REPLACED, REMOVED = "attachment.upload", "attachment.replace", "attachment.delete"
# What a name keeps: letters and digits of any language; a file of this name stands in any disk and any text.
_UNFIT = re.compile(r"[^\w.-]+|_+")


def upload(page: Page, *, by: Any, name: str, content: bytes) -> Attachment:
    """Keep a file on the shelf of this page, for its text and those of its neighbours to show.

    The same bytes once more are the file that stands there already.
    """
    rules.require(by, "attachment.upload", _standing(page))
    media_type = _admitted(by, name, content)
    shelved = Attachment.objects.filter(held=False)
    return _taken_in(page, fit_name(name, media_type), content, media_type, by=by, among=shelved)


def hold(page: Page, *, by: Any, name: str, content: bytes, source: str = "") -> Attachment:
    """Keep a picture for a suggestion on this page, whose text says so far what `source` says; NotAllowed for
    other files, but of those who may upload them."""
    rules.require(by, "attachment.hold", _standing(page))
    media_type = _admitted(by, name, content)
    if not media_type.startswith("image/"):
        rules.require(by, "attachment.upload", _standing(page))
    if len(held_in(source, page, by=by)) >= MOST_HELD:
        raise BadFile(_too_many())
    # Drafts are kept no longer: what was never sent by then, no text shows any more.
    forgotten = timezone.now() - drafts.KEPT_FOR
    _own_held(by).filter(suggestion=None, reuses=None, uploaded_at__lt=forgotten).delete()
    # No text can name it before it is there, and so bring it to light.
    stem, _dot, ending = fit_name(name, media_type).rpartition(".")
    told = f"{stem}-{token_hex(4)}.{ending}"
    served = Attachment.objects.visible_to(by).filter(Q(held=False) | Q(uploaded_by=_person(by)))
    return _taken_in(page, told, content, media_type, by=by, among=served, held=True)


def hold_told(*, by: Any, name: str, content: bytes) -> Attachment:
    """Keep a picture for a reuse: whoever may read that sees it. It is on the shelf of the site, and no text
    may name it."""
    rules.require(by, "reuse.tell")
    media_type = _admitted(by, name, content)
    if not media_type.startswith("image/"):
        raise BadFile(_("A reuse takes a picture alone: PNG, JPEG or WebP."))
    stem, _dot, ending = fit_name(name, media_type).rpartition(".")
    told = f"{stem}-{token_hex(4)}.{ending}"
    root = Page.objects.get(parent=None)
    return _taken_in(
        below(root), told, content, media_type, by=by, among=Attachment.objects.none(), held=True
    )


def held_in(source: str, page: Page, *, by: Any) -> list[Attachment]:
    """The held pictures of this person that a text for this page names."""
    said = unquote(source)
    own = _own_held(by).filter(book=shelf.book_of(page)).order_by("pk") if ASSETS in said else []
    return [one for one in own if one.name in said]


def hand_over(suggestion: Suggestion, source: str) -> None:
    """Those who decide on a suggestion see the pictures of its text; BadSuggestion of too many."""
    page = suggestion.page
    named = held_in(source, below(page) if suggestion.aim == Aim.PAGE else page, by=suggestion.author)
    if len(named) > MOST_HELD:
        raise BadSuggestion(_too_many())
    if named:
        Attachment.objects.filter(pk__in=[one.pk for one in named]).update(suggestion=suggestion)


def below(page: Page) -> Page:
    """What stands for a page that would be made below this one, wherever files are sent for it."""
    return Page(parent=page)


def _standing(page: Page) -> Page:
    return page if page.pk or page.parent is None else page.parent


def _taken_in(
    page: Page, name: str, content: bytes, media_type: str, *, by: Any, among: Any, **told: Any
) -> Attachment:
    """A row for these bytes, or the one that holds them `among` those that may serve."""
    limiting.gesture(by, "upload")
    blob = attachments.blob_of(content)
    attachments.keep(blob, content)
    book = shelf.book_of(page)
    with transaction.atomic():
        _hold_quota(by, len(content))
        same = among.filter(book=book, blob=blob, uploaded_at__isnull=False).first()
        if same is not None:
            return same
        made = Attachment.objects.create(
            book_id=book,
            path=free_path(book, name),
            uploaded_by=_person(by),
            uploaded_at=timezone.now(),
            **_told(blob, content, media_type),
            **told,
        )
        journal.note(UPLOADED, _standing(page), by=by, after=said_of(made))
        _settle(made)
    return made


def replace(attachment: Attachment, *, by: Any, page: Page, name: str, content: bytes) -> Attachment:
    """Other bytes under the same name: every page that shows the file shows the new one."""
    rules.require(by, "attachment.delete", attachment)
    rules.require(by, "attachment.upload", page)
    media_type = _admitted(by, name, content)
    if media_type != attachment.media_type:
        raise BadFile(_("A file is replaced by one of its own kind: upload this one beside it."))
    limiting.gesture(by, "upload")
    blob = attachments.blob_of(content)
    attachments.keep(blob, content)
    with transaction.atomic():
        _hold_quota(by, len(content) - attachment.size)
        before, was = said_of(attachment), attachment.blob
        for field, value in (_told(blob, content, media_type) | _UNCHECKED).items():
            setattr(attachment, field, value)
        attachment.uploaded_by, attachment.uploaded_at = _person(by), timezone.now()
        attachment.save()
        journal.note(REPLACED, page, by=by, before=before, after=said_of(attachment))
        users = Link.objects.filter(kind="asset", target=was).values_list("page", flat=True)
        _settle(attachment, list(users))
    return attachment


def remove(attachment: Attachment, *, by: Any, page: Page) -> None:
    """Take a file away that no page shows, archived ones included: they may come back.

    Its bytes stay in the storage, under the name of their content: other files may hold them.
    """
    rules.require(by, "attachment.delete", attachment)
    with transaction.atomic():
        if Link.objects.filter(kind="asset", target=attachment.blob).exists():
            raise BadFile(_("“%(file)s” is shown by a page: it stays.") % {"file": attachment.name})
        journal.note(REMOVED, page, by=by, before=said_of(attachment))
        attachment.delete()


def fit_name(name: str, media_type: str) -> str:
    """A name that stands in any disk, address and text, with the ending that its bytes deserve."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    stem, dot, ending = plain.rpartition(".")
    stem = stem if dot else plain
    told = media_type_of(f"x.{ending}", b"") if dot else UNKNOWN
    ending = ending.lower() if told == media_type else ending_of(media_type)
    stem = _UNFIT.sub("-", stem).strip("-.")[:STEM_LENGTH].rstrip("-.")
    return f"{stem or _('file')}.{ending}"


def _admitted(by: Any, name: str, content: bytes) -> str:
    """The type of a file that may come in; a type that we do not know, nobody could open safely."""
    most = settings.UPLOAD_MAX_MB * 1_000_000
    if len(content) > most:
        told = {"size": weight(len(content)), "most": weight(most)}
        raise TooHeavy(_("This file weighs %(size)s; the site takes %(most)s at most.") % told)
    if not content:
        raise BadFile(_("This file is empty."))
    media_type = media_type_of(name, content)
    if media_type == UNKNOWN:
        raise BadFile(_("This kind of file is not taken: choose a picture, a document or a data file."))
    if media_type == SVG:
        rules.require(by, "attachment.draw")
    return media_type


def _own_held(by: Any) -> Any:
    return Attachment.objects.filter(uploaded_by=_person(by), held=True)


def _too_many() -> str:
    return ngettext(
        "A suggestion holds at most %(most)d picture.",
        "A suggestion holds at most %(most)d pictures.",
        MOST_HELD,
    ) % {"most": MOST_HELD}


def _hold_quota(by: Any, more: int) -> None:
    """Whoever uploads is held until this transaction is over, so that two files cannot pass together."""
    person, most = _person(by), settings.UPLOAD_QUOTA_MB * 1_000_000
    if person is None:
        return
    list(User.objects.select_for_update().filter(pk=person.pk).values_list("pk"))
    if used_by(person) + more > most:
        told = {"most": weight(most)}
        raise TooHeavy(_("Your files would weigh more than %(most)s together: take some away first.") % told)


def used_by(person: Any) -> int:
    """How much the files of this person weigh, in bytes."""
    return Attachment.objects.filter(uploaded_by=person).aggregate(all=Sum("size"))["all"] or 0


def free_path(book: int | None, name: str, *, besides: Collection[str] = ()) -> str:
    """Beside its namesakes, whatever their case: texts name files without minding it."""
    folder = Book.objects.values_list("folder", flat=True).get(pk=book) if book else ""
    stem, _dot, ending = name.rpartition(".")
    names = chain([name], (f"{stem}-{number}.{ending}" for number in count(1)))
    paths = (f"{folder}/{shelf.ASSETS}/{one}".lstrip("/") for one in names)
    standing, coming = Attachment.objects.filter(book=book), {path.lower() for path in besides}
    return next(
        path
        for path in paths
        if path.lower() not in coming and not standing.filter(path__iexact=path).exists()
    )


_UNCHECKED: dict[str, Any] = {"width": None, "height": None, "variants": [], "refusal": ""}


def _told(blob: str, content: bytes, media_type: str) -> dict[str, Any]:
    state = attachments.state_of(media_type, len(content))
    return {"blob": blob, "size": len(content), "media_type": media_type, "state": state}


def said_of(attachment: Attachment) -> dict[str, Any]:
    """What the journal tells of a file."""
    return {"file": attachment.path, "blob": attachment.blob, "size": attachment.size}


def _settle(attachment: Attachment, users: list[int] | None = None) -> None:
    """Texts that name it are drawn again, those too that did before it was there; a picture is checked."""
    rendering.refresh([attachment.path], users or [])
    if attachment.state == Attachment.State.WAITING:
        transaction.on_commit(lambda: pictures.queue(attachment.book_id))


def _person(who: Any) -> Any:
    return who if getattr(who, "pk", None) else None
