"""What leads to a page that changed is rendered again, once the change is there."""

import pytest
from django_tasks_db.models import DBTaskResult

from tests import factories
from wiki.actions import pages, rendering
from wiki.errors import BadPage
from wiki.models import Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


def fresh(page):
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def after(django_capture_on_commit_callbacks):
    """Does something, then all that it queued."""

    def do(act, page, **how):
        DBTaskResult.objects.all().delete()
        page = fresh(page)
        with django_capture_on_commit_callbacks(execute=True):
            result = act(page, by=SYSTEM, base=page.version, **how)
        for queued in DBTaskResult.objects.all():
            rendering._refresh.call(*queued.args_kwargs["args"])
        return result

    return do


@pytest.fixture
def site():
    """Two pages that lead to each other, one by a card; one below the first."""
    root = factories.home()
    a, b = factories.page(root, "a"), factories.page(root, "b")
    below = factories.page(a, "c", "# C\n\n[up](../) and [b](../../b/)\n")
    text = (
        '# B\n\n[a](/a/) [c](../a/c/#part)\n\n{% content-ref url="/a/" %}\n[a](/a/)\n{% endcontent-ref %}\n'
    )
    pages.edit(b, by=SYSTEM, base=0, source=text)
    return {"root": root, "a": a, "b": b, "c": below}


def links(page):
    return [link["url"] for link in fresh(page).links if link["kind"] == "page"]


def test_move_changes_the_links_that_lead_to_the_page_and_below_it(after, site):
    after(pages.move, site["a"], parent=factories.page(site["root"], "z"))
    assert set(links(site["b"])) == {"/z/a/", "/z/a/c/#part"}
    assert links(site["c"]) == ["/z/a/", "/b/"]  # as when it was written, though it stands elsewhere
    assert [fresh(site[name]).version for name in "bc"] == [1, 1]


def test_rename_changes_the_title_that_cards_show(after, site):
    after(pages.rename, site["a"], title="Another name")
    assert "Another name" in fresh(site["b"]).html


def test_page_put_away_is_a_link_that_leads_nowhere_until_it_comes_back(after, site):
    before = fresh(site["b"]).html
    after(pages.archive, site["a"], reason="Old")
    assert links(site["b"]) == []
    after(pages.unarchive, site["a"])
    assert fresh(site["b"]).html == before


def test_draft_shows_no_title_until_it_is_published(after, site):
    after(pages.unpublish, site["a"])
    assert set(links(site["b"])) == {"/a/c/#part"}
    after(pages.publish, site["a"])
    assert set(links(site["b"])) == {"/a/", "/a/c/#part"}


def test_edit_of_a_title_or_a_heading_is_told_and_of_words_alone_is_not(after, site):
    after(pages.edit, site["c"], source="# C\n\n## Part\n\nText.\n")
    assert DBTaskResult.objects.count() == 1
    after(pages.edit, site["c"], source="# C\n\n## Part\n\nOther text.\n")
    assert DBTaskResult.objects.count() == 0
    after(pages.edit, site["c"], source="# Sea\n\n## Part\n\nOther text.\n")
    assert DBTaskResult.objects.count() == 1


def test_restore_is_told(after, site):
    after(pages.restore, site["b"], revision=PageRevision.objects.get(id=site["b"].pk, number=1))
    assert DBTaskResult.objects.count() == 1


def test_page_that_comes_where_a_link_led_nowhere_is_found(after, site, django_capture_on_commit_callbacks):
    after(pages.edit, site["b"], source="# B\n\n[new](/new/)\n")
    assert links(site["b"]) == []
    with django_capture_on_commit_callbacks(execute=True):
        factories.page(site["root"], "new")
    for queued in DBTaskResult.objects.all():
        rendering._refresh.call(*queued.args_kwargs["args"])
    assert links(site["b"]) == ["/new/"]


def test_nothing_is_queued_for_what_was_refused(after, site):
    with pytest.raises(BadPage):
        after(pages.move, site["a"], parent=site["c"])
    assert DBTaskResult.objects.count() == 0
