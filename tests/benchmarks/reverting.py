"""How long it takes to undo 300 things that one account did, and to bring them back: 150 comments, 80 open
suggestions, 60 edits on 40 pages, 10 files; with threads, suggestions and edits of others on the same pages. Then
whether these hold on: each thread to its very words, each suggestion to what it would change, each text to what others
wrote; and whether readers meet what they met before.

    PYTHONPATH=. python tests/benchmarks/reverting.py

On SQLite, or on the empty database that REVERTED_DATABASE names.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

COMMENTS, SUGGESTIONS, EDITS, FILES, PAGES = 150, 80, 60, 10, 40
PARAGRAPHS, SENTENCES = 20, 4
WORDS = (
    "charte commun données service public usage licence équipe texte règle outil partage projet contribution"
)


def text_of(dice: random.Random, number: int) -> str:
    """Some 6 KB that people might write, each sentence unlike the others."""
    words = WORDS.split()
    parts = [f"# Page {number}"]
    for paragraph in range(PARAGRAPHS):
        if paragraph % 5 == 0:
            parts.append(f"## Section {paragraph}")
        said = (
            f"Phrase {number}-{paragraph}-{sentence} : " + " ".join(dice.choices(words, k=12)) + "."
            for sentence in range(SENTENCES)
        )
        parts.append(" ".join(said))
    return "\n\n".join(parts) + "\n"


def changed(page: Any, *pairs: tuple[str, str], by: Any) -> None:
    """An edit of whoever it is."""
    from wiki.actions import pages
    from wiki.models import Page, PageRevision
    from wiki.rules import SYSTEM

    now = Page.objects.get(pk=page.pk)
    source = now.source
    for old, new in pairs:
        assert old in source
        source = source.replace(old, new, 1)
    made = pages.edit(now, by=SYSTEM, base=now.version, source=source)
    PageRevision.objects.filter(pk=made.pk).update(history_user=by)


def fill() -> tuple[Any, list[Any]]:
    """The account, and the pages on which it did what it did between what others did."""
    from tests import factories
    from tests.album import halves, png
    from wiki.actions import threads, uploading
    from wiki.actions.threads import Selection
    from wiki.models import Attachment, Page

    dice = random.Random(7)
    spammer, others = factories.person(name="Spam Sender"), [factories.person() for _number in range(12)]
    section = factories.page(factories.home(), "section")
    pages = [factories.page(section, f"page-{number}", text_of(dice, number)) for number in range(PAGES)]
    for number, page in enumerate(pages):
        for at in range(3):
            quote = Selection(f"Phrase {number}-{4 + at * 5}-1")
            by = others[(number + at) % len(others)]
            threads.open(page, by=by, text="Est-ce bien vrai ?", uuid=uuid4(), quote=quote)
        was, now = f"Phrase {number}-9-2", f"Phrase proposée {number}-9-2"
        factories.suggestion(page, (was, now), by=others[number % len(others)])
    for number in range(FILES):
        content = png(halves(40 + number, 30))
        file = uploading.upload(pages[number], by=factories.admin(), name=f"{number}.png", content=content)
        Attachment.objects.filter(pk=file.pk).update(uploaded_by=spammer)
        was = f"Phrase {number}-1-0"
        changed(pages[number], (was, f"![Achetez](/{file.path}) {was}"), by=spammer)
    for number in range(EDITS - FILES):
        at = (FILES + number) % PAGES
        paragraph = 3 if number < PAGES else 13
        changed(pages[at], (f"Phrase {at}-{paragraph}-0", "Achetez ceci sur buy.example, vite"), by=spammer)
    for number, page in enumerate(pages):
        words = f"Phrase {number}-17-3", f"Phrase revue {number}-17-3"
        changed(page, words, by=others[number % len(others)])
    for number in range(SUGGESTIONS):
        page = Page.objects.get(pk=pages[number % PAGES].pk)
        where = f"Phrase {number % PAGES}-{6 if number < PAGES else 16}-2"
        factories.suggestion(page, (where, "Achetez ceci"), by=spammer)
    for number in range(COMMENTS):
        page = Page.objects.get(pk=pages[number % PAGES].pk)
        threads.open(page, by=spammer, text=f"Achetez ceci, no. {number}.", uuid=uuid4())
    return spammer, pages


def met() -> list[Any]:
    """What readers meet of it all."""
    from wiki.models import Attachment, Comment, Page, Suggestion

    return [
        list(Page.objects.order_by("pk").values_list("pk", "title", "source", "plain", "state", "path")),
        list(Comment.objects.order_by("pk").values_list("pk", "text", "hidden", "held", "deleted")),
        [
            (one.pk, one.state, [(hunk.removed, hunk.added) for hunk in one.difference.hunks])
            for one in Suggestion.objects.select_related("on").order_by("pk")
        ],
        list(Attachment.objects.order_by("pk").values_list("pk", "path", "blob", "uploaded_by")),
    ]


def checks(spammer: Any, pages: list[Any]) -> dict[str, tuple[int, int]]:
    """How many of what others made is as they left it, out of how many."""
    from wiki.models import Page, Suggestion, Thread

    now = Page.objects.in_bulk([page.pk for page in pages])
    threads = Thread.objects.exclude(author=spammer).exclude(place_state="")
    right = [one for one in threads if now[one.page_id].plain[one.start : one.end] == one.exact]
    proposed = Suggestion.objects.living().exclude(author=spammer).select_related("on")
    whole = [one for one in proposed if [hunk.added for hunk in one.difference.hunks] == ["proposée "]]
    standing = [
        one for one in whole if one.footing != "conflict" and one.on.source == now[one.page_id].source
    ]
    words = [now[page.pk] for number, page in enumerate(pages) if f"revue {number}-17" in now[page.pk].source]
    return {
        "threads of others on their words": (len(right), 3 * PAGES),
        "suggestions of others, open on the text of now": (len(standing), PAGES),
        "pages with the words of others": (len(words), PAGES),
    }


def took(asked: Callable[[], Any]) -> tuple[float, float, int, Any]:
    """Seconds by the clock, and at work in this process; queries; what it made."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        began, worked = time.perf_counter(), time.process_time()
        made = asked()
        times = time.perf_counter() - began, time.process_time() - worked
    return *times, len(queries), made


