"""An attachment belongs to its book by its path, and to readers by the pages that use it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from model_bakery import baker

from tests import factories
from wiki.models import Attachment, Book, Link

pytestmark = pytest.mark.django_db
A, B = "a" * 40, "b" * 40


def test_name_is_the_last_part_of_the_path():
    assert Attachment(path=".gitbook/assets/été (1).png").name == "été (1).png"
    assert Attachment(path="LICENSE").name == "LICENSE"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("a/b c.png", f"/media/{A}/b%20c.png"),
        ("é?#%.pdf", f"/media/{A}/%C3%A9%3F%23%25.pdf"),
        ("a/..", f"/media/{A}/.."),
    ],
)
def test_address_is_quoted(path, address):
    assert Attachment(path=path, blob=A).address == address


def test_path_is_unique_in_its_book_to_the_letter():
    one, two = baker.make(Book), baker.make(Book)
    for book, path in ((one, "a.png"), (one, "A.png"), (two, "a.png")):
        Attachment.objects.create(book=book, path=path, blob=A, size=1)
    with pytest.raises(IntegrityError):
        Attachment.objects.create(book=one, path="a.png", blob=B, size=1)


@pytest.mark.parametrize(
    ("state", "refusal"), [("refused", ""), ("ready", "damaged"), ("waiting", "damaged"), ("kept", "active")]
)
def test_refused_says_why_and_nothing_else_does(state, refusal):
    with pytest.raises(IntegrityError):
        Attachment.objects.create(path="a.png", blob=A, size=1, state=state, refusal=refusal)


def test_files_of_a_book_go_with_it():
    book = baker.make(Book)
    Attachment.objects.create(book=book, path="a.png", blob=A, size=1)
    book.delete()
    assert Attachment.objects.count() == 0


def test_pictures_are_told_by_their_type():
    for path, kind, mode in (
        ("a", "image/png", "file"),
        ("b", "application/pdf", "file"),
        ("c", "image/png", "link"),
    ):
        Attachment.objects.create(path=path, blob=A, size=1, media_type=kind, mode=mode)
    assert list(Attachment.objects.pictures().values_list("path", flat=True)) == ["a"]
    assert [one.is_picture for one in Attachment.objects.order_by("path")] == [True, False, True]


def test_file_is_visible_through_the_pages_that_use_it():
    root = factories.home()
    shown, hidden = factories.page(root, "shown"), factories.page(root, "hidden", state="draft")
    for blob, pages in ((A, [shown, hidden]), (B, [hidden]), ("c" * 40, [])):
        Attachment.objects.create(path=blob, blob=blob, size=1)
        for page in pages:
            Link.objects.create(page=page, kind="asset", target=blob)
    Link.objects.create(page=shown, kind="page", target=B)  # a page of that path, not the file
    readers = [AnonymousUser(), factories.person(), factories.moderator(), factories.admin()]
    seen = [sorted(one.blob[0] for one in Attachment.objects.visible_to(reader)) for reader in readers]
    assert seen == [["a"], ["a"], ["a", "b", "c"], ["a", "b", "c"]]


def test_file_of_two_names_in_two_pages_is_seen_once_each():
    root = factories.home()
    for slug in ("a", "b"):
        Link.objects.create(page=factories.page(root, slug), kind="asset", target=A)
        Attachment.objects.create(path=slug, blob=A, size=1)
    assert Attachment.objects.visible_to(AnonymousUser()).count() == 2
