"""What was uploaded to a book meets the book when it comes again."""

import pytest

from tests import factories
from tests.exchange.bringing import at, bring
from tests.exchange.guide import guide
from wiki.actions import attachments, pages, uploading
from wiki.models import Attachment
from wiki.queries import shelf
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

PDF, NAME = b"%PDF-1.7 ours", ".gitbook/assets/ours.pdf"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def told(tmp_path):
    return guide(tmp_path / "guide.git")


@pytest.fixture
def uploaded(told):
    """A file on the shelf of a book that was imported, and the page behind which it came."""
    bring(told.write())
    page = next(page for page in (at(""), *at("").children.all()) if shelf.book_of(page))
    return uploading.upload(page, by=factories.moderator(), name="ours.pdf", content=PDF)


def files(book):
    return {one.path: one.blob for one in Attachment.objects.filter(book=book)}


def test_book_that_comes_without_it_leaves_it_alone(told, uploaded):
    told.commit({"new.md": "# New\n"})
    bring(told.write())
    assert files(uploaded.book)[NAME] == uploaded.blob
    assert Attachment.objects.get(pk=uploaded.pk).uploaded_by == uploaded.uploaded_by


def test_book_that_brings_the_same_bytes_makes_it_its_own(told, uploaded):
    told.commit({NAME: PDF})
    report = bring(told.write())
    one = Attachment.objects.get(book=uploaded.book, path=NAME)
    assert (one.blob, one.uploaded_at, [r.kind for r in report.remarks if r.kind == "upload-aside"]) == (
        uploaded.blob,
        None,
        [],
    )


def test_book_that_brings_other_bytes_leaves_both(told, uploaded):
    told.commit({NAME: b"%PDF-1.7 theirs", ".gitbook/assets/ours-1.pdf": b"%PDF-1.7 more"})
    report = bring(told.write())
    aside = ".gitbook/assets/ours-2.pdf"
    assert Attachment.objects.get(pk=uploaded.pk).path == aside
    assert files(uploaded.book)[NAME] == attachments.blob_of(b"%PDF-1.7 theirs")
    assert [(r.file, r.detail) for r in report.remarks if r.kind == "upload-aside"] == [(NAME, aside)]


def test_page_of_the_book_shows_it_by_the_name_that_an_export_would_write(told, uploaded):
    page = next(
        page
        for page in (at(""), *at("").children.all())
        if page.book_id == uploaded.book_id and page.kind == "page"
    )
    pages.edit(page, by=SYSTEM, base=page.version, source=f"# T\n\n{shelf.line_of(page, uploaded)}\n")
    assert page.links[-1]["url"].startswith(f"/media/{uploaded.blob}/")
