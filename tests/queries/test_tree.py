"""The menu, and what surrounds a page in it, in one query however many pages there are."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from wiki.queries import tree

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def titles(entries):
    return [entry.title for entry in entries]


def test_menu_takes_one_query_with_one_page_and_with_three(django_assert_num_queries):
    root = factories.home()
    with django_assert_num_queries(1):
        assert len(tree.menu(ANYONE)) == 1
    factories.page(factories.page(root, "a"), "b")
    with django_assert_num_queries(1):
        menu = tree.menu(ANYONE)
        assert (len(menu), titles(menu.sections)) == (3, ["A"])


def test_surroundings_take_no_query(django_assert_num_queries):
    made = factories.guide()
    menu = tree.menu(ANYONE)
    with django_assert_num_queries(0):
        around = menu.around(made["advice/first"])
        rows = menu.rows(made["advice/first"])
    assert titles(around.ancestors) == ["The guide", "Advice"]
    assert (around.section.title, around.here.title) == ("Advice", "First")
    assert (around.previous.title, around.next.title) == ("Advice", "Second")
    assert [row.entry.title for row in rows] == ["Advice", "First", "Second", "Lessons"]


def test_reading_order_begins_at_home_and_ends_with_the_last_page():
    made = factories.guide()
    menu = tree.menu(ANYONE)
    first, last = menu.around(made[""]), menu.around(made["lessons"])
    assert (first.previous, first.next.title, titles(first.ancestors)) == (None, "Advice", [])
    assert (last.previous.title, last.next) == ("Second", None)
    assert first.section is None


def test_draft_is_in_no_menu_but_of_those_who_decide():
    made = factories.guide()
    for reader in (ANYONE, factories.person()):
        menu = tree.menu(reader)
        assert menu.find(made["lessons/secret"].pk) is None
        assert menu.around(made["lessons"]).children == []
        assert menu.around(made["lessons"]).next is None
    menu = tree.menu(factories.moderator())
    assert [(entry.title, entry.is_draft) for entry in menu.around(made["lessons"]).children] == [
        ("Secret", True)
    ]


def test_unlisted_page_and_what_is_below_it_are_in_no_menu():
    made = factories.guide()
    hidden = factories.page(made["advice"], "hidden", listed=False)
    below = factories.page(hidden, "below")
    menu = tree.menu(ANYONE)
    assert (menu.find(hidden.pk), menu.find(below.pk), len(menu)) == (None, None, 5)
    around = menu.around(hidden)
    assert (around.here, around.previous, around.next) == (None, None, None)
    assert (titles(around.ancestors), titles(around.children)) == (["The guide", "Advice"], ["Below"])
    assert [row.entry.title for row in menu.rows(hidden) if row.is_open] == ["Advice"]
    assert [row.entry.title for row in menu.rows(hidden) if row.is_current] == []


def test_groups_and_links_are_shown_and_never_read_in_turn():
    root = factories.home()
    group = factories.page(root, "group", "", title="Group", kind="group")
    inside = factories.page(group, "inside")
    factories.page(root, "", "", title="Away", kind="link", url="https://example.org/")
    after = factories.page(root, "after")
    menu = tree.menu(ANYONE)
    assert titles(menu.sections) == ["Group", "Away", "After"]
    assert [entry.address for entry in menu.sections] == ["/group/", "https://example.org/", "/after/"]
    assert [(entry.is_page, entry.is_link) for entry in menu.sections] == [
        (False, False),
        (False, True),
        (True, False),
    ]
    assert menu.around(root).next.title == "Inside"
    assert menu.around(inside).next.title == "After"
    assert menu.around(after).previous.title == "Inside"


def test_menu_shows_the_short_title_where_there_is_one():
    root = factories.home()
    factories.page(root, "a", "# A very long title\n", nav_title="Short")
    assert titles(tree.menu(ANYONE).sections) == ["Short"]


def test_home_page_opens_doors_to_the_first_sections_and_to_those_that_lead_further():
    root = factories.home()
    made = [factories.page(root, name) for name in "abcde"]
    factories.page(made[4], "below")
    menu = tree.menu(ANYONE)
    assert (titles(menu.doors), titles(menu.others)) == (["A", "B", "C", "E"], ["D"])


def test_first_page_of_a_section_is_read_first_whatever_groups_it_stands_in():
    root = factories.home()
    a, b, _c = (factories.page(root, name) for name in "abc")
    factories.page(a, "first")
    group = factories.page(b, "group", kind="group")
    factories.page(factories.page(group, "inner", kind="group"), "deep")
    assert titles(tree.menu(ANYONE).first()) == ["First", "Deep", "C"]


def test_section_says_the_need_that_its_description_begins_with():
    root = factories.home()
    told = ["Need a frame? Three steps.", "What to do.", "One. Two?", ""]
    for number, description in enumerate(told):
        factories.page(root, f"p{number}", description=description)
    assert [(entry.need, entry.promise) for entry in tree.menu(ANYONE).sections] == [
        ("Need a frame?", "Three steps."),
        ("", "What to do."),
        ("", "One. Two?"),
        ("", ""),
    ]


def test_sections_take_the_three_inks_in_turn_and_hand_them_down():
    root = factories.home()
    made = [factories.page(root, name) for name in "abcd"]
    below = factories.page(made[1], "below")
    menu = tree.menu(ANYONE)
    assert [entry.hue for entry in menu.sections] == [1, 2, 3, 1]
    assert menu.find(below.pk).hue == 2


def drawn(rows):
    """The tree as nested lists, from what each row opens and closes."""
    top: list = []
    stack = [top]
    for row in rows:
        stack[-1].append(row.entry.title)
        if row.has_children:
            stack[-1].append([])
            stack.append(stack[-1][-1])
        for _ in row.closes:
            stack.pop()
    assert len(stack) == 1
    return top


def test_rows_open_and_close_as_the_tree_nests():
    root = factories.home()
    a, b = factories.page(root, "a"), factories.page(root, "b")
    aa = factories.page(a, "aa")
    factories.page(factories.page(aa, "aaa"), "aaaa")
    factories.page(a, "ab")
    factories.page(factories.page(b, "ba"), "baa")
    expected = ["A", ["Aa", ["Aaa", ["Aaaa"]], "Ab"], "B", ["Ba", ["Baa"]]]
    rows = tree.menu(ANYONE).rows(aa)
    assert drawn(rows) == expected
    assert [row.entry.title for row in rows if row.is_open] == ["A", "Aa"]
    assert [row.entry.title for row in rows if row.is_current] == ["Aa"]


def test_rows_past_the_budget_unfold_the_branch_of_the_page_alone():
    root = factories.home()
    a, b = factories.page(root, "a"), factories.page(root, "b")
    aa = factories.page(a, "aa")
    factories.page(aa, "aaa")
    factories.page(b, "ba")
    menu = tree.menu(ANYONE)
    assert drawn(menu.rows(a, whole=3)) == ["A", ["Aa"], "B"]
    assert drawn(menu.rows(root, whole=3)) == ["A", "B"]
    assert drawn(menu.rows(None, whole=3)) == ["A", "B"]


def test_level_that_is_too_long_shows_what_stands_around_the_branch():
    root = factories.home()
    above = factories.page(root, "above")
    below = [factories.page(above, f"p{number}") for number in range(9)]
    rows = tree.menu(ANYONE).rows(below[6], siblings=4)
    assert [(row.entry.title, row.left_out, row.is_current) for row in rows] == [
        ("Above", 0, False),
        ("P4", 0, False),
        ("P5", 0, False),
        ("P6", 0, True),
        ("P7", 0, False),
        ("Above", 5, False),
    ]
    assert drawn(rows) == ["Above", ["P4", "P5", "P6", "P7", "Above"]]
    for end, shown in ((below[0], "P0"), (below[8], "P8")):
        rows = tree.menu(ANYONE).rows(end, siblings=4)
        assert ([row.entry.title for row in rows if row.is_current], len(rows)) == ([shown], 6)


@pytest.mark.django_db(transaction=True)
def test_menu_is_asked_for_once_until_somebody_writes():
    made = factories.guide()

    def is_remembered():
        menu = tree.menu(ANYONE)
        with CaptureQueriesContext(connection) as asked:
            again = tree.menu(ANYONE)
        return again is menu and len(asked) <= 1  # the stamp, on PostgreSQL

    # There the stamp is the server's: whatever else these tests write to it meanwhile changes it too.
    assert any(is_remembered() for _time in range(50))
    factories.page(made["advice"], "third")
    assert "Third" in titles(tree.menu(ANYONE).find(made["advice"].pk).children)


@pytest.mark.django_db(transaction=True)
def test_remembered_menu_shows_drafts_to_nobody_else():
    made = factories.guide()
    secret = made["lessons/secret"].pk
    decider = factories.moderator()
    assert tree.menu(decider).find(secret) is not None
    assert tree.menu(ANYONE).find(secret) is None
    assert tree.menu(decider).find(secret) is not None


def test_empty_site_has_an_empty_menu():
    menu = tree.menu(ANYONE)
    assert (menu.home, menu.sections, len(menu), menu.rows(None)) == (None, [], 0, [])


def test_tree_deeper_than_the_stack_is_walked():
    entries = [tree.Entry(1, None, "page", "home", "/", "", False)]
    entries += [tree.Entry(n, n - 1, "page", str(n), f"/{n}/", "", False) for n in range(2, 3000)]
    menu = tree.Menu(entries)
    assert (len(menu), len(menu.rows(None, whole=5000))) == (2999, 2998)
