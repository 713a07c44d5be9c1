"""Who wrote a book goes out with it: by chosen names or none, as anybody is told it, and never what it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from accounts import departures
from accounts.models import User
from tests import factories
from tests.exchange.leaving import brought, leave, texts
from wiki.actions import hiding, pages, suggestions
from wiki.exchange import attributing
from wiki.models import Credit, Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db: None) -> User:
    return factories.person(name="Ada Lovelace")


@pytest.fixture
def rule(ada: User) -> Page:
    """A page of the site's words, two of them Ada's, whom Blaise let in."""
    made = factories.page(factories.home(), "rule", "# Rule\n\nLa règle se décide devant tout le monde.\n")
    proposed = factories.suggestion(made, ("tout le monde", "les concernés"), by=ada)
    suggestions.accept(proposed, by=factories.moderator(name="Blaise Pascal"), seen=proposed.version)
    return Page.objects.get(pk=made.pk)


def told(folder: Path) -> dict[str, Any]:
    """What the file says of the rule, sent out to this folder."""
    leave(folder, with_credits=True)
    found: dict[str, Any] = json.loads((folder / attributing.NAME).read_text("utf-8"))
    assert found["format"] == attributing.FORMAT
    assert sorted(found["pages"]) == ["README.md", "rule.md"]
    page: dict[str, Any] = found["pages"]["rule.md"]
    return page


def test_words_go_out_with_those_who_wrote_and_accepted_them(rule: Page, tmp_path: Path) -> None:
    revision = PageRevision.objects.get(id=rule.pk, number=2)
    day = revision.at.date().isoformat()
    page = told(tmp_path / "out")
    assert page["address"] == "http://localhost:8000/rule/"
    assert page["wrote"] == [{"person": "Ada Lovelace", "words": 2, "together": 0, "first": day, "last": day}]
    assert [one["person"] for one in page["accepted"]] == ["Blaise Pascal"]
    assert [(one["text"], one["by"]) for one in page["words"]] == [
        ("La règle se décide devant", None),
        ("les concernés", "Ada Lovelace"),
    ]
    assert page["words"][1] == {
        "text": "les concernés",
        "by": "Ada Lovelace",
        "with": [],
        "accepted_by": "Blaise Pascal",
        "date": day,
        "revision": 2,
        "address": f"http://localhost:8000/-/r/{revision.pk}/",
    }


def test_name_that_was_chosen_goes_out_and_no_former_one(rule: Page, ada: User, tmp_path: Path) -> None:
    User.objects.filter(pk=ada.pk).update(name="")
    assert told(tmp_path / "unnamed")["words"][1]["by"] == str(User.objects.get(pk=ada.pk))
    departures.erase(User.objects.get(pk=ada.pk))
    told(tmp_path / "erased")
    for out in ("unnamed", "erased"):
        assert "Lovelace" not in "".join(texts(tmp_path / out).values())


def test_hidden_revision_goes_out_without_its_author_nor_its_address(rule: Page, tmp_path: Path) -> None:
    pages.edit(rule, by=SYSTEM, base=rule.version, source=rule.source.replace("devant", "avec"))
    revision = PageRevision.objects.get(id=rule.pk, number=2)
    hiding.hide(revision, by=factories.moderator(), reason="It named somebody.", author=True)
    page = told(tmp_path / "out")
    words = {one["text"]: (one["by"], one["accepted_by"], one["address"]) for one in page["words"]}
    assert (page["wrote"], words["les concernés"]) == ([], (None, "Blaise Pascal", None))
    assert "Lovelace" not in (tmp_path / "out" / attributing.NAME).read_text("utf-8")


def test_page_of_which_it_is_not_known_yet_says_so(rule: Page, tmp_path: Path) -> None:
    Credit.objects.all().delete()
    page = told(tmp_path / "out")
    assert page["words"] is None
    assert [one["person"] for one in page["wrote"]] == ["Ada Lovelace"]


def test_what_a_book_said_when_it_came_does_not_go_out_again(tmp_path: Path) -> None:
    brought(tmp_path, {"README.md": "# A\n", attributing.NAME: '{"wrote": "Zénaïde"}\n'})
    leave(tmp_path / "bare")
    leave(tmp_path / "told", with_credits=True)
    assert attributing.NAME not in texts(tmp_path / "bare")
    assert "Zénaïde" not in texts(tmp_path / "told")[attributing.NAME]
