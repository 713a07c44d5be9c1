"""Charters as screens show them: in as many queries for three pages as for one, and none for strangers."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki import rules
from wiki.models import Page
from wiki.queries import charters, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return factories.guide()


def test_page_is_governed_by_its_section_and_the_home_page_by_none(guide, django_assert_num_queries):
    ada = factories.person()
    factories.charter(guide["advice"], ada, own_acceptance=True)
    for path in ("advice", "advice/first"):
        found = charters.of(Page.objects.get(path=path))
        assert (found.section_id, found.names(ada), found.own_acceptance) == (guide["advice"].pk, True, True)
    for path in ("", "lessons", "lessons/secret"):
        found = charters.of(Page.objects.get(path=path))
        assert (found.section_id, found.referent_pks, found.approvals) == (None, frozenset(), 1)
    page = Page.objects.get(path="advice/first")
    with django_assert_num_queries(1):
        assert charters.of(page) is charters.of(page)


@pytest.mark.parametrize("count", [1, 3])
def test_charters_of_many_pages_are_loaded_at_once(guide, count, django_assert_num_queries):
    ada = factories.person()
    factories.charter(guide["advice"], ada)
    person = type(ada).objects.get(pk=ada.pk)
    pages = list(Page.objects.exclude(path="").order_by("path")[:count])
    asked = [page.path.startswith("advice") for page in pages]
    with django_assert_num_queries(3):  # their address, where they decide, the charters
        charters.load(pages)
        assert [rules.may(person, "page.edit", page) for page in pages] == asked


@pytest.mark.parametrize("count", [0, 2])
def test_sections_are_told_with_their_referents(guide, count, django_assert_num_queries):
    people = [factories.person() for _ in range(count)]
    factories.charter(guide["advice"], *people)
    with django_assert_num_queries(2 + (count > 0)):
        found = charters.of_sections()
    assert [one.section.path for one in found] == ["advice", "lessons"]
    assert [one.people for one in found] == [people, []]
    assert [one.said["referents"] for one in charters.versions(guide["advice"])] == [
        [it.pk for it in people]
    ] * bool(count)


def test_strangers_are_told_apart_without_a_question(guide, django_assert_num_queries):
    page = Page.objects.get(path="advice/first")
    with django_assert_num_queries(0):
        assert rules.allowed(AnonymousUser(), page) == frozenset()


def test_referent_finds_the_drafts_of_their_section_alone(guide):
    ada, ida = factories.person(), factories.person()
    factories.charter(guide["lessons"], ada)
    factories.charter(guide["advice"], ida)
    for who, sees in ((ada, True), (ida, False), (factories.person(), False), (AnonymousUser(), False)):
        person = type(who).objects.get(pk=who.pk) if who.pk else who
        secret = guide["lessons/secret"]
        assert Page.objects.visible_to(person).filter(pk=secret.pk).exists() is sees
        assert (tree.menu(person).find(secret.pk) is not None) is sees
