"""Whose the words of a page are, whatever is done to it."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from tests.factories import home, person, suggestion
from wiki.actions import pages, recrediting, rendering, suggestions
from wiki.errors import NotAllowed
from wiki.models import Credit, Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

ONE = "La règle se décide à plusieurs, devant tout le monde."
TWO = "Chacun peut la contester pendant une semaine."


@pytest.fixture
def page(db) -> Page:
    return home(f"# Home\n\n{ONE}\n\n{TWO}\n")


def told(page: Page) -> list[tuple[str, int]]:
    page.refresh_from_db()
    return [(page.plain[start:end], revision) for start, end, revision in page.credit.spans]


def write(page: Page, old: str, new: str) -> Page:
    page = Page.objects.get(pk=page.pk)
    assert old in page.source
    pages.edit(page, by=SYSTEM, base=page.version, source=page.source.replace(old, new))
    return page


def test_words_are_kept_with_the_revision_that_brings_them(page):
    write(page, "plusieurs", "trois")
    assert told(page) == [
        ("La règle se décide à", 1),
        ("trois", 2),
        (f"devant tout le monde.\n{TWO}"[:-1], 1),
    ]
    assert (page.credit.words, page.credit.revision) == ({"1": 16, "2": 1}, 2)


def test_markup_and_title_take_no_words(page):
    write(page, ONE, f"**{ONE}**")
    page = Page.objects.get(pk=page.pk)
    pages.edit(page, by=SYSTEM, base=page.version, source=page.source, title="House")
    assert (told(page), page.credit.revision) == ([(f"{ONE}\n{TWO}"[:-1], 1)], 3)


def test_restored_words_go_back_to_their_authors(page):
    write(page, f"\n{TWO}\n", "")
    page = Page.objects.get(pk=page.pk)
    first = PageRevision.objects.get(id=page.pk, number=1)
    pages.restore(page, by=SYSTEM, base=page.version, revision=first)
    assert told(page) == [(f"{ONE}\n{TWO}"[:-1], 1)]


def test_accepted_words_belong_to_the_revision_of_their_author(page):
    ada = person()
    proposed = suggestion(page, ("une semaine", "deux jours"), by=ada)
    suggestions.accept(proposed, by=SYSTEM, seen=proposed.version)
    assert told(page)[1] == ("deux jours", 2)
    assert PageRevision.objects.get(id=page.pk, number=2).author == ada


def test_what_is_drawn_anew_changes_no_owner(page):
    write(page, "plusieurs", "trois")
    was = told(page)
    Page.objects.filter(pk=page.pk).update(plain=f"Former {page.plain}", html="")
    Credit.objects.filter(pk=page.pk).update(digest="")
    recrediting.rebuild(Page.objects.filter(pk=page.pk), by=SYSTEM)
    rendering.rebuild(Page.objects.filter(pk=page.pk), by=SYSTEM)
    assert told(page) == was


def test_credit_made_again_is_the_one_that_was_kept(page):
    for old, new in [("plusieurs", "trois"), (f"{TWO}\n", ""), ("La règle", f"{TWO}\n\nLa règle")]:
        write(page, old, new)
    kept = Credit.objects.values().get(pk=page.pk)
    assert recrediting.catch_up(by=SYSTEM) == 0
    Credit.objects.all().delete()
    assert recrediting.catch_up(by=SYSTEM) == 1
    assert Credit.objects.values().get(pk=page.pk) == kept


def test_page_whose_former_words_are_unknown_is_read_by_the_queue(page, django_capture_on_commit_callbacks):
    Credit.objects.all().delete()
    DBTaskResult.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        write(page, "plusieurs", "trois")
    (queued,) = DBTaskResult.objects.all()
    assert recrediting._rest.call(*queued.args_kwargs["args"]) == 1
    assert told(page)[1] == ("trois", 2)


def test_nobody_but_the_site_has_all_read_again(page):
    with pytest.raises(NotAllowed):
        recrediting.rebuild(Page.objects.all(), by=person())
