"""A page moves with all that follows it, in one revision, and its old addresses lead to it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from wiki.actions import pages
from wiki.errors import BadAddress, BadPage, EditConflict, NotAllowed
from wiki.models import ModerationEntry, Page, PageRevision, Redirect
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


def fresh(page):
    return Page.objects.get(pk=page.pk)


def paths():
    """Every path where a page stands, and every former one with the path it leads to."""
    living = Page.objects.exclude(state="archived").exclude(path=None).order_by("path")
    former = Redirect.objects.order_by("path").values_list("path", "page__path")
    return list(living.values_list("path", flat=True)), dict(former)


def move(page, parent, **how):
    page = fresh(page)
    return pages.move(page, by=SYSTEM, base=page.version, parent=fresh(parent), **how)


def rename(page, **how):
    page = fresh(page)
    return pages.rename(page, by=SYSTEM, base=page.version, **how)


def family():
    """home > a > b > c, and home > z."""
    root = factories.home()
    a, z = factories.page(root, "a"), factories.page(root, "z")
    b = factories.page(a, "b")
    return root, a, b, factories.page(b, "c"), z


# --- moved --------------------------------------------------------------------------------------------------


def test_page_moves_with_all_that_follows_it():
    _root, a, b, c, z = family()
    revision = move(b, z)
    assert paths() == (["", "a", "z", "z/b", "z/b/c"], {"a/b": "z/b", "a/b/c": "z/b/c"})
    kept = fresh(b)
    assert (kept.parent, kept.slug, kept.path_folded, kept.version) == (z, "b", "z/b", 1)
    assert (fresh(c).parent, fresh(c).path_folded, fresh(c).version) == (b, "z/b/c", 1)
    assert (fresh(a).version, fresh(z).version) == (0, 0)
    assert (revision.number, revision.origin, revision.path, revision.parent_id) == (2, "move", "z/b", z.pk)


def test_move_writes_one_revision_that_of_the_page_moved():
    _root, _a, b, _c, z = family()
    before = PageRevision.objects.count()
    revision = move(b, z, reason="Where it belongs")
    assert list(PageRevision.objects.all()[: PageRevision.objects.count() - before]) == [revision]
    assert (revision.id, revision.reason) == (b.pk, "Where it belongs")


def test_page_moves_to_the_first_level_and_back_and_leaves_no_chain_nor_loop():
    root, a, b, _c, _z = family()
    move(b, root)
    assert paths() == (["", "a", "b", "b/c", "z"], {"a/b": "b", "a/b/c": "b/c"})
    move(b, a)
    assert paths() == (["", "a", "a/b", "a/b/c", "z"], {"b": "a/b", "b/c": "a/b/c"})
    move(b, root)
    assert paths() == (["", "a", "b", "b/c", "z"], {"a/b": "b", "a/b/c": "b/c"})


def test_page_may_take_another_slug_on_its_way():
    _root, _a, b, _c, z = family()
    assert move(b, z, slug="other").path == "z/other"
    assert paths()[1] == {"a/b": "z/other", "a/b/c": "z/other/c"}


def test_only_paths_that_followed_are_rewritten():
    root = factories.home()
    group, other = factories.page(root, "group", kind="group"), factories.page(root, "other")
    imported = factories.page(group, "x", path="files/x")
    below = factories.page(imported, "y")
    deeper = factories.page(group, "z", path="group/deep/z")  # a file of a folder that is no page
    follows = factories.page(group, "f")
    link = factories.page(group, "", "", title="Away", kind="link", url="https://example.org/")
    move(group, other)
    assert [fresh(page).path for page in (group, imported, below, deeper, follows, link)] == [
        "other/group", "files/x", "files/x/y", "group/deep/z", "other/group/f", None,
    ]  # fmt: skip
    assert paths()[1] == {"group": "other/group", "group/f": "other/group/f"}
    assert [fresh(page).version for page in (imported, below, deeper, link)] == [0, 0, 0, 0]


def test_page_whose_path_followed_nothing_keeps_it_when_it_moves():
    root = factories.home()
    one, two = factories.page(root, "one"), factories.page(root, "two")
    page = factories.page(one, "x", path="files/x")
    revision = move(page, two)
    assert (revision.path, revision.parent_id, revision.origin) == ("files/x", two.pk, "move")
    assert Redirect.objects.count() == 0


def test_outside_link_moves_without_an_address():
    root, _a, _b, _c, z = family()
    link = factories.page(root, "", "", title="Away", kind="link", url="https://example.org/")
    assert move(link, z).parent_id == z.pk
    with pytest.raises(BadAddress):
        move(link, root, slug="x")


def test_accents_case_and_wide_letters_are_carried():
    root = factories.home()
    page = factories.page(root, "Été")
    child = factories.page(page, "ẞtraße-𝒳")
    rename(page, slug="ﬁn-İ")
    kept = fresh(child)
    assert kept.path == "ﬁn-İ/ẞtraße-𝒳"
    assert kept.path_folded == kept.path.casefold()


def test_living_page_wins_over_a_former_address():
    _root, a, b, _c, z = family()
    move(b, z)
    new = factories.page(fresh(a), "b")
    assert paths()[1] == {"a/b/c": "z/b/c"}
    assert fresh(new).path == "a/b"


def test_former_address_leads_to_whoever_stood_there_last():
    root, a, b, _c, z = family()
    move(b, z)
    new = factories.page(fresh(a), "b")
    move(new, root, slug="new")
    assert paths()[1] == {"a/b": "new", "a/b/c": "z/b/c"}


@pytest.mark.parametrize(("kept", "moved"), [(1, 3), (3, 1000)])
def test_move_takes_as_many_queries_whatever_its_subtree(kept, moved):
    root, _a, _b, _c, z = family()
    counts = []
    for number, size in enumerate((kept, moved)):
        top = factories.page(root, f"top{number}")
        made = [
            Page(
                parent=top, slug=f"p{n}", path=f"top{number}/p{n}", path_folded=f"top{number}/p{n}", title="P"
            )
            for n in range(size)
        ]
        Page.objects.bulk_create(made)
        page, parent = fresh(top), fresh(z)
        with CaptureQueriesContext(connection) as asked:
            pages.move(page, by=SYSTEM, base=0, parent=parent)
        counts.append(len(asked))
        assert Redirect.objects.filter(path__startswith=f"top{number}/").count() == size
        assert Page.objects.filter(path__startswith=f"z/top{number}/p", version=1).count() == size
    assert counts[0] == counts[1] <= 27  # two of them for whose words they are


# --- refused ------------------------------------------------------------------------------------------------


def test_page_never_stands_below_itself():
    _root, a, b, c, _z = family()
    for page, parent in ((a, a), (a, b), (a, c), (b, c)):
        with pytest.raises(BadPage):
            move(page, parent)
    assert paths() == (["", "a", "a/b", "a/b/c", "z"], {})


def test_nothing_moves_below_an_outside_link_or_an_archived_page():
    root, _a, b, _c, z = family()
    link = factories.page(root, "", "", title="Away", kind="link", url="https://example.org/")
    with pytest.raises(BadPage):
        move(b, link)
    late = fresh(z)
    pages.archive(fresh(z), by=SYSTEM, base=0, reason="")
    with pytest.raises(BadPage):
        pages.move(fresh(b), by=SYSTEM, base=0, parent=late)
    with pytest.raises(NotAllowed):
        move(b, z)


def test_home_page_does_not_move_nor_take_a_slug():
    root, a, *_rest = family()
    with pytest.raises(BadPage):
        move(root, a)
    with pytest.raises(BadPage):
        rename(root, slug="x")


@pytest.mark.parametrize(
    "slug", ["-", "admin", "api", "static", "media", "accounts", ".", "..", "a/b", "a\nb"]
)
def test_address_that_cannot_be_a_page_s_is_refused(slug):
    root, _a, b, _c, _z = family()
    with pytest.raises(BadAddress):
        move(b, root, slug=slug)
    assert paths() == (["", "a", "a/b", "a/b/c", "z"], {})


def test_slug_that_the_site_keeps_is_free_deeper_and_not_at_the_first_level():
    root, a, _b, _c, _z = family()
    page = factories.page(a, "admin")
    with pytest.raises(BadAddress):
        move(page, root)
    assert fresh(page).path == "a/admin"


def test_address_in_use_is_refused_for_the_page_and_for_those_that_follow():
    root, _a, b, _c, z = family()
    factories.page(root, "x", path="z/b/c")
    with pytest.raises(BadAddress) as refusal:
        move(b, z)
    assert "/z/b/c/" in str(refusal.value)
    with pytest.raises(BadAddress):
        rename(z, slug="a")
    assert paths() == (["", "a", "a/b", "a/b/c", "z", "z/b/c"], {})


def test_address_too_long_for_those_that_follow_is_refused():
    root, _a, b, c, _z = family()
    far = factories.page(root, "far", path="x" * 598)
    near = factories.page(root, "near", path="y" * 597)
    with pytest.raises(BadAddress):
        move(b, far)
    with pytest.raises(BadAddress):
        move(b, near)  # it would fit; the page that follows would not
    assert len(move(c, far).path) == 600
    with pytest.raises(BadAddress):
        rename(far, slug="x" * 255 + "/")


def test_refused_move_leaves_the_page_in_memory_as_it_was():
    _root, _a, b, c, _z = family()
    page = fresh(b)
    with pytest.raises(BadPage):
        pages.move(page, by=SYSTEM, base=0, parent=fresh(c), slug="x")
    assert (page.parent_id, page.path, page.slug, page.version) == (b.parent_id, "a/b", "b", 0)


def test_stale_move_is_a_conflict_that_carries_what_was_proposed():
    _root, _a, b, _c, z = family()
    late = fresh(b)
    pages.edit(fresh(b), by=SYSTEM, base=0, source="# Written\n")
    for page in (late, fresh(b)):
        with pytest.raises(EditConflict) as conflict:
            pages.move(page, by=SYSTEM, base=0, parent=z, slug="other", reason="Why")
        assert conflict.value.page == b
        assert conflict.value.proposed == {"parent": z, "position": None, "slug": "other", "reason": "Why"}
    assert paths() == (["", "a", "a/b", "a/b/c", "z"], {})


def test_edit_begun_before_the_page_above_moved_is_a_conflict():
    _root, a, b, _c, z = family()
    late = fresh(b)
    move(a, z)
    with pytest.raises(EditConflict) as conflict:
        pages.edit(late, by=SYSTEM, base=0, source="# Mine\n")
    assert conflict.value.proposed["source"] == "# Mine\n"
    assert fresh(b).path == "z/a/b"


# --- put in order -------------------------------------------------------------------------------------------


def order_below(parent):
    return list(Page.objects.filter(parent=parent).in_menu().values_list("slug", flat=True))


def test_order_is_a_line_of_the_journal_and_no_revision():
    root = factories.home()
    made = {slug: factories.page(root, slug) for slug in "abcd"}
    before, someone = PageRevision.objects.count(), factories.moderator()
    line = pages.reorder(root, by=someone, order=[made["d"].pk, made["b"].pk], reason=" Better ")
    assert order_below(root) == ["d", "b", "a", "c"]
    assert PageRevision.objects.count() == before
    assert ModerationEntry.objects.get() == line
    assert (line.action, line.by, line.page, line.subject, line.reason) == (
        "page.reorder", someone, root, "Home", "Better",
    )  # fmt: skip
    assert line.before == {"order": [made[slug].pk for slug in "abcd"]}
    assert line.after == {"order": [made[slug].pk for slug in "dbac"]}
    assert [page.version for page in Page.objects.all()] == [0] * 5


def test_order_names_pages_below_once_and_no_others():
    root, a, b, _c, z = family()
    pages.archive(fresh(z), by=SYSTEM, base=0, reason="")
    for order in ([a.pk, a.pk], [b.pk], [a.pk, 10**9], [z.pk]):
        with pytest.raises(BadPage):
            pages.reorder(root, by=SYSTEM, order=order)
    assert ModerationEntry.objects.filter(action="page.reorder").count() == 0


@pytest.mark.parametrize(
    ("position", "order"), [(0, "xabc"), (1, "axbc"), (3, "abcx"), (None, "abcx"), (99, "abcx"), (-1, "xabc")]
)
def test_page_moves_to_its_place_among_the_others(position, order):
    root = factories.home()
    section = factories.page(root, "s")
    for slug in "abc":
        factories.page(section, slug)
    move(factories.page(root, "x"), section, position=position)
    assert order_below(section) == list(order)


def test_move_within_the_same_page_is_order_alone():
    root = factories.home()
    made = {slug: factories.page(root, slug) for slug in "abc"}
    line = move(made["c"], root, position=0)
    assert (line.action, order_below(root)) == ("page.reorder", ["c", "a", "b"])
    assert PageRevision.objects.filter(id=made["c"].pk).count() == 1


@pytest.mark.parametrize(("few", "many"), [(1, 3), (3, 1500)])
def test_order_takes_as_many_queries_whatever_it_orders(few, many):
    root = factories.home()
    counts = []
    for size in (few, many):
        top = factories.page(root, f"top{size}")
        Page.objects.bulk_create(
            Page(parent=top, slug=f"p{n}", path=f"top{size}/p{n}", title="P", state="draft")
            for n in range(size)
        )
        asked = list(Page.objects.filter(parent=top).order_by("-pk").values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as queries:
            pages.reorder(top, by=SYSTEM, order=asked)
        counts.append(len(queries))
        assert list(Page.objects.filter(parent=top).in_menu().values_list("pk", flat=True)) == asked
    assert counts[0] == counts[1]


# --- who ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [factories.person, lambda: factories.person(trusted=True)])
def test_page_is_not_moved_by_those_who_do_not_decide(who):
    root, _a, b, _c, z = family()
    someone = who()
    with pytest.raises(NotAllowed):
        pages.move(b, by=someone, base=0, parent=z)
    with pytest.raises(NotAllowed):
        pages.rename(b, by=someone, base=0, title="X")
    with pytest.raises(NotAllowed):
        pages.reorder(root, by=someone, order=[])
    assert paths() == (["", "a", "a/b", "a/b/c", "z"], {})


@pytest.mark.parametrize("who", [factories.moderator, factories.admin])
def test_page_is_moved_by_those_who_decide(who):
    root, _a, b, _c, z = family()
    someone = who()
    assert pages.move(b, by=someone, base=0, parent=z).author == someone
    assert pages.rename(b, by=someone, base=1, title="X").author == someone
    assert pages.reorder(root, by=someone, order=[z.pk]).by == someone
