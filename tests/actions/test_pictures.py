"""Pictures of a book are checked batch after batch, whoever is killed, and each is checked once."""

from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext
from django_tasks_db.models import DBTaskResult
from PIL import Image

from tests import album, factories
from wiki.actions import attachments, pictures
from wiki.errors import NotAllowed
from wiki.models import Attachment, Book
from wiki.models.attachment import Refusal
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db
STATE = Attachment.State


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


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


def test_too_heavy_a_file_is_refused_unread():
    made = file(book(), album.png(), "a.png", kept=False)
    Attachment.objects.update(size=pictures.MOST_BYTES + 1)
    pictures.check_book.call(made.book_id)
    assert of(made) == [(STATE.REFUSED, Refusal.TOO_HEAVY, None, None, 0)]


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
    assert counts == [(1, 1, 1, 3), (1, 1, 2, 3), (1, 1, 3, 3)]
    assert {(queued.args_kwargs["args"][0], queued.priority) for queued in DBTaskResult.objects.all()} == {
        (guide.pk, -10)
    }


def test_checking_twice_changes_nothing():
    made = file(book(), album.png(), "a.png")
    pictures.check_book.call(made.book_id)
    before = list(Attachment.objects.values())
    assert pictures.check_book.call(made.book_id) == 0
    assert list(Attachment.objects.values()) == before


def test_book_that_is_gone_has_nothing_to_check():
    assert pictures.check_book.call(0) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_progress_is_one_question(django_assert_num_queries, count):
    guide = book()
    for number in range(count):
        file(guide, album.png(album.halves(number + 10)), f"{number}.png")
    with django_assert_num_queries(1):
        assert pictures.progress(guide) == (0, count)


# --- checked again ------------------------------------------------------------------------------------------


def test_picture_checked_again_is_shown_meanwhile():
    made = file(book(), album.png(), "a.png")
    pictures.check_book.call(made.book_id)
    assert pictures.check_again(Attachment.objects.filter(pk=made.pk), by=SYSTEM) == 1
    assert of(made) == [(STATE.WAITING, "", 40, 20, 1)]
    assert DBTaskResult.objects.get().args_kwargs["args"] == [made.book_id]
    pictures.check_book.call(made.book_id)
    assert of(made) == [(STATE.READY, "", 40, 20, 1)]


def test_missing_picture_that_came_is_found_by_checking_again():
    made = file(book(), album.png(), "a.png", kept=False)
    pictures.check_book.call(made.book_id)
    attachments.keep(made.blob, album.png())
    pictures.check_again(Attachment.objects.all(), by=factories.admin())
    pictures.check_book.call(made.book_id)
    assert of(made) == [(STATE.READY, "", 40, 20, 1)]


def test_document_is_not_checked():
    made = file(book(), b"%PDF-1.7", "e.pdf")
    assert pictures.check_again(Attachment.objects.all(), by=SYSTEM) == 0
    assert (of(made), DBTaskResult.objects.count()) == ([(STATE.KEPT, "", None, None, 0)], 0)


@pytest.mark.parametrize(
    "who", [factories.person, lambda: factories.person(trusted=True), factories.moderator]
)
def test_checking_again_is_refused_to_who_is_no_admin(who):
    made = file(book(), album.png(), "a.png")
    pictures.check_book.call(made.book_id)
    with pytest.raises(NotAllowed):
        pictures.check_again(Attachment.objects.all(), by=who())
    assert of(made) == [(STATE.READY, "", 40, 20, 1)]


# --- left waiting -------------------------------------------------------------------------------------------


def queued():
    return [task.args_kwargs["args"] for task in DBTaskResult.objects.order_by("enqueued_at")]


def test_pictures_left_by_a_killed_task_are_queued_once_for_each_book():
    one, two, idle = book(), book(), book()
    file(one, album.png(), "a.png")
    file(one, album.jpeg(), "b.jpg")
    file(two, album.png(), "a.png")
    file(idle, b"%PDF-1.7", "a.pdf")
    assert (pictures.resume(by=SYSTEM), sorted(queued())) == (3, [[one.pk], [two.pk]])
    assert (pictures.resume(by=factories.admin()), len(queued())) == (3, 2)


def test_nothing_waits_and_nothing_is_queued():
    made = file(book(), album.png(), "a.png")
    pictures.check_book.call(made.book_id)
    assert (pictures.resume(by=SYSTEM), queued()) == (0, [])


@pytest.mark.parametrize("who", [factories.person, factories.moderator])
def test_resuming_is_refused_to_who_is_no_admin(who):
    file(book(), album.png(), "a.png")
    with pytest.raises(NotAllowed):
        pictures.resume(by=who())
    assert queued() == []


@pytest.mark.parametrize("count", [1, 3])
def test_queueing_asks_the_same_whatever_waits(django_assert_num_queries, count):
    guide = book()
    for number in range(count):
        file(guide, album.png(album.halves(number + 10)), f"{number}.png")
    pictures.resume(by=SYSTEM)
    with django_assert_num_queries(3):
        pictures.resume(by=SYSTEM)


def said(*arguments, **options):
    out = StringIO()
    call_command("check_pictures", *arguments, stdout=out, **options)
    return out.getvalue()


def told(checked, total):
    text = gettext("%(book)s: %(checked)d of %(total)d pictures checked.")
    return text % {"book": "Guide", "checked": checked, "total": total} + "\n"


def test_command_queues_what_waits_and_tells_how_far_it_is():
    file(book(), album.png(), "a.png")
    assert (said(), len(queued())) == (told(0, 1), 1)


def test_command_checks_at_once_when_asked():
    made = file(book(), album.png(), "a.png")
    assert said("--now", verbosity=0) == ""
    assert (of(made), queued()) == ([(STATE.READY, "", 40, 20, 1)], [])
    assert said("--now") == told(1, 1)


def test_command_tells_each_batch_to_who_wants_to_know(monkeypatch):
    monkeypatch.setattr(pictures, "BATCH_LASTS", 1e-9)
    guide = book()
    for width in (10, 20):
        file(guide, album.png(album.halves(width)), f"{width}.png")
    assert said("--now", verbosity=2) == told(1, 2) + told(2, 2)


def test_starting_the_site_queues_what_waits(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    file(book(), album.png(), "a.png")
    factories.home()
    call_command("prepare")
    assert len(queued()) == 1
