"""Checking pictures: their sizes and variants, turned upright, in the colours of the web; batch after batch."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image, ImageCms

from tests import album, factories
from wiki.actions import attachments, pictures, variants, vectors
from wiki.errors import NotAllowed
from wiki.models import Attachment, Book
from wiki.models.attachment import Refusal
from wiki.rules import SYSTEM

STATE = Attachment.State


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


# --- one picture --------------------------------------------------------------------------------------------


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


# --- the pictures of a book ---------------------------------------------------------------------------------


def book():
    return Book.objects.create(
        name="Guide", source="x", readme="README.md", summary="SUMMARY.md", imported_at=timezone.now()
    )


def file(of, content, path, kept=True):
    blob = attachments.blob_of(content)
    if kept:
        attachments.keep(blob, content)
    kind = attachments.media_type_of(path, content)
    return Attachment.objects.create(
        book=of,
        path=path,
        blob=blob,
        size=len(content),
        media_type=kind,
        state=attachments.state_of(kind, len(content)),
    )


def of(*made):
    for one in made:
        one.refresh_from_db()
    return [(one.state, one.refusal, one.width, one.height, len(one.variants)) for one in made]


@pytest.mark.django_db
def test_pictures_of_a_book_are_checked_and_documents_left_alone():
    guide = book()
    made = [
        file(guide, album.png(album.halves(600, 300)), "a.png"),
        file(guide, album.drawing("<rect/>"), "a.svg"),
        file(guide, b"no picture", "b.png"),
        file(guide, album.claiming(5_000, 4_001, rows=1), "c.png"),
        file(guide, album.jpeg(), "d.jpg", kept=False),
        file(guide, b"%PDF-1.7", "e.pdf"),
    ]
    assert pictures.progress(guide) == (0, 5)
    assert pictures.check_book.call(guide.pk) == 5
    assert of(*made) == [
        (STATE.READY, "", 600, 300, 2),
        (STATE.READY, "", 40, 20, 1),
        (STATE.REFUSED, Refusal.NOT_A_PICTURE, None, None, 0),
        (STATE.REFUSED, Refusal.TOO_LARGE, None, None, 0),
        (STATE.MISSING, "", None, None, 0),
        (STATE.KEPT, "", None, None, 0),
    ]
    assert pictures.progress(guide) == (4, 4)
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_variants_are_written_under_the_name_of_the_content():
    made = file(book(), album.png(album.halves(600, 300)), "a.png")
    pictures.check_book.call(made.book_id)
    made.refresh_from_db()
    assert made.variants == [
        {"name": f"variants/{made.blob[:2]}/{made.blob}-1-{width}.webp", "type": "image/webp", "width": width, "height": width // 2}
        for width in (480, 600)
    ]  # fmt: skip
    with default_storage.open(made.variants[1]["name"]) as kept:
        assert Image.open(kept).size == (600, 300)
    assert attachments.read(made.blob) == album.png(album.halves(600, 300))


@pytest.mark.django_db
def test_same_picture_of_two_books_is_checked_once():
    one, two = book(), book()
    made = [
        file(one, album.png(), "a.png"),
        file(one, album.png(), "b/c.png"),
        file(two, album.png(), "a.png"),
    ]
    assert pictures.check_book.call(one.pk) == 1
    assert of(*made) == [(STATE.READY, "", 40, 20, 1)] * 3
    assert pictures.check_book.call(two.pk) == 0


@pytest.mark.django_db
def test_too_heavy_a_file_is_refused_unread():
    made = file(book(), album.png(), "a.png", kept=False)
    Attachment.objects.update(size=pictures.MOST_BYTES + 1)
    pictures.check_book.call(made.book_id)
    assert of(made) == [(STATE.REFUSED, Refusal.TOO_HEAVY, None, None, 0)]


@pytest.mark.django_db
def test_other_tasks_get_their_turn_between_two_batches(monkeypatch):
    guide = book()
    for width in (10, 20, 30):
        file(guide, album.png(album.halves(width)), f"{width}.png")
    monkeypatch.setattr(pictures, "BATCH_LASTS", 1e-9)
    counts = []
    for _batch in range(3):
        counts.append(
            (pictures.check_book.call(guide.pk), DBTaskResult.objects.count(), *pictures.progress(guide))
        )
    assert counts == [(1, 1, 1, 3), (1, 2, 2, 3), (1, 2, 3, 3)]
    assert {(queued.args_kwargs["args"][0], queued.priority) for queued in DBTaskResult.objects.all()} == {
        (guide.pk, -10)
    }


@pytest.mark.django_db
def test_checking_twice_changes_nothing():
    made = file(book(), album.png(), "a.png")
    pictures.check_book.call(made.book_id)
    before = list(Attachment.objects.values())
    assert pictures.check_book.call(made.book_id) == 0
    assert list(Attachment.objects.values()) == before


@pytest.mark.django_db
def test_book_that_is_gone_has_nothing_to_check():
    assert pictures.check_book.call(0) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_progress_is_one_question(django_assert_num_queries, count):
    guide = book()
    for number in range(count):
        file(guide, album.png(album.halves(number + 10)), f"{number}.png")
    with django_assert_num_queries(1):
        assert pictures.progress(guide) == (0, count)


# --- checked again ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_picture_checked_again_is_shown_meanwhile():
    made = file(book(), album.png(), "a.png")
    pictures.check_book.call(made.book_id)
    assert pictures.check_again(Attachment.objects.filter(pk=made.pk), by=SYSTEM) == 1
    assert of(made) == [(STATE.WAITING, "", 40, 20, 1)]
    assert DBTaskResult.objects.get().args_kwargs["args"] == [made.book_id]
    pictures.check_book.call(made.book_id)
    assert of(made) == [(STATE.READY, "", 40, 20, 1)]


@pytest.mark.django_db
def test_missing_picture_that_came_is_found_by_checking_again():
    made = file(book(), album.png(), "a.png", kept=False)
    pictures.check_book.call(made.book_id)
    attachments.keep(made.blob, album.png())
    pictures.check_again(Attachment.objects.all(), by=factories.admin())
    pictures.check_book.call(made.book_id)
    assert of(made) == [(STATE.READY, "", 40, 20, 1)]


@pytest.mark.django_db
def test_document_is_not_checked():
    made = file(book(), b"%PDF-1.7", "e.pdf")
    assert pictures.check_again(Attachment.objects.all(), by=SYSTEM) == 0
    assert (of(made), DBTaskResult.objects.count()) == ([(STATE.KEPT, "", None, None, 0)], 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who", [factories.person, lambda: factories.person(trusted=True), factories.moderator]
)
def test_checking_again_is_refused_to_who_is_no_admin(who):
    made = file(book(), album.png(), "a.png")
    pictures.check_book.call(made.book_id)
    with pytest.raises(NotAllowed):
        pictures.check_again(Attachment.objects.all(), by=who())
    assert of(made) == [(STATE.READY, "", 40, 20, 1)]


def test_reasons_of_the_engine_have_their_words():
    said = {"not-a-picture", "damaged", "too-large", "too-heavy", "active"}
    assert {reason.value for reason in Refusal} == said
