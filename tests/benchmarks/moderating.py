"""How long the moderators' queue takes with 2,000 comments that wait among 20,000: its first and its last screen, one
comment with all that surrounds it, a decision; and what the header's count costs on each page. A decision is told with
the reading of the words that it is about.

    PYTHONPATH=. python tests/benchmarks/moderating.py

On SQLite, or on the empty database that MODERATED_DATABASE names. Each time is the least of the rounds; beside it, the
queries of the whole answer.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

WAITING, COMMENTS, PAGES, PEOPLE = 2_000, 20_000, 60, 400
ROUNDS = 9


def fill() -> Any:
    """Half of what waits was flagged, once to four times; as many flags again were judged. A moderator."""
    from django.utils import timezone

    from tests import factories
    from wiki.models import Comment, Flag, Thread

    home = factories.home()
    sections = [factories.page(home, f"section-{number}") for number in range(6)]
    pages = [factories.page(sections[number % 6], f"page-{number}") for number in range(PAGES)]
    people = [factories.person() for _number in range(PEOPLE)]
    now = timezone.now()
    threads = Thread.objects.bulk_create(
        Thread(page=page, author=people[number], number=number + 1) for page in pages for number in range(40)
    )
    step = COMMENTS // WAITING
    comments = Comment.objects.bulk_create(
        Comment(
            uuid=uuid4(),
            thread=threads[number % len(threads)],
            author=people[number % PEOPLE],
            text=f"What was said there, no. {number}. " * 8,
            html=f"<p>What was said there, no. {number}.</p>" * 8,
            created=now - timedelta(minutes=number),
            held=number % (2 * step) == step,
        )
        for number in range(COMMENTS)
    )
    flagged = [(comment, None) for comment in comments[:: 2 * step]]
    flagged += [(comment, True) for comment in comments[1 :: 2 * step]]
    Flag.objects.bulk_create(
        Flag(
            comment=comment,
            by=people[(number + at + 1) % PEOPLE],
            reason="It is about a person.",
            at=comment.created + timedelta(minutes=at),
            upheld=verdict,
        )
        for number, (comment, verdict) in enumerate(flagged)
        for at in range(1 + number % 4)
    )
    return factories.moderator()


def measured(asked: Callable[[], Any]) -> tuple[float, float, int]:
    """The least of the milliseconds by the clock, and of those of this process; how many queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked()
    times, own = [], []
    for _round in range(ROUNDS):
        began, worked = time.perf_counter(), time.process_time()
        asked()
        times.append(time.perf_counter() - began)
        own.append(time.process_time() - worked)
    with CaptureQueriesContext(connection) as queries:
        asked()
    return min(times) * 1000, min(own) * 1000, len(queries)


def one_site() -> None:
    """In a process of its own, whose settings name the site."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from wiki.actions import moderation
    from wiki.models import Comment
    from wiki.queries import queue

    call_command("migrate", verbosity=0)
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    who, client = fill(), Client()
    client.force_login(who)
    lines = queue.read(who, "all").lines
    assert len(lines) == WAITING
    left = iter(lines)

    def get(address: str) -> Callable[[], Any]:
        def asked() -> None:
            assert client.get(address).status_code == 200, address

        return asked

    def decide() -> None:
        comment = Comment.objects.get(pk=next(left).pk)
        seen = moderation.looked_at(comment, queue.flags_of(comment))
        address = f"/-/moderation/{comment.pk}/"
        assert client.post(address, {"do": "keep", "seen": seen}).status_code == 302

    told = {
        "first screen": get("/-/moderation/"),
        "last screen": get(f"/-/moderation/?page={WAITING // queue.PER_LEAF}"),
        "reports of a section": get(f"/-/moderation/?show=flagged&section={section()}"),
        "one comment": get(f"/-/moderation/{lines[-1].pk}/"),
        "the header’s count": lambda: queue.count(who),
        "a decision": decide,
        "what was decided": get("/-/moderation/?show=decided"),
    }
    for name, asked in told.items():
        took, worked, queries = measured(asked)
        print(f"{name}: {took:.1f} ms, of which {worked:.1f} at work here; {queries} queries")
    print(f"{WAITING} of {COMMENTS} comments wait; load {os.getloadavg()[0]:.1f}")


def section() -> int:
    from wiki.models import Page

    return Page.objects.get(path="section-0").pk


def main() -> None:
    if len(sys.argv) > 1:
        return one_site()
    with tempfile.TemporaryDirectory() as folder:
        given = {"DATABASE_URL": os.environ.get("MODERATED_DATABASE", "")}
        os.environ.update({"COMMUNS_DATA": folder, "DJANGO_SETTINGS_MODULE": "communs.settings"} | given)
        if os.spawnv(os.P_WAIT, sys.executable, [sys.executable, __file__, "here"]):
            raise SystemExit("the measure failed")
    return None


if __name__ == "__main__":
    main()
