"""The search index says what the pages say: after each act, as after its rebuilding; all or nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction

from tests import factories
from tests.exchange.bringing import bring
from wiki.actions import indexing, pages, rendering, revising
from wiki.errors import NotAllowed
from wiki.models import Page, PageRevision, SearchEntry, Word
from wiki.queries import search, tree
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def found(text: str, by: Any = ANYONE) -> list[str | None]:
    return [hit.page.path for hit in search.search(search.read(text), tree.menu(by), by=by).hits]


def kept() -> list[dict[str, Any]]:
    rows = SearchEntry.objects.order_by("pk").values()
    return [row | {"starts": bytes(row["starts"])} for row in rows]


def test_index_after_every_act_is_the_index_made_again() -> None:
    made = factories.guide()
    first, second = made["advice/first"], made["advice/second"]
    pages.edit(first, by=SYSTEM, base=0, source="# First\n\nZanzibar.\n")
    pages.rename(second, by=SYSTEM, base=0, title="Renommée", nav_title="Court", slug="autre")
    pages.move(second, by=SYSTEM, base=1, parent=made["lessons"])
    pages.archive(first, by=SYSTEM, base=1, reason="x")
    first.refresh_from_db()
    pages.unarchive(first, by=SYSTEM, base=2)
    old = PageRevision.objects.get(id=first.pk, number=1)
    pages.restore(first, by=SYSTEM, base=3, revision=old)
    pages.publish(made["lessons/secret"], by=SYSTEM, base=0)
    factories.page(made[""], "group", "", kind="group", title="Groupe")
    factories.page(made[""], "", "", kind="link", title="Lien", url="https://example.org/")
    before = kept()
    assert (indexing.rebuild(by=SYSTEM), kept()) == (len(before), before)
    assert found("renommée") == ["lessons/autre"]


def test_imported_and_updated_book_is_indexed(tmp_path: Path) -> None:
    book = tmp_path / "guide"
    book.mkdir()
    (book / "README.md").write_text("# Accueil\n\nZanzibar.\n")
    (book / "SUMMARY.md").write_text("* [Accueil](README.md)\n* [Une](une.md)\n")
    (book / "une.md").write_text("# Une\n\nTombouctou.\n")
    bring(book)
    assert (found("zanzibar"), found("tombouctou")) == ([""], ["une"])
    (book / "une.md").write_text("# Une\n\nSamarcande.\n")
    bring(book)
    assert (found("samarcande"), found('"tombouctou"')) == (["une"], [])
    before = kept()
    indexing.rebuild(by=SYSTEM)
    assert kept() == before


def test_refused_write_leaves_the_index_as_it_was() -> None:
    page = factories.page(factories.home(), "a", "# A\n\nAvant.\n")
    ready = rendering.prepare("# A\n\nAprès.\n", path="a")

    def write_and_fail() -> None:
        with transaction.atomic():
            revising.record(page, ready, author=None, by=SYSTEM)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert (found('"avant"'), found('"après"')) == (["a"], [])


def test_page_that_is_erased_leaves_nothing_in_the_index() -> None:
    page = factories.page(factories.home(), "a", "# A\n\nZanzibar.\n")
    revising.erase(Page.objects.filter(pk=page.pk))
    assert (SearchEntry.objects.count(), found('"zanzibar"')) == (1, [])


def test_unchanged_words_are_not_written_again(django_assert_num_queries: Any) -> None:
    page = factories.page(factories.home(), "a", "# A\n\nMots.\n")
    with django_assert_num_queries(1):
        assert indexing.index([page]) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_pages_are_indexed_in_four_queries_however_many(count: int, django_assert_num_queries: Any) -> None:
    root = factories.home()
    made = [factories.page(root, f"p{number}", f"# P\n\nmot{number}\n") for number in range(count)]
    SearchEntry.objects.all().delete()
    Word.objects.all().delete()
    for page in made:
        page.plain = "tombouctou samarcande"
    with django_assert_num_queries(4):
        assert indexing.index(made) == count


def test_page_with_more_words_than_people_write_is_kept_and_partly_indexed() -> None:
    text = " ".join(f"w{number:x}é" for number in range(30_000))[:200_000]
    factories.page(factories.home(), "a", f"# Beaucoup\n\n{text}\n")
    entry = SearchEntry.objects.get(page__path="a")
    assert len(set(entry.forms.split())) <= indexing.MOST_FORMS + 2
    assert (found("beaucoup"), found('"w10é"')) == (["a"], ["a"])


def test_pages_written_before_the_index_are_caught_up_once() -> None:
    factories.page(factories.home(), "a", "# A\n\nZanzibar.\n")
    SearchEntry.objects.all().delete()
    assert found("zanzibar") == []
    call_command("rebuild_search", missing=True, verbosity=0)
    assert (found("zanzibar"), indexing.catch_up(by=SYSTEM)) == (["a"], 0)
    SearchEntry.objects.update(digest="0:old")
    assert indexing.catch_up(by=SYSTEM) == 2


def test_words_that_no_page_says_any_more_are_forgotten_by_the_rebuilding(capsys: Any) -> None:
    page = factories.page(factories.home(), "a", "# A\n\nZanzibar.\n")
    pages.edit(page, by=SYSTEM, base=0, source="# A\n\nSamarcande.\n")
    assert set(Word.objects.values_list("text", flat=True)) == {"home", "zanzibar", "samarcande"}
    call_command("rebuild_search")
    assert set(Word.objects.values_list("text", flat=True)) == {"home", "samarcande"}
    assert capsys.readouterr().out.strip().endswith("2.")


@pytest.mark.parametrize("act", [indexing.rebuild, indexing.catch_up])
def test_only_admins_make_the_index_again(act: Any) -> None:
    with pytest.raises(NotAllowed):
        act(by=factories.moderator())
    assert act(by=factories.admin()) == 0
