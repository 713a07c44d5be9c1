"""Authors are told that words of theirs were changed: once a publish, as they wish, and masked where hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Letter, User
from tests import factories
from tests.actions.test_notices import edit, tell
from tests.views.suggested import TEXT
from wiki.actions import hiding, notices, pages, suggestions, watching
from wiki.models import Fact, Notice, NoticeSettings, Page, PageRevision, Rewording
from wiki.models.watch import Level, Topic
from wiki.queries import notices as told_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
OWN = "Ada wrote a whole sentence here."


@pytest.fixture
def ada() -> User:
    return factories.person(name="Ada", trusted=True)


@pytest.fixture
def here(ada: User) -> Page:
    """A page with a sentence of Ada's."""
    page = factories.page(factories.page(factories.home(), "a", "# A\n"), "b", TEXT)
    edit(page, factories.moderator(), "By the way.")
    change(page, factories.moderator(), "By the way.", f"By the way.\n\n{OWN}", author=ada)
    Fact.objects.all().delete()
    Notice.objects.all().delete()
    Rewording.objects.all().delete()
    return page


def change(page: Page, by: Any, old: str, new: str, *, author: Any = None) -> Any:
    """Some words for others, by whoever accepts or writes them."""
    page.refresh_from_db()
    if author is None:
        source = page.source.replace(old, new)
        return pages.edit(page, by=by, base=page.version, source=source)
    made = factories.suggestion(page, (old, new), by=author)
    suggestions.accept(made, by=by, seen=1)
    return page


def lines(person: User) -> list[tuple[str, list[list[str]]]]:
    """What the list of notices tells: the sentence, and the words that went and came."""
    found = Notice.objects.of(person).filter(why="words").order_by("pk")
    groups = told_of.groups(list(told_of.with_facts(found)))
    return [
        (line.said, [[piece.text for piece in change if piece.kind != "same"] for change in line.changes])
        for group in groups
        for line in group.lines
    ]


def test_author_sees_before_and_after_of_their_words_alone(here: Page, ada: User) -> None:
    by = factories.moderator(name="Mona")
    page = Page.objects.get(pk=here.pk)
    source = page.source.replace("whole sentence", "short one").replace("By the way.", "Besides.")
    pages.edit(page, by=by, base=page.version, source=source)
    assert ("revised", "Ada", "words") in tell()
    [(said, changes)] = lines(ada)
    assert (said, changes) == ("a modifié des mots que vous aviez écrits.", [["whole sentence", "short one"]])
    assert (Notice.objects.get(person=ada).topic, Rewording.objects.count()) == (Topic.WORDS, 1)


def test_accepted_suggestion_tells_whose_words_it_takes(here: Page, ada: User) -> None:
    otto = factories.person(name="Otto")
    change(here, factories.moderator(name="Mona"), "whole ", "", author=otto)
    told = tell()
    assert ("accepted", "Ada", "words") in told
    assert ("accepted", "Otto", "author") in told
    assert "qui modifie des mots que vous aviez écrits" in lines(ada)[0][0]


@pytest.mark.parametrize(
    "act",
    [
        lambda page, _ada: change(page, factories.moderator(), "By the way.", "Besides."),
        lambda page, ada: change(page, factories.moderator(), "whole sentence", "short one", author=ada),
        lambda page, _ada: edit(page, factories.moderator(), "More, far from it."),
        lambda page, _ada: change(page, factories.moderator(), f"\n\n{OWN}", f"\n\nAnd so: x.\n\n{OWN}"),
    ],
    ids=["words of another", "one's own suggestion", "words of nobody else", "words that moved"],
)
def test_nobody_is_told_of_their_own_deed_nor_of_words_that_stand(
    here: Page, ada: User, act: Callable[[Page, User], Any]
) -> None:
    act(here, ada)
    assert ("Ada", "words") not in [told[1:] for told in tell()]


def test_words_that_are_accepted_by_whoever_wrote_them_are_no_news(here: Page) -> None:
    mona = factories.moderator(name="Mona")
    edit(here, mona, "Mona wrote another sentence of hers.")
    change(here, mona, "another sentence", "something", author=factories.person())
    assert [told for told in tell() if told[1] == "Mona" and told[2] == "words"] == []


@pytest.mark.parametrize(
    ("level", "follows", "is_told"),
    [
        (None, True, True),
        (None, False, False),
        (Level.NOTHING, True, False),
        (Level.MINE, False, True),
        (Level.MINE, True, True),
        (Level.DISCUSSION, True, True),
    ],
)
def test_levels_and_the_switch_say_whether_they_are_told(
    here: Page, ada: User, level: str | None, follows: bool, is_told: bool
) -> None:
    NoticeSettings.objects.create(person=ada, follows=follows)
    if level is not None:
        watching.follow(here, by=ada, level=level)
    change(here, factories.moderator(), "whole sentence", "short one")
    assert (("revised", "Ada", "words") in tell()) == is_told


def test_mail_comes_as_soon_as_they_wish(here: Page, ada: User) -> None:
    NoticeSettings.objects.create(person=ada, words="once")
    change(here, factories.moderator(), "whole sentence", "short one")
    tell()
    assert Letter.objects.filter(person=ada).count() == 1


def test_each_publish_tells_once_and_even_if_the_queue_comes_late(here: Page, ada: User) -> None:
    by = factories.moderator()
    change(here, by, "whole sentence", "short one")
    change(here, by, "short one", "word")
    change(here, by, "Ada wrote", "Somebody wrote")
    told = [kind for kind, name, why in tell() if (name, why) == ("Ada", "words")]
    assert (told, len(lines(ada))) == (["revised"] * 2, 2)
    for fact in Fact.objects.all():
        Fact.objects.filter(pk=fact.pk).update(told_at=None, told_to=0)
        notices.tell.func(fact.pk)
    assert Notice.objects.filter(person=ada, why="words").count() == 2


@pytest.mark.parametrize("which", [0, 1])
def test_words_of_a_hidden_revision_are_not_shown(here: Page, ada: User, which: int) -> None:
    """Neither what was hidden, nor what would tell it by what it wrote over."""
    change(here, factories.moderator(), "whole sentence", "short one")
    edit(here, factories.moderator(), "The last one is never hidden.")
    tell()
    assert lines(ada)[0][1] == [["whole sentence", "short one"]]
    last = PageRevision.objects.filter(id=here.pk).order_by("-number")[1 + which]
    hiding.hide(last, by=factories.moderator(), reason="Private.", text=True, author=False)
    assert lines(ada)[0][1] == []


def test_page_that_is_out_of_sight_tells_nothing(here: Page, ada: User) -> None:
    change(here, factories.moderator(), "whole sentence", "short one")
    Page.objects.filter(pk=here.pk).update(state="draft")
    User.objects.filter(pk=ada.pk).update(trusted=False)
    assert [told for told in tell() if told[1] == "Ada"] == []
