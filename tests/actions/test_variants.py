"""One picture: its size and variants, turned upright, in the colours of the web, as it was or lighter."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from tests import album
from wiki.actions import variants, vectors
from wiki.models.attachment import Refusal


def shown(content, number=-1):
    return Image.open(BytesIO(variants.develop(content).variants[number].content))


def sides(image):
    """Which colours are left and right: "r" and "b"."""
    points = (
        image.convert("RGB").getpixel((2, image.height // 2)),
        image.convert("RGB").getpixel((image.width - 3, image.height // 2)),
    )
    return "".join("r" if red > blue else "b" for red, _, blue in points)


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (300, [300]),
        (480, [480]),
        (700, [480, 700]),
        (1000, [480, 960, 1000]),
        (3000, [480, 960, 1600]),
    ],
)
def test_variants_are_never_larger_than_the_picture(width, widths):
    made = variants.develop(album.png(album.halves(width, 20)))
    assert (made.width, made.height, [variant.width for variant in made.variants]) == (width, 20, widths)
    assert [Image.open(BytesIO(variant.content)).size for variant in made.variants] == [
        (variant.width, variant.height) for variant in made.variants
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("JPEG", {}),
        ("GIF", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("AVIF", {}),
        ("BMP", {}),
    ],
)
def test_each_kind_of_picture_is_shown(kind, options):
    image = shown(album.written(album.halves(), kind, **options))
    assert (image.format, image.size, sides(image)) == ("WEBP", (40, 20), "rb")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_each_depth_of_png_is_shown(mode):
    left, right = (0, 65535) if mode == "I;16" else (0, 255)
    image = Image.new(mode if mode == "I;16" else "L", (40, 20), left)
    image.paste(right, (20, 0, 40, 20))
    image = shown(album.png(image.convert(mode))).convert("L")
    assert image.getpixel((2, 10)) < 5
    assert image.getpixel((37, 10)) > 250


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_each_kind_of_jpeg_is_shown(mode):
    image = shown(album.jpeg(album.halves(mode=mode), quality=95))
    assert (image.size, sides(image)) == ((40, 20), "rb" if mode != "L" else sides(album.halves(mode="L")))


@pytest.mark.parametrize(
    ("orientation", "size", "seen"),
    [(1, (40, 20), "rb"), (2, (40, 20), "br"), (3, (40, 20), "br"), (4, (40, 20), "rb"),
     (5, (20, 40), "top r"), (6, (20, 40), "top r"), (7, (20, 40), "top b"), (8, (20, 40), "top b"), (99, (40, 20), "rb")],
)  # fmt: skip
def test_picture_is_turned_upright(orientation, size, seen):
    made = variants.develop(album.with_orientation(orientation))
    image = Image.open(BytesIO(made.variants[0].content)).convert("RGB")
    red, _, blue = image.getpixel((10, 3))
    found = sides(image) if size[0] > size[1] else "top r" if red > blue else "top b"
    assert ((made.width, made.height), image.size, found) == (size, size, seen)


def test_large_picture_turned_keeps_its_shape():
    exif = Image.Exif()
    exif[0x0112] = 6
    made = variants.develop(album.jpeg(album.halves(2400, 3600), exif=exif))
    assert (made.width, made.height) == (3600, 2400)
    assert [(v.width, v.height) for v in made.variants] == [(480, 320), (960, 640), (1600, 1067)]


def test_colours_of_another_profile_are_those_of_the_web():
    """A profile that swaps nothing but brightness: without it, the same numbers would show another grey."""
    lab = ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(album.halves(), ImageCms.createProfile("sRGB"), lab, outputMode="LAB")
    back = variants._in_the_colours_of_the_web(image, ImageCms.ImageCmsProfile(lab).tobytes())
    assert [abs(a - b) < 12 for a, b in zip(back.getpixel((2, 2)), album.RED, strict=True)] == [True] * 3


def test_profile_of_another_kind_of_picture_is_left_aside():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert sides(shown(album.png(icc_profile=lab))) == "rb"


def test_scheme_keeps_each_point():
    scheme = album.halves(400, 200)
    for place in range(0, 400, 10):
        scheme.paste((0, 0, 0), (place, 0, place + 1, 200))
    assert shown(album.png(scheme)).convert("RGB").tobytes() == scheme.tobytes()


def test_transparent_scheme_keeps_each_point():
    scheme = album.halves(mode="RGBA")
    scheme.putalpha(Image.linear_gradient("L").resize((40, 20)))
    left = shown(album.png(scheme)).convert("RGBA")
    assert left.getchannel("A").tobytes() == scheme.getchannel("A").tobytes()


def test_photograph_kept_without_loss_is_lightened():
    content = album.png(album.noise(300, 300))
    made = variants.develop(content).variants[0]
    assert made.content[12:16] in (b"VP8 ", b"VP8X")
    assert len(made.content) < len(content) / 3


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_moving_picture_moves(kind):
    image = shown(album.moving(kind))
    places = []
    for number in range(image.n_frames):
        image.seek(number)
        image.load()
        places.append(image.info["duration"])
    assert (image.size, places) == ((30, 20), [80, 80, 80])


@pytest.mark.parametrize(("options", "loop"), [({"loop": 0}, 0), ({"loop": 3}, 3), ({"loop": None}, 1)])
def test_moving_picture_is_repeated_as_often_as_it_says(options, loop):
    assert shown(album.moving("GIF", **options)).info["loop"] == loop


def test_frame_that_lasts_no_time_is_given_some():
    image = shown(album.moving("GIF", duration=0))
    image.load()
    assert image.info["duration"] == 100


def test_wide_moving_picture_is_made_smaller():
    assert shown(album.moving("GIF", size=(1200, 300))).size == (960, 240)


def test_long_moving_picture_is_made_smaller_still():
    assert shown(album.gif_of_frames(200, (1000, 800))).size == (612, 489)


def test_moving_picture_of_too_many_frames_stands_still():
    assert shown(album.gif_of_frames(variants.MOST_FRAMES + 1)).is_animated is False


def test_drawing_is_written_again_with_its_size():
    drawn = album.drawing("<title>A &amp; b</title><rect width='4' style='fill:red'/>", opening="width='3cm'")
    made = vectors.redraw(drawn)
    assert (made.width, made.height, made.variants[0].type) == (113, 20, "image/svg+xml")
    assert made.variants[0].content.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20"'
        ' width="3cm"><title>A &amp; b</title><rect width="4" style="fill:red"></rect></svg>'
    )


@pytest.mark.parametrize(
    ("opening", "size"),
    [("", (40, 20)), ("width='10' height='5px'", (10, 5)), ("width='100%'", (40, 20)), ("width='1e9'", (40, 20)),
     ("height='-3'", (40, 20)), ("width='999999999'", (100_000, 20))],
)  # fmt: skip
def test_size_of_a_drawing_is_what_it_says_else_its_box(opening, size):
    made = vectors.redraw(album.drawing("", opening=opening))
    assert (made.width, made.height) == size


def test_reasons_of_the_engine_have_their_words():
    said = {"not-a-picture", "damaged", "too-large", "too-heavy", "active"}
    assert {reason.value for reason in Refusal} == said
