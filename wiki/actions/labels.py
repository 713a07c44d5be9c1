"""The words that the engine adds to a text, in the language of the text."""

from __future__ import annotations

from dataclasses import fields

from django.utils.formats import get_format
from django.utils.translation import gettext, gettext_noop

from wiki.text.blocks.file import size
from wiki.text.labels import Labels

# The engine knows no gettext: its words are named here so that they are found and translated.
WORDS = (
    gettext_noop("Information"),
    gettext_noop("Success"),
    gettext_noop("Warning"),
    gettext_noop("Danger"),
    gettext_noop("Tab"),
    gettext_noop("Done"),
    gettext_noop("To do"),
    gettext_noop("Note {number}"),
    gettext_noop("Notes"),
    gettext_noop("Back to the text (note {number})"),
    gettext_noop("See the picture on {host}"),
    gettext_noop("{size} B"),
    gettext_noop("{size} kB"),
    gettext_noop("{size} MB"),
    gettext_noop("Description file: {name}"),
    gettext_noop("Download"),
    gettext_noop("Table {number}"),
    gettext_noop("Table {number}: {heads}"),
    gettext_noop("Formula: {formula}"),
    gettext_noop("This text is too heavy to be laid out: it is shown as it was written."),
    gettext_noop("Unknown block: {detail}."),
    gettext_noop("The condition “{detail}” is not applied: everybody sees this text."),
    gettext_noop("The reusable text “{detail}” cannot be found."),
    gettext_noop("This link leads nowhere: {detail}"),
    gettext_noop("This paragraph holds too many marks: it is shown as it was written."),
)


def weight(count: int) -> str:
    """A number of bytes as people say it, in the language of the moment."""
    told = labels()
    said = size(count, told)
    is_round = count >= 1_000_000 and count % 1_000_000 == 0
    return said.replace(f"{told.decimal_mark}0", "", 1) if is_round else said


def labels() -> Labels:
    """The engine's words in the language of the moment."""
    words = {field.name: gettext(str(field.default)) for field in fields(Labels)}
    return Labels(**words | {"decimal_mark": str(get_format("DECIMAL_SEPARATOR"))})
