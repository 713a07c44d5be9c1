"""The tree as it hangs together, and paths that are carried with those they follow."""

import random

import pytest

from tests import factories
from wiki.actions import addressing, pages
from wiki.actions.addressing import Tree
from wiki.errors import BadAddress, BadPage
from wiki.models import Page, Redirect
from wiki.models.page import folded
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


def test_tree_is_read_in_one_query(django_assert_num_queries):
    root = factories.home()
    a = factories.page(root, "a")
    b = factories.page(a, "b")
    gone = factories.page(a, "gone", state="archived")
    with django_assert_num_queries(1):
        tree = Tree.now()
        assert [place.pk for place in tree.above(b.pk)] == [b.pk, a.pk, root.pk]
        assert [place.pk for place in tree.below(root.pk)] == [a.pk, b.pk]
        assert [place.pk for place in tree.among(a.pk, {gone.pk})] == [gone.pk]
        assert tree.living_paths() == {"": root.pk, "a": a.pk, "a/b": b.pk}
        assert (tree.find(None), tree.find(10**9), gone.pk in tree) == (None, None, True)


def test_path_steps_aside_of_those_that_are_taken():
    assert [addressing.aside("a", taken) for taken in ((), ("b",), ("a",), ("a", "a-1", "a-2"))] == [
        "a", "a", "a-1", "a-3",
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_paths_stay_true_through_many_moves(seed):
    """Whatever is moved, renamed, put away and brought back: no path twice, none cut, old ones lead on."""
    chance = random.Random(seed)
    root = factories.home()
    made = [root]
    for number in range(14):
        parent = chance.choice(made)
        odd = {"path": f"files/ﬁle{number}"} if chance.random() < 0.2 else {}
        made.append(factories.page(Page.objects.get(pk=parent.pk), f"Été-{number}", "# P\n", **odd))
    stood: dict[str, int] = {}
    for _turn in range(25):
        note_where(stood)
        _one_gesture(chance, made)
    note_where(stood)
    living = Page.objects.exclude(state="archived")
    paths = dict(living.values_list("path", "pk"))
    assert len(paths) == living.count()
    assert [page.path for page in living if page.path_folded != folded(page.path)] == []
    assert Redirect.objects.filter(path__in=paths).count() == 0
    former = dict(Redirect.objects.values_list("path", "page_id"))
    assert [
        path for path, pk in stood.items() if {**former, **paths}.get(path) != pk and not is_away(pk)
    ] == []


def note_where(stood):
    """The page that stood last at each path."""
    stood.update(Page.objects.exclude(state="archived").values_list("path", "pk"))


def is_away(pk):
    return Page.objects.get(pk=pk).state == "archived"


def _one_gesture(chance, made):
    page, other = (Page.objects.get(pk=chance.choice(made).pk) for _ in range(2))
    told = {"by": SYSTEM, "base": page.version}
    try:
        if page.state == "archived":
            pages.unarchive(page, **told)
        elif chance.random() < 0.15 and page.parent_id:
            pages.archive(page, reason="", **told)
        elif chance.random() < 0.4:
            pages.rename(page, slug=f"s{chance.randrange(8)}", **told)
        elif other.state != "archived":
            pages.move(page, parent=other, **told)
    except (BadAddress, BadPage):
        pass