def told(name: str, asked: Callable[[], Any]) -> Any:
    seconds, worked, queries, made = took(asked)
    print(f"{name}: {seconds:.2f} s, of which {worked:.2f} at work here; {queries} queries")
    return made


def bring_up(pages: list[Any]) -> None:
    """What the queue does after it: suggestions beyond the first few of each page."""
    from wiki.actions import rebasing

    for page in pages:
        rebasing._rest.func(page.pk)


def say(when: str, spammer: Any, pages: list[Any]) -> None:
    for name, (right, every) in checks(spammer, pages).items():
        print(f"  {when}, {name}: {right} of {every}")
        assert right == every, name


def one_site() -> None:
    """In a process of its own, whose settings name the site."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from tests import factories
    from wiki.actions import reversing
    from wiki.actions.spans import Span
    from wiki.models import Comment, Page, Reversal, Suggestion

    call_command("migrate", verbosity=0)
    settings.ALLOWED_HOSTS, settings.LIMITS_ARE_KEPT = ["testserver"], False
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    spammer, pages = fill()
    moderator, client = factories.moderator(), Client()
    client.force_login(moderator)
    before = met()
    address = f"/-/people/{spammer.pk}/revert/"

    assert told("what would be undone, shown", lambda: client.get(address)).status_code == 200
    span = Span(spammer, timezone.now())
    sent = {"uuid": str(uuid4()), "sorts": ",".join(span.sorts), "after": "", "until": span.until.isoformat()}
    answer = told(
        "300 things undone, by the form", lambda: client.post(address, sent | {"because": "advertising"})
    )
    assert answer.status_code == 302, answer.content
    deed = Reversal.objects.get()
    fates = list(deed.items.values_list("sort", "fate", "why"))
    assert (deed.stride, len(fates), {one[1:] for one in fates}) == ("done", 300, {("done", "")})
    assert Comment.objects.filter(author=spammer, hidden=None).count() == 0
    assert Suggestion.objects.living().filter(author=spammer).count() == 0
    assert not Page.objects.filter(source__contains="Achetez").exists()
    say("undone", spammer, pages)
    told("the report", lambda: client.get(answer["Location"]))
    told("all brought back", lambda: reversing.bring_back(deed, by=moderator, reason="Une erreur."))
    bring_up(pages)
    assert set(deed.items.values_list("fate", "why")) == {("back", "")}
    say("brought back", spammer, pages)
    same = [was == now for was, now in zip(before, met(), strict=True)]
    print(f"texts, comments, suggestions, files as before: {same}; load {os.getloadavg()[0]:.1f}")
    assert all(same)


def main() -> None:
    if len(sys.argv) > 1:
        return one_site()
    with tempfile.TemporaryDirectory() as folder:
        given = {"DATABASE_URL": os.environ.get("REVERTED_DATABASE", "")}
        os.environ.update({"COMMUNS_DATA": folder, "DJANGO_SETTINGS_MODULE": "communs.settings"} | given)
        if os.spawnv(os.P_WAIT, sys.executable, [sys.executable, __file__, "here"]):
            raise SystemExit("the measure failed")
    return None


if __name__ == "__main__":
    main()
