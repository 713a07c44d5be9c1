"""Pictures for tests, drawn on the spot, honest and not."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

RED, BLUE = (220, 30, 30), (30, 30, 220)


def halves(width: int = 40, height: int = 20, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right: which side is which tells how it was turned."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def noise(width: int, height: int) -> Image.Image:
    """Like a photograph: as many colours as points."""
    channels = [Image.effect_noise((width, height), sigma) for sigma in (40, 60, 80)]
    return Image.merge("RGB", channels)


def written(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png(image: Image.Image | None = None, **options: Any) -> bytes:
    return written(image or halves(), "PNG", **options)


def jpeg(image: Image.Image | None = None, **options: Any) -> bytes:
    return written(image or halves(), "JPEG", **options)


def moving(kind: str = "GIF", frames: int = 3, size: tuple[int, int] = (30, 20), **options: Any) -> bytes:
    """A square that walks."""
    drawn = []
    for number in range(frames):
        image = Image.new("RGB", size, RED)
        image.paste(BLUE, (number % size[0], 0, number % size[0] + 5, 5))
        drawn.append(image)
    return written(
        drawn[0], kind, save_all=True, append_images=drawn[1:], **{"duration": 80, "loop": 0} | options
    )


def with_orientation(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return jpeg(quality=95, exif=exif)


def from_the_field() -> bytes:
    """A photograph that says where it was taken, by whom, with what, and how it looked before it was cut."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "SECRET-CAMERA", "SECRET-AUTHOR"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 3.0)})
    return jpeg(exif=exif, comment=b"SECRET-COMMENT", xmp=b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>")


def claiming(width: int, height: int, rows: int | None = None) -> bytes:
    """A PNG of a few bytes that says to be as large as this, and is: its rows are all alike; or some lack."""
    press, row = zlib.compressobj(9), bytes(1 + (width + 7) // 8)
    packed = b"".join(press.compress(row) for _ in range(height if rows is None else rows)) + press.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def gif_of_frames(count: int, size: tuple[int, int] = (1, 1)) -> bytes:
    """A GIF of as many frames of one point, thirty bytes each, on a screen of any size."""
    screen = b"GIF89a" + struct.pack("<HHBBB", *size, 0x80, 0, 0) + b"\xff\x00\x00\x00\x00\xff"
    frame = (
        b"\x21\xf9\x04\x00\x02\x00\x00\x00"
        + b"\x2c"
        + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
        + b"\x02\x02\x44\x01\x00"
    )
    return screen + frame * count + b"\x3b"


def drawing(inside: str, opening: str = "", before: str = "") -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{before}<svg {names} viewBox="0 0 40 20" {opening}>{inside}</svg>'.encode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
