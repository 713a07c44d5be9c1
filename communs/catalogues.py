"""The translations of the interface: gathered from the sources, kept as .po, compiled as .mo."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
LOCALES = ROOT / "communs" / "locale"
SOURCES = ("accounts/**/*.py", "communs/**/*.py", "wiki/**/*.py", "templates/**/*.html", "templates/**/*.txt")
DJANGO_KEYWORDS = {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = "# Translations of Communs; « make messages » keeps this file."


class Plain(Catalog):
    """A catalogue without dates nor versions, so that the same strings are the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        kept = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
        return [(name, value) for name, value in super().mime_headers if name in kept]


def update() -> list[str]:
    """Rewrite the catalogues from the sources, keeping what is translated; what is left to do."""
    for language in languages():
        catalog = _updated(language)
        _po(language).parent.mkdir(parents=True, exist_ok=True)
        _po(language).write_bytes(_written(catalog))
        _mo(language).write_bytes(_compiled(catalog))
    return problems()


def problems() -> list[str]:
    """What keeps the translations from being complete, in sentences."""
    found = []
    for language in languages():
        if not _po(language).exists():
            found.append(f"{_po(language)} does not exist.")
            continue
        kept = read(language)
        found += gaps(language, kept)
        # Not byte for byte: which files say a string may change without anything to translate.
        said, held = _strings_of(_updated(language)), _strings_of(kept)
        found += [f"{language}: “{text}” of the sources is not in the .po." for text in sorted(said - held)]
        found += [
            f"{language}: “{text}” of the .po is no longer in the sources." for text in sorted(held - said)
        ]
        if not _mo(language).exists() or _compiled(kept) != _mo(language).read_bytes():
            found.append(f"{language}: the .mo is not what its .po compiles to.")
    return found


def languages() -> list[str]:
    """The languages of the interface."""
    return [code for code, name in settings.LANGUAGES]


def gaps(language: str, catalog: Catalog) -> Iterator[str]:
    """What the catalogue lacks, one sentence each."""
    for message in catalog:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if not all(texts):
            yield f"{language}: “{named(message)}” is not translated."
        if message.fuzzy:
            yield f"{language}: “{named(message)}” is marked fuzzy."
        for error in message.check(catalog):
            yield f"{language}: “{named(message)}”: {error}."


def named(message: Message) -> str:
    """The first form of a message, by which it is known."""
    return message.id[0] if isinstance(message.id, (list, tuple)) else str(message.id)


def _updated(language: str) -> Catalog:
    """The strings of the sources, each with the translation that is kept."""
    kept = read(language) if _po(language).exists() else Catalog()
    catalog = Plain(language, header_comment=HEADER, charset="utf-8", fuzzy=False)
    for (context, _first), (ids, places) in sorted(_gathered().items(), key=lambda entry: entry[1]):
        old = kept.get(ids[0], context or None)
        catalog.add(
            ids if len(ids) > 1 else ids[0],
            _string(language, ids, old),
            locations=[(place, 0) for place in places],
            flags=sorted(old.flags) if old else (),
            context=context or None,
        )
    return catalog


def _string(language: str, ids: tuple[str, ...], old: Message | None) -> str | tuple[str, ...]:
    """English is the source itself; elsewhere what was translated, if it still has as many forms."""
    if language == "en":
        return ids if len(ids) > 1 else ids[0]
    if old and isinstance(old.string, (list, tuple)) == (len(ids) > 1):
        return old.string if isinstance(old.string, str) else tuple(old.string or ())
    return ("",) * 2 if len(ids) > 1 else ""


def _gathered() -> dict[tuple[str, str], tuple[tuple[str, ...], list[str]]]:
    """{(context, first form): (forms, the files that say it)}."""
    found: dict[tuple[str, str], tuple[tuple[str, ...], list[str]]] = {}
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        place = path.relative_to(ROOT).as_posix()
        for ids, context in _strings(path):
            known, places = found.get((context, ids[0]), (ids, []))
            if place not in places:
                places.append(place)
            found[context, ids[0]] = (max(known, ids, key=len), places)
    return found


def _strings(path: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into Python; its indentation is not Python's.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    source = io.BytesIO(text.encode())
    for _line, message, _comments, context in extract(
        "python", source, {**DEFAULT_KEYWORDS, **DJANGO_KEYWORDS}
    ):
        ids = tuple(message) if isinstance(message, (list, tuple)) else (message,)
        if ids[0]:
            yield ids, context or ""


def _strings_of(catalog: Catalog) -> set[str]:
    return {f"{message.context or ''}{named(message)}" for message in catalog if message.id}


def _po(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def _mo(language: str) -> Path:
    return _po(language).with_suffix(".mo")


def read(language: str) -> Catalog:
    """The catalogue that is kept."""
    with _po(language).open("rb") as file:
        kept = read_po(file, locale=language, charset="utf-8")
    plain = Plain(language, header_comment=HEADER, charset="utf-8", fuzzy=False)
    for message in kept:
        if message.id:
            plain.add(message.id, message.string, flags=sorted(message.flags), context=message.context)
    return plain


def _written(catalog: Catalog) -> bytes:
    stream = io.BytesIO()
    write_po(stream, catalog, width=110, include_lineno=False)
    return stream.getvalue()


def _compiled(catalog: Catalog) -> bytes:
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()
