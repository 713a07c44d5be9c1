"""The logo of the site is drawn anew in two sizes, kept by the name of its content, or refused in a sentence."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from tests import album
from wiki.actions import logos, variants
from wiki.errors import BadSettings
from wiki.models.settings import Logo


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def drawn(content):
    """As the process that develops pictures draws it."""
    made = variants.develop_logo(content).variants
    return [Image.open(BytesIO(one.content)) for one in made]


def test_logo_is_small_where_it_is_shown_and_larger_where_it_is_shared_without_metadata():
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "Taken at home", 6  # turned by a quarter
    shown, shared = drawn(album.jpeg(album.halves(900, 300), exif=exif))
    assert [(one.format, one.size) for one in (shown, shared)] == [("WEBP", (36, 108)), ("PNG", (171, 512))]
    assert [(dict(one.getexif()), one.info.get("exif")) for one in (shown, shared)] == [({}, None)] * 2
    # What was on the left is above.
    assert shared.getpixel((85, 20))[0] > 180 > 60 > shared.getpixel((85, 490))[0]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_logo_of_each_kind_is_never_drawn_larger(kind):
    assert [one.size for one in drawn(album.written(album.halves(60, 20), kind))] == [(60, 20), (60, 20)]


def test_transparency_is_kept():
    image = album.halves(400, 400, "RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 100, 100))
    assert [one.convert("RGBA").getpixel((5, 5))[3] for one in drawn(album.png(image))] == [0, 0]


def test_same_picture_is_the_same_logo_and_its_files_are_there():
    told = logos.keep(album.png(album.halves(400, 300)))
    logo = Logo.read(told)
    assert (told, logos.is_kept(told)) == (logos.keep(album.png(album.halves(400, 300))), True)
    assert (logo.width, logo.height, logo.shared_width, logo.shared_height) == (144, 108, 400, 300)
    assert (logo.is_wide, logo.is_icon, logo.is_card) == (False, True, True)
    for name, size in zip(logo.names, [(144, 108), (400, 300)], strict=True):
        with default_storage.open(name) as file:
            assert Image.open(BytesIO(file.read())).size == size


BAD = {
    "nothing": (b"", "vide"),
    "drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', "PNG, JPEG, WebP ou AVIF"),
    "words": (b"Hello", "PNG, JPEG, WebP ou AVIF"),
    "moving": (album.moving(), "PNG, JPEG, WebP ou AVIF"),
    "broken": (album.png()[:-30], "abîmé"),
    "too large": (album.claiming(9000, 9000), "20 millions"),
    "too heavy": (b"\x89PNG\r\n\x1a\n" + bytes(logos.MOST_BYTES), "2 Mo au plus"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_can_be_no_logo_is_refused_in_a_sentence(name):
    content, said = BAD[name]
    with pytest.raises(BadSettings) as refusal:
        logos.keep(content)
    assert (list(refusal.value.told), said in str(refusal.value).replace("\xa0", " ")) == (["logo"], True)


@pytest.mark.parametrize("told", ["", "x", "a" * 40, f"{'a' * 40}-1x1-1x1", f"../{'a' * 40}-1x1-1x1"])
def test_name_of_nothing_is_no_logo(told):
    assert not logos.is_kept(told)
