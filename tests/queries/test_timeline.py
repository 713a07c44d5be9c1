"""The history of a page is read leaf by leaf, in few queries, under the names that people bear now."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki.actions import pages, rendering, revising
from wiki.models import PageRevision
from wiki.queries import timeline
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


def written(page, times, **said):
    ready = rendering.prepare("# A\n", path="a")
    return [revising.record(page, ready, author=None, by=SYSTEM, **said) for _ in range(times)]


def test_leaves_hold_all_revisions_once_the_latest_first():
    page = factories.page(factories.home(), "a")
    written(page, 101)
    leaves = [timeline.history(page, asked, ANYBODY) for asked in ("1", "2", "3")]
    assert [moment.revision.number for leaf in leaves for moment in leaf.moments] == list(range(102, 0, -1))
    assert [(leaf.number, leaf.count, leaf.total, leaf.newer, leaf.older) for leaf in leaves] == [
        (1, 3, 102, None, 2),
        (2, 3, 102, 1, 3),
        (3, 3, 102, 2, None),
    ]


@pytest.mark.parametrize("asked", ["", "0", "2", "-1", "x", "٢", "9" * 30, " 1", "1.0", "\0"])
def test_what_is_the_number_of_no_leaf_is_the_first(asked):
    page = factories.page(factories.home(), "a")
    leaf = timeline.history(page, asked, ANYBODY)
    assert (leaf.number, leaf.count, leaf.newer, leaf.older) == (1, 1, None, None)


@pytest.mark.parametrize("rows", [1, 3])
def test_history_takes_three_queries_whatever_its_length(rows, django_assert_num_queries):
    page = factories.page(factories.home(), "a")
    for _row in range(rows):
        people = [factories.person(), factories.person()]
        ready = rendering.prepare("# A\n", path="a")
        revising.record(
            page,
            ready,
            author=people[0],
            by=people[1],
            co_authors=[{"name": "x", "person": person.pk} for person in people],
        )
    with django_assert_num_queries(3):
        leaf = timeline.history(page, "1", ANYBODY)
        said = [
            (str(moment.revision.author), str(moment.revision.accepted_by), moment.co_authors)
            for moment in leaf.moments
        ]
    assert len(said) == rows + 1


def test_co_authors_bear_their_present_names():
    page, known = factories.page(factories.home(), "a"), factories.person(name="Old")
    together = [
        {"name": "As committed", "person": known.pk},
        {"name": "Nobody's row", "person": 10**9},
        {"name": "No person"},
        {"name": ""},
    ]
    revision = written(page, 1, co_authors=together)[0]
    known.name = "New"
    known.save()
    found = timeline.find(page, revision.pk, ANYBODY)
    assert found.co_authors == ("New", "Nobody's row", "No person")


def test_revision_is_found_on_its_own_page_alone():
    root = factories.home()
    page, other = factories.page(root, "a"), factories.page(root, "b")
    revision = PageRevision.objects.get(id=page.pk)
    assert timeline.find(page, revision.pk, ANYBODY).revision == revision
    assert timeline.find(other, revision.pk, ANYBODY) is None


def test_neighbours_are_those_of_the_same_page():
    root = factories.home()
    page = factories.page(root, "a")
    first = PageRevision.objects.get(id=page.pk)
    second = written(page, 1)[0]
    written(factories.page(root, "b"), 1)
    third = written(page, 1)[0]
    found = [timeline.around(each, ANYBODY) for each in (first, second, third)]
    assert [(each.before, each.after) for each in found] == [(None, second), (first, third), (second, None)]


@pytest.mark.parametrize(
    ("state", "told"), [("published", (False, False)), ("draft", (True, False)), ("archived", (False, True))]
)
def test_line_of_history_says_whether_the_page_was_to_be_read(state, told):
    page = factories.page(factories.home(), "a", state=state)
    moment = timeline.history(page, "", ANYBODY).moments[0]
    assert (moment.is_draft, moment.is_archived) == told


# --- two of them --------------------------------------------------------------------------------------------


def test_pair_is_two_revisions_of_the_page_in_the_order_asked(django_assert_num_queries):
    page = factories.page(factories.home(), "a")
    pages.edit(page, by=SYSTEM, base=page.version, source="# A\n\nMore.\n")
    first, second = (
        PageRevision.objects.filter(id=page.pk).order_by("number").values_list("history_id", flat=True)
    )
    with django_assert_num_queries(1):
        moments = timeline.pair(page, second, first, ANYBODY)
    assert [moment.revision.number for moment in moments] == [2, 1]
    assert timeline.pair(page, first, first, ANYBODY)[0].revision.number == 1


def test_pair_of_which_one_is_of_another_page_is_none():
    home = factories.home()
    one, other = factories.page(home, "a"), factories.page(home, "b")
    known = {page.pk: PageRevision.objects.get(id=page.pk).history_id for page in (one, other)}
    asked = [(known[one.pk], known[other.pk]), (known[other.pk], known[other.pk]), (known[one.pk], 0)]
    assert [timeline.pair(one, *pair, ANYBODY) for pair in asked] == [None, None, None]


def test_stretch_counts_what_leads_from_one_to_the_other_either_way():
    page = factories.page(factories.home(), "a")
    ada, ben = factories.moderator(), factories.moderator()
    for who, text in ((ada, "One."), (ben, "Two."), (ada, "Three.")):
        pages.edit(page, by=who, base=page.version, source=f"# A\n\n{text}\n")
    first, *_between, last = PageRevision.objects.filter(id=page.pk).order_by("number")
    assert timeline.stretch(first, last) == timeline.stretch(last, first) == timeline.Stretch(3, 2)


def test_each_line_of_history_knows_the_revision_before_it_from_leaf_to_leaf(monkeypatch):
    monkeypatch.setattr(timeline, "PER_LEAF", 2)
    page = factories.page(factories.home(), "a")
    for number in range(2):
        pages.edit(page, by=SYSTEM, base=page.version, source=f"# A\n\n{number}\n")
    by_number = dict(PageRevision.objects.filter(id=page.pk).values_list("number", "history_id"))
    told = [
        [moment.former for moment in timeline.history(page, leaf, ANYBODY).moments] for leaf in ("1", "2")
    ]
    assert told == [[by_number[2], by_number[1]], [None]]


def states(page, *sources, **said):
    for source in sources:
        revising.record(
            page,
            rendering.prepare(source, path="a"),
            author=said.get("author"),
            by=SYSTEM,
            origin=said.get("origin", "edit"),
        )


def told(leaf):
    return [(group.first, group.last, group.is_folded) for group in leaf.groups]


def test_spelling_alone_is_folded_with_what_follows_it_of_its_kind():
    page = factories.page(factories.home(), "a", "# A\n\nUn comun.\n")
    states(
        page,
        "# A\n\nUn commun.\n",
        "# A\n\nUn *commun* !\n",
        "# A\n\nUn bien commun.\n",
        "# A\n\nUn bien comun.\n",
    )
    assert told(timeline.history(page, "", ANYBODY)) == [
        (5, 5, True),
        (4, 4, False),
        (2, 3, True),
        (1, 1, False),
    ]
    unfolded = timeline.history(page, "", ANYBODY, timeline.Sifting(unfolds=True))
    assert told(unfolded) == [(number, number, False) for number in (5, 4, 3, 2, 1)]
    assert [moment.is_minor for moment in unfolded.moments] == [True, False, True, True, False]


@pytest.mark.parametrize("source", ["# A\n\nUn [mot](https://b.example).\n", "# A\n\nUn ![mot](/media/x).\n"])
def test_another_link_or_picture_is_never_minor(source):
    page = factories.page(factories.home(), "a", "# A\n\nUn [mot](https://a.example).\n")
    states(page, source)
    assert not timeline.history(page, "", ANYBODY).has_folded


def test_what_changed_beside_the_text_is_never_minor_nor_is_a_restore():
    page = factories.page(factories.home(), "a")
    pages.unpublish(page, by=factories.moderator(), base=0)
    states(page, "# A\n", origin="restore")
    states(page, "# A\n")
    assert told(timeline.history(page, "", ANYBODY)) == [
        (4, 4, True),
        (3, 3, False),
        (2, 2, False),
        (1, 1, False),
    ]


def test_revisions_are_sifted_by_person_co_authors_included_and_by_origin():
    page = factories.page(factories.home(), "a")
    ada, ben = factories.person(name="Ada"), factories.person(name="Ben")
    states(page, "# A\n\nb\n", author=ada)
    states(page, "# A\n\nc\n", author=ben, origin="suggestion")
    written(page, 1, co_authors=[{"name": "Ada", "person": ada.pk}])

    def numbers(**asked):
        leaf = timeline.history(page, "", ANYBODY, timeline.Sifting(unfolds=True, **asked))
        assert (leaf.whole, leaf.people, leaf.origins) == (
            4,
            [(ada.pk, "Ada"), (ben.pk, "Ben")],
            ["edit", "suggestion"],
        )
        assert leaf.total == len(leaf.moments)
        return [moment.revision.number for moment in leaf.moments]

    assert (numbers(), numbers(person=ada.pk), numbers(origin="suggestion")) == ([4, 3, 2, 1], [4, 2], [3])
    assert (numbers(person=ben.pk, origin="edit"), numbers(person=0)) == ([], [])


def test_change_is_told_from_the_revision_before_it_even_where_that_is_sifted_out():
    page = factories.page(factories.home(), "a")
    ada = factories.person()
    states(page, "# A\n\nb\n")
    states(page, "# A\n\nc\n", author=ada)
    leaf = timeline.history(page, "", ANYBODY, timeline.Sifting(person=ada.pk))
    assert [moment.former for moment in leaf.moments] == [PageRevision.objects.get(id=page.pk, number=2).pk]


def test_steps_lead_on_from_one_change_to_those_beside_it():
    page = factories.page(factories.home(), "a")
    written(page, 3)
    one, two, three, four = PageRevision.objects.filter(id=page.pk).order_by("number")
    assert timeline.steps(two, three, ANYBODY) == timeline.Steps(one.pk, four.pk)
    assert timeline.steps(one, two, ANYBODY) == timeline.Steps(None, three.pk)
    assert (timeline.steps(one, three, ANYBODY), timeline.steps(three, two, ANYBODY)) == (None, None)
