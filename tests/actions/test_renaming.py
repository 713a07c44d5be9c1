"""Titles and slugs change, the text says the new title, and old addresses lead on."""

import pytest

from tests import factories
from wiki.actions import pages
from wiki.errors import BadPage
from wiki.models import Page, Redirect
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


def fresh(page):
    return Page.objects.get(pk=page.pk)


def rename(page, **how):
    page = fresh(page)
    return pages.rename(page, by=SYSTEM, base=page.version, **how)


def paths():
    """Every path where a page stands, and every former one with the path it leads to."""
    living = Page.objects.exclude(state="archived").exclude(path=None).order_by("path")
    former = Redirect.objects.order_by("path").values_list("path", "page__path")
    return list(living.values_list("path", flat=True)), dict(former)


@pytest.mark.parametrize(
    ("source", "title", "written"),
    [
        ("# Old title\n\nText.\n", "New title", "# New title\n\nText.\n"),
        ("\ufeff\r\n# Old title #\r\n\r\nText.", "New", "\ufeff\r\n# New #\r\n\r\nText."),
        ("Old title\n=========\n\nText\n", "New", "New\n=========\n\nText\n"),
        ('# Old title <a href="#x" id="x"></a>\n', "New", '# New <a href="#x" id="x"></a>\n'),
        ("# Old *title* `here`\n", "Our title here", "# Our *title* `here`\n"),
        ("# *Old* **title**\n", "Brand new", "# Brand new\n"),
        ("# Old\n\nOld.\n", "2 * 3 * 4 _x_ <b>", None),
        ("# Old\n", "[a](b)", None),
        ("# Old\n", "- list", "# - list\n"),
        ("# Old\n", "C#", "# C#\n"),
        ("# Old\n", "Qui sommes-nous\u202f?", "# Qui sommes-nous\u202f?\n"),
        ("Text first.\n\n# Old\n", "New", "Text first.\n\n# Old\n"),
        ("", "New", ""),
    ],
)  # fmt: skip
def test_title_and_the_heading_that_opens_the_text_agree(source, title, written):
    page = factories.page(factories.home(), "a", source, title="Old title")
    revision = rename(page, title=title)
    kept = fresh(page)
    assert (kept.title, revision.title) == (" ".join(title.split()),) * 2
    assert (kept.path, revision.origin) == ("a", "edit")
    if written is None:
        assert kept.source != source
    else:
        assert kept.source == written


def test_title_that_a_heading_cannot_say_is_refused():
    page = factories.page(factories.home(), "a", "# Old\n")
    for title in ("", " \n", "x" * 201):
        with pytest.raises(BadPage):
            rename(page, title=title)
    assert (fresh(page).title, fresh(page).source) == ("Old", "# Old\n")


def test_rename_changes_the_address_of_all_that_follows():
    a = factories.page(factories.home(), "a")
    factories.page(factories.page(a, "b"), "c")
    revision = rename(a, slug="aa", title="Double", nav_title="D")
    assert paths() == (
        ["", "aa", "aa/b", "aa/b/c"],
        {"a": "aa", "a/b": "aa/b", "a/b/c": "aa/b/c"},
    )
    assert (revision.title, revision.nav_title, revision.slug, revision.origin) == (
        "Double",
        "D",
        "aa",
        "move",
    )


def test_rename_of_a_page_whose_path_follows_nothing_changes_its_last_segment():
    page = factories.page(factories.home(), "x", path="files/x")
    assert rename(page, slug="y").path == "files/y"
    assert paths()[1] == {"files/x": "files/y"}


def test_title_in_the_menu_alone_leaves_the_text():
    page = factories.page(factories.home(), "a", "# A\n\nText.\n")
    rename(page, nav_title="Short")
    kept = fresh(page)
    assert (kept.menu_title, kept.title, kept.source, kept.sort_key) == (
        "Short",
        "A",
        "# A\n\nText.\n",
        "short",
    )
