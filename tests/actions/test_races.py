"""Two people at once: one wins, the other is told, and nothing is lost or doubled."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from tests import factories
from wiki.actions import pages, settings
from wiki.errors import BadAddress, EditConflict
from wiki.models import ModerationEntry, Page, PageRevision, Redirect, SiteSettings
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
RUNNERS = 4
ROUNDS = 50  # of edits; the gestures that change the tree are raced less often
FEWER = 12


def race(*acts: Callable[[], object]) -> list[Any]:
    """What became of these acts, begun at the same moment: what each returned, or the refusal it met."""
    start, became = Barrier(len(acts)), [None] * len(acts)

    def run(number: int) -> None:
        start.wait()
        try:
            became[number] = acts[number]()
        except Exception as refusal:
            became[number] = refusal
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return became


def together(act: Callable[[int], object]) -> list[str]:
    """The same act, several times at once: "done", or the name of the refusal, of each."""
    return outcomes(race(*(partial(act, number) for number in range(RUNNERS))))


def outcomes(became: list[Any]) -> list[str]:
    return sorted(type(one).__name__ if isinstance(one, Exception) else "done" for one in became)


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def is_sound() -> bool:
    """Whether no living page hangs from one that does not live, nor from itself, and no address is twice."""
    living = {page.pk: page for page in Page.objects.exclude(state="archived")}
    paths = [page.path for page in living.values() if page.path is not None]
    for page in living.values():
        seen, here = set(), page
        while here.parent_id is not None:
            if here.pk in seen or here.parent_id not in living:
                return False
            seen.add(here.pk)
            here = living[here.parent_id]
    return len(set(paths)) == len(paths) and not Redirect.objects.filter(path__in=paths).exists()


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


def test_editors_of_one_page_lose_nothing_through_many_rounds():
    page = factories.page(factories.home(), "a", "# A\n")
    for base in range(ROUNDS):
        copies = [fresh(page) for _ in range(RUNNERS)]
        texts = [f"# A\n\nRound {base}, editor {number}.\n" for number in range(RUNNERS)]
        became = race(
            *(
                partial(pages.edit, copy, by=SYSTEM, base=base, source=text)
                for copy, text in zip(copies, texts, strict=True)
            )
        )
        assert outcomes(became) == [EditConflict.__name__] * (RUNNERS - 1) + ["done"]
        kept = fresh(page)
        lost = [one.proposed["source"] for one in became if isinstance(one, EditConflict)]
        assert sorted([*lost, kept.source]) == texts
    told = PageRevision.objects.filter(id=page.pk).order_by("number").values_list("number", flat=True)
    assert (fresh(page).version, list(told)) == (ROUNDS, list(range(1, ROUNDS + 2)))


def test_move_and_edit_of_one_page_have_one_winner():
    root = factories.home()
    one, two, page = (
        factories.page(root, "one"),
        factories.page(root, "two"),
        factories.page(root, "a", "# A\n"),
    )
    for base in range(FEWER):
        mover, editor = fresh(page), fresh(page)
        parent = fresh(one if base % 2 else two)
        became = race(
            partial(pages.move, mover, by=SYSTEM, base=base, parent=parent),
            partial(pages.edit, editor, by=SYSTEM, base=base, source=f"# {base}\n"),
        )
        moved, edited = (not isinstance(result, Exception) for result in became)
        kept = fresh(page)
        if moved and edited:  # it hangs there already: order is no version
            assert kept.source == f"# {base}\n"
            continue
        assert outcomes(became) == [EditConflict.__name__, "done"]
        assert (kept.version, kept.parent_id == parent.pk or edited) == (base + 1, True)
        assert (kept.source == f"# {base}\n") is edited
    assert is_sound()


def test_edit_of_a_page_below_one_that_moves_never_takes_it_back():
    root = factories.home()
    one, two = factories.page(root, "one"), factories.page(root, "two")
    top = factories.page(one, "top")
    page = factories.page(top, "a", "# A\n")
    for turn in range(FEWER):
        parent = two if turn % 2 == 0 else one
        mover, editor = fresh(top), fresh(page)
        became = race(
            partial(pages.move, mover, by=SYSTEM, base=mover.version, parent=fresh(parent)),
            partial(pages.edit, editor, by=SYSTEM, base=editor.version, source=f"# {turn}\n"),
        )
        assert outcomes(became[:1]) == ["done"]
        assert outcomes(became[1:]) in ([EditConflict.__name__], ["done"])
        assert fresh(page).path == f"{parent.path}/top/a"
        assert fresh(page).source == (f"# {turn}\n" if outcomes(became[1:]) == ["done"] else editor.source)
    assert is_sound()


def test_archiving_and_edit_of_one_page_have_one_winner():
    root = factories.home()
    for turn in range(FEWER):
        page = factories.page(root, f"a{turn}", "# A\n")
        below = factories.page(page, "b", "# B\n")
        became = race(
            partial(pages.archive, fresh(page), by=SYSTEM, base=0, reason="x"),
            partial(pages.edit, fresh(page), by=SYSTEM, base=0, source="# Mine\n"),
            partial(pages.edit, fresh(below), by=SYSTEM, base=0, source="# Mine\n"),
        )
        assert outcomes(became[:2]) == [EditConflict.__name__, "done"]
        away = outcomes(became[:1]) == ["done"]
        assert [fresh(each).state == "archived" for each in (page, below)] == [away, away]
    assert is_sound()


def test_pages_are_not_made_below_one_that_is_put_away_meanwhile():
    root = factories.home()
    for turn in range(FEWER):
        page = factories.page(root, f"a{turn}")
        became = race(
            partial(pages.archive, fresh(page), by=SYSTEM, base=0, reason="x"),
            partial(pages.create, fresh(page), by=SYSTEM, slug="new", source="# New\n"),
        )
        assert outcomes(became[:1]) == ["done"]
        assert outcomes(became[1:]) in (["BadPage"], ["done"])
        assert not Page.objects.filter(parent=page).exclude(state="archived").exists()
    assert is_sound()


def test_moves_that_would_make_a_ring_together_do_not():
    root = factories.home()
    for turn in range(FEWER):
        one, two = factories.page(root, f"one{turn}"), factories.page(root, f"two{turn}")
        became = race(
            partial(pages.move, fresh(one), by=SYSTEM, base=0, parent=fresh(two)),
            partial(pages.move, fresh(two), by=SYSTEM, base=0, parent=fresh(one)),
        )
        assert "done" in outcomes(became)
        assert outcomes(became) != ["done", "done"]
        assert is_sound()


def test_moves_to_one_address_have_one_winner():
    root = factories.home()
    for turn in range(FEWER // 2):
        goal = factories.page(root, f"goal{turn}")
        movers = [
            factories.page(factories.page(root, f"from{turn}-{number}"), "same") for number in range(RUNNERS)
        ]
        became = race(
            *(partial(pages.move, fresh(page), by=SYSTEM, base=0, parent=fresh(goal)) for page in movers)
        )
        assert outcomes(became) == [BadAddress.__name__] * (RUNNERS - 1) + ["done"]
    assert is_sound()


def test_page_comes_back_once():
    page = factories.page(factories.home(), "a")
    pages.archive(page, by=SYSTEM, base=0, reason="x")
    became = race(*(partial(pages.unarchive, fresh(page), by=SYSTEM, base=1) for _ in range(RUNNERS)))
    assert outcomes(became) == [EditConflict.__name__] * (RUNNERS - 1) + ["done"]
    assert (fresh(page).path, fresh(page).version) == ("a", 2)


def test_page_coming_back_and_page_taking_its_address_both_stand():
    root = factories.home()
    for turn in range(FEWER):
        page = factories.page(root, f"a{turn}")
        pages.archive(page, by=SYSTEM, base=0, reason="x")
        became = race(
            partial(pages.unarchive, fresh(page), by=SYSTEM, base=1),
            partial(pages.create, root, by=SYSTEM, slug=f"a{turn}", source="# New\n"),
        )
        assert "done" in outcomes(became)
        assert set(outcomes(became)) <= {"done", BadAddress.__name__, EditConflict.__name__}
    assert is_sound()


def test_orders_given_at_once_are_each_kept_whole():
    root = factories.home()
    keys = [factories.page(root, slug).pk for slug in "abcd"]
    orders = [keys[turn:] + keys[:turn] for turn in range(RUNNERS)]
    became = race(*(partial(pages.reorder, fresh(root), by=SYSTEM, order=order) for order in orders))
    assert outcomes(became) == ["done"] * RUNNERS
    assert list(Page.objects.filter(parent=root).in_menu().values_list("pk", flat=True)) in orders


def test_settings_written_by_several_admins_at_once_are_written_once_a_version():
    for version in range(FEWER):
        said = together(lambda number, base=version: settings.edit(
            SiteSettings(), by=SYSTEM, base=base, name=f"Site {base} of {number}"
        ))  # fmt: skip
        assert said == ["EditConflict"] * (RUNNERS - 1) + ["done"]
    assert (SiteSettings.objects.get().version, ModerationEntry.objects.count()) == (FEWER, FEWER)
