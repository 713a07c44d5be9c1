"""Two people at once: one wins, the other is told, and nothing is lost or doubled."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests import factories
from wiki.actions import pages
from wiki.errors import BadAddress, EditConflict
from wiki.models import Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
RUNNERS = 4


def together(act: Callable[[int], object]) -> list[str]:
    """What became of as many acts begun at the same moment: "done", or the name of the refusal."""
    start, became = Barrier(RUNNERS), [""] * RUNNERS

    def run(number: int) -> None:
        start.wait()
        try:
            act(number)
            became[number] = "done"
        except Exception as refusal:
            became[number] = type(refusal).__name__
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(RUNNERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(became)


def test_edits_of_one_version_have_one_winner():
    page = factories.page(factories.home(), "a", "# A\n")
    copies = [Page.objects.get(pk=page.pk) for _ in range(RUNNERS)]
    became = together(lambda number: pages.edit(copies[number], by=SYSTEM, base=0, source=f"# {number}\n"))
    assert became == [EditConflict.__name__] * (RUNNERS - 1) + ["done"]
    kept = Page.objects.get(pk=page.pk)
    numbers = list(PageRevision.objects.filter(id=page.pk).order_by("number").values_list("number", "source"))
    assert (kept.version, numbers) == (1, [(1, "# A\n"), (2, kept.source)])


def test_pages_made_at_one_address_are_one():
    root = factories.home()
    became = together(lambda number: pages.create(root, by=SYSTEM, slug="same", source=f"# {number}\n"))
    assert became == [BadAddress.__name__] * (RUNNERS - 1) + ["done"]
    assert Page.objects.filter(path="same").count() == 1


def test_pages_made_of_one_title_are_all_kept_or_told():
    root = factories.home()
    became = together(lambda _number: pages.create(root, by=SYSTEM, source="# Same\n"))
    assert set(became) <= {"done", BadAddress.__name__}
    assert Page.objects.filter(parent=root).count() == became.count("done") >= 1
