"""The files of a book as text: how bytes are decoded, and the title that a file gives its page."""

from __future__ import annotations

import posixpath
import re

from wiki.book.summary import plain, without_closing

OLD = "cp1252"
_LONGEST = 1000
_ANCHOR = re.compile(r"<a\s[^<>]*\b(?:id|name)=[^<>]*>\s*</a>")
_IDENT = re.compile(r"\s*\{#[\w.:-]+\}\s*\Z")
_ATX = re.compile(r"\A\s*#[ \t]+([^\r\n]*)")
_SETEXT = re.compile(r"\A\s*([^\r\n#>|`*+\-\s][^\r\n]*)(?:\r\n|\n|\r)=+[ \t]*(?:[\r\n]|\Z)")


def decode(content: bytes) -> tuple[str, str]:
    """The text of a file and its encoding: UTF-8, else what Windows wrote, which never fails."""
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return "".join(map(_character, content)), OLD


def encode(text: str, encoding: str) -> bytes:
    """What `decode` was given, if the text is still the one it gave."""
    if encoding != OLD:
        return text.encode(encoding, "surrogatepass")
    try:
        return b"".join(map(_byte, text))
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def title_in(source: str) -> str:
    """The words of the first heading, when it is an H1 that opens the text."""
    text = source.removeprefix("\ufeff")
    found = _ATX.match(text) or _SETEXT.match(text)
    if not found:
        return ""
    written = without_closing(found[1][:_LONGEST])
    return plain(_ANCHOR.sub("", _IDENT.sub("", written)))


def title_from_file(file: str) -> str:
    """`dossier/mon-fichier.md` → « Mon fichier »; a README is named after its folder."""
    folder, name = posixpath.split(file)
    is_readme = name.lower() == "readme.md" and folder
    stem = posixpath.basename(folder) if is_readme else name.rpartition(".")[0] or name
    words = stem.replace("-", " ").strip()
    return words[:1].upper() + words[1:].lower() or "Untitled"


def _character(byte: int) -> str:
    # Five bytes mean nothing in cp1252; browsers read them as control characters, which can be written back.
    try:
        return bytes([byte]).decode(OLD)
    except UnicodeDecodeError:
        return chr(byte)


def _byte(character: str) -> bytes:
    try:
        return character.encode(OLD)
    except UnicodeEncodeError:
        return character.encode("latin-1")
