"""Who may act on whom, beside the cells of the matrix: nobody on themselves, nobody answers for themselves."""

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import moderators
from tests import factories, powers
from tests.test_rules import ACTORS
from wiki import rules
from wiki.models import Measure
from wiki.models.measure import Kind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["CO", "MO", "AD", "BA", "suspended"])
def test_people_read_and_contest_what_is_decided_of_them_and_answer_it_never(who):
    measure, person = powers.decided("measure"), ACTORS[who]()
    measure.person = person
    told = [rules.may(person, f"measure.{deed}", measure) for deed in ("read", "contest", "lift")]
    assert told == [True, True, False]
    assert rules.may(person, "measure.take", person) is False
    assert rules.may(person, "trust.grant", person) is False
    measure.contested_at, measure.contest = timezone.now(), "No."
    assert [rules.may(person, f"measure.{deed}", measure) for deed in ("contest", "answer")] == [False, False]


def test_whoever_decided_answers_only_where_nobody_else_may():
    measure, other = powers.decided("contested measure"), factories.moderator()
    decider = measure.decided_by
    assert (rules.may(decider, "measure.answer", measure), rules.may(other, "measure.answer", measure)) == (
        False,
        True,
    )
    for change in ({"banned": True}, {"is_active": False}, {"moderator": False}):
        User.objects.filter(pk=other.pk).update(
            **{"banned": False, "is_active": True, "moderator": True} | change
        )
        assert rules.may(decider, "measure.answer", measure) is True
    User.objects.filter(pk=other.pk).update(moderator=True)
    other.emailaddress_set.update(verified=False)
    assert rules.may(decider, "measure.answer", measure) is True


def test_comment_is_reworded_while_it_is_asked_for_and_never_once_it_is_hidden_for_good():
    comment = powers.hidden_comment()
    author = comment.author
    comment.thread.number = 1
    comment.thread.save()
    comment.uuid, comment.text, comment.hidden_reason = "0" * 32, "Rude.", "Rude."
    comment.thread = comment.thread
    comment.save()
    assert rules.may(author, "comment.edit", comment) is False
    told = {"person": author, "comment": comment, "decided_by": factories.moderator(), "reason": "Rude."}
    asked = Measure.objects.create(kind=Kind.ASK, **told)
    assert rules.may(author, "comment.edit", comment) is True
    assert rules.may(factories.moderator(), "comment.edit", comment) is False
    author.banned = True
    assert rules.may(author, "comment.edit", comment) is False
    author.banned, asked.lifted_at = False, timezone.now()
    asked.save()
    assert rules.may(author, "comment.edit", comment) is False


def test_people_are_counted_among_moderators_as_their_roles_say():
    made = {name: make() for name, make in ACTORS.items() if name not in ("AN", "site")}
    assert {name for name, who in made.items() if moderators().filter(pk=who.pk).exists()} == {"MO", "AD"}
    assert {name for name, who in made.items() if moderators(admins=True).filter(pk=who.pk).exists()} == {
        "AD"
    }
