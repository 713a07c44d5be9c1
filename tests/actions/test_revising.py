"""record(): a page, its revision and its version are written together or not at all."""

import datetime

import pytest
from django.db import DatabaseError

from tests import factories
from wiki.actions import rendering, revising
from wiki.errors import EditConflict
from wiki.models import Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


def ready(source, path="a"):
    return rendering.prepare(source, path=path)


def test_revision_carries_all_that_is_said_of_it():
    page = factories.page(factories.home(), "a")
    author, accepter = factories.person(), factories.moderator()
    moment = datetime.datetime(2020, 3, 1, 8, 30, tzinfo=datetime.UTC)
    revision = revising.record(
        page,
        ready("# A\n\nNew.\n"),
        author=author,
        by=accepter,
        reason="x" * 500,
        origin="import",
        at=moment,
        commit="f" * 40,
        co_authors=[{"name": "Somebody"}],
    )
    kept = PageRevision.objects.get(pk=revision.pk)
    assert (kept.author, kept.accepted_by, kept.reason, kept.origin) == (
        author,
        accepter,
        "x" * 500,
        "import",
    )
    assert (kept.at, kept.commit, kept.co_authors, kept.number) == (
        moment,
        "f" * 40,
        [{"name": "Somebody"}],
        2,
    )


def test_numbers_follow_each_other_page_by_page():
    root = factories.home()
    one, two = factories.page(root, "one"), factories.page(root, "two")
    for _ in range(3):
        revising.record(one, ready("# One\n", "one"), author=None, by=SYSTEM)
    numbers = PageRevision.objects.filter(id=one.pk).order_by("history_id").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
    assert PageRevision.objects.get(id=two.pk).number == 1


def test_page_written_meanwhile_is_left_alone():
    page = factories.page(factories.home(), "a", "# A\n")
    late = Page.objects.get(pk=page.pk)
    revising.record(page, ready("# Mine\n"), author=None, by=SYSTEM)
    with pytest.raises(EditConflict):
        revising.record(late, ready("# Theirs\n"), author=None, by=SYSTEM)
    assert Page.objects.get(pk=page.pk).source == "# Mine\n"
    assert PageRevision.objects.filter(id=page.pk).count() == 2


def test_write_that_fails_leaves_neither_page_nor_revision():
    page = factories.page(factories.home(), "a", "# A\n")
    page.kind = "no such kind"
    with pytest.raises(DatabaseError):
        revising.record(page, ready("# B\n"), author=None, by=SYSTEM)
    kept = Page.objects.get(pk=page.pk)
    assert (kept.source, kept.version, PageRevision.objects.filter(id=page.pk).count()) == ("# A\n", 0, 1)


def test_page_in_memory_is_up_to_date_after_it_is_written():
    page = factories.page(factories.home(), "a", "# A\n")
    for number in (1, 2, 3):
        revising.record(page, ready(f"# {number}\n"), author=None, by=SYSTEM)
    assert page.version == Page.objects.get(pk=page.pk).version == 3
