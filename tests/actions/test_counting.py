"""Words are counted as a revision is written; those of former ones later, and all tell the same."""

import pytest
from django_tasks_db.models import DBTaskResult

from tests import factories
from wiki.actions import counting, rendering, revising
from wiki.models import PageRevision
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db
TEXTS = [
    "# A\n\nUn bien comun.\n",
    "# A\n\nUn bien commun partagé.\n",
    "# A\n\nUn bien.\n",
    "# A\n\nUn bien.\n",
]
COUNTED = [(3, 3, 0, False), (4, 2, 1, False), (2, 0, 2, False), (2, 0, 0, True)]


def past():
    """A page and what is counted of its revisions, the first one first."""
    page = factories.page(factories.home(), "a", TEXTS[0])
    for source in TEXTS[1:]:
        revising.record(page, rendering.prepare(source, path="a"), author=None, by=SYSTEM)
    return page


def counted(page):
    rows = PageRevision.objects.filter(id=page.pk).order_by("number")
    return list(rows.values_list("words", "added", "removed", "slight"))


def test_words_that_readers_see_are_counted_with_the_revision():
    assert counted(past()) == COUNTED


@pytest.mark.parametrize("uncounted", [[1, 2, 3, 4], [1], [2], [4], [2, 3]])
def test_what_was_never_counted_is_counted_later_and_tells_the_same(uncounted):
    page = past()
    nothing = {"words": None, "added": None, "removed": None, "slight": False}
    PageRevision.objects.filter(id=page.pk, number__in=uncounted).update(**nothing)
    assert counting.count.func() == len(uncounted)
    assert (counted(page), counting.count.func()) == (COUNTED, 0)


def test_a_long_past_is_counted_some_at_a_time(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(counting, "AT_ONCE", 1)
    page = past()
    other = factories.page(page.parent, "b")
    PageRevision.objects.update(words=None, added=None, removed=None)
    with django_capture_on_commit_callbacks(execute=True):
        counting.later()
        counting.later()
    waiting = DBTaskResult.objects.filter(task_path=counting.count.module_path)
    assert waiting.count() == 1
    while PageRevision.objects.filter(words=None).exists():
        assert counting.count.func() > 0
    assert (counted(page), counted(other)) == (COUNTED, [(0, 0, 0, True)])


def test_nothing_is_planned_where_all_is_counted(django_capture_on_commit_callbacks):
    past()
    with django_capture_on_commit_callbacks(execute=True):
        counting.later()
    assert not DBTaskResult.objects.filter(task_path=counting.count.module_path).exists()
