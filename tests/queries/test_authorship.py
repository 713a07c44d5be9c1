"""Who wrote which words, as readers are told: by passage, by person, for pages together."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import guide, home, page, person, suggestion
from wiki.actions import pages, suggestions
from wiki.models import Credit, Page, PageRevision
from wiki.queries import authorship, bringing
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

ONE = "La règle se décide à plusieurs, devant tout le monde."


@pytest.fixture
def rule(db) -> Page:
    """A page of the site's words, three of them somebody's."""
    root = home()
    made = page(root, "rule", f"# Rule\n\n{ONE}\n")
    proposed = suggestion(made, ("tout le monde", "les personnes concernées"), by=person(name="Ada"))
    suggestions.accept(proposed, by=SYSTEM, seen=proposed.version)
    return Page.objects.get(pk=made.pk)


def test_passages_tell_author_revision_and_suggestion(rule):
    told = authorship.of_page(rule, person())
    (first, second) = told.passages
    assert (first.text, first.author, first.words, first.suggestion) == (
        "La règle se décide à plusieurs, devant",
        None,
        7,
        None,
    )
    assert (second.text, str(second.author), second.words) == ("les personnes concernées", "Ada", 3)
    assert (second.suggestion.summary, second.moment.revision.number) == ("It reads better.", 2)
    assert (told.words, told.is_known) == (10, True)


def test_passages_of_a_selection_are_told_within_it(rule):
    start = rule.plain.index("devant")
    told = authorship.of_passage(rule, start, start + len("devant les"), person())
    assert [(one.text, one.moment.revision.number) for one in told.passages] == [("devant", 1), ("les", 2)]


def test_page_written_behind_credits_back_tells_nothing_rather_than_something_wrong(rule):
    Credit.objects.update(digest="0")
    assert authorship.of_page(rule, person()) == authorship.Authorship(is_known=False)


def test_page_is_told_in_three_queries_however_many_wrote_it(rule, django_assert_max_num_queries):
    for word in ("règle", "décide", "plusieurs"):
        proposed = suggestion(Page.objects.get(pk=rule.pk), (word, f"{word}s"), by=person())
        suggestions.accept(proposed, by=SYSTEM, seen=proposed.version)
    fresh, reader = Page.objects.get(pk=rule.pk), AnonymousUser()
    with django_assert_max_num_queries(3):
        told = authorship.of_page(fresh, reader)
    assert [one.moment.revision.number for one in told.passages] == [1, 3, 1, 4, 1, 5, 1, 2]


def test_few_revisions_of_a_long_past_are_told_as_many_are(rule, monkeypatch):
    told = authorship.of_page(rule, AnonymousUser())
    monkeypatch.setattr(bringing, "SPARSE", 0)
    assert authorship.of_page(rule, AnonymousUser()) == told
    assert [one.suggestion is None for one in told.passages] == [True, False]


def test_shares_come_in_the_order_of_arrival_with_what_still_stands(rule):
    written = {one.person and str(one.person): one for one in authorship.shares_of_page(rule).people}
    assert list(written) == [None, "Ada"]
    assert [(one.words, one.revisions) for one in written.values()] == [(7, 1), (3, 1)]
    fresh = Page.objects.get(pk=rule.pk)
    source = fresh.source.replace("les personnes concernées", "nous")
    pages.edit(fresh, by=SYSTEM, base=fresh.version, source=source)
    ada = authorship.shares_of_page(rule).people[1]
    assert (ada.words, ada.pages) == (0, set())


def test_shares_of_a_section_and_the_site_leave_out_what_strangers_do_not_read(django_assert_max_num_queries):
    tree = guide()
    readable = authorship.shares_of_section(tree["advice"], person())
    with django_assert_max_num_queries(4):
        site = authorship.shares_of_site()
    assert 0 < readable.words < site.words
    Page.objects.filter(path="advice").update(state="draft")
    assert authorship.shares_of_site().words < site.words


def test_co_authors_share_the_words_of_their_revision(rule):
    other = person()
    PageRevision.objects.filter(id=rule.pk, number=2).update(co_authors=[{"name": "X", "person": other.pk}])
    shares = {one.person: one for one in authorship.shares_of_page(rule).people}
    assert (shares[other].words, shares[other].together) == (0, 3)
