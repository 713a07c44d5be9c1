"""Lines of the journal: in which role it was done, and the reason as anybody may read it."""

from uuid import uuid4

import pytest

from tests import factories
from wiki.actions import journal, moderation, moving, people, settings, threads
from wiki.models import Comment, ModerationEntry, Page
from wiki.queries.settings import current
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return factories.guide()


def last():
    return ModerationEntry.objects.latest("pk")


def said(page, text="You are all fools, I say.", by=None):
    return threads.open(page, by=by or factories.person(), text=text, uuid=uuid4())


def hidden(comment, reason, by=None):
    moderation.hide(Comment.objects.get(pk=comment.pk), by=by or factories.moderator(), reason=reason)
    return last()


# --- in which role ------------------------------------------------------------------------------------------

PEOPLE = {
    "moderator": (lambda: factories.moderator(), "moderator"),
    "admin": (lambda: factories.admin(), "admin"),
    "both": (lambda: factories.moderator(is_superuser=True), "moderator"),
    "site": (lambda: SYSTEM, "site"),
}


@pytest.mark.parametrize(("who", "role"), PEOPLE.values(), ids=PEOPLE)
def test_line_on_a_page_keeps_the_role(guide, who, role):
    root = Page.objects.get(pk=guide[""].pk)
    moving.reorder(root, by=who(), order=[guide["lessons"].pk])
    assert last().role == role


@pytest.mark.parametrize("more", [{}, {"moderator": True}, {"is_superuser": True}], ids=str)
def test_referent_acts_on_pages_as_one_of_those_who_review(guide, more):
    person = factories.person(**more)
    factories.charter(guide["advice"], person)
    advice = Page.objects.get(pk=guide["advice"].pk)
    moving.reorder(advice, by=person, order=[guide["advice/second"].pk])
    assert last().role == "referent"


def test_referent_who_moderates_judges_comments_as_a_moderator(guide):
    person = factories.moderator()
    factories.charter(guide["advice"], person)
    assert hidden(said(guide["advice/first"]), "Rude.", by=person).role == "moderator"


def test_admin_who_moderates_sets_the_site_as_an_admin(guide):
    person = factories.moderator(is_superuser=True)
    settings.edit(current(), by=person, base=current().version, name="Ours")
    assert last().role == "admin"


def test_trusted_contributor_acts_as_one(guide):
    person = factories.person(trusted=True)
    assert journal.note("attachment.upload", guide["advice"], by=person).role == "trusted"


# --- why ----------------------------------------------------------------------------------------------------


def test_reason_is_kept_as_it_was_written_and_as_anybody_reads_it(guide):
    ada = factories.person(name="Ada Lovelace", email="ada@example.org")
    factories.person(name="Grace Hopper")
    comment = said(guide["advice/first"], by=ada)
    reason = "Mrs Lovelace (ada@example.org) tells Grace Hopper that you are all fools: rule 2."
    line = hidden(comment, reason)
    assert line.reason == reason
    assert line.public_reason == "Mrs […] ([…]) tells […] that […]: rule 2."


def test_reason_names_none_of_those_who_talk_in_the_thread_nor_who_decides(guide):
    mona, bob = factories.moderator(name="Mona Olin"), factories.person(name="Bob")
    comment = said(guide["advice/first"])
    threads.reply(comment.thread, by=bob, text="No.", uuid=uuid4())
    line = hidden(comment, "Olin says that bob is right.", by=mona)
    assert line.public_reason == "[…] says that […] is right."


def test_reason_quotes_no_comment_but_a_page(guide):
    line = hidden(said(guide["advice/first"]), "It says « vile » things.")
    assert line.public_reason == "It says […] things."
    advice = Page.objects.get(pk=guide["advice"].pk)
    moving.reorder(advice, by=SYSTEM, order=[guide["advice/second"].pk], reason="« Second » first.")
    assert last().public_reason == "« Second » first."


def test_reason_repeats_nothing_of_what_was_hidden_before(guide):
    comment = said(guide["advice/first"])
    threads.reply(comment.thread, by=factories.person(), text="What a calm and kind answer.", uuid=uuid4())
    hidden(comment, "Rude.")
    reason = "It said you are all fools, then came a calm and kind answer, and « worse »."
    threads.lock(comment.thread, by=factories.moderator(), reason=reason)
    assert last().public_reason == "It said […], then came a calm and kind answer, and […]."


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"listed": False}, {"state": "archived"}], ids=str)
def test_reason_tells_no_title_that_not_everybody_reads(guide, fields):
    away = factories.page(guide["advice"], "plan", "# The grand plan\n", title="The grand plan")
    Page.objects.filter(pk=away.pk).update(**fields)
    advice = Page.objects.get(pk=guide["advice"].pk)
    moving.reorder(
        advice, by=SYSTEM, order=[guide["advice/second"].pk], reason="See the grand plan, and First."
    )
    assert last().public_reason == "See […], and First."


def test_line_without_a_reason_asks_for_no_name(guide, django_assert_num_queries):
    with django_assert_num_queries(1):
        journal.note("page.reorder", guide["advice"], by=SYSTEM)


def test_names_of_whoever_leaves_go_from_lines_about_them(guide):
    rose = factories.person(name="Rose")
    for subject, after in ((rose, {"person": rose.pk}), (factories.person(), {})):
        line = journal.note("trust.gain", subject, by=SYSTEM, after=after)
        ModerationEntry.objects.filter(pk=line.pk).update(reason="Rose it was.", public_reason="Rose it was.")
    people.forget(rose, names=frozenset({"Rose"}), addresses=frozenset())
    told = ModerationEntry.objects.order_by("pk").values_list("subject", "reason", "public_reason")
    number = f"#{rose.pk}"
    assert list(told)[-2] == (number, f"{number} it was.", f"{number} it was.")
    assert list(told)[-1][1:] == ("Rose it was.", "Rose it was.")


def test_line_is_written_once_and_never_taken_away(guide):
    line = journal.note("page.reorder", guide["advice"], by=SYSTEM)
    with pytest.raises(TypeError):
        line.save()
    with pytest.raises(TypeError):
        line.delete()
