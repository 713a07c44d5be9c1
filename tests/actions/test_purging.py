"""The words of a page that was put away go for ever, wherever they stood; that it was stays."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import factories
from wiki.actions import (
    archiving,
    drafts,
    flagging,
    hiding,
    moderation,
    pages,
    purging,
    rendering,
    standing,
    threads,
)
from wiki.actions.threads import Selection
from wiki.errors import BadPage, EditConflict, NotAllowed
from wiki.models import (
    Comment,
    Draft,
    Feedback,
    ModerationEntry,
    PageRevision,
    Suggestion,
    Thread,
    Upkeep,
    Watch,
)
from wiki.queries import archived, tree
from wiki.queries import journal as read
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]

WORD = "Zanzibar"  # what must be nowhere afterwards
TEXT = f"# {WORD}\n\nAll of {WORD} is told here.\n\nSee [it](https://example.org/{WORD}).\n"


@pytest.fixture
def guide():
    return factories.guide()


@pytest.fixture
def admin():
    return factories.admin()


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def away(page, by=SYSTEM):
    page = fresh(page)
    archiving.archive(page, by=by, base=page.version, reason="Old.")
    return fresh(page)


def purge(page, by, reason="A court asked for it.", **told):
    return purging.purge(page, by=by, reason=reason, **{"base": page.version} | told)


def filled(guide, admin):
    """A page with all that people do to one, put away."""
    ada, bob = factories.person(name="Ada"), factories.person(name="Bob")
    page = factories.page(guide["advice"], WORD.lower(), TEXT, title=WORD, description=f"On {WORD}.")
    pages.edit(page, by=admin, base=page.version, source=TEXT + "More.\n", reason=f"{WORD} again")
    said = threads.open(page, by=ada, text=f"I saw {WORD}.", uuid=uuid4(), quote=Selection(f"All of {WORD}"))
    threads.edit(said, by=ada, text=f"I have seen {WORD}.")
    answer = threads.reply(fresh(said.thread), by=bob, text=f"{WORD}, really?", uuid=uuid4())
    moderation.flag(fresh(answer), by=ada, reason=f"{WORD}!")
    moderation.hide(fresh(answer), by=factories.moderator(), reason="Rude.")
    made = factories.suggestion(fresh(page), ("told", f"{WORD} told"), by=bob, summary=f"More {WORD}")
    standing.object_to(fresh(made), by=ada, seen=1, reason=f"Too much {WORD}", other_way=f"Less {WORD}")
    flagging.flag(fresh(made), by=ada, rule="other", reason=f"{WORD} once more")
    Feedback.objects.create(page=page, helped=False, words=f"{WORD}?")
    Upkeep.objects.create(page=page, due=timezone.localdate(), note=f"{WORD} moves")
    drafts.keep(bob, f"{bob.pk}-suggest-{page.pk}", values={"source": WORD}, in_view={})
    drafts.keep(bob, f"{bob.pk}-comment-{page.pk + 1000}", values={"text": "Mine."}, in_view={})
    page = fresh(page)
    pages.edit(page, by=admin, base=page.version, source=page.source + f"\n{WORD}.\n")
    old = PageRevision.objects.filter(id=page.pk).order_by("number")[1]
    hiding.hide(old, by=factories.moderator(), reason="It is private.")
    page = fresh(page)
    pages.rename(page, by=admin, base=page.version, slug=f"{WORD.lower()}-2", title=f"{WORD} 2")
    return away(page, by=admin)


def told_anywhere():
    """The tables and columns that still say the word, be it in a JSON value."""
    found = set()
    for model in apps.get_models():
        names = [one.attname for one in model._meta.concrete_fields]
        for row in model._base_manager.values(*names):
            found |= {
                (model._meta.model_name, name)
                for name, value in row.items()
                if WORD.casefold() in str(value).casefold()
            }
    return found


def test_no_word_of_it_is_kept_anywhere(guide, admin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):  # tasks, which are told addresses
        page = filled(guide, admin)
    rendering.old(PageRevision.objects.filter(id=page.pk).first())
    before = told_anywhere()
    assert {one for one, _name in before} >= {
        "page",
        "pagerevision",
        "comment",
        "suggestion",
        "stand",
        "flag",
        "dbtaskresult",
    }
    with django_capture_on_commit_callbacks(execute=True):
        purge(page, admin)
    # Of the words that any page ever said, search keeps a list that is shown to nobody.
    assert told_anywhere() - {("word", "text"), ("word", "form")} == set()
    table = "wiki_search" if connection.vendor == "sqlite" else "wiki_searchentry"
    with connection.cursor() as asked:
        asked.execute(f"SELECT * FROM {table}")
        assert WORD.lower() not in str(asked.fetchall()).lower()
    assert Draft.objects.values_list("values", flat=True).get() == {"text": "Mine."}


def test_tasks_that_wait_are_told_which_pages_led_to_it(guide, admin, django_capture_on_commit_callbacks):
    leads = factories.page(guide[""], "leads", "# L\n\n[It](/advice/first)\n")
    with django_capture_on_commit_callbacks(execute=True):
        rendering.refresh(["advice/first", "advice/second"])
    page = away(guide["advice/first"])
    purge(page, admin)
    told = [task.args_kwargs["args"] for task in DBTaskResult.objects.all()]
    [pages_told] = [pages for paths, pages in told if paths == ["advice/second"]]
    assert leads.pk in pages_told


def test_what_was_drawn_of_it_is_drawn_no_more(guide, admin, django_capture_on_commit_callbacks):
    page = away(guide["advice/first"])
    caches["drawn"].set("revision:it", "Its words")
    with django_capture_on_commit_callbacks(execute=True):
        purge(page, admin)
    assert caches["drawn"].get("revision:it") is None


def test_numbers_dates_and_authors_of_its_history_stay(guide, admin):
    page = filled(guide, admin)
    kept = ("pk", "history_id", "number", "history_date", "history_user", "accepted_by", "origin", "words")
    rows = PageRevision.objects.filter(id=page.pk).order_by("number")
    before = list(rows.values_list(*kept[1:]))
    purge(page, admin)
    assert (list(rows.values_list(*kept[1:])), len(before) > 3) == (before, True)
    assert set(rows.values_list("source", "history_change_reason")) == {("", "")}
    assert rows.filter(text_hidden=True).count() == 1
    assert [(one.text, one.deleted is None) for one in Comment.objects.all()] == [("", False)] * 2
    assert Thread.objects.get().number == 1
    made = Suggestion.objects.get()
    assert (made.state, made.settled_at is None) == ("withdrawn", False)


def test_journal_tells_of_it_without_its_name(guide, admin):
    page = purge(filled(guide, admin), admin)
    line = ModerationEntry.objects.latest("pk")
    assert (line.action, line.by, line.page, line.reason) == (
        "page.purge",
        admin,
        page,
        "A court asked for it.",
    )
    assert line.after == {"revisions": 5, "comments": 2, "suggestions": 1}
    title = f"Page purgée n°\N{NO-BREAK SPACE}{page.pk}"
    assert set(ModerationEntry.objects.filter(page=page).values_list("subject", flat=True)) == {title}
    [told] = list(read.leaf(tree.menu(admin), "", deed="page.purge").lines)
    assert (told.deed, told.page, told.reason) == ("page purgée définitivement", None, "")


def test_it_never_comes_back_alone_nor_with_the_page_above(guide, admin):
    section = away(guide["advice"], by=admin)
    page = purge(fresh(guide["advice/first"]), admin)
    assert [one.pk for one in archived.along(section)] == [guide["advice/second"].pk]
    assert archived.at("advice/first", admin) == []
    for who in (admin, factories.moderator(), SYSTEM):
        with pytest.raises(NotAllowed):
            archiving.unarchive(page, by=who, base=page.version)
        with pytest.raises(NotAllowed):
            purge(page, who)
    archiving.unarchive(section, by=admin, base=section.version)
    assert [fresh(guide[one]).state for one in ("advice", "advice/first", "advice/second")] == [
        "published",
        "archived",
        "published",
    ]


def test_pages_below_stay_and_come_back(guide, admin):
    section = away(guide["advice"], by=admin)
    purge(section, admin)
    page = fresh(guide["advice/first"])
    assert page.source == guide["advice/first"].source
    archiving.unarchive(page, by=admin, base=page.version)
    assert (fresh(page).state, fresh(page).parent_id) == ("published", guide[""].pk)


def test_those_who_follow_it_follow_nothing(guide, admin):
    ada = factories.person()
    Watch.objects.create(person=ada, page=guide["advice/first"], level="changes")
    purge(away(guide["advice/first"]), admin)
    assert not Watch.objects.filter(person=ada).exists()


@pytest.mark.parametrize("who", [factories.person, factories.moderator])
def test_nobody_else_purges(guide, who):
    page = away(guide["advice/first"])
    with pytest.raises(NotAllowed):
        purge(page, who())
    assert fresh(page).source == guide["advice/first"].source


def test_what_lives_is_put_away_first(guide, admin):
    for name in ("advice/first", "lessons/secret", ""):
        with pytest.raises(NotAllowed):
            purge(guide[name], admin)


def test_without_a_reason_or_on_another_version_nothing_goes(guide, admin):
    page = away(guide["advice/first"])
    with pytest.raises(BadPage):
        purge(page, admin, reason=" ")
    with pytest.raises(EditConflict):
        purge(page, admin, base=page.version - 1)
    assert (fresh(page).source, fresh(page).purged_at) == (guide["advice/first"].source, None)
