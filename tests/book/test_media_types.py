"""What a file is, by its first bytes, else by its name; nothing is ever a page or a script."""

import zipfile
from io import BytesIO

import pytest

from tests import album
from tests.yardstick import SECOND, made_within
from wiki.book.media_types import media_type_of

OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


def zipped(**files):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "start", "told"),
    [
        ("a.txt", album.png(), "image/png"),
        ("a", album.jpeg(), "image/jpeg"),
        ("a.png", album.moving(), "image/gif"),
        ("a", album.written(album.halves(), "WEBP"), "image/webp"),
        ("a", album.written(album.halves(), "AVIF"), "image/avif"),
        ("a", album.written(album.halves(), "BMP"), "image/bmp"),
        ("a", album.written(album.halves(), "TIFF"), "image/tiff"),
        ("a", album.written(album.halves(16, 16), "ICO", sizes=[(16, 16)]), "image/vnd.microsoft.icon"),
        ("a.md", b"BM is not a picture", "text/markdown"),
        ("a", album.drawing("<rect/>"), "image/svg+xml"),
        (
            "a",
            b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a --><!-- b -->\n<!DOCTYPE svg PUBLIC '' ''><svg/>",
            "image/svg+xml",
        ),
        ("a", b"<s:svg xmlns:s='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        ("a.svg", b"<?xml version='1.0'?>", "image/svg+xml"),
        ("a", b"<svgs/>", "application/octet-stream"),
        ("a.png", b"%PDF-1.7", "application/pdf"),
        ("a.png", b"words", "image/png"),
        ("a.docx", zipped(a="b"), f"{OFFICE}wordprocessingml.document"),
        ("a.xlsx", zipped(a="b"), f"{OFFICE}spreadsheetml.sheet"),
        ("a.docx", b"words", f"{OFFICE}wordprocessingml.document"),
        ("a.bin", zipped(mimetype=f"{ODF}spreadsheet"), f"{ODF}spreadsheet"),
        ("a.ods", zipped(mimetype=f"{ODF}text-template"), f"{ODF}spreadsheet"),
        ("a.bin", zipped(mimetype="text/html"), "application/zip"),
        ("a.epub", zipped(mimetype="application/epub+zip"), "application/epub+zip"),
        ("a.html", zipped(a="b"), "application/zip"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
        ("a.exe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/octet-stream"),
        ("a", b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        ("a", b"\x00\x00\x00\x18ftypheic", "image/heic"),
        ("a", b"RIFF\x00\x00\x00\x00WAVE", "audio/wav"),
        ("a.avi", b"RIFF\x00\x00\x00\x00none", "application/octet-stream"),
        ("a.CSV", b"a;b", "text/csv"),
        ("a.yaml", b"a: b", "application/yaml"),
        ("LICENSE", b"words", "application/octet-stream"),
        (".gitignore", b"words", "application/octet-stream"),
        ("", b"", "application/octet-stream"),
        ("a.html", b"<!doctype html>", "application/octet-stream"),
        ("a.js", b"alert(1)", "application/octet-stream"),
        ("a.xml", b"<a/>", "application/octet-stream"),
        ("a.svgz", b"\x1f\x8b", "application/gzip"),
    ],
)
def test_type_of_a_file(name, start, told):
    assert media_type_of(name, start) == told


@pytest.mark.parametrize(
    "start", [b"<!-- -->" * 100_000, b"<!--" * 100_000, b" " * 1_000_000, b"<?xml " + b" " * 1_000_000]
)
def test_type_is_told_at_once(start):
    made_within(SECOND / 2, lambda: media_type_of("a", start))
