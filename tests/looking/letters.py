"""Pictures of every kind of mail, in light and dark, wide and on a telephone: `python -m tests.looking.letters FOLDER`.

On a site of its own, where things are done to a page of the starter guide; each mail is drawn from what a reader of
mail would show of it, its HTML, without a server.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from playwright.sync_api import sync_playwright

from tests import chromium
from tests.looking.sites import STARTER

PAGE = "recommandations/prefigurer/cibler-le-besoin"
MODES: dict[str, tuple[Literal["light", "dark"], int]] = {
    "light": ("light", 760),
    "dark": ("dark", 760),
    "phone": ("light", 360),
    "phone-dark": ("dark", 360),
}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        os.environ.update(COMMUNS_DATA=data, DATABASE_URL="", DJANGO_SETTINGS_MODULE="communs.settings")
        drawn = dict(letters())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.found(), args=["--no-sandbox"])
        for name, html in drawn.items():
            for mode, (scheme, width) in MODES.items():
                tab = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 400})
                tab.set_content(html)
                if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    sys.stdout.write(f"{name} {mode}: scrolls sideways\n")
                tab.screenshot(path=folder / f"{name}-{mode}.png", full_page=True)
                tab.close()
        browser.close()


def letters() -> Iterator[tuple[str, str]]:
    """The name of each mail, and its HTML."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.LIMITS_ARE_KEPT = False
    call_command("migrate", verbosity=0)
    call_command("import_book", STARTER, verbosity=0)
    call_command("credits", "--missing", verbosity=0)  # which the queue would do
    from accounts.models import Letter
    from wiki.actions import mailing

    reader = done()
    for letter in Letter.objects.select_related("person").order_by("pk"):
        message = mailing.written(letter)
        if message is None or letter.person_id not in (reader, None):
            continue
        parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)
        body = parsed.get_body(("html",))
        assert body is not None
        yield _name(letter), str(body.get_content())


def _name(letter: Any) -> str:
    """By what it tells of."""
    from wiki.models import Notice

    for kind in ("confirm", "news", "digest"):
        if kind in letter.about:
            return kind
    told = Notice.objects.select_related("fact").get(pk=letter.about["notices"][0])
    return f"{told.fact.kind}-{told.why.replace(' ', '-')}"


def done() -> int:
    """One deed of each kind that somebody hears of at once, then their digest, and a stranger's mails; their key."""
    from tests import factories
    from wiki.models import NoticeSettings

    reader, other = (factories.person(name=name, language="fr") for name in ("Camille", "Lectrice"))
    decider = factories.moderator(name="Relecteur")
    NoticeSettings.objects.create(person=reader, words="once", watched="once", deciding="once")
    spoken = _spoken(reader, other)
    _decided(reader, other, decider)
    _gathered(reader, other, decider, spoken)
    _by_strangers()
    return int(reader.pk)


def _page() -> Any:
    from wiki.models import Page

    return Page.objects.get(path=PAGE)


def _lines() -> list[str]:
    """Sentences of the page that stand once in it."""
    source = _page().source
    return [
        line
        for line in source.split("\n")
        if line[:1].isalpha() and len(line) > 60 and source.count(line) == 1
    ]


def _tell() -> None:
    from wiki.actions import notices
    from wiki.models import Fact

    for fact in Fact.objects.filter(told_at=None).order_by("pk"):
        notices.tell.func(fact.pk)


def _spoken(reader: Any, other: Any) -> Any:
    """A thread, a reuse, and what is said of them."""
    from tests.actions.telling import tell
    from wiki.actions import threads

    quote = threads.Selection(" ".join(_page().plain.split("\n")[3].split()[:12]))
    asked = "Ce point vaut-il aussi pour une association ?"
    said = threads.open(_page(), by=reader, text=asked, uuid=uuid4(), quote=quote)
    answer = "Oui, si une seule association décide.\n\nSinon, non."
    threads.reply(said.thread, by=other, text=answer, uuid=uuid4())
    remarked = tell(_page(), by=reader, title="Une charte pour sept bibliothèques")
    threads.remark(remarked, by=other, text="Combien de personnes sont venues ?", uuid=uuid4())
    _tell()
    return said.thread


def _decided(reader: Any, other: Any, decider: Any) -> None:
    """Suggestions: objected to and sent back, declined, accepted; then those words changed."""
    from tests import factories
    from wiki.actions import pages, standing, suggestions

    first, second, third, *_rest = _lines()
    changes = (first, f"{first} Ainsi dit."), (second, second.upper())
    made = factories.suggestion(_page(), *changes, by=reader, summary="Dire qui décide")
    standing.object_to(made, by=other, seen=1, reason="C’est trop long.", other_way="Une phrase suffit.")
    suggestions.ask(made, by=decider, seen=1, reason="Précisez qui décide.")
    made.refresh_from_db()
    suggestions.withdraw(made, by=reader, seen=made.version)
    for decide, reason in ((suggestions.decline, "Le texte le dit déjà."), (suggestions.accept, "Merci.")):
        more = (first, f"{first} Ainsi dit en plus.")
        one = factories.suggestion(_page(), more, by=reader, summary="Dire qui décide")
        decide(one, by=decider, seen=1, reason=reason)
    _tell()
    page = _page()
    source = page.source.replace("Ainsi dit en plus.", "Voilà ce qui est dit.").replace(third, third[:40])
    pages.edit(page, by=decider, base=page.version, source=source, reason="Plus court")
    _tell()


def _gathered(reader: Any, other: Any, decider: Any, thread: Any) -> None:
    """What waits for the digest of the day."""
    from django.utils import timezone

    from wiki.actions import digesting, pages, threads, watching
    from wiki.models import NoticeSettings
    from wiki.models.watch import Level

    watching.follow(_page(), by=reader, level=Level.DISCUSSION)
    NoticeSettings.objects.filter(person=reader).update(watched="daily", answers="daily")
    threads.reply(thread, by=other, text="Je relis : c’est plus clair.", uuid=uuid4())
    for ending in ("Une ligne de plus.", "Et une autre."):
        page = _page()
        source = f"{page.source}\n{ending}\n"
        pages.edit(page, by=decider, base=page.version, source=source, reason="Précision")
    _tell()
    digesting.send(timezone.now() + timedelta(days=1))


def _by_strangers() -> None:
    """One address that is asked whether it follows, and one that does."""
    from django.contrib.auth.models import AnonymousUser
    from django.utils import timezone

    from wiki.actions import subscribing
    from wiki.models import Subscription

    how: dict[str, Any] = {"below": True, "pace": "daily", "language": "fr"}
    asked = {"email": "lectrice@example.org", "network": None}
    subscribing.ask(_page(), by=AnonymousUser(), **asked, **how)
    since = timezone.now() - timedelta(hours=1)
    told = {"email": "autre@example.org", "confirmed_at": since, "told_until": since}
    Subscription.objects.create(page=_page(), **told, **how)
    subscribing.send(timezone.now() + timedelta(days=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
