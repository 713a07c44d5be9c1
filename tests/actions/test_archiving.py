"""A page is put away with all below it and can always come back, whatever happened meanwhile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from wiki.actions import pages
from wiki.errors import BadPage, EditConflict, NotAllowed
from wiki.models import ModerationEntry, Page, PageRevision, Redirect
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


def fresh(page):
    return Page.objects.get(pk=page.pk)


def archive(page, by=SYSTEM, reason="Out of date"):
    return pages.archive(fresh(page), by=by, base=fresh(page).version, reason=reason)


def unarchive(page, by=SYSTEM, **how):
    return pages.unarchive(fresh(page), by=by, base=fresh(page).version, **how)


def move(page, parent, **how):
    return pages.move(fresh(page), by=SYSTEM, base=fresh(page).version, parent=fresh(parent), **how)


def standing():
    living = Page.objects.exclude(state="archived").exclude(path=None).order_by("path")
    return dict(living.values_list("path", "state"))


def former():
    return dict(Redirect.objects.order_by("path").values_list("path", "page__path"))


def family():
    """home > a > b > c (a draft) and an outside link; home > z."""
    root = factories.home()
    a, z = factories.page(root, "a"), factories.page(root, "z")
    b = factories.page(a, "b")
    c = factories.page(b, "c", state="draft")
    factories.page(a, "", "", title="Away", kind="link", url="https://example.org/")
    return root, a, b, c, z


# --- put away -----------------------------------------------------------------------------------------------


def test_page_is_put_away_with_all_below_it_in_one_revision():
    _root, a, b, c, _z = family()
    someone, before = factories.moderator(), PageRevision.objects.count()
    revision = archive(a, by=someone, reason=" Done ")
    assert standing() == {"": "published", "z": "published"}
    assert Page.objects.filter(state="archived").count() == 4
    assert PageRevision.objects.count() == before + 1
    assert (revision.id, revision.state, revision.author, revision.reason) == (
        a.pk,
        "archived",
        someone,
        "Done",
    )
    assert [fresh(page).version for page in (a, b, c)] == [1, 1, 1]


def test_journal_tells_what_went_with_it():
    _root, a, b, c, _z = family()
    someone = factories.moderator()
    archive(a, by=someone)
    line = ModerationEntry.objects.get()
    link = Page.objects.get(kind="link")
    assert (line.action, line.by, line.page, line.subject, line.reason) == (
        "page.archive", someone, a, "A", "Out of date",
    )  # fmt: skip
    assert line.before == {
        "states": {
            str(a.pk): "published",
            str(b.pk): "published",
            str(c.pk): "draft",
            str(link.pk): "published",
        }
    }


def test_addresses_of_what_is_put_away_are_free():
    root, a, *_rest = family()
    archive(a)
    new = factories.page(root, "a")
    factories.page(new, "b")
    assert standing() == {"": "published", "a": "published", "a/b": "published", "z": "published"}


def test_home_page_is_not_put_away():
    root, *_rest = family()
    with pytest.raises(BadPage):
        archive(root)
    assert len(standing()) == 5


def test_page_put_away_is_not_put_away_again_nor_edited():
    _root, a, b, _c, _z = family()
    archive(b)
    for act in (archive, lambda page: pages.edit(fresh(page), by=SYSTEM, base=1, source="# X\n")):
        with pytest.raises(NotAllowed):
            act(b)
    with pytest.raises(NotAllowed):
        move(b, a)


def test_stale_archiving_is_a_conflict():
    _root, a, *_rest = family()
    late = fresh(a)
    pages.edit(fresh(a), by=SYSTEM, base=0, source="# Written\n")
    for page in (late, fresh(a)):
        with pytest.raises(EditConflict):
            pages.archive(page, by=SYSTEM, base=0, reason="Why")
    assert fresh(a).state == "published"


def test_page_is_not_created_below_one_put_away_meanwhile():
    _root, a, *_rest = family()
    late = fresh(a)
    archive(a)
    with pytest.raises(BadPage):
        pages.create(late, by=SYSTEM, slug="new", source="# New\n")


def test_page_is_not_created_below_one_that_moved_meanwhile():
    _root, a, _b, _c, z = family()
    late = fresh(a)
    move(a, z)
    with pytest.raises(EditConflict) as conflict:
        pages.create(late, by=SYSTEM, slug="new", source="# New\n")
    assert conflict.value.proposed["source"] == "# New\n"


def test_edit_begun_before_the_page_above_was_put_away_is_a_conflict():
    _root, a, b, _c, _z = family()
    late = fresh(b)
    archive(a)
    with pytest.raises(EditConflict) as conflict:
        pages.edit(late, by=SYSTEM, base=0, source="# Mine\n", description="Typed")
    assert conflict.value.proposed == {
        "source": "# Mine\n", "header": None, "reason": "", "description": "Typed",
    }  # fmt: skip
    assert fresh(b).state == "archived"


# --- brought back -------------------------------------------------------------------------------------------


def test_page_comes_back_with_what_went_with_it_as_it_was():
    _root, a, b, c, _z = family()
    before = standing()
    archive(a)
    someone = factories.moderator()
    revision = unarchive(a, by=someone, reason="Useful again")
    assert standing() == before
    assert Page.objects.filter(state="archived").count() == 0
    assert (revision.number, revision.state, revision.author, revision.reason) == (
        3, "published", someone, "Useful again",
    )  # fmt: skip
    assert [PageRevision.objects.filter(id=page.pk).count() for page in (b, c)] == [1, 1]
    assert former() == {}
    line = ModerationEntry.objects.first()
    assert (line.action, line.by, line.page) == ("page.unarchive", someone, a)


def test_draft_comes_back_as_a_draft():
    *_rest, c, _z = family()
    archive(c)
    unarchive(c)
    assert fresh(c).state == "draft"


def test_page_steps_aside_of_the_one_that_took_its_address_and_says_so():
    root, a, *_rest = family()
    archive(a)
    new = factories.page(root, "a")
    factories.page(new, "b")
    revision = unarchive(a, reason="Both")
    assert list(standing()) == ["", "a", "a-1", "a-1/b", "a-1/b/c", "a/b", "z"]
    assert revision.path == "a-1"
    assert revision.reason.startswith("Both ")
    assert "/a/" in revision.reason
    assert former() == {"a/b/c": "a-1/b/c"}
    assert fresh(a).slug == "a-1"
    assert Page.objects.get(path="a-1/b").path_folded == "a-1/b"


def test_page_below_steps_aside_alone():
    root, a, _b, _c, _z = family()
    archive(a)
    factories.page(root, "taken", path="a/b")
    unarchive(a)
    assert list(standing()) == ["", "a", "a/b", "a/b-1", "a/b-1/c", "z"]
    assert former() == {"a/b/c": "a/b-1/c"}


def test_page_comes_back_below_the_nearest_page_that_lives():
    root, a, b, c, _z = family()
    archive(a)
    revision = unarchive(b)
    assert (revision.parent_id, revision.path) == (root.pk, "a/b")
    assert fresh(b).parent == root
    assert [fresh(page).state for page in (a, c)] == ["archived", "archived"]
    assert [page.slug for page in Page.objects.filter(parent=root, state="published").in_menu()] == ["z", "b"]


def test_page_that_came_back_by_itself_does_not_come_back_twice():
    root, a, b, c, _z = family()
    archive(a)
    unarchive(b)
    archive(b, reason="By itself")
    unarchive(a)
    assert [fresh(page).state for page in (a, b, c)] == ["published", "archived", "archived"]
    assert fresh(b).parent == root


def test_page_put_away_before_the_one_above_stays_away():
    _root, a, b, c, _z = family()
    archive(c)
    archive(a)
    unarchive(a)
    assert [fresh(page).state for page in (a, b, c)] == ["published", "published", "archived"]
    unarchive(c)
    assert fresh(c).state == "draft"


def test_page_follows_its_parent_that_moved_meanwhile():
    _root, a, b, _c, z = family()
    archive(b)
    move(a, z)
    unarchive(b)
    assert list(standing()) == ["", "z", "z/a", "z/a/b", "z/a/b/c"]
    assert former() == {"a": "z/a", "a/b": "z/a/b", "a/b/c": "z/a/b/c"}


def test_page_that_followed_nothing_comes_back_where_it_was():
    root = factories.home()
    group, other = factories.page(root, "g", kind="group"), factories.page(root, "o")
    page = factories.page(group, "x", path="files/x")
    archive(page)
    move(group, other)
    unarchive(page)
    assert (fresh(page).path, former()) == ("files/x", {"g": "o/g"})


def test_former_addresses_lead_again_to_the_page_that_came_back(client):
    _root, _a, b, _c, z = family()
    move(b, z)
    archive(b)
    assert client.get("/a/b/").status_code == 404
    unarchive(b)
    assert client.get("/a/b/")["Location"] == "/z/b/"


def test_former_address_of_another_page_gives_way_to_the_page_that_comes_back():
    root, a, *_rest, z = family()
    archive(a)
    new = factories.page(root, "a")
    move(new, z, slug="new")
    assert former() == {"a": "z/new"}
    unarchive(a)
    assert former() == {}
    assert "a" in standing()


def test_text_of_a_page_that_came_back_is_rendered_as_links_lead_now():
    root = factories.home()
    page = factories.page(root, "p", "# P\n\n[Other](/other/)\n")
    archive(page)
    factories.page(root, "other")
    unarchive(page)
    assert '<a href="/other/">Other</a>' in fresh(page).html


def test_living_page_does_not_come_back():
    _root, a, *_rest = family()
    with pytest.raises(NotAllowed):
        unarchive(a)
    late = fresh(a)
    late.state = "archived"
    with pytest.raises(EditConflict):
        pages.unarchive(late, by=SYSTEM, base=0)


def test_outside_link_is_put_away_and_comes_back():
    family()
    link = Page.objects.get(kind="link")
    archive(link)
    unarchive(link)
    assert (fresh(link).state, fresh(link).path, fresh(link).slug) == ("published", None, "")


def test_page_that_never_lived_here_comes_back_as_a_draft():
    root = factories.home()
    page = factories.page(root, "gone", state="archived")
    unarchive(page)
    assert (fresh(page).state, fresh(page).path) == ("draft", "gone")


@pytest.mark.parametrize(("few", "many"), [(1, 3), (3, 300)])
def test_archiving_and_back_take_as_many_queries_whatever_goes_along(few, many):
    root = factories.home()
    counts = []
    for size in (few, many):
        top = factories.page(root, f"top{size}")
        Page.objects.bulk_create(
            Page(parent=top, slug=f"p{n}", path=f"top{size}/p{n}", title="P", state="published")
            for n in range(size)
        )
        page = fresh(top)
        with CaptureQueriesContext(connection) as away:
            pages.archive(page, by=SYSTEM, base=0, reason="")
        factories.page(root, f"top{size}")
        with CaptureQueriesContext(connection) as back:
            pages.unarchive(page, by=SYSTEM, base=1)
        counts.append((len(away), len(back)))
        assert Page.objects.filter(path__startswith=f"top{size}-1/p", state="published").count() == size
        assert Redirect.objects.filter(path__startswith=f"top{size}/p").count() == size
    assert counts[0] == counts[1]


# --- who ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [factories.person, lambda: factories.person(trusted=True)])
def test_page_is_not_put_away_nor_brought_back_by_those_who_do_not_decide(who):
    _root, a, b, _c, _z = family()
    someone = who()
    with pytest.raises(NotAllowed):
        archive(a, by=someone)
    archive(b)
    with pytest.raises(NotAllowed):
        unarchive(b, by=someone)
    assert (fresh(a).state, fresh(b).state) == ("published", "archived")
