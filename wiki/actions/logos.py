"""The logo of the site: a picture that an admin sends, drawn anew and kept by the name of its content."""

from __future__ import annotations

from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from wiki.actions.darkroom import LOGO, Darkroom
from wiki.actions.labels import weight
from wiki.actions.variants import Unfit
from wiki.book.media_types import media_type_of
from wiki.errors import BadSettings
from wiki.models.attachment import Refusal
from wiki.models.settings import Logo

MOST_BYTES = 2_000_000
TYPES = ("image/png", "image/jpeg", "image/webp", "image/avif")


def keep(content: bytes) -> str:
    """A picture as a setting names it; BadSettings where it can be no logo.

    Slow: to be called outside of any transaction. A logo that nobody chooses afterwards costs some disk.
    """
    if len(content) > MOST_BYTES:
        told = {"size": weight(len(content)), "most": weight(MOST_BYTES)}
        raise _bad(_("This picture weighs %(size)s; a logo weighs %(most)s at most.") % told)
    if not content:
        raise _bad(_("This file is empty."))
    if media_type_of("", content) not in TYPES:
        raise _bad(_("A logo is a picture in PNG, JPEG, WebP or AVIF: choose another file."))
    try:
        with Darkroom() as room:
            made = room.develop(content, kind=LOGO)
    except Unfit as unfit:
        why = {"why": Refusal(unfit.reason).label}
        raise _bad(_("This picture cannot be the logo: %(why)s.") % why) from unfit
    key = sha256(b"".join(one.content for one in made.variants)).hexdigest()[: Logo.KEY_LENGTH]
    shown, shared = made.variants
    logo = Logo(key, shown.width, shown.height, shared.width, shared.height)
    for name, variant in zip(logo.names, made.variants, strict=True):
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(variant.content))
    return str(logo)


def is_kept(told: str) -> bool:
    """Whether a logo of this name was kept here."""
    logo = Logo.read(told)
    return logo is not None and all(default_storage.exists(name) for name in logo.names)


def _bad(sentence: str) -> BadSettings:
    return BadSettings({"logo": [sentence]})
