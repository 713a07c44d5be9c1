"""What readers say: kept without them, told once a day to those who decide, limited by network, cleared."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests import factories
from wiki.actions import feedback, notices, pages, people
from wiki.errors import NotAllowed, TooSoon
from wiki.models import Fact, Feedback, Notice, Page
from wiki.models.feedback import ANSWERS_DAYS, WORDS_DAYS
from wiki.models.notice import Kind
from wiki.queries import feedback as said
from wiki.queries import tree
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def referent():
    return factories.person(name="Ada")


@pytest.fixture
def page(referent):
    section = factories.page(factories.home(), "a")
    factories.charter(section, referent)
    return Page.objects.get(pk=factories.page(section, "b").pk)


def give(page, *, network=None, by=NOBODY, **told):
    return feedback.give(page, by=by, network=network, **{"helped": False, "words": ""} | told)


def test_nothing_is_kept_of_whoever_said_it(page):
    kept = give(page, by=factories.person(name="Bea"), words="  A case is missing.\x00 ", network="192.0.2.1")
    assert kept.words == "A case is missing."
    names = {field.name for field in Feedback._meta.fields}
    assert names == {"id", "page", "helped", "words", "at", "crowded"}


def test_those_who_decide_are_told_once_a_day_of_all_that_is_said(page, referent):
    give(page, helped=True)
    assert Fact.objects.filter(kind=Kind.FEEDBACK).count() == 0
    give(page)
    give(page, words="More.")
    [fact] = Fact.objects.filter(kind=Kind.FEEDBACK)
    notices.tell.func(fact.pk)
    assert [one.person for one in Notice.objects.all()] == [referent]
    Fact.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    give(page)
    assert Fact.objects.filter(kind=Kind.FEEDBACK).count() == 2


def test_who_is_barred_and_a_page_that_is_not_open_are_refused(page):
    banned = factories.person(banned=True)
    until = timezone.now() + timedelta(days=1)
    for who in (banned, factories.person(suspended_until=until), SYSTEM):
        with pytest.raises(NotAllowed):
            give(page, by=who)
    pages.unpublish(page, by=SYSTEM, base=page.version)
    with pytest.raises(NotAllowed):
        give(Page.objects.get(pk=page.pk), by=factories.admin())
    assert not Feedback.objects.exists()


def test_crowd_of_one_network_stands_apart_and_far_too_many_wait(page, settings):
    settings.LIMITS = settings.LIMITS | {"network": {"feedback": (2, 3600), "feedback_at_most": (3, 3600)}}
    told = [give(page, network="192.0.2.1").crowded for _time in range(3)]
    assert told == [False, False, True]
    with pytest.raises(TooSoon) as refusal:
        give(page, network="192.0.2.1")
    assert 0 < refusal.value.retry_after <= 7200
    assert [give(page, network=other).crowded for other in ("192.0.2.2", None)] == [False, False]
    sums = said.sums(Feedback.objects.all(), tree.menu(NOBODY))
    assert (sums.yes, sums.no, sums.share) == (0, 4, 0)


def test_words_and_then_answers_are_cleared(page):
    ages = {name: give(page, words="Some.").pk for name in ("new", "old", "oldest")}
    now = timezone.now()
    for name, days in {"old": WORDS_DAYS + 1, "oldest": ANSWERS_DAYS + 1}.items():
        Feedback.objects.filter(pk=ages[name]).update(at=now - timedelta(days=days))
    assert feedback.clear(by=SYSTEM) == 2
    assert list(Feedback.objects.order_by("pk").values_list("pk", "words")) == [
        (ages["new"], "Some."),
        (ages["old"], ""),
    ]
    assert feedback.clear(by=SYSTEM) == 0
    with pytest.raises(NotAllowed):
        feedback.clear(by=factories.admin())


def test_those_who_decide_there_take_one_away(page, referent):
    kept = give(page, words="Rude.")
    elsewhere = factories.person()
    factories.charter(factories.page(Page.objects.get(path=""), "c"), elsewhere)
    for who in (elsewhere, factories.person(trusted=True)):
        with pytest.raises(NotAllowed):
            feedback.drop(kept, by=who)
    feedback.drop(kept, by=referent)
    assert not Feedback.objects.exists()


def test_each_reads_those_of_the_pages_on_which_they_decide(page, referent):
    other = factories.page(Page.objects.get(path=""), "c")
    mine, theirs = give(page), give(other)
    assert [*Feedback.objects.visible_to(referent)] == [mine]
    assert {*Feedback.objects.visible_to(factories.moderator())} == {mine, theirs}
    for who in (NOBODY, factories.person(), factories.person(trusted=True)):
        assert not Feedback.objects.visible_to(who).exists()


def test_who_leaves_is_named_in_no_answer(page):
    gone = factories.person(name="Bea Long")
    kept = give(page, words="Ask Bea Long.")
    people.erase(gone, names=frozenset({gone.name}), addresses=frozenset(), was_theirs=lambda _one: False)
    assert "Bea" not in Feedback.objects.get(pk=kept.pk).words
