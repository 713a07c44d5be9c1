"""Where books come down: at the site's root, at an address, where they stand already, or nowhere."""

from pathlib import Path

import pytest
from django.conf import settings

from tests import factories
from tests.exchange.bringing import at, bring
from tests.exchange.guide import write
from wiki import rules
from wiki.actions import pages
from wiki.errors import BrokenBook
from wiki.exchange.folder import Folder
from wiki.exchange.landing import STARTER, check_address, find, known
from wiki.exchange.reading import read
from wiki.models import Book

pytestmark = pytest.mark.django_db

SMALL = {
    "README.md": "# A\n",
    "SUMMARY.md": "* [A](README.md)\n* [B](b.md)\n## G\n* [C](c.md)\n",
    "b.md": "# B\n",
    "c.md": "# C\n",
}
SPACES = {
    "admin/SUMMARY.md": "",
    "admin/README.md": "# U\n",
    "deux/SUMMARY.md": "",
    "deux/README.md": "# D\n",
}


@pytest.fixture
def arrive(tmp_path):
    """The books of some files, as they arrive, and the address they come from."""

    def arrivals(files, name="guide"):
        write(tmp_path / name, files)
        return {"arrivals": read(Folder(tmp_path / name)), "source": str(tmp_path / name)}

    return arrivals


def where(landing):
    return [(spot.path, spot.book, spot.page) for spot in landing.spots], landing.leaving, landing.missing


def refusal(**asked):
    with pytest.raises(BrokenBook) as raised:
        find(**asked)
    return str(raised.value)


def test_book_takes_the_root_of_an_empty_site(arrive):
    assert where(find(**arrive(SMALL), at="")) == ([("", None, None)], None, ())


def test_book_takes_no_root_where_pages_stand(arrive):
    factories.home()
    said = refusal(**arrive(SMALL), at="")
    assert said == "This site holds pages already: say where the book goes, as in “guide”."


def test_book_comes_down_where_nothing_stands(arrive):
    factories.home()
    assert where(find(**arrive(SMALL), at="guide")) == ([("guide", None, None)], None, ())


def test_pages_above_are_made_the_highest_first(arrive):
    home = factories.home()
    factories.page(home, "x")
    asked = arrive(SMALL)
    assert where(find(**asked, at="a/b/c"))[2] == ("a", "a/b")
    assert where(find(**asked, at="x/b/c"))[2] == ("x/b",)


def test_page_that_stands_there_becomes_the_books_root(arrive):
    page = factories.page(factories.home(), "guide")
    assert where(find(**arrive(SMALL), at="guide")) == ([("guide", None, page)], None, ())


def test_address_of_an_archived_page_is_free(arrive):
    page = factories.page(factories.home(), "guide")
    pages.archive(page, by=rules.SYSTEM, base=page.version, reason="x")
    assert where(find(**arrive(SMALL), at="guide")) == ([("guide", None, None)], None, ())


def test_spaces_come_down_below_the_address_under_their_folders_names(arrive):
    factories.home()
    paths = [path for path, _book, _page in where(find(**arrive(SPACES), at="guides"))[0]]
    assert paths == ["guides/admin", "guides/deux"]


def test_spaces_at_the_root_leave_the_site_what_it_keeps(arrive):
    asked = arrive(SPACES)
    assert [spot.path for spot in find(**asked, at="").spots] == ["admin-1", "deux"]
    assert find(**asked, at="").missing == ("",)


