"""What a file is: told by its first bytes, else by its name, from a closed list of types that do nothing."""

from __future__ import annotations

import re

UNKNOWN = "application/octet-stream"
SVG = "image/svg+xml"
START = 4096  # bytes that tell enough

_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_BY_START = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x00\x00\x01\x00", "image/vnd.microsoft.icon"),
    (b"%PDF-", "application/pdf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
_BY_BRAND = {  # of the box that opens an ISO media file
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
}
_BY_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BY_NAME = {
    "avif": "image/avif",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "heic": "image/heic",
    "ico": "image/vnd.microsoft.icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": SVG,
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "epub": "application/epub+zip",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": f"{_ODF}text",
    "ods": f"{_ODF}spreadsheet",
    "odp": f"{_ODF}presentation",
    "odg": f"{_ODF}graphics",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "rtf": "application/rtf",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mov": "video/quicktime",
    "gz": "application/gzip",
    "7z": "application/x-7z-compressed",
    "csv": "text/csv",
    "json": "application/json",
    "md": "text/markdown",
    "txt": "text/plain",
    "yaml": "application/yaml",
    "yml": "application/yaml",
}
_USUAL = {"image/jpeg": "jpg", "image/tiff": "tif", "application/yaml": "yaml"}
# Files that are a zip within: their name says which kind, once the bytes have said zip.
_ZIPS = ("docx", "xlsx", "pptx", "odt", "ods", "odp", "odg", "epub")
_OLD_OFFICE = ("doc", "xls", "ppt")
_SVG_OPENS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    rb"(?:<!DOCTYPE\s+svg\b|<(?:\w+:)?svg\b)",
    re.S,
)


def media_type_of(name: str, start: bytes) -> str:
    """The type of a file by its first bytes; a text has none that tell, so its name is believed."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return _by_start(start[:START], ending) or _BY_NAME.get(ending, UNKNOWN)


def ending_of(media_type: str) -> str:
    """The ending of a name by which files of this type are known, the usual one first."""
    usual = _USUAL.get(media_type)
    return usual or next((ending for ending, told in _BY_NAME.items() if told == media_type), "bin")


def _by_start(start: bytes, ending: str) -> str:
    for magic, told in _BY_START:
        if start.startswith(magic):
            return told
    if start.startswith(b"BM") and start[6:10] == bytes(4):  # two letters alone may open a text
        return "image/bmp"
    if start[4:8] == b"ftyp":
        return _BY_BRAND.get(start[8:12], "video/mp4")
    if start.startswith(b"RIFF"):
        return _BY_RIFF.get(start[8:12], "")
    if start.startswith(b"PK\x03\x04"):
        return _zipped(start, ending)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _BY_NAME[ending] if ending in _OLD_OFFICE else UNKNOWN
    return SVG if _SVG_OPENS.match(start) else ""


def _zipped(start: bytes, ending: str) -> str:
    """An OpenDocument or an EPUB names itself in its first entry, which is not compressed."""
    if start[30:38] == b"mimetype":
        said = start[38:120]
        for told in map(_BY_NAME.__getitem__, _ZIPS):
            if said.startswith(told.encode()) and not said[len(told) :].startswith(b"-"):
                return told
    return _BY_NAME[ending] if ending in _ZIPS else "application/zip"
