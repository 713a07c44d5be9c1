"""What changed lately: signed changes of pages that one may find, one line a page, in the home page's query."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki.actions import pages, revising
from wiki.models import Page, PageRevision
from wiki.queries import activity
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def told(user=ANYONE):
    home = activity.with_changes(Page.objects.all(), user).get(path="")
    return activity.changes(home)


def edit(page, by, text="# Title\n\nOther.\n", **fields):
    pages.edit(page, by=by, base=page.version, source=text, **fields)


def test_what_the_site_did_is_no_news():
    factories.guide()
    assert told() == []


def test_change_is_told_with_its_page_its_author_and_its_date():
    made = factories.guide()
    ada = factories.moderator(name="Ada")
    edit(made["advice/first"], ada, "# First\n\nOther.\n")
    at = PageRevision.objects.latest("history_date").history_date
    assert told() == [activity.Change("First", "/advice/first/", "Ada", False, at)]


def test_page_that_somebody_made_is_new():
    made = factories.guide()
    pages.create(made["advice"], by=factories.moderator(), title="Third", source="# Third\n")
    assert [(change.title, change.is_new) for change in told()] == [("Third", True)]


def test_page_changed_again_and_again_is_one_line_and_the_latest_come_first():
    made = factories.guide()
    ada = factories.moderator(name="Ada")
    for number in range(3):
        edit(made["advice/first"], ada, f"# First\n\n{number}\n")
        edit(made["advice/second"], ada, f"# Second\n\n{number}\n")
    edit(made["lessons"], ada, "# Lessons\n\nOther.\n")
    assert [change.title for change in told()] == ["Lessons", "Second", "First"]


def test_five_are_told_at_most():
    root = factories.home()
    ada = factories.moderator(name="Ada")
    for number in range(7):
        pages.create(root, by=ada, title=f"Page {number}", source=f"# Page {number}\n")
    assert [change.title for change in told()] == [f"Page {number}" for number in (6, 5, 4, 3, 2)]


def test_nobody_learns_of_what_they_may_not_find():
    made = factories.guide()
    ada = factories.moderator(name="Ada")
    edit(made["lessons/secret"], ada, "# Secret\n\nOther.\n")
    hidden = factories.page(made["advice"], "hidden", listed=False)
    edit(hidden, ada, "# Hidden\n\nOther.\n")
    gone = factories.page(made["advice"], "gone")
    edit(gone, ada, "# Gone\n\nOther.\n")
    pages.archive(gone, by=ada, base=gone.version, reason="Old.")
    assert told() == []
    assert [change.title for change in told(ada)] == ["Secret"]


def test_page_that_moved_is_told_where_it_stands():
    made = factories.guide()
    ada = factories.moderator(name="Ada")
    edit(made["advice/first"], ada, "# First\n\nOther.\n")
    advice = Page.objects.get(path="advice")
    pages.rename(advice, by=SYSTEM, base=advice.version, slug="counsel")
    assert [change.address for change in told()] == ["/counsel/first/"]


def test_imported_change_keeps_its_date_and_its_ghost():
    made = factories.guide()
    page = made["advice/first"]
    written = datetime(2019, 3, 12, 9, 30, tzinfo=UTC)
    author = factories.person(name="", is_active=False)
    past = revising.Past(page=page, number=2, at=written, author=author.pk)
    revising.record_imported([past])
    assert [(change.author, change.is_new, change.at) for change in told()] == [(str(author), False, written)]
    assert told()[0].at.utcoffset() == timedelta(0)
