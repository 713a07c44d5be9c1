"""Every site begins with the starter guide, which makes room for a book until somebody touches it."""

import pytest
from django.conf import settings
from django.core.management import call_command

from tests import factories
from tests.exchange import dumps
from tests.exchange.bringing import SECTIONS, at, bring
from tests.exchange.guide import SPACES, write
from wiki import rules
from wiki.actions import pages
from wiki.errors import BrokenBook
from wiki.models import Attachment, Book, ModerationEntry, Page, PageRevision

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter():
    return bring(settings.STARTER_GUIDE)


def test_starter_guide_has_three_sections_and_no_broken_link(starter):
    assert [page.title for page in at("").children.in_menu()] == SECTIONS
    assert [link for page in Page.objects.all() for link in page.links if link["kind"] == "broken"] == []
    assert (starter.remarks, {page.state for page in Page.objects.all()}) == ((), {"published"})


def test_starter_guide_links_lead_to_headings_that_exist(starter):
    living = list(Page.objects.all())
    ids = {page.address: {heading["id"] for heading in page.outline} for page in living}
    pointed = [
        (address or page.address, fragment)
        for page in living
        for address, _, fragment in (link["url"].partition("#") for link in page.links)
        if fragment and address in ("", *ids)
    ]
    assert len(pointed) > 300
    assert [(address, fragment) for address, fragment in pointed if fragment not in ids[address]] == []


def test_starter_guide_is_written_for_everybody():
    texts = {path: path.read_text(encoding="utf-8") for path in settings.STARTER_GUIDE.rglob("*.md")}
    assert {path: "·" in text for path, text in texts.items()} == dict.fromkeys(texts, False)


def test_starter_guide_untouched_makes_room_for_a_book(starter, repository):
    bring(repository)
    fresh = dumps.reading()
    assert (at("").title, Book.objects.count()) == ("Accueil", 1)
    assert set(Page.objects.values_list("book__name", flat=True)) == {"guide"}
    assert set(PageRevision.objects.values_list("book", flat=True)) == {Book.objects.get().pk}
    assert Attachment.objects.exclude(book=Book.objects.get()).count() == 0
    assert fresh["redirects"].keys() == {"mots", "ancien/chemin", "par-ici", "par-la"}


def test_starter_guide_makes_room_for_several_spaces(starter, tmp_path):
    bring(write(tmp_path / "spaces", SPACES))
    assert [page.title for page in at("").children.in_menu()] == ["Deux", "Un"]


def _edit(home):
    pages.edit(home, by=rules.SYSTEM, base=home.version, source="# À nous\n")


def _add(home):
    factories.page(home, "a-nous")


def _order(home):
    pages.reorder(home, by=rules.SYSTEM, order=[page.pk for page in home.children.in_menu()][::-1])


def _rename(home):
    page = home.children.in_menu()[0]
    pages.rename(page, by=rules.SYSTEM, base=page.version, title="À nous")


def _archive(home):
    page = home.children.in_menu()[0]
    pages.archive(page, by=rules.SYSTEM, base=page.version, reason="")


@pytest.mark.parametrize("touch", [_edit, _add, _order, _rename, _archive])
def test_starter_guide_touched_stays_and_the_book_is_refused(starter, repository, touch):
    touch(at(""))
    before = dumps.everything()
    with pytest.raises(BrokenBook, match="say where the book goes, as in “guide”"):
        bring(repository)
    assert dumps.everything() == before


def test_starter_guide_gone_can_come_in_again_elsewhere(starter, repository):
    bring(repository)
    bring(settings.STARTER_GUIDE, at="depart")
    assert [page.title for page in at("depart").children.in_menu()] == SECTIONS


def test_starter_guide_stays_when_a_book_is_refused(starter, tmp_path):
    before = dumps.everything()
    with pytest.raises(BrokenBook):
        bring(write(tmp_path / "bad", {"README.md": "x" * 300_000}))
    assert dumps.everything() == before


def test_starter_guide_twice_changes_nothing(starter):
    before = dumps.everything()
    assert bring(settings.STARTER_GUIDE).books == ()
    assert dumps.everything() == before


def test_starter_guide_is_left_out_of_a_site_with_pages(starter):
    before = dumps.everything()
    call_command("import_book", settings.STARTER_GUIDE, if_empty=True)
    assert (dumps.everything(), ModerationEntry.objects.count()) == (before, 0)
