"""What five hundred people who follow a section cost: a publish, the notices of it, and their digests.

    PYTHONPATH=. python tests/benchmarks/watching.py [GUIDE]

Two sections hold the same pages of 18 KB; one is followed, with all below it, by 500 people. A page of each is
published in turn, 30 times, another word each time: the difference is what being followed costs a save. Then the
queue tells of the last publish everybody who hears at once, letters written; last, the digest of each who hears
daily of all others is built as it leaves. Times are milliseconds, by the clock and at work in this process: the
median, beside what the notices of 500 people may take. Who is not told, or not once, ends the run. On SQLite, or on
the empty database that WATCHED_DATABASE names.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.benchmarks.rendering import BUNDLE, STARTER, joined, pages_of

PEOPLE, PAGES, SAVES, SIZE = 500, 5, 30, (16_000, 20_000)
SAVE, TOLD, DIGESTS = 30, 1_000, 20_000  # milliseconds
QUERIES = 10  # for a hundred people


class Times(list[tuple[float, float]]):
    """Milliseconds by the clock, and at work here, of each time that something was done."""

    def of(self, work: Callable[[], Any]) -> Any:
        began, worked = time.perf_counter(), time.process_time()
        made = work()
        self.append(((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000))
        return made

    def told(self, name: str, bound: float) -> None:
        """Say the medians beside what is allowed."""
        clock, work = (statistics.median(column) for column in zip(*self, strict=True))
        print(f"{name:44s} {clock:9.1f} ms, {work:9.1f} at work; at most {bound:,}", flush=True)


def main() -> None:
    if os.environ.get("WATCHED_GUIDE"):
        return measured(Path(os.environ["WATCHED_GUIDE"]))
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLE if BUNDLE.exists() else STARTER
    with tempfile.TemporaryDirectory() as site:
        address = os.environ.get("WATCHED_DATABASE", "")
        os.environ.update(COMMUNS_DATA=site, DATABASE_URL=address, DJANGO_SETTINGS_MODULE="communs.settings")
        os.environ["WATCHED_GUIDE"] = str(given)
        # Another process, whose settings name the site.
        if os.spawnv(os.P_WAIT, sys.executable, [sys.executable, __file__]):
            raise SystemExit("the measure failed")
    return None


def measured(given: Path) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from tests.factories import moderator

    settings.LIMITS_ARE_KEPT = False
    call_command("migrate", verbosity=0)
    text = joined(pages_of(given), *SIZE)[0]
    by = moderator()
    alone, followed = section("alone", text), section("followed", text)
    people = follow(followed[0].parent)
    gc.collect()
    gc.freeze()  # as the server does: what a process begins with is not looked through again
    saved(alone, followed, by)
    told(people)
    digested(people)
    print(f"{PEOPLE} people; load {os.getloadavg()[0]:.1f}")


def section(slug: str, text: str) -> list[Any]:
    """Pages of one section, each with a word of its own to change."""
    from tests.factories import home, page
    from wiki.models import Page

    above = page(Page.objects.filter(path="").first() or home(), slug, f"# {slug}\n")
    return [page(above, f"p{number}", f"{text}\n\nUn mot0 à changer.\n") for number in range(PAGES)]


def follow(above: Any) -> list[int]:
    """People who follow the section, made at once."""
    from tests.actions.test_notices import crowd
    from wiki.models import Watch

    people = [one.pk for one in crowd(above, PEOPLE)]
    Watch.objects.filter(page=above).update(below=True)
    return people


def hear(people: list[int], pace: str) -> None:
    """How soon they want to hear of what they follow."""
    from wiki.models import NoticeSettings

    NoticeSettings.objects.filter(person__in=people).delete()
    NoticeSettings.objects.bulk_create(NoticeSettings(person_id=one, watched=pace) for one in people)


def saved(alone: list[Any], followed: list[Any], by: Any) -> None:
    """A page that nobody follows and one that all do, in turn."""
    from wiki.actions import pages
    from wiki.models import Page

    times = Times(), Times()
    for number in range(SAVES):
        for them, of in zip((alone, followed), times, strict=True):
            page = Page.objects.get(pk=them[number % PAGES].pk)
            source = page.source.replace(f" mot{number // PAGES} ", f" mot{number // PAGES + 1} ")
            assert source != page.source
            of.of(lambda p=page, s=source: pages.edit(p, by=by, base=p.version, source=s))
    before, after = times
    before.told("a publish that nobody follows", SAVE)
    after.told("one that all follow", SAVE)
    paired = [with_them[1] - without[1] for without, with_them in zip(before, after, strict=True)]
    print(f"{'what being followed costs it, paired':44s} {statistics.median(paired):+9.1f} ms at work")


def told(people: list[int]) -> None:
    """All publishes but the last to those who hear daily, that one to those who hear at once."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from accounts.models import Letter
    from wiki.actions import notices
    from wiki.models import Fact, Notice
    from wiki.queries import rewording, telling

    hear(people, "daily")
    *facts, last = Fact.objects.filter(page__path__startswith="followed/").order_by("pk")
    daily, once = Times(), Times()
    for fact in facts:
        daily.of(lambda pk=fact.pk: notices.tell.func(pk))
    hear(people, "once")
    deed, place = telling.deed_of(last), telling.place_of(last)
    with CaptureQueriesContext(connection) as asked:
        given = notices._tell_some(last.pk, deed, place, rewording.of(last))
    assert given == notices.BATCH - 1  # who published is among the first hundred, and is not told
    Notice.objects.filter(fact=last).delete()
    Letter.objects.all().delete()
    Fact.objects.filter(pk=last.pk).update(told_to=0)
    assert once.of(lambda: notices.tell.func(last.pk)) == PEOPLE == Letter.objects.count()
    assert Notice.objects.filter(fact=last).count() == PEOPLE
    said = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    daily.told("its notices, for digests", TOLD)
    once.told("its notices, with a letter each", TOLD)
    print(f"{'queries of a batch of a hundred':44s} {len(said):9d}; at most {QUERIES}")


def digested(people: list[int]) -> None:
    """The digest of each, from what waits to the bytes that a mail server is given."""
    from django.utils import timezone

    from accounts.models import Letter
    from wiki.actions import digesting, mailing

    Letter.objects.all().delete()
    hear(people, "daily")
    times, sizes = Times(), []

    def built() -> None:
        assert digesting.send(timezone.now() + timedelta(days=1)) == PEOPLE
        for letter in Letter.objects.select_related("person"):
            message = mailing.written(letter)
            assert message is not None
            sizes.append(len(message.message().as_bytes()))

    times.of(built)
    assert len(sizes) == PEOPLE
    times.told(f"{PEOPLE} digests of {SAVES - 1} publishes", DIGESTS)
    print(f"{'of which each weighs':44s} {statistics.median(sizes) / 1024:9.1f} KB")


if __name__ == "__main__":
    main()
