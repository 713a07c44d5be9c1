"""An office file from its parts: what it says of itself, and bytes that depend on nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from odfdo import Document, Element

from wiki.exchange.office import styles
from wiki.exchange.office.origin import Origin, Picture

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can tell
_COUNTRIES = {"fr": "FR", "en": "GB"}
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([A-Za-z]{2}))?")
# What an empty document of the library brings, and a file to fill in has no use for.
_DROPPED = ("Thumbnails/", "Configurations2/", "manifest.rdf")


def begun(kind: str, origin: Origin) -> Document:
    """An empty document, `text` or `spreadsheet`, that tells its title, its language and its licence."""
    document = Document(kind)
    language, country = _spoken(origin.lang)
    footer = " · ".join(filter(None, (origin.site, origin.licence)))
    drawn = styles.of_text if kind == "text" else styles.of_sheet
    document.set_part("styles.xml", drawn(language, country, footer, _("page {page} of {pages}")))
    keep(document, styles.boxes_of_text() if kind == "text" else styles.boxes_of_sheet())
    meta = document.meta
    meta.title = origin.title
    meta.description = origin.description
    meta.language = f"{language}-{country}"
    if origin.licence:
        meta.set_user_defined_metadata(_("Licence"), origin.licence)
    if origin.address:
        meta.set_user_defined_metadata(_("Source"), origin.address)
    meta.creation_date = origin.at or datetime(*_LONG_AGO)
    meta.date = origin.at or datetime(*_LONG_AGO)
    return document


def keep(document: Document, made: Iterable[str]) -> None:
    """Put styles beside the words of the document."""
    beside = document.content.get_element("//office:automatic-styles")
    if beside is not None:
        for style in made:
            beside.append(Element.from_tag(style))


def finished(document: Document, pictures: Mapping[str, Picture]) -> bytes:
    """The file: the same parts give the same bytes, whenever and wherever it is made."""
    for name, picture in pictures.items():
        document.set_part(name, picture.content)
        document.manifest.add_full_path(name, _media_type(picture.ending))
    manifest = document.manifest
    for path in (path for path in manifest.get_paths() if str(path).startswith(_DROPPED)):
        manifest.del_full_path(str(path))
    for path in (path for path in document.parts if path.startswith(_DROPPED)):
        document.del_part(path)
    made = BytesIO()
    document.save(made)
    return _settled(made)


def _settled(made: BytesIO) -> bytes:
    """The same zip, its entries in the order of their names, as if all had been written long ago."""
    settled = BytesIO()
    with ZipFile(made) as before, ZipFile(settled, "w") as after:
        names = [name for name in before.namelist() if not name.endswith("/") and name != "mimetype"]
        for name in ["mimetype", *sorted(names)]:
            entry = ZipInfo(name, _LONG_AGO)
            entry.create_system = 3
            # The type comes first and bare, so that it can be read without opening the rest.
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            after.writestr(entry, before.read(name), compresslevel=9)
    return settled.getvalue()


def _spoken(lang: str) -> tuple[str, str]:
    """The language and the country of a page, as an office file names them."""
    found = _LANGUAGE.match(lang)
    if found is None:
        return "zxx", "ZZ"
    return found[1], (found[2] or _COUNTRIES.get(found[1], "ZZ")).upper()


def _media_type(ending: str) -> str:
    return {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"}[ending]