@pytest.mark.parametrize("address", ["", "a", "a/b c/é", "a/admin", "1", "a.b", "a/--", "x" * 300])
def test_address_that_a_page_may_have_passes(address):
    check_address(address)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("-", "“-” cannot be an address of this site."),
        ("a/-/b", "“a/-/b” cannot be an address of this site."),
        ("a//b", "“a//b” cannot be an address of this site."),
        ("..", "“..” cannot be an address of this site."),
        ("a/.", "“a/.” cannot be an address of this site."),
        ("a\0", "“a\0” cannot be an address of this site."),
        ("x" * 301, f"“{'x' * 301}” cannot be an address of this site."),
        ("admin", "The site keeps “/admin/” for itself."),
        ("static/x", "The site keeps “/static/” for itself."),
        ("api", "The site keeps “/api/” for itself."),
    ],
)
def test_address_that_no_page_may_have_is_refused(address, sentence):
    with pytest.raises(BrokenBook) as raised:
        check_address(address)
    assert str(raised.value) == sentence


def test_book_that_stands_there_is_brought_up_to_date(arrive):
    factories.home()
    asked = arrive(SMALL)
    bring(asked["source"], at="guide")
    book = Book.objects.get()
    assert where(find(**asked, at="guide")) == ([("guide", book, at("guide"))], None, ())


def test_same_files_from_elsewhere_are_the_same_book(arrive):
    factories.home()
    bring(arrive(SMALL)["source"], at="guide")
    moved = arrive({name: text for name, text in SMALL.items() if name != "c.md"}, "moved")
    assert where(find(**moved, at="guide"))[0] == [("guide", Book.objects.get(), at("guide"))]


def test_other_book_takes_no_address_of_a_book(arrive):
    factories.home()
    bring(arrive(SMALL)["source"], at="guide")
    other = arrive(
        {"README.md": "# Other\n", "x.md": "# X\n"} | {f"y{n}.md": "# Y\n" for n in range(3)}, "other"
    )
    said = "Another book stands at /guide/: choose another address."
    assert refusal(arrivals=read_without(other, "README.md"), source=other["source"], at="guide") == said


def read_without(asked, name):
    """The same arrival, without the one file that both books have."""
    path = Folder(Path(asked["source"]))
    path.files = {file: told for file, told in path.files.items() if file != name}
    return read(path)


@pytest.mark.parametrize("path", ["guide/b", "guide/g"])
def test_book_takes_no_place_of_another_books_page_or_group(path, arrive):
    factories.home()
    bring(arrive(SMALL)["source"], at="guide")
    said = refusal(**arrive({"README.md": "# O\n"}, "other"), at=path)
    assert said == f"A page of another book, or a group, stands at /{path}/."


def test_untouched_starter_guide_makes_room(arrive):
    bring(settings.STARTER_GUIDE)
    starter = Book.objects.get()
    assert where(find(**arrive(SMALL), at="")) == ([("", None, None)], starter, ())
    assert where(find(**arrive(SPACES, "spaces"), at=""))[1:] == (starter, ("",))


def test_starter_guide_stays_where_a_book_has_an_address(arrive):
    bring(settings.STARTER_GUIDE)
    assert find(**arrive(SMALL), at="guide").leaving is None


def test_touched_starter_guide_makes_no_room(arrive):
    bring(settings.STARTER_GUIDE)
    page = at("")
    pages.edit(page, by=rules.SYSTEM, base=page.version, source="# Mine\n")
    said = "This site holds pages already: say where the book goes, as in “guide”."
    assert refusal(**arrive(SMALL), at="") == said


def test_starter_guide_with_a_page_beside_it_makes_no_room(arrive):
    bring(settings.STARTER_GUIDE)
    factories.page(at(""), "mine")
    said = "This site holds pages already: say where the book goes, as in “guide”."
    assert refusal(**arrive(SMALL), at="") == said


def test_starter_guide_is_known_by_its_own_name():
    bring(settings.STARTER_GUIDE)
    assert (known(STARTER, ""), known("/elsewhere", "")) == (Book.objects.get(), None)


def test_known_book_is_found_where_it_stands(arrive):
    factories.home()
    source = arrive(SMALL)["source"]
    bring(source, at="guides/a")
    book = Book.objects.get()
    assert (known(source, "guides/a"), known(source, "guides"), known(source, "x")) == (book, book, None)
