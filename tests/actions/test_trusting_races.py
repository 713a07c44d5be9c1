"""Two who decide at once on the work of one person: trust is gained once, and one line says so."""

import os
from functools import partial
from uuid import uuid4

import pytest

from accounts.models import Trust, User
from tests import factories
from tests.actions.test_races import outcomes, race
from wiki.actions import moderation, suggestions, threads
from wiki.errors import EditConflict
from wiki.models import Comment, ModerationEntry, Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unlimited")]
ROUNDS = int(os.environ.get("RACE_ROUNDS", "6"))
WORDS = ("one", "two", "three", "four", "five", "six")


def lines(person):
    found = ModerationEntry.objects.filter(action__startswith="trust.", after__person=person.pk)
    return list(found.order_by("pk").values_list("action", flat=True))


def page_of(root, number):
    """A page for each suggestion: they wait for nobody but their author."""
    return factories.page(root, f"p{number}", "# P\n\nThe first words stand here.\n")


def test_acceptances_at_once_make_their_author_trusted_once():
    root, who = factories.home(), factories.moderator()
    for number in range(ROUNDS):
        ada = factories.person()
        pages = [page_of(root, f"{number}-{word}") for word in WORDS[:4]]
        made = [factories.suggestion(page, ("first", "very first"), by=ada) for page in pages]
        became = race(*(partial(suggestions.accept, one, by=who, seen=1) for one in made))
        assert outcomes(became) == ["done"] * 4
        now = User.objects.get(pk=ada.pk)
        assert (now.trusted, now.trust, lines(ada)) == (True, Trust.GROWN, ["trust.gain"])


def test_author_who_proposes_while_they_are_accepted_waits_for_nobody_who_waits_for_them():
    root, who = factories.home(), factories.moderator()
    for number in range(ROUNDS):
        ada, page = factories.person(), page_of(root, number)
        made = [factories.suggestion(page, ("first", f"{word} first"), by=ada) for word in WORDS[:3]]
        became = race(
            *(partial(suggestions.accept, one, by=who, seen=1) for one in made[:2]),
            partial(factories.suggestion, page, ("here", "there"), by=ada),
            partial(threads.open, page, by=ada, text=f"And {uuid4()}.", uuid=uuid4()),
        )
        assert [
            one for one in became if isinstance(one, Exception) and not isinstance(one, EditConflict)
        ] == []


def test_flag_upheld_while_the_third_is_accepted_leaves_nobody_trusted_without_a_line():
    root, who = factories.home(), factories.moderator()
    for number in range(ROUNDS):
        ada = factories.person()
        pages = [page_of(root, f"{number}-{word}") for word in WORDS[:3]]
        made = [factories.suggestion(page, ("first", "very first"), by=ada) for page in pages]
        said = threads.open(Page.objects.get(pk=pages[0].pk), by=ada, text=f"Rude {uuid4()}.", uuid=uuid4())
        moderation.flag(Comment.objects.get(pk=said.pk), by=factories.person(), reason="Rude.")
        for one in made[:2]:
            suggestions.accept(one, by=who, seen=1)
        became = race(
            partial(suggestions.accept, made[2], by=who, seen=1),
            partial(moderation.hide, Comment.objects.get(pk=said.pk), by=who, reason="Rude."),
        )
        assert outcomes(became) == ["done", "done"]
        assert not User.objects.get(pk=ada.pk).trusted
        assert lines(ada) in ([], ["trust.gain", "trust.lose"])
