"""What was hidden of a revision, its words and its author: on no screen, in no feed, in no file of other readers."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from tests import factories
from tests.views.test_names_gone import edited, taken_away
from tests.walking import Walk, addresses
from wiki.actions import hiding, pages, suggestions, threads, watching
from wiki.models import Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]

AUTHOR = "Anaximandre Vulpin"
HIDDEN = ["Vulpin", "anaximandre", "zigomar", "turlupin", "bachibouzouk"]
TEXT = "# Deciding\n\nOn ne demande pas à chacun d’être d’accord.\n\n## Silence\n\nLe silence engage.\n"
BEFORE = [
    *(f"/deciding/-/{end}" for end in ("history/", "history/?minor=all", "credits/", "feed/")),
    *("/-/activity/", "/-/activity/feed/", "/-/credits/"),
]


@pytest.fixture
def asker(db: None) -> User:
    """Somebody whose question led to a suggestion with bad words, to which its author added others."""
    asker, author = factories.person(name="Blaise Pascal"), factories.moderator(name=AUTHOR)
    page = factories.page(factories.home(), "deciding", TEXT, title="Deciding")
    watching.follow(page, by=asker, level="discussion")
    quote = threads.Selection("silence")
    asked = threads.open(page, by=asker, text="Whose is it?", uuid=uuid4(), quote=quote)
    change = ("Le silence", "Le silence de ce zigomar")
    proposed = factories.suggestion(page, change, by=author, summary="Turlupin.", answers=asked.thread)
    suggestions.accept(proposed, by=SYSTEM, seen=proposed.version)
    edited(page, "à chacun", "à chaque bachibouzouk", author, "Turlupin too.")
    page = Page.objects.get(pk=page.pk)
    pages.edit(page, by=factories.moderator(), base=page.version, source=TEXT, reason="Mended.")
    return asker


def readers(asker: User) -> list[Walk]:
    """A stranger, who asked, and a referent of the section: none of them moderates."""
    referent = factories.person(name="Referent", trusted=True)
    factories.charter(Page.objects.get(path="deciding"), referent)
    walks = [Walk(Client())]
    for person in (asker, referent):
        client = Client()
        client.force_login(person)
        walks.append(Walk(client))
    return walks


def test_hidden_words_and_author_are_gone_from_every_screen_feed_and_file(
    asker: User, tmp_path: Path
) -> None:
    walks = readers(asker)
    page = Page.objects.get(path="deciding")
    revisions = PageRevision.objects.filter(id=page.pk, number__in=(2, 3))
    before = [*BEFORE, *(f"/deciding/-/revisions/{revision.pk}/" for revision in revisions)]
    assert [walk.meets(HIDDEN, before) for walk in walks] == [before] * 3
    assert "vulpin" in taken_away(tmp_path / "before").casefold()
    for revision in revisions:
        hiding.hide(revision, by=factories.moderator(), reason="It insulted.", author=True)
    asked = [*addresses([asker, User.objects.get(name=AUTHOR)]), *BEFORE]
    assert [walk.meets(HIDDEN, asked) for walk in walks] == [[], [], []]
    book = taken_away(tmp_path / "after").casefold()
    assert [word for word in HIDDEN if word.casefold() in book] == []
    moderator = Client()
    moderator.force_login(factories.moderator())
    assert f"/deciding/-/revisions/{revisions[0].pk}/" in Walk(moderator).meets(HIDDEN, asked)
