"""Blanks that break no line of French: in the outline of a page, in its old states; not in what is copied."""

from __future__ import annotations

import pytest

from tests import factories
from wiki.actions import pages
from wiki.models import Page
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

TEXT = "# Qui ?\n\n## Pourquoi ?\n\nUn mot : « oui ».\n\n    code ?\n"
SAID = "Un mot\u00a0: «\u00a0oui\u00a0»."


@pytest.fixture
def page() -> Page:
    return factories.page(factories.home(), "a", TEXT, lang="fr")


def body(client, address: str) -> str:
    return client.get(address).content.decode()


def test_outline_has_the_blanks_of_its_page(client, page):
    outline = body(client, "/a/").partition('class="toc-list"')[2].partition("</ul>")[0]
    assert '<a href="#pourquoi">Pourquoi\u202f?</a>' in outline
    factories.page(page.parent, "b", TEXT, lang="en")
    assert '<a href="#pourquoi">Pourquoi ?</a>' in body(client, "/b/")


def test_old_states_have_the_blanks_of_their_page(client, page):
    old = factories.last_revision(page).pk
    pages.edit(page, by=SYSTEM, base=page.version, source="# Qui ?\n\nAutre.\n")
    shown = body(client, f"/a/-/revisions/{old}/")
    assert "Qui\u202f?</h1>" in shown
    assert SAID in shown
    client.force_login(factories.moderator())
    assert SAID in body(client, f"/a/-/restore/{old}/")


def test_what_is_copied_or_compared_keeps_its_own_blanks(client, page):
    old = factories.last_revision(page).pk
    shown = body(client, f"/a/-/revisions/{old}/")
    assert "code ?" in shown.partition("<pre")[2].partition("</pre>")[0]
    assert "Un mot : « oui »." in shown.partition('class="rev-source"')[2]
    assert body(client, "/a.md") == TEXT
    assert "Un mot : « oui »." in page.plain
