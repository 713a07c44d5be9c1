"""A page keeps room for its pictures as soon as they are checked, and a new import does not take it away."""

import re

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import album
from wiki.actions import pictures, rendering
from wiki.actions.darkroom import Darkroom
from wiki.actions.places import Places, pictures_of
from wiki.exchange.importing import import_book
from wiki.models import Attachment, Book, Page, PageRevision
from wiki.models.attachment import measures
from wiki.rules import SYSTEM
from wiki.text.links import Picture

pytestmark = pytest.mark.django_db
TEXTS = {
    "README.md": "# Guide\n\n![A](wide.png)\n\n![B](small.png)\n",
    "SUMMARY.md": "* [Guide](README.md)\n* [One](one.md)\n* [Two](two.md)\n",
    "one.md": "# One\n\n![A](wide.png)\n",
    "two.md": "# Two\n\nNo picture, a [document](words.txt).\n",
    "words.txt": "Words.\n",
}
FILES = ["small.png", "wide.png"]
B = "b" * 40


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def guide(tmp_path, django_capture_on_commit_callbacks):
    folder = tmp_path / "guide"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text)
    (folder / "wide.png").write_bytes(album.png(album.halves(1_000, 500)))
    (folder / "small.png").write_bytes(album.png(album.halves(300, 150)))
    import_book(str(folder), by=SYSTEM)
    return folder


def rooms(path):
    """The pictures of a page, each with its room and how many widths it is offered in."""
    html = Page.objects.at(path).get().html
    return [
        (*re.findall(r'(?:width|height)="(\d+)"', tag), len(re.findall(r"\d+w\b", tag)))
        for tag in re.findall(r"<img [^>]*>", html)
    ]


def check_one(capture):
    """The next picture that waits is checked; the pages that are then to be drawn again."""
    before = set(DBTaskResult.objects.values_list("pk", flat=True))
    with Darkroom() as room, capture(execute=True):
        pictures._check(pictures._next_waiting(Book.objects.get().pk), room)
    queued = DBTaskResult.objects.exclude(pk__in=before)
    asked = [task.args_kwargs["args"] for task in queued]
    for arguments in asked:
        rendering._refresh.call(*arguments)
    return [sorted(Page.objects.filter(pk__in=pks).values_list("path", flat=True)) for _paths, pks in asked]


def test_page_is_drawn_again_once_after_its_last_picture(guide, django_capture_on_commit_callbacks):
    assert (rooms(""), rooms("one")) == ([(0,), (0,)], [(0,)])
    assert [picture.path for picture in Attachment.objects.pictures().order_by("pk")] == FILES
    assert check_one(django_capture_on_commit_callbacks) == []  # the page that shows it waits for the other
    assert check_one(django_capture_on_commit_callbacks) == [["", "one"]]
    assert rooms("") == [("1000", "500", 3), ("300", "150", 0)]
    assert rooms("one") == [("1000", "500", 3)]


def test_picture_that_is_refused_is_the_last_one_too(guide, django_capture_on_commit_callbacks):
    Attachment.objects.filter(path="small.png").update(size=pictures.MOST_BYTES + 1)
    for _picture in range(2):
        check_one(django_capture_on_commit_callbacks)
    assert rooms("") == [("1000", "500", 3), (0,)]


def test_import_again_leaves_the_room_that_pages_keep(guide, django_capture_on_commit_callbacks):
    for _picture in range(2):
        check_one(django_capture_on_commit_callbacks)
    before = list(Page.objects.order_by("pk").values())
    import_book(str(guide), by=SYSTEM)
    assert list(Page.objects.order_by("pk").values()) == before


def test_old_revision_is_drawn_anew_soon_after_its_pictures_are_checked(
    guide, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(rendering, "OLD_KEPT_BRIEFLY", 0)
    revision = PageRevision.objects.get(path="one")
    assert "height" not in rendering.old(revision)
    for _picture in range(2):
        check_one(django_capture_on_commit_callbacks)
    assert 'width="1000" height="500"' in rendering.old(revision)
    Attachment.objects.update(width=900)
    assert 'width="1000" height="500"' in rendering.old(revision)  # kept now


def test_rebuilding_keeps_the_room(guide, django_capture_on_commit_callbacks):
    for _picture in range(2):
        check_one(django_capture_on_commit_callbacks)
    assert rendering.rebuild(Page.objects.all(), by=SYSTEM) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_places_ask_the_same_whatever_the_pictures(django_assert_num_queries, count):
    book = Book.objects.create(
        name="Guide", source="x", readme="README.md", summary="SUMMARY.md", imported_at=timezone.now()
    )
    for number in range(count):
        Attachment.objects.create(book=book, path=f"{number}.png", blob=B, size=1, width=9, height=9)
    with django_assert_num_queries(4):
        assert len(Places.now().shelf(book.pk).assets) == count
    with django_assert_num_queries(1):
        pictures_of({B})


def test_contents_of_nothing_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert pictures_of(set()) == {}


def test_measures_are_known_of_checked_pictures_alone():
    Attachment.objects.create(path="a.png", blob=B, size=1, width=9, height=8, variants=variants(9))
    Attachment.objects.create(path="b.png", blob="c" * 40, size=1)
    assert pictures_of({B, "c" * 40, "d" * 40}) == {B: Picture(9, 8)}


def variants(*widths):
    return [{"name": "x", "type": "image/webp", "width": wide, "height": 1} for wide in widths]


@pytest.mark.parametrize(
    ("widths", "offered"),
    [
        ((), None),
        ((300,), ()),
        ((480,), ()),
        ((480, 600), (("480", 480), ("960", 600))),
        ((480, 960, 1_200), (("480", 480), ("960", 960), ("1600", 1_200))),
        ((480, 960, 1_600), (("480", 480), ("960", 960), ("1600", 1_600))),
        ((480, 960, 1_600, 2_000), (("480", 480), ("960", 960), ("1600", 1_600))),
    ],
)
def test_picture_is_offered_in_the_widths_it_was_made_in(widths, offered):
    told = measures(B, 2_000, 1_000, variants(*widths))
    sources = offered and tuple((f"/media/{B}?w={asked}", wide) for asked, wide in offered)
    assert told == (None if offered is None else Picture(2_000, 1_000, sources))


@pytest.mark.parametrize(("width", "height"), [(None, None), (0, 9), (9, None)])
def test_picture_without_a_size_has_no_measures(width, height):
    assert measures(B, width, height, variants(480)) is None
