"""Where destinations lead: from addresses, former addresses, files of a book as they are and as they were."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from wiki.actions import moving, places, rendering
from wiki.actions.places import Places
from wiki.exchange.importing import import_book
from wiki.models import Book, Link, Page, PageRevision, Redirect
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

FILES = {
    "README.md": "# Guide\n\n[one](a/one.md) ![i](.gitbook/assets/i.png)\n",
    "SUMMARY.md": "* [Guide](README.md)\n* [One](a/one.md)\n",
    "a/one.md": '# One\n\n{% include "../.gitbook/includes/word.md" %}\n\n'
    '<code class="expression">space.vars.who</code>\n\n## Part\n',
    ".gitbook/includes/word.md": "Taken in, with [the guide](../../README.md).\n",
    ".gitbook/vars.yaml": "who: everybody\nnested: {a: 1}\n",
    ".gitbook/assets/i.png": "not a picture\n",
}


@pytest.fixture
def book(tmp_path):
    for name, text in FILES.items():
        file = tmp_path / "guide" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    import_book(str(tmp_path / "guide"), by=SYSTEM)
    return Book.objects.get()


def leads(page, destination):
    found = Places.now().resolver(page.path, page.book_id, page.book_path)(destination)
    return found.kind, found.url


def test_page_of_a_book_shows_reusable_texts_and_variables(book):
    page = Page.objects.at("a/one").get()
    assert ("Taken in" in page.html, "everybody" in page.html) == (True, True)
    assert rendering.rebuild(Page.objects.all(), by=SYSTEM) == 0


def test_files_of_a_book_lead_to_pages_and_to_attachments(book):
    page = Page.objects.at("a/one").get()
    picture = book.attachments.get(path=".gitbook/assets/i.png")
    assert leads(page, "../README.md") == ("page", "/")
    assert leads(page, "one.md#part") == ("page", "#part")
    assert leads(page, "../.gitbook/assets/i.png") == ("asset", picture.address)
    assert leads(page, "../nowhere.md") == ("broken", "")


def test_links_of_a_page_are_kept_for_who_asks_backwards(book):
    home = Page.objects.at("").get()
    picture = book.attachments.get(path=".gitbook/assets/i.png")
    rows = Link.objects.filter(page=home).order_by("kind").values_list("kind", "target")
    assert list(rows) == [("asset", picture.blob), ("page", "a/one")]
    assert list(Link.objects.filter(kind="include").values_list("page__path", "target")) == [
        ("a/one", "../.gitbook/includes/word.md")
    ]


def test_relative_link_of_a_page_that_moved_is_read_from_where_it_was_written():
    pages = factories.guide()
    moving.move(pages["advice/second"], by=SYSTEM, base=0, parent=pages["lessons"])
    moved = Page.objects.at("lessons/second").get()
    assert leads(moved, "../first/") == ("page", "/advice/first/")
    factories.page(pages["lessons"], "first")
    assert leads(moved, "../first/") == ("page", "/lessons/first/")


def test_link_to_a_former_address_leads_to_the_page():
    pages = factories.guide()
    Redirect.objects.create(path="old/first", page=pages["advice/first"])
    assert leads(pages["lessons"], "/old/first/#one") == ("page", "/advice/first/#one")


def test_names_of_another_time_lead_to_the_pages_that_bore_them(book):
    one = Page.objects.at("a/one").get()
    then = timezone.now() - timedelta(days=9)
    before = PageRevision.objects.get(id=one.pk)
    before.pk, before.number, before.book_path, before.history_date = None, 2, "old/uno.md", then
    before.save()
    found = places.as_of(book.pk, then).resolver("x", book.pk, "README.md")
    assert (found("old/uno.md").url, found("a/one.md").url) == ("/a/one/", "/a/one/")
    assert Places.now().resolver("x", book.pk, "README.md")("old/uno.md").kind == "broken"


def test_places_take_as_many_queries_for_three_pages_as_for_one(book, django_assert_num_queries):
    def ask():
        found = Places.now()
        for page in pages:
            found.resolver(page.path, page.book_id, page.book_path)("README.md")

    pages = list(Page.objects.filter(book=book)[:1])
    with django_assert_num_queries(4):
        ask()
    pages = list(Page.objects.filter(book=book)) * 3
    with django_assert_num_queries(4):
        ask()
