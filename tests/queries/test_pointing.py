"""What a link to a proposed title is made of: whatever is written leads to that title when it is read back."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki.actions.places import Places
from wiki.exchange.importing import import_book
from wiki.models import Book, Page
from wiki.models.page import address_of
from wiki.queries import pointing, search, tree
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()
SITE = "https://guide.example"
FILES = {
    "README.md": "# Guide\n",
    "SUMMARY.md": "* [Guide](README.md)\n* [Zanzibar one](a/one.md)\n* [Zanzibar two](<b c/two (2).md>)\n",
    "a/one.md": "# Zanzibar one\n\n## Zanzibar port\n",
    "b c/two (2).md": "# Zanzibar two\n",
}


def proposed(of: int, *, below: bool = False) -> dict[str, str]:
    """Where each title that says Zanzibar leads, and what is written for it."""
    titles = search.titles(search.read("zanzibar"), tree.menu(NOBODY), by=NOBODY)
    made = pointing.destinations(titles, of=of, below=below, by=NOBODY, site=SITE)
    return {title.address: written for title, written in zip(titles, made, strict=True)}


def read_back(page: Page, written: dict[str, str]) -> dict[str, str]:
    resolve = Places.now().resolver(page.path or "", page.book_id, page.book_path)
    return {address: resolve(destination).url for address, destination in written.items()}


@pytest.fixture
def pages() -> dict[str, Page]:
    pages = factories.guide()
    pages["z"] = factories.page(pages["advice"], "z", "# Zanzibar\n\n## Zanzibar port\n")
    pages["é"] = factories.page(pages["lessons"], "île d’été", "# Zanzibar (île)\n")
    return pages


@pytest.fixture
def book(tmp_path) -> Book:
    for name, text in FILES.items():
        file = tmp_path / "guide" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    import_book(str(tmp_path / "guide"), by=SYSTEM)
    return Book.objects.get()


@pytest.mark.parametrize("name", ["", "advice", "advice/first", "lessons", "z"])
def test_address_is_relative_and_leads_there(pages, name) -> None:
    page = pages.get(name) or Page.objects.at(name).get()
    written = proposed(page.pk)
    read = read_back(page, written)
    assert len(written) == 3
    assert not [one for one in written.values() if one.startswith(("/", "http"))]
    assert [
        url for address, url in read.items() if url not in (address, f"#{address.partition('#')[2]}")
    ] == []


def test_neighbour_is_named_as_one_would(pages) -> None:
    written = proposed(pages["advice/first"].pk)
    assert written["/advice/z/"] == "../z/"
    assert written["/advice/z/#zanzibar-port"] == "../z/#zanzibar-port"
    assert proposed(pages["z"].pk)["/advice/z/#zanzibar-port"] == "#zanzibar-port"


def test_page_that_is_not_made_yet_points_from_where_it_will_stand(pages) -> None:
    written = proposed(pages["advice"].pk, below=True)
    made = factories.page(pages["advice"], "made")
    assert written["/advice/z/"] == "../z/"
    assert read_back(made, written) == {address: address for address in written}


def test_page_of_a_book_names_the_files_of_its_neighbours(book) -> None:
    one = Page.objects.at("a/one").get()
    two = Page.objects.get(title="Zanzibar two")
    written = proposed(one.pk)
    assert written == {
        one.address: "one.md",
        two.address: "../b%20c/two%20%282%29.md",
        f"{one.address}#zanzibar-port": "#zanzibar-port",
    }
    assert read_back(one, written) == {
        **{address: address for address in written},
        f"{one.address}#zanzibar-port": "#zanzibar-port",
    }
    assert read_back(two, proposed(two.pk)) == {address: address for address in written}


def test_page_outside_of_the_book_is_named_with_its_site(book) -> None:
    made = factories.page(Page.objects.get(path=""), "loose", "# Zanzibar loose\n")
    one = Page.objects.at("a/one").get()
    assert proposed(one.pk)["/loose/"] == f"{SITE}/loose/"
    assert proposed(made.pk)[one.address] == "../a/one/"


def test_page_that_one_may_not_read_is_none(pages) -> None:
    draft = factories.page(pages["advice"], "draft", state="draft")
    assert proposed(draft.pk)["/advice/z/"] == "/advice/z/"
    assert proposed(0)["/advice/z/"] == address_of("advice/z")


def test_destinations_cost_one_query_however_many(pages, django_assert_num_queries) -> None:
    titles = search.titles(search.read("zanzibar"), tree.menu(NOBODY), by=NOBODY)
    for some in (titles[:1], titles):
        with django_assert_num_queries(1):
            pointing.destinations(some, of=pages["z"].pk, below=False, by=NOBODY, site=SITE)
