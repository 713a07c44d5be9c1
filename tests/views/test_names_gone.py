"""A name that somebody no longer bears, and what was hidden of a revision: on no screen, in no feed, in no file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from accounts import actions as accounts
from accounts import departures
from accounts.models import User
from tests import factories
from tests.walking import Walk, addresses
from wiki.actions import pages, people, suggestions, threads
from wiki.exchange.exporting import export_book
from wiki.models import Page, PageRevision, Stand
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]

NAME = "Zénaïde Quincampoix"
WORDS = ["Quincampoix", "Zénaïde", "zenaide"]
TEXT = "# Deciding\n\nOn ne demande pas à chacun d’être d’accord.\n\n## Silence\n\nLe silence engage.\n"
SOMEWHERE = [
    *(
        f"/deciding/-/{end}"
        for end in ("history/", "authorship/", "credits/", "cite/", "cite.bib", "cite.json")
    ),
    *("/deciding/-/feed/", "/-/activity/", "/-/activity/feed/", "/-/credits/", "/-/suggestions/", "/"),
]


@pytest.fixture
def zoe(db: None) -> User:
    """Somebody who did all that leaves a name: wrote, proposed, accepted, objected, discussed, was mentioned."""
    zoe, other = factories.moderator(name=NAME), factories.person(name="Blaise Pascal")
    page = factories.page(factories.home(), "deciding", TEXT, title="Deciding")
    edited(page, "à chacun", "à chacune", zoe, "Everybody.")
    edited(page, "engage", "engage tout le monde", factories.moderator(), "More.")
    revision = PageRevision.objects.filter(id=page.pk, number=3)
    revision.update(co_authors=[{"name": NAME, "person": zoe.pk}])
    page = Page.objects.get(pk=page.pk)
    quote = threads.Selection("d’accord")
    asked = threads.open(page, by=zoe, text="What is that?", uuid=uuid4(), quote=quote)
    mention = "@" + NAME.replace(" ", ".")
    threads.reply(asked.thread, by=other, text=f"Ask {mention}.", uuid=uuid4())
    mine = factories.suggestion(page, ("Le silence", "Un long silence"), by=zoe, answers=asked.thread)
    Stand.objects.create(suggestion=mine, by=other, stance="support")
    suggestions.accept(mine, by=SYSTEM, seen=mine.version)
    page = Page.objects.get(pk=page.pk)
    theirs = factories.suggestion(page, ("demande", "réclame"), by=other)
    suggestions.accept(theirs, by=zoe, seen=theirs.version, reason="Good.")
    open_still = factories.suggestion(Page.objects.get(pk=page.pk), ("On ne", "Nul ne"), by=other)
    reasons = {"reason": "It frightens.", "other_way": "Say trouble."}
    Stand.objects.create(suggestion=open_still, by=zoe, stance="objection", **reasons)
    factories.suggestion(Page.objects.get(pk=page.pk), ("pas", "point"), by=zoe)
    return zoe


def edited(page: Page, old: str, new: str, by: User, reason: str) -> None:
    now = Page.objects.get(pk=page.pk)
    pages.edit(now, by=by, base=now.version, source=now.source.replace(old, new), reason=reason)


def hides(person: User) -> None:
    told = {"bio": person.bio, "language": person.language, "name": ""}
    values = {name: told.get(name, getattr(person, name)) for name in accounts.PROFILE}
    accounts.edit_profile(person, by=person, **values)


def readers() -> list[tuple[str, Walk]]:
    """A stranger, and one who moderates: they see no more of a name."""
    found = []
    for reader in (None, factories.moderator()):
        client = Client()
        if reader is not None:
            client.force_login(reader)
        found.append((str(reader), Walk(client)))
    return found


def taken_away(folder: Path) -> str:
    """The book, with all its files."""
    export_book(folder)
    return "\n".join(file.read_text("utf-8", "replace") for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize("goes", [hides, departures.erase], ids=["hidden", "erased"])
def test_name_is_gone_from_every_screen_feed_and_file(
    zoe: User, goes: Callable[[User], None], tmp_path: Path
) -> None:
    walks, asked = readers(), [*addresses([zoe])]
    for _who, walk in walks:
        assert walk.meets(WORDS, SOMEWHERE) == SOMEWHERE
    assert NAME.casefold() in taken_away(tmp_path / "before").casefold()
    goes(zoe)
    zoe.refresh_from_db()
    asked = [*asked, *addresses([zoe])]
    assert [(who, walk.meets(WORDS, asked)) for who, walk in walks] == [(who, []) for who, _walk in walks]
    book = taken_away(tmp_path / "book").casefold()
    assert not any(word in book for word in map(str.casefold, WORDS))
    other = User.objects.get(name="Blaise Pascal")
    told = people.export(other, by=other)
    own = json.dumps(told.told, default=str, ensure_ascii=False) + "".join(text for _name, text in told.texts)
    assert not any(word in own.casefold() for word in map(str.casefold, WORDS))
