"""One picture's bytes → the variants that are shown, without metadata, or the reason why there are none.

Nothing of Django here: it runs in a process of its own (see `darkroom`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, UnidentifiedImageError

from wiki.book.media_types import media_type_of

RECIPE = 1  # raised when variants of the same picture would come out otherwise
WIDTHS = (480, 960, 1600)
MOST_PIXELS = 20_000_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP")
TYPES = tuple(f"image/{name.lower()}" for name in FORMATS)
LOSSLESS_FORMATS = ("PNG", "GIF", "BMP")
WEBP_SIDE = 16_383
# The boxes in which a logo is drawn: three times what the head of a screen shows; what cards and icons show.
LOGO_SHOWN, LOGO_SHARED = (432, 108), (512, 512)

# A photograph loses nothing that is seen at 80. Schemes and screens, which come without loss, stay so unless
# that weighs more than this many times the other: measured, schemes weigh 1.2 to 2.5, photographs 2.7 to 7.
QUALITY = 80
WORTH = 2.5
MOST_EXACT_PIXELS = 6_000_000  # of one variant; writing without loss takes fifty bytes of memory for each

# What an animation may cost, else its first frame is shown.
MOST_FRAMES = 300
MOST_FRAME_PIXELS = 400_000_000  # read
MOST_DRAWN_PIXELS = 60_000_000  # written, all in memory
ANIMATED_WIDTH = 960
LEAST_ANIMATED_WIDTH = 240
FRAME_LASTS = range(20, 60_000)  # milliseconds

MOST_PROFILE = 4_000_000  # bytes of a colour profile
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = {
    Image.Transpose.TRANSPOSE,
    Image.Transpose.ROTATE_270,
    Image.Transpose.TRANSVERSE,
    Image.Transpose.ROTATE_90,
}

# Half the bound warns at it and refuses at twice it: both refuse here.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class Unfit(Exception):
    """The picture is not shown; the reason is a value of `models.attachment.Refusal`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Variant:
    """A picture as it is served."""

    width: int
    height: int
    type: str
    content: bytes


@dataclass(frozen=True)
class Developed:
    """The size of the picture, turned upright, and its variants, smallest first."""

    width: int
    height: int
    variants: tuple[Variant, ...]


def develop(content: bytes) -> Developed:
    """The variants of a picture made of pixels, or Unfit."""
    return _developed(content, _drawn)


def develop_logo(content: bytes) -> Developed:
    """The two variants of a logo: for the head of every screen, and for those who show the site elsewhere."""
    return _developed(content, _logo)


