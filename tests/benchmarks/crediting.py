"""What it costs to know whose words are whose: a guide with its history, and a page of 500 revisions.

    PYTHONPATH=. python tests/benchmarks/crediting.py [GUIDE]

The guide comes in with its whole history, and the credit of its pages is made from all of it. Then the sums:
every word of a page has one owner, and that revision says it. Last, a page of 18 KB that was edited 500 times:
what its credit adds to a save (`crediting.carry`, of the processor, the least and the most of thirty saves),
and the screen of who wrote what. Times are of the processor; budgets are said beside them.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.comparing import edited
from tests.benchmarks.importing import command
from tests.benchmarks.rendering import BUNDLE, STARTER, joined, pages_of

REVISIONS, SAVES = 500, 30
BUILD, SAVE, SCREEN, QUERIES = 10, 10, 100, 8  # seconds; milliseconds; milliseconds; how many


def main() -> None:
    if os.environ.get("CREDITED_GUIDE"):
        return measured(Path(os.environ["CREDITED_GUIDE"]))
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLE if BUNDLE.exists() else STARTER
    with tempfile.TemporaryDirectory() as site:
        command(Path(site), "migrate", "--verbosity=0")
        command(Path(site), "collectstatic", "--no-input", "--verbosity=0")
        guide = given
        if given.suffix == ".bundle":
            guide = Path(site) / "guide.git"
            subprocess.run(["git", "clone", "-q", "--bare", str(given), str(guide)], check=True)
            command(Path(site), "import_book", str(guide), "--branch", "master")
        else:
            command(Path(site), "import_book", str(guide))
        os.environ.update(COMMUNS_DATA=site, DATABASE_URL="", DJANGO_SETTINGS_MODULE="communs.settings")
        os.environ["CREDITED_GUIDE"] = str(given)
        # Another process, whose settings name the site.
        if os.spawnv(os.P_WAIT, sys.executable, [sys.executable, __file__]):
            raise SystemExit("the measure failed")
    return None


def measured(given: Path) -> None:
    import django

    django.setup()
    from wiki.actions import recrediting
    from wiki.models import Page, PageRevision
    from wiki.rules import SYSTEM

    seconds = took(lambda: recrediting.rebuild(Page.objects.exclude(kind="link"), by=SYSTEM)) / 1_000
    print(
        f"{PageRevision.objects.count()} revisions read: {seconds:.1f} s {kept(seconds, BUILD)}", flush=True
    )
    sums()
    long_page(given)


def sums() -> None:
    """Every word of a page has one owner, who wrote it in that revision."""
    from wiki.actions.places import Places
    from wiki.actions.recrediting import words_of
    from wiki.models import Credit, PageRevision
    from wiki.text import words
    from wiki.text.crediting.reading import same

    places, count, unowned, unsaid = Places.now(), 0, 0, 0
    for one in Credit.objects.select_related("page"):
        plain, last = one.page.plain, one.revision
        numbers = {number for _start, _end, number in one.spans}
        said = {last: {same(token.text) for token in words.tokens(plain)}}
        for revision in PageRevision.objects.filter(id=one.pk, number__in=numbers - {last}):
            said[revision.number] = {same(token.text) for token in words.tokens(words_of(revision, places))}
        for token in words.tokens(plain):
            count += 1
            own = [n for start, end, n in one.spans if start <= token.start and token.end <= end]
            unowned += len(own) != 1
            unsaid += any(same(token.text) not in said[number] for number in own)
    print(
        f"{count} words: {unowned} without one owner, {unsaid} that their revision does not say", flush=True
    )


def long_page(given: Path) -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from tests.factories import person
    from wiki.actions import crediting, pages
    from wiki.models import Credit, Page
    from wiki.rules import SYSTEM

    settings.LIMITS_ARE_KEPT = False
    chance, source = random.Random(1), joined(pages_of(given), 16_000, 20_000)[0]
    page = pages.create(Page.objects.get(path=""), by=SYSTEM, title="Long", slug="long", source=source)
    live_through(page, chance)
    adds, saves, carry = [], [], crediting.carry

    def timed(*told: Any) -> bool:
        begin = time.process_time()
        done = carry(*told)
        adds.append((time.process_time() - begin) * 1_000)
        return done

    crediting.carry = timed
    for _save in range(SAVES):
        page = Page.objects.get(pk=page.pk)
        changed = with_a_word(page.source, chance)
        saves.append(took(lambda p=page, s=changed: pages.edit(p, by=SYSTEM, base=p.version, source=s)))
    known = Credit.objects.get(pk=page.pk)
    print(
        f"save, page of {known.revision} revisions, {len(known.known)} lines and sentences known: "
        f"{statistics.median(adds):.1f} ms of credit (most {max(adds):.1f}) {kept(statistics.median(adds), SAVE)}, "
        f"of {statistics.median(saves):.1f} ms in all"
    )
    client, address = Client(SERVER_NAME="localhost"), f"{page.address}-/authorship/"
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}: {answer.headers}")
    client.force_login(person())  # strangers are answered from what was made for another

    def ask() -> None:
        client.get(address)

    asked: list[str] = []

    def counted(execute: Any, sql: str, *told: Any) -> Any:
        asked.append(sql)
        return execute(sql, *told)

    with connection.execute_wrapper(counted):
        ask()
    times = [took(ask) for _time in range(5)]
    print(
        f"screen of {len(known.spans)} passages: {min(times):.0f} ms {kept(min(times), SCREEN)}, "
        f"{len(asked)} queries {kept(len(asked), QUERIES)}"
    )


def live_through(page: Any, chance: random.Random) -> None:
    """Hundreds of revisions of twenty people, written as an import writes them; then their credit is made."""
    from tests.factories import person
    from wiki.actions import recrediting, rendering, revising
    from wiki.actions.revising import Past
    from wiki.models import Page
    from wiki.rules import SYSTEM

    people = [person() for _one in range(20)]
    source, now, pasts = page.source, datetime.now(UTC), []
    for number in range(2, REVISIONS - SAVES + 1):
        source = edited(source, 0.01) if chance.random() < 0.1 else with_a_word(source, chance)
        by = people[number % len(people)].pk
        pasts.append(Past(page, number, now, {"source": source}, author=by))
    revising.record_imported(pasts)
    Page.objects.filter(pk=page.pk).update(source=source)
    rendering.rebuild(Page.objects.filter(pk=page.pk), by=SYSTEM)
    seconds = took(lambda: recrediting.rebuild(Page.objects.filter(pk=page.pk), by=SYSTEM)) / 1_000
    print(
        f"{len(pasts) + 1} revisions of a page of {len(source) // 1_000} KB read: {seconds:.1f} s", flush=True
    )


def with_a_word(source: str, chance: random.Random) -> str:
    """The text with a word more, in some line of words."""
    lines = source.split("\n")
    at = chance.choice([number for number, line in enumerate(lines) if len(line) > 40 and line[0].isalpha()])
    words = lines[at].split(" ")
    words.insert(chance.randrange(1, len(words)), f"mot{chance.randrange(10**6)}")
    lines[at] = " ".join(words)
    return "\n".join(lines)


def took(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1_000


def kept(measured: float, budget: float) -> str:
    return f"(budget {budget}: {'kept' if measured <= budget else 'BROKEN'})"


if __name__ == "__main__":
    main()
