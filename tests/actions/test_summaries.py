"""An author says afterwards what they changed and why; history keeps the rest, the journal what it said."""

import pytest

from tests import factories
from wiki import rules
from wiki.actions import pages, rendering, revising, sieving, summaries
from wiki.errors import BadPage, NotAllowed
from wiki.models import ModerationEntry, PageRevision

pytestmark = pytest.mark.django_db
KEPT = [field.attname for field in PageRevision._meta.concrete_fields]


def revision(author, **how):
    page = factories.page(factories.home(), "a")
    told = {"author": author, "by": rules.SYSTEM, "reason": "Typo"} | how
    return revising.record(page, rendering.prepare("# A\n\nb\n", path="a"), **told)


def test_summary_is_reworded_and_nothing_else_of_history_moves():
    ada = factories.person()
    made = revision(ada)
    before = PageRevision.objects.filter(pk=made.pk).values(*KEPT).get()
    summaries.reword(made, by=ada, summary=" Correct a slip of the pen ")
    after = PageRevision.objects.filter(pk=made.pk).values(*KEPT).get()
    assert {name for name in KEPT if before[name] != after[name]} == {"history_change_reason", "reworded"}
    assert (made.reason, after["history_change_reason"]) == ("Correct a slip of the pen",) * 2
    line = ModerationEntry.objects.get(action="revision.summary")
    assert (line.by, line.page_id, line.role, line.before, line.after) == (
        ada,
        made.id,
        "author",
        {"summary": "Typo"},
        {"revision": 2, "summary": "Correct a slip of the pen"},
    )
    assert (line.reason, line.public_reason) == ("", "")


def test_same_words_leave_no_trace():
    ada = factories.person()
    made = revision(ada)
    summaries.reword(made, by=ada, summary="Typo")
    assert not ModerationEntry.objects.exists()
    assert PageRevision.objects.get(pk=made.pk).reworded is None


@pytest.mark.parametrize("summary", ["", "  ", "x" * 501, "a\x00b"])
def test_what_is_no_summary_is_refused(summary):
    ada = factories.person()
    made = revision(ada)
    with pytest.raises(BadPage):
        summaries.reword(made, by=ada, summary=summary)
    assert PageRevision.objects.get(pk=made.pk).reason == "Typo"


@pytest.mark.parametrize("list_", ["held_words", "refused_words"])
def test_what_a_filter_holds_or_refuses_is_not_taken(list_):
    ada = factories.person()
    made = revision(ada)
    sieving.write(made.instance.parent, by=rules.SYSTEM, seen=0, **{list_: "casino"})
    with pytest.raises(BadPage):
        summaries.reword(made, by=ada, summary="See our casino")


@pytest.mark.parametrize("who", ["somebody else", "moderator", "admin", "banned", "site"])
def test_nobody_rewords_what_another_wrote_nor_whoever_is_barred(who):
    author = factories.person(banned=who == "banned")
    made = revision(author)
    others = {"moderator": factories.moderator, "admin": factories.admin, "somebody else": factories.person}
    by = rules.SYSTEM if who == "site" else author if who == "banned" else others[who]()
    with pytest.raises(NotAllowed):
        summaries.reword(made, by=by, summary="Mine")


def test_what_a_commit_says_is_the_commits_and_of_a_page_put_away_nothing_is_reworded():
    ada = factories.person()
    imported = revision(ada, origin="import")
    assert not rules.may(ada, "revision.summary", imported)
    page = imported.instance
    made = revising.record(page, rendering.prepare("# A\n\nc\n", path="a"), author=ada, by=ada)
    assert rules.may(ada, "revision.summary", made)
    pages.archive(page, by=factories.moderator(), base=page.version, reason="Old")
    assert not rules.may(ada, "revision.summary", made)
