"""Hostile pictures: bombs, liars, carriers; each is refused with its reason, or comes out as a picture alone."""

from __future__ import annotations

import gzip
import os
import signal
import struct
import time
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from tests import album
from tests.yardstick import SECOND, made_within
from wiki.actions import variants
from wiki.actions.darkroom import Darkroom
from wiki.actions.variants import Unfit
from wiki.models.attachment import Refusal

GOOD, GIF = album.png(), album.moving()


@pytest.fixture(scope="module")
def room():
    with Darkroom() as room:
        yield room


def reason(room, content):
    with pytest.raises(Unfit) as refusal:
        room.develop(content)
    return Refusal(refusal.value.reason)


def outcome(room, content):
    try:
        return [(variant.width, variant.height) for variant in room.develop(content).variants]
    except Unfit as refusal:
        return str(Refusal(refusal.reason))


# --- refused ------------------------------------------------------------------------------------------------

REFUSED = {
    "empty": (b"", Refusal.NOT_A_PICTURE),
    "text": (b"not a picture at all", Refusal.NOT_A_PICTURE),
    "page": (b"<!doctype html><script>alert(1)</script>", Refusal.NOT_A_PICTURE),
    "pointer to a large file": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
        Refusal.NOT_A_PICTURE,
    ),
    "png by its first bytes only": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, Refusal.DAMAGED),
    "jpeg by its first bytes only": (b"\xff\xd8\xff\xe0" + b"\x00" * 100, Refusal.DAMAGED),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n", Refusal.NOT_A_PICTURE),
    "tiff": (album.written(album.halves(), "TIFF"), Refusal.NOT_A_PICTURE),
    "icon": (album.written(album.halves(16, 16), "ICO", sizes=[(16, 16)]), Refusal.NOT_A_PICTURE),
    "targa": (album.written(album.halves(), "TGA"), Refusal.NOT_A_PICTURE),
    "portable map": (b"P6 2 2 255\n" + bytes(12), Refusal.NOT_A_PICTURE),
    "jpeg 2000": (b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(40), Refusal.NOT_A_PICTURE),
    "pixels without end": (album.claiming(60_000, 60_000, rows=1), Refusal.TOO_LARGE),
    "pixels over the bound": (album.claiming(5_000, 4_001, rows=1), Refusal.TOO_LARGE),
    "size larger than a number": (GOOD[:16] + b"\x7f\xff\xff\xff" * 2 + GOOD[24:], Refusal.DAMAGED),
    "gif of a vast screen": (GIF[:6] + struct.pack("<HH", 65535, 65535) + GIF[10:], Refusal.TOO_LARGE),
    "jpeg of a vast size": (album.jpeg().replace(b"\x00\x14\x00\x28", b"\xff" * 4), Refusal.TOO_LARGE),
    "png cut short": (album.png(album.noise(50, 50))[:3000], Refusal.DAMAGED),
    "jpeg cut short": (album.jpeg(album.noise(200, 200))[:6000], Refusal.DAMAGED),
    "gif cut short": (album.moving()[:40], Refusal.DAMAGED),
    "webp cut short": (album.written(album.noise(50, 50), "WEBP")[:500], Refusal.DAMAGED),
    "avif cut short": (album.written(album.noise(50, 50), "AVIF")[:900], Refusal.DAMAGED),
    "png of one wrong bit": (GOOD[:45] + bytes([GOOD[45] ^ 1]) + GOOD[46:], Refusal.DAMAGED),
    "size of nothing": (GOOD[:16] + bytes(8) + GOOD[24:], Refusal.DAMAGED),
    "drawing compressed": (gzip.compress(album.drawing("<rect/>")), Refusal.NOT_A_PICTURE),
}


@pytest.mark.parametrize("name", REFUSED)
def test_picture_is_refused_with_a_reason(room, name):
    content, why = REFUSED[name]
    assert reason(room, content) == why


def test_text_hidden_in_a_png_is_bounded_when_it_unpacks(room):
    info = PngImagePlugin.PngInfo()
    info.add_text("bomb", "\0" * 200_000_000, zip=True)
    assert reason(room, album.png(pnginfo=info)) == Refusal.DAMAGED


def test_profile_of_colours_that_unpacks_without_end_costs_no_more_than_the_picture(room):
    picture = album.png(icc_profile=bytes(100_000_000))
    came = made_within(5 * SECOND, lambda: outcome(room, picture), clock=time.monotonic)
    assert came in ([(40, 20)], "damaged")


# --- taken in, and come out as a picture alone --------------------------------------------------------------

SCRIPT = b"<!doctype html><script>alert(1)</script>"


def only_a_picture(content):
    """A WebP made of pictures only: no profile, no metadata, nothing behind."""
    kinds, place = [], 12
    assert content[:4] == b"RIFF"
    assert len(content) == 8 + struct.unpack("<I", content[4:8])[0]
    while place < len(content):
        kinds.append(content[place : place + 4])
        place += 8 + struct.unpack("<I", content[place + 4 : place + 8])[0]
        place += place % 2
    return set(kinds) <= {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}