def _developed(content: bytes, draw: Callable[[Image.Image, bytes], Developed]) -> Developed:
    try:
        with _opened(content) as image:
            image.verify()
        with _opened(content) as image:
            return draw(image, content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit("too-large") from None
    except MemoryError:
        raise Unfit("too-heavy") from None
    except Unfit:
        raise
    except Exception as problem:  # decoders meet hostile bytes with any exception there is
        raise Unfit("damaged") from problem


def _opened(content: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError:
        said = media_type_of("", content)
        raise Unfit("damaged" if said in TYPES else "not-a-picture") from None
    if image.width * image.height > MOST_PIXELS:
        raise Unfit("too-large")
    return image


# --- one picture --------------------------------------------------------------------------------------------


def _drawn(image: Image.Image, content: bytes) -> Developed:
    frames = _frames_worth_showing(image)
    return _animated(image, frames) if frames else _still(image, content)


def _still(image: Image.Image, content: bytes) -> Developed:
    exact = image.format in LOSSLESS_FORMATS or content[12:16] == b"VP8L"
    turn = _UPRIGHT.get(_orientation(image))
    lying = turn in _LYING
    width, height = image.size[::-1] if lying else image.size
    # A JPEG can be read at a fraction of its size; twice the widest keeps the edges clean.
    image.draft(None, (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
    image.load()
    sizes = list(_sizes(width, height))
    widest = _resized(_plain(image), sizes[-1][::-1] if lying else sizes[-1])
    widest = _in_the_colours_of_the_web(widest, image.info.get("icc_profile"))
    widest = widest.transpose(turn) if turn is not None else widest
    exact, last = _best(widest, exact=exact)
    written = [_written(_resized(widest, size), exact=exact) for size in sizes[:-1]] + [last]
    variants = (Variant(*size, "image/webp", drawn) for size, drawn in zip(sizes, written, strict=True))
    return Developed(width, height, tuple(variants))


def _logo(image: Image.Image, _content: bytes) -> Developed:
    """Its first moment, upright: small as WebP; larger as PNG, which all who show a link to the site read."""
    turn = _UPRIGHT.get(_orientation(image))
    lying = turn in _LYING
    width, height = image.size[::-1] if lying else image.size
    image.draft(None, (2 * LOGO_SHARED[0], 2 * LOGO_SHARED[1]))
    image.load()
    small, large = (_within(width, height, box) for box in (LOGO_SHOWN, LOGO_SHARED))
    drawn = _resized(_plain(image), large[::-1] if lying else large)
    drawn = _in_the_colours_of_the_web(drawn, image.info.get("icc_profile"))
    drawn = drawn.transpose(turn) if turn is not None else drawn
    shown, shared = _best(_resized(drawn, small), exact=True)[1], BytesIO()
    drawn.info.clear()  # no word of metadata
    drawn.save(shared, "PNG", optimize=True)
    told = Variant(*small, "image/webp", shown), Variant(*large, "image/png", shared.getvalue())
    return Developed(width, height, told)


def _within(width: int, height: int, box: tuple[int, int]) -> tuple[int, int]:
    """The size in a box, never larger than the picture."""
    scale = min(1.0, box[0] / width, box[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _sizes(width: int, height: int) -> Iterator[tuple[int, int]]:
    """The sizes of the variants: never larger than the picture, nor higher than WebP can be."""
    highest = max(1, WEBP_SIDE * width // height)
    for drawn in sorted({min(wanted, width, highest) for wanted in WIDTHS}):
        yield drawn, min(WEBP_SIDE, max(1, round(height * drawn / width)))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # broken metadata costs the picture its turn, not its place
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """In a mode that can be resized: eight bits, no palette."""
    if image.mode.startswith(("I", "F")):
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in ("P", "PA", "LA", "La", "RGBa", "1") or image.has_transparency_data:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _in_the_colours_of_the_web(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Browsers would take the profile into account; without it the colours themselves must be right."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and len(profile) <= MOST_PROFILE:
        try:
            there = ImageCms.ImageCmsProfile(BytesIO(profile))
            here = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(image, there, here, outputMode=mode)
            return changed or image.convert(mode)
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            pass  # a profile of something else: the colours as they stand
    return image.convert(mode)


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def _best(image: Image.Image, *, exact: bool) -> tuple[bool, bytes]:
    """Whether to keep each pixel as it is, which is not always worth its weight; and what that gives."""
    light = _written(image, exact=False)
    if exact and image.width * image.height <= MOST_EXACT_PIXELS:
        same = _written(image, exact=True)
        if len(same) <= WORTH * len(light):
            return True, same
    return False, light


def _written(image: Image.Image, *, exact: bool) -> bytes:
    if exact:
        return _as_webp(image, lossless=True, quality=50, method=1)
    return _as_webp(image, quality=QUALITY, method=2)


def _as_webp(image: Image.Image, **options: object) -> bytes:
    """Without a word of metadata."""
    file = BytesIO()
    image.save(file, "WEBP", icc_profile=b"", exif=b"", xmp=b"", **options)
    return file.getvalue()


# --- several pictures in one --------------------------------------------------------------------------------


def _frames_worth_showing(image: Image.Image) -> int:
    """How many, or none where the first must stand for all."""
    if not getattr(image, "is_animated", False):
        return 0
    if image.format == "MPO":  # two views of one scene, not two moments
        return 0
    count = int(getattr(image, "n_frames", 1))
    if not 1 < count <= MOST_FRAMES or count * image.width * image.height > MOST_FRAME_PIXELS:
        return 0
    return count if _animated_size(image.size, count)[0] >= min(image.width, LEAST_ANIMATED_WIDTH) else 0


def _animated_size(size: tuple[int, int], frames: int) -> tuple[int, int]:
    width, height = size
    scale = min(1.0, ANIMATED_WIDTH / width, WEBP_SIDE / height)
    scale = min(scale, math.sqrt(MOST_DRAWN_PIXELS / (frames * width * height)))
    return max(1, int(width * scale)), max(1, int(height * scale))


def _animated(image: Image.Image, count: int) -> Developed:
    size = _animated_size(image.size, count)
    # A GIF that says nothing of repeating is played once.
    loop = int(image.info.get("loop", 1 if image.format == "GIF" else 0))
    frames, lasts = [], []
    for number in range(count):
        image.seek(number)
        image.load()
        lasts.append(_lasting(image.info.get("duration", 100)))
        frames.append(_resized(_plain(image).convert("RGBA"), size))
    drawn = _as_webp(
        frames[0],
        save_all=True,
        append_images=frames[1:],
        duration=lasts,
        loop=min(max(loop, 0), 65_535),
        background=(0, 0, 0, 0),
        quality=70,
        method=0,
        allow_mixed=image.format in LOSSLESS_FORMATS,
        # No whole frame but the first: measured, six times lighter on a filmed screen.
        kmin=0,
        kmax=0,
    )
    return Developed(*image.size, (Variant(*size, "image/webp", drawn),))


def _lasting(said: object) -> int:
    milliseconds = int(said) if isinstance(said, int | float) and math.isfinite(said) else 100
    # A frame that says to last no time is given a tenth of a second, as browsers do.
    return min(milliseconds, FRAME_LASTS.stop) if milliseconds >= FRAME_LASTS.start else 100
