"""What happened is told once each, the latest first, to whoever may know; in as many queries whatever happened."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.actions.telling import tell
from wiki.actions import archiving, hiding, moderation, pages, suggestions, threads
from wiki.models import Comment, Page, PageRevision, Suggestion
from wiki.queries import happenings, people, tree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
ANYBODY = AnonymousUser()


@pytest.fixture
def root():
    return factories.home()


def told(user=ANYBODY, **how):
    return happenings.leaf(happenings.Asked(user=user, menu=tree.menu(user), **how))


def whats(**how):
    return [line.what for line in told(**how).lines]


def written(page, source, by, **how):
    page = Page.objects.get(pk=page.pk)
    return pages.edit(page, by=by, base=page.version, source=source, **how)


def test_each_deed_is_a_line_that_leads_to_what_it_did(root):
    decides, writes = factories.moderator(name="Dea"), factories.person(name="Wes")
    page = pages.create(root, by=decides, title="A", slug="a", source="# A\n\nThe first words.\n")
    second = written(page, "# A\n\nThe second words.\n", decides, reason="Better.")
    page = Page.objects.get(pk=page.pk)
    proposed = factories.suggestion(page, ("second", "third"), by=writes)
    review = suggestions.accept(proposed, by=decides, seen=proposed.version)
    page = Page.objects.get(pk=page.pk)
    refused = factories.suggestion(page, ("third", "worst"), by=writes)
    suggestions.decline(refused, by=decides, seen=refused.version, reason="No.")
    said = threads.open(page, by=writes, text="What of it?", uuid=uuid4())
    threads.reply(said.thread, by=decides, text="This.", uuid=uuid4())
    threads.resolve(said.thread, by=decides)
    lines = [(line.what, line.name, line.other_name, line.address) for line in told().lines]
    first = PageRevision.objects.get(id=page.pk, number=1)
    assert lines == [
        ("resolved", "Dea", "", f"/-/t/{said.thread_id}/"),
        ("arrived", "Dea", "", f"/-/t/{said.thread_id}/#ui-comment-{said.pk + 1}"),
        ("opened", "Wes", "", f"/-/t/{said.thread_id}/"),
        ("declined", "Dea", "Wes", f"/-/suggestions/{refused.pk}/"),
        ("proposed", "Wes", "", f"/-/suggestions/{refused.pk}/"),
        ("accepted", "Dea", "Wes", f"/a/-/compare/{second.pk}/{review.revision_id}/"),
        ("proposed", "Wes", "", f"/-/suggestions/{proposed.pk}/"),
        ("edited", "Dea", "", f"/a/-/compare/{first.pk}/{second.pk}/"),
        ("made", "Dea", "", f"/a/-/revisions/{first.pk}/"),
    ]
    assert len({line.key for line in told().lines}) == len(lines)
    [opened] = [line for line in told().lines if line.what == "opened"]
    assert (opened.said, opened.is_first, opened.is_unanswered) == ("What of it?", True, False)
    assert whats(kind="pages") == ["made"]
    assert whats(kind="discussions") == ["resolved", "opened"]
    assert whats(kind="people") == ["arrived"]
    assert whats(kind="suggestions") == ["declined", "proposed", "accepted", "proposed"]
    assert whats(persons=happenings.called("wes")) == ["opened", "proposed", "accepted", "proposed"]
    assert whats(persons=happenings.called(people.name_of(decides))) == [
        *("resolved", "arrived", "declined", "accepted", "edited", "made")
    ]
    assert (happenings.called("nobody-0"), whats(persons=[])) == ([], [])


def test_lines_are_read_leaf_by_leaf_even_of_one_moment(root):
    by, now = factories.person(), timezone.now()
    page = factories.page(root, "a")
    for number in range(6):
        written(page, f"# A\n\n{number}\n", factories.moderator())
        factories.suggestion(Page.objects.get(pk=page.pk), (f"{number}", "x"), by=by)
    PageRevision.objects.all().update(history_date=now)
    Suggestion.objects.all().update(created=now)
    whole, seen, mark = told().lines, [], None
    while True:
        leaf = told(most=5, before=mark)
        seen += leaf.lines
        if leaf.older is None:
            break
        mark = happenings.mark_of(str(leaf.older))
        assert mark == leaf.older
    assert [line.key for line in seen] == [line.key for line in whole]
    assert len(whole) == 12


@pytest.mark.parametrize(
    "asked", ["", "x", "1-2", "20261301T000000000000-0-1", "20260101T000000000000-a-1", "--", "٣-1-2"]
)
def test_what_is_no_mark_is_none(asked):
    assert happenings.mark_of(asked) is None


def test_what_not_everybody_finds_is_told_to_nobody_else(root):
    decides, writes = factories.moderator(name="Dea"), factories.person(name="Wes")
    quiet = factories.page(root, "quiet", listed=False)
    shown = {
        "quiet": quiet,
        "below": factories.page(quiet, "below"),
        "draft": factories.page(root, "d", state="draft"),
    }
    for page in shown.values():
        written(page, "# X\n\nOther words.\n", decides)
        threads.open(page, by=decides, text="Hm.", uuid=uuid4())
    page = factories.page(root, "a", "# A\n\nThe first words.\n")
    moderation.hide(threads.open(page, by=writes, text="Rude.", uuid=uuid4()), by=decides, reason="Rude.")
    held = threads.open(page, by=writes, text="Held.", uuid=uuid4())
    Comment.objects.filter(pk=held.pk).update(held=True)
    factories.suggestion(page, ("first", "kept"), by=writes, draft=True)
    filtered = factories.suggestion(page, ("first", "casino"), by=writes)
    Suggestion.objects.filter(pk=filtered.pk).update(held_for="casino")
    assert told().lines == []
    assert {line.page.address for line in told(decides).lines} == {"/d/"}


def test_hidden_revision_tells_neither_its_author_nor_its_text(root):
    author, decides = factories.moderator(name="Rudi"), factories.moderator(name="Dea")
    page = factories.page(root, "a")
    rude = written(page, "# A\n\nRude.\n", author, reason="Rude reason.")
    last = written(page, "# A\n\nMended.\n", decides, reason="Mended.")
    hiding.hide(rude, by=decides, reason="Rude.", text=True, author=True)
    lines = told().lines
    assert [(line.name, line.said, line.address, line.former) for line in lines] == [
        ("Dea", "Mended.", f"/a/-/revisions/{last.pk}/", None),
        ("Nom masqué", "", "/a/-/history/", None),
    ]
    assert [line.revision for line in lines] == [last.pk, None]
    assert whats(persons=[author.pk]) == []
    assert [line.name for line in told(decides).lines] == ["Dea", "Rudi"]


def test_archived_page_is_told_without_its_name(root):
    decides = factories.moderator()
    for state, path in (("published", "a"), ("draft", "b")):
        page = factories.page(root, path, state=state)
        archiving.archive(page, by=decides, base=page.version, reason="Old.")
    [line] = told().lines
    assert (line.what, line.page, line.name, line.said) == ("archived", None, "", "")
    assert line.address == "/-/journal/?deed=page.archive"


def test_section_is_what_stands_below_it(root):
    by = factories.moderator()
    sections = [factories.page(root, name) for name in ("a", "b")]
    for section in sections:
        written(factories.page(section, "x"), "# X\n\nWords.\n", by)
    within = tree.pages_below(tree.menu(ANYBODY).find(sections[0].pk))
    assert [line.page.address for line in told(within=within).lines] == ["/a/x/"]


def test_as_much_is_asked_of_three_things_as_of_many(root):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            lines = told(within=tree.pages_below(tree.menu(ANYBODY).home)).lines
        return len(queries), len(lines)

    def happen():
        writes, decides = factories.person(), factories.moderator()
        page = factories.page(root, f"p{uuid4().hex[:6]}", "# A\n\nThe first words.\n")
        written(page, "# A\n\nThe second words.\n", decides)
        refused = factories.suggestion(Page.objects.get(pk=page.pk), ("second", "worst"), by=writes)
        suggestions.decline(refused, by=decides, seen=refused.version, reason="No.")
        said = threads.open(page, by=writes, text="What of it?", uuid=uuid4())
        threads.reply(said.thread, by=decides, text="This.", uuid=uuid4())
        threads.resolve(said.thread, by=decides)
        tell(page, by=writes)

    happen()
    once = asked()
    for _ in range(2):
        happen()
    assert (once[0], asked()[0]) == (9, 9)  # two of them for the menu
    assert asked()[1] == 3 * once[1]
