"""Tacit consent: what silence adopts and when; never over an objection or a conflict; exactly once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import factories
from wiki.actions import charters, consenting, deciding, pages, rebasing, standing, suggestions, undoing
from wiki.errors import NotAllowed, SuggestionSettled
from wiki.models import Charter, Page, PageRevision, Review, Suggestion
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TEXT = "# B\n\nThe first words stand here.\n\nAnd then come the second ones.\n\nAn end.\n"
FIRST, SECOND = ("first words", "early words"), ("second ones", "last ones")
DAYS = 7


@pytest.fixture
def section():
    return factories.page(factories.home(), "a", "# A\n")


@pytest.fixture
def page(section):
    factories.charter(section, factories.person(), consent_days=DAYS, consent_supports=2)
    long_ago(Charter.objects.all(), "consent_since")
    return factories.page(fresh(section), "b", TEXT)


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def long_ago(rows, field="open_since", days=DAYS, seconds=1):
    rows.update(**{field: timezone.now() - timedelta(days=days, seconds=seconds)})


def proposed(page, *changes, **how):
    return factories.suggestion(page, *(changes or (FIRST,)), **how)


def supported(suggestion, people=2, chosen=()):
    for _person in range(people):
        suggestion = fresh(suggestion)
        standing.support(suggestion, by=factories.person(), seen=suggestion.version, chosen=chosen)


def opposed(suggestion, chosen=(), by=None):
    suggestion = fresh(suggestion)
    said = {"reason": "It would mislead.", "other_way": "Say when.", "chosen": chosen}
    return standing.object_to(suggestion, by=by or factories.person(), seen=suggestion.version, **said)


def adopt():
    return consenting.adopt_due(by=SYSTEM)


def source(page):
    return fresh(page).source


def told(suggestion):
    suggestion = Suggestion.objects.select_related("page", "on").get(pk=suggestion.pk)
    return deciding.consent(suggestion, rebasing.in_words(suggestion, rebasing.keys(suggestion)))


# --- what is adopted ----------------------------------------------------------------------------------------


def test_change_with_enough_supports_goes_in_at_its_date(page):
    suggestion = proposed(page)
    supported(suggestion)
    assert (adopt(), source(page)) == (0, TEXT)
    long_ago(Suggestion.objects.all())
    assert (adopt(), source(page)) == (1, TEXT.replace(*FIRST))
    suggestion, revision = fresh(suggestion), factories.last_revision(page)
    assert (suggestion.state, revision.origin, revision.accepted_by) == ("accepted", "consent", None)
    assert revision.history_user == suggestion.author
    review = Review.objects.get()
    assert (review.verdict, review.by, review.revision_id) == ("consent", None, revision.pk)


def test_date_counts_from_the_last_words_and_from_the_rule(page):
    suggestion = proposed(page)
    long_ago(Suggestion.objects.all())
    at = told(suggestion).at
    charter = Charter.objects.get()
    charters.amend(page.parent, by=SYSTEM, seen=charter.version, consent_days=3)
    now = Charter.objects.get()
    assert told(suggestion).at == now.consent_since + timedelta(days=3) > at
    charters.amend(page.parent, by=SYSTEM, seen=now.version, answer_days=2)
    assert Charter.objects.get().consent_since == now.consent_since


def test_rule_that_comes_late_adopts_nothing_at_once(section):
    page = factories.page(section, "b", TEXT)
    suggestion = proposed(page)
    supported(suggestion)
    long_ago(Suggestion.objects.all(), days=300)
    factories.charter(section, consent_days=1, consent_supports=1)
    assert (adopt(), source(page)) == (0, TEXT)


def test_each_change_goes_in_by_itself_and_the_rest_stays_open(page):
    suggestion = proposed(page, FIRST, SECOND)
    supported(suggestion)
    opposed(suggestion, chosen={"2"})
    long_ago(Suggestion.objects.all())
    found = told(suggestion)
    assert (found.ready, found.opposed, found.waiting) == ({"1"}, {"2"}, set())
    assert (adopt(), source(page)) == (1, TEXT.replace(*FIRST))
    suggestion = fresh(suggestion)
    assert (suggestion.state, rebasing.keys(suggestion)) == ("open", {"2"})
    assert adopt() == 0


def test_objection_that_is_taken_back_stops_nothing(page):
    suggestion = proposed(page)
    supported(suggestion)
    objection = opposed(suggestion)
    long_ago(Suggestion.objects.all())
    assert adopt() == 0
    standing.take_back(objection, by=objection.by)
    assert adopt() == 1


def test_objection_to_words_that_became_others_stops_all(page):
    """For else a comma would be rid of it."""
    suggestion = proposed(page, FIRST, SECOND)
    opposed(suggestion, chosen={"1"})
    suggestion = fresh(suggestion)
    suggestions.amend(
        suggestion,
        by=suggestion.author,
        seen=suggestion.version,
        base=factories.last_revision(page).pk,
        source=TEXT.replace("first words", "really first words").replace(*SECOND),
        summary="Otherwise.",
    )
    supported(suggestion)
    long_ago(Suggestion.objects.all())
    found = told(suggestion)
    assert (found.opposed, found.ready) == (rebasing.keys(fresh(suggestion)), set())
    assert adopt() == 0


def test_support_of_one_change_counts_for_that_one(page):
    suggestion = proposed(page, FIRST, SECOND)
    supported(suggestion, people=1)
    supported(suggestion, people=1, chosen={"2"})
    long_ago(Suggestion.objects.all())
    found = told(suggestion)
    assert (found.ready, found.lacking) == ({"2"}, {"1": 1, "2": 0})
    assert (adopt(), source(page)) == (1, TEXT.replace(*SECOND))


def test_person_who_supports_twice_counts_once(page):
    suggestion = proposed(page)
    ada = factories.person()
    for chosen in ((), {"1"}):
        standing.support(fresh(suggestion), by=ada, seen=suggestion.version, chosen=chosen)
    assert told(suggestion).lacking == {"1": 1}


# --- every combination: the days, the supports, an objection, a conflict, the state, the page ---------------


@pytest.mark.parametrize("is_due", [True, False])
@pytest.mark.parametrize("supports", [0, 1, 2, 3])
@pytest.mark.parametrize("objection", ["", "whole", "change", "taken back"])
@pytest.mark.parametrize("is_free", [True, False])
def test_silence_adopts_where_all_holds_and_nowhere_else(page, is_due, supports, objection, is_free):
    suggestion = proposed(page)
    supported(suggestion, people=supports)
    if objection:
        made = opposed(suggestion, chosen={"1"} if objection == "change" else ())
        if objection == "taken back":
            standing.take_back(made, by=made.by)
    if is_due:
        long_ago(Suggestion.objects.all())
    if not is_free:  # others have changed the same words otherwise
        pages.edit(fresh(page), by=SYSTEM, base=page.version, source=TEXT.replace("first words", "old words"))
    before = source(page)
    holds = is_due and supports >= 2 and objection in ("", "taken back") and is_free
    assert (adopt(), source(page) != before) == (int(holds), holds)


@pytest.mark.parametrize(
    "what", ["asked", "draft", "withdrawn", "declined", "locked", "page draft", "no rule"]
)
def test_silence_adopts_nothing_that_waits_for_somebody_or_for_nobody(page, section, what):
    suggestion = proposed(page, draft=what == "draft")
    if what != "draft":
        supported(suggestion)
    by, seen = factories.moderator(), suggestion.version
    match what:
        case "asked":
            suggestions.ask(fresh(suggestion), by=by, seen=seen, reason="Shorter.")
        case "withdrawn":
            suggestions.withdraw(fresh(suggestion), by=suggestion.author, seen=seen)
        case "declined":
            suggestions.decline(fresh(suggestion), by=by, seen=seen, reason="No.")
        case "locked":
            Page.objects.filter(pk=page.pk).update(locked=True)
        case "page draft":
            Page.objects.filter(pk=page.pk).update(state="draft")
        case "no rule":
            charters.amend(section, by=SYSTEM, seen=1, consent_days=None)
    long_ago(Suggestion.objects.all())
    assert (adopt(), source(page), told(suggestion)) == (0, TEXT, None)


def test_amended_suggestion_counts_its_days_anew(page):
    suggestion = proposed(page)
    long_ago(Suggestion.objects.all())
    base, ask = factories.last_revision(page).pk, factories.moderator()
    suggestions.ask(fresh(suggestion), by=ask, seen=1, reason="Say when.")
    told_again = {"base": base, "source": TEXT.replace("first words", "oldest words"), "summary": "As asked."}
    suggestions.amend(fresh(suggestion), by=suggestion.author, seen=2, **told_again)
    supported(suggestion)
    assert (adopt(), told(suggestion).at > timezone.now() + timedelta(days=DAYS - 1)) == (0, True)


def test_text_of_today_is_met_before_anything_is_adopted(page):
    suggestion = proposed(page)
    supported(suggestion)
    long_ago(Suggestion.objects.all())
    page = fresh(page)
    elsewhere = page.source.replace("An end.", "The end.")
    pages.edit(page, by=SYSTEM, base=page.version, source=elsewhere)
    Suggestion.objects.update(on=suggestion.base)  # the queue did not come to it yet
    assert (adopt(), source(page)) == (1, elsewhere.replace(*FIRST))


# --- once ---------------------------------------------------------------------------------------------------


def test_what_was_adopted_is_not_adopted_again(page):
    suggestion = proposed(page)
    supported(suggestion)
    long_ago(Suggestion.objects.all())
    assert (adopt(), adopt(), consenting.adopt(suggestion.pk, by=SYSTEM)) == (1, 0, None)
    assert PageRevision.objects.filter(id=page.pk).count() == 2


def test_objection_that_comes_while_it_is_being_published_is_heard(page):
    suggestion = proposed(page)
    supported(suggestion)
    long_ago(Suggestion.objects.all())
    opposed(suggestion)
    suggestion = fresh(suggestion)
    with pytest.raises(SuggestionSettled):
        suggestions.accept(suggestion, by=SYSTEM, seen=suggestion.version, chosen={"1"}, silently=True)
    assert source(page) == TEXT


def test_nobody_adopts_by_hand(page):
    suggestion = proposed(page)
    for who in (factories.moderator(), factories.admin(), suggestion.author):
        with pytest.raises(NotAllowed):
            consenting.adopt(suggestion.pk, by=who)
        with pytest.raises(NotAllowed):
            consenting.adopt_due(by=who)


def test_adoption_is_undone_as_any(page):
    suggestion = proposed(page)
    supported(suggestion)
    long_ago(Suggestion.objects.all())
    adopt()
    undoing.undo(Review.objects.get(), by=factories.moderator())
    assert source(page) == TEXT


def test_deeds_wait_for_people(page, section):
    assert not Suggestion.objects.filter(aim="page").exists()
    made = proposed(page)
    Suggestion.objects.filter(pk=made.pk).update(aim="archive")
    supported(made)
    long_ago(Suggestion.objects.all())
    assert (adopt(), told(made)) == (0, None)


# --- by itself ----------------------------------------------------------------------------------------------


def waiting():
    return DBTaskResult.objects.filter(task_path=consenting.look.module_path, status="READY")


def test_one_look_waits_at_a_time_while_a_charter_asks_for_it(section, django_capture_on_commit_callbacks):
    consenting.plan()
    assert waiting().count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        factories.charter(section, consent_days=3)
    consenting.plan()
    [row] = waiting()
    assert timezone.now() < row.run_after <= timezone.now() + consenting.EVERY


def test_look_plans_the_next_before_it_looks(page):
    suggestion = proposed(page)
    supported(suggestion)
    long_ago(Suggestion.objects.all())
    assert (consenting.look.call(), waiting().count(), fresh(suggestion).state) == (1, 1, "accepted")
    assert (consenting.look.call(), waiting().count()) == (0, 1)


def test_looks_that_are_over_are_forgotten(page):
    consenting.look.call()
    waiting().update(status="SUCCESSFUL", finished_at=timezone.now() - timedelta(days=2))
    consenting.plan()
    assert DBTaskResult.objects.filter(task_path=consenting.look.module_path).count() == 1
