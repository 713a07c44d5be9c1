"""Search never shows what one may not see: not in hits, not in titles, counts nor corrections."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki.actions import pages
from wiki.models import Page
from wiki.queries import search, tree
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()
SECRET = "# Zanzibar\n\n## Zanzibar caché\n\nLe zanzibar.\n"


def everything(text: str, by: Any) -> list[Any]:
    """All that search says to this person of a query."""
    asked, menu = search.read(text), tree.menu(by)
    found = search.search(asked, menu, by=by)
    proposed = search.titles(asked, menu, by=by)
    return [
        [hit.page.path for hit in found.hits],
        found.everywhere,
        [(entry.title, count) for entry, count in found.sections],
        [term.said for term in found.others],
        [title.address for title in proposed],
    ]


NOTHING = [[], 0, [], [], []]


def hide(how: str, root: Page) -> Page:
    """A page that nobody may find, for one of the reasons there are."""
    if how == "draft":
        return factories.page(root, "a", SECRET, state="draft")
    if how == "below a draft":
        return factories.page(factories.page(root, "draft", state="draft"), "a", SECRET)
    if how == "below an unlisted page":
        return factories.page(factories.page(root, "unlisted", listed=False), "a", SECRET)
    page = factories.page(root, "a", SECRET)
    if how == "archived":
        pages.archive(page, by=SYSTEM, base=0, reason="x")
    elif how == "archived with its parent":
        parent = factories.page(root, "parent")
        pages.move(page, by=SYSTEM, base=0, parent=parent)
        pages.archive(parent, by=SYSTEM, base=0, reason="x")
    elif how == "unpublished":
        pages.unpublish(page, by=SYSTEM, base=0)
    elif how == "unlisted":
        pages.edit(page, by=SYSTEM, base=0, listed=False)
    elif how == "rewritten":
        pages.edit(page, by=SYSTEM, base=0, source="# Autre\n")
    return page


@pytest.mark.parametrize("text", ["zanzibar", "zanzibbar", "zanz", '"zanzibar caché"', "zan zibar"])
@pytest.mark.parametrize(
    "how",
    [
        "draft", "unpublished", "archived", "archived with its parent", "unlisted", "below a draft",
        "below an unlisted page", "rewritten",
    ],
)  # fmt: skip
def test_hidden_page_is_found_by_no_reader(how: str, text: str) -> None:
    hide(how, factories.home())
    assert everything(text, ANYONE) == NOTHING
    assert everything(text, factories.person()) == NOTHING


@pytest.mark.parametrize("how", ["archived", "unlisted", "archived with its parent"])
def test_archived_and_unlisted_pages_are_found_by_nobody_at_all(how: str) -> None:
    hide(how, factories.home())
    assert everything("zanzibar", factories.admin()) == NOTHING


def test_draft_is_found_by_those_who_decide_and_marked() -> None:
    hide("draft", factories.home())
    by = factories.moderator()
    found = search.search(search.read("zanzibar"), tree.menu(by), by=by)
    assert [(hit.page.path, hit.entry.is_draft) for hit in found.hits] == [("a", True)]
    assert everything("zanzibbar", by)[3] == ["zanzibar"]


def test_published_page_comes_to_be_found_and_goes() -> None:
    page = hide("draft", factories.home())
    pages.publish(page, by=SYSTEM, base=0)
    assert everything("zanzibar", ANYONE)[0] == ["a"]
    pages.archive(page, by=SYSTEM, base=1, reason="x")
    assert everything("zanzibar", ANYONE) == NOTHING
    pages.unarchive(page, by=SYSTEM, base=2)
    assert everything("zanzibar", ANYONE)[0] == ["a"]


def test_menu_of_somebody_else_shows_no_draft() -> None:
    """The pages themselves are asked for once more by the person's own rights."""
    hide("draft", factories.home())
    menu = tree.menu(factories.moderator())
    assert search.search(search.read("zanzibar"), menu, by=ANYONE).hits == []
    assert search.titles(search.read("zanzibar"), menu, by=ANYONE) == []


def test_group_is_found_by_its_title_and_link_by_nothing() -> None:
    root = factories.home()
    factories.page(root, "group", "", kind="group", title="Zanzibar")
    factories.page(root, "", "", kind="link", title="Zanzibar", url="https://example.org/")
    assert everything("zanzibar", ANYONE)[0] == ["group"]
    assert everything("zanzi", ANYONE)[4] == ["/group/"]
