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
    """One deed of each kind that somebody hears of at once, then their digest, and a stranger's mails."""
    from django.contrib.auth.models import AnonymousUser
    from django.utils import timezone

    from accounts.models import User
    from tests import factories
    from tests.actions.telling import tell as reuse
    from wiki.actions import digesting, notices, pages, standing, subscribing, suggestions, threads, watching
    from wiki.models import Fact, NoticeSettings, Page, Subscription
    from wiki.models.watch import Level

    page = Page.objects.get(path=PAGE)
    reader, other = (factories.person(name=name, language="fr") for name in ("Camille", "Lectrice"))
    decider = factories.moderator(name="Relecteur")
    NoticeSettings.objects.create(person=reader, words="once", watched="once", deciding="once")

    def tell() -> None:
        for fact in Fact.objects.filter(told_at=None).order_by("pk"):
            notices.tell.func(fact.pk)

    lines = [line for line in page.source.split("\n") if line[:1].isalpha() and page.source.count(line) == 1]
    words = [line for line in lines if len(line) > 60][:3]
    quote = threads.Selection(" ".join(page.plain.split("\n")[3].split()[:12]))
    said = threads.open(
        page, by=reader, text="Ce point vaut-il aussi pour une association ?", uuid=uuid4(), quote=quote
    )
    threads.reply(
        said.thread, by=other, text="Oui, si une seule association décide.\n\nSinon, non.", uuid=uuid4()
    )
    made = factories.suggestion(
        page, (words[0], f"{words[0]} Ainsi dit."), (words[1], words[1].upper()), by=reader
    )
    standing.object_to(made, by=other, seen=1, reason="C’est trop long.", other_way="Une phrase suffit.")
    suggestions.ask(made, by=decider, seen=1, reason="Précisez qui décide.")
    made.refresh_from_db()
    suggestions.withdraw(made, by=reader, seen=made.version)
    for decide, how in (
        (suggestions.decline, {"reason": "Le texte le dit déjà."}),
        (suggestions.accept, {"reason": "Merci."}),
    ):
        page = Page.objects.get(pk=page.pk)
        one = factories.suggestion(
            page, (words[0], f"{words[0]} Ainsi dit en plus."), by=reader, summary="Dire qui décide"
        )
        decide(one, by=decider, seen=1, **how)
    tell()
    page = Page.objects.get(pk=page.pk)
    changed = page.source.replace("Ainsi dit en plus.", "Voilà ce qui est dit.").replace(
        words[2], words[2][:40]
    )
    pages.edit(page, by=decider, base=page.version, source=changed, reason="Plus court")
    remarked = reuse(page, by=reader, title="Une charte pour sept bibliothèques")
    threads.remark(remarked, by=other, text="Combien de personnes sont venues ?", uuid=uuid4())
    tell()
    watching.follow(page, by=reader, level=Level.DISCUSSION)
    NoticeSettings.objects.filter(person=reader).update(watched="daily", answers="daily")
    threads.reply(said.thread, by=other, text="Je relis : c’est plus clair.", uuid=uuid4())
    for ending in ("Une ligne de plus.", "Et une autre."):
        page = Page.objects.get(pk=page.pk)
        pages.edit(
            page, by=decider, base=page.version, source=f"{page.source}\n{ending}\n", reason="Précision"
        )
    tell()
    tomorrow = timezone.now() + timedelta(days=1)
    digesting.send(tomorrow)
    how = {"email": "lectrice@example.org", "below": True, "pace": "daily", "language": "fr", "network": None}
    subscribing.ask(page, by=AnonymousUser(), **how)
    since = timezone.now() - timedelta(hours=1)
    row = Subscription.objects.get()
    Subscription.objects.create(
        email="autre@example.org",
        page=row.page,
        below=True,
        pace="daily",
        language="fr",
        confirmed_at=since,
        told_until=since,
    )
    subscribing.send(tomorrow)
    return int(User.objects.get(name="Camille").pk)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