CARRIERS = {
    "page behind a png": GOOD + SCRIPT,
    "page in the text of a png": None,
    "page in the comment of a jpeg": album.jpeg(comment=SCRIPT),
    "page in the comment of a gif": album.moving(comment=SCRIPT),
    "page behind a gif": album.moving() + SCRIPT,
    "archive behind a jpeg": album.jpeg() + b"PK\x03\x04" + SCRIPT,
    "page in the metadata of a webp": album.written(
        album.halves(), "WEBP", xmp=SCRIPT, exif=b"Exif\0\0" + SCRIPT
    ),
    "profile that is a page": album.png(icc_profile=SCRIPT),
    "gif that is a script": b"GIF89a" + album.moving()[6:] + b"/*" + SCRIPT,
    "place and people in a photograph": album.from_the_field(),
}
_INFO = PngImagePlugin.PngInfo()
_INFO.add_text("Comment", SCRIPT.decode())
_INFO.add_itxt("XML:com.adobe.xmp", SCRIPT.decode())
CARRIERS["page in the text of a png"] = album.png(pnginfo=_INFO)


@pytest.mark.parametrize("name", CARRIERS)
def test_picture_carries_nothing_out(room, name):
    made = room.develop(CARRIERS[name])
    for variant in made.variants:
        assert variant.type == "image/webp"
        assert only_a_picture(variant.content)
        assert b"script" not in variant.content
        assert b"SECRET" not in variant.content


def test_broken_metadata_costs_the_picture_nothing(room):
    for exif in (
        b"Exif\0\0II*\0\xff\xff\xff\xff",
        b"Exif\0\0" + bytes(50),
        b"Exif\0\0MM\0*\0\0\0\x08\0\xff" + b"\xff" * 90,
    ):
        assert outcome(room, album.jpeg(exif=exif)) == [(40, 20)]


def test_gif_of_ten_thousand_frames_shows_its_first_in_time(room):
    picture = album.gif_of_frames(10_000)
    assert made_within(10 * SECOND, lambda: outcome(room, picture), clock=time.monotonic) == [(1, 1)]


def test_many_large_frames_show_the_first_only(room):
    made = room.develop(album.gif_of_frames(60, (3000, 2500)))
    assert [(v.width, v.height) for v in made.variants] == [(480, 400), (960, 800), (1600, 1333)]
    assert [Image.open(BytesIO(v.content)).is_animated for v in made.variants] == [False] * 3


def test_picture_of_the_largest_size_is_developed_in_time(room):
    picture = album.claiming(5_000, 4_000)
    sizes = made_within(10 * SECOND, lambda: outcome(room, picture), clock=time.monotonic)
    assert sizes == [(480, 384), (960, 768), (1600, 1280)]


@pytest.mark.parametrize(("width", "height"), [(1, 65_000), (65_000, 1), (2, 1), (1, 1), (300, 60_000)])
def test_picture_of_any_shape_is_developed(room, width, height):
    made = room.develop(album.claiming(width, height))
    assert (made.width, made.height) == (width, height)
    assert [max(v.width, v.height) <= variants.WEBP_SIDE for v in made.variants] == [True] * len(
        made.variants
    )


def test_any_wrong_bytes_are_refused_and_end_nothing(room):
    """Each kind of picture, with bytes changed here and there: a picture or a reason, never anything else."""
    kinds = [
        GOOD, album.jpeg(), album.moving(), album.moving("WEBP"), album.moving("PNG"),
        album.written(album.halves(), "AVIF"), album.written(album.halves(), "BMP"),
        album.drawing("<rect width='1' height='1'/>"),
    ]  # fmt: skip
    outcomes = set()
    for content in kinds:
        for place in range(0, len(content), max(1, len(content) // 25)):
            wrong = content[:place] + bytes([content[place] ^ 0x55, 255, 0]) + content[place + 3 :]
            outcomes.add(type(outcome(room, wrong)).__name__)
    assert outcomes == {"list", "str"}


# --- the process that may die alone -------------------------------------------------------------------------


class Waiting(Darkroom):
    """Its process gets no answer out: what it was asked ends it."""

    signal = signal.SIGKILL

    def _opened(self):
        pipe = super()._opened()
        os.kill(self._process.pid, self.signal)
        return pipe


def test_picture_that_ends_its_process_is_refused():
    with Waiting() as room:
        assert reason(room, GOOD) == Refusal.TOO_HEAVY


def test_process_that_was_killed_once_is_begun_again():
    with Darkroom() as room:
        assert outcome(room, GOOD) == [(40, 20)]
        os.kill(room._process.pid, signal.SIGKILL)
        assert outcome(room, GOOD) == [(40, 20)]


def test_process_does_not_stop_when_the_site_is_told_to():
    with Darkroom() as room:
        room.develop(GOOD)
        os.kill(room._process.pid, signal.SIGTERM)
        os.kill(room._process.pid, signal.SIGINT)
        assert outcome(room, GOOD) == [(40, 20)]


def test_process_ends_with_the_batch():
    with Darkroom() as room:
        room.develop(GOOD)
        number = room._process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_memory_of_the_process_is_bounded(room):
    room.develop(GOOD)
    limits = (f"/proc/{room._process.pid}/limits").strip()
    with open(limits, encoding="ascii") as file:
        said = {line[:25].strip(): line[26:].split()[0] for line in file}
    assert said["Max address space"] == "1000000000"
