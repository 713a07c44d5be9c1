"""What it costs to publish: a one-word change of an 18 KB page, the first view after it, suggestions brought along.

    PYTHONPATH=. python tests/benchmarks/saving.py [GUIDE]

A page of a guide's texts, joined until it weighs 18 KB, carries 20 threads on its words. It is saved 30 times
with another word each time: rendered, published, indexed, its threads carried. Then the same with 5 open
suggestions that are brought to each new text. Last, the screen of a suggestion for a page of 50 KB, asked for the
first time, and again. Times are milliseconds of this machine's clock: the median, and the 95th of a hundred. The
yardstick is a fixed work beside them (`tests/yardstick.py`): a machine that takes 9 ms for it instead of 4.5
takes twice as long for all else.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.benchmarks.importing import command
from tests.benchmarks.rendering import BUNDLE, STARTER, joined, pages_of, percentile

SIZES = {"18 KB": (16_000, 20_000), "50 KB": (48_000, 54_000)}
SAVES, THREADS, OPEN = 30, 20, 5
PLAIN = [f"mot{number}" for number in range(SAVES * 2 + 1)]


def main() -> None:
    if os.environ.get("SAVED_GUIDE"):
        return measured(Path(os.environ["SAVED_GUIDE"]))
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLE if BUNDLE.exists() else STARTER
    with tempfile.TemporaryDirectory() as site:
        command(Path(site), "migrate", "--verbosity=0")
        command(Path(site), "collectstatic", "--no-input", "--verbosity=0")
        os.environ.update(COMMUNS_DATA=site, DATABASE_URL="", DJANGO_SETTINGS_MODULE="communs.settings")
        os.environ["SAVED_GUIDE"] = str(given)
        # Another process, whose settings name the site.
        if os.spawnv(os.P_WAIT, sys.executable, [sys.executable, __file__]):
            raise SystemExit("the measure failed")
    return None


def measured(given: Path) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.cache import caches
    from django.test import Client

    from tests.factories import moderator, person
    from wiki.actions import pages
    from wiki.rules import SYSTEM

    settings.LIMITS_ARE_KEPT = False
    gc.collect()
    gc.freeze()  # as the server does: what a process begins with is not looked through again
    texts = pages_of(given)
    home, by = pages.create(None, by=SYSTEM, title="Home"), moderator()
    reader = Client(SERVER_NAME="localhost")
    for name, size in SIZES.items():
        text = f"{joined(texts, *size)[0]}\n\nUn {PLAIN[0]} à changer.\n"
        page = pages.create(home, by=SYSTEM, title=name, source=text)
        held = _talk(page, by) if name == "18 KB" else 0
        saves, views = _saved(page, by, reader, PLAIN[: SAVES + 1])
        report(f"{name}: saved, {held} threads", saves)
        report(f"{name}: first view after it", views)
        suggested = _suggested(page, person, PLAIN[SAVES])
        brought, _views = _saved(page, by, reader, PLAIN[SAVES:])
        more = statistics.median(brought) - statistics.median(saves)
        report(f"{name}: saved, {OPEN} suggestions brought", brought, f"{more:+.1f}")
        address = f"/-/suggestions/{suggested}/"

        def first(address: str = address) -> None:
            caches["drawn"].clear()
            _answered(reader, address)

        report(f"{name}: suggestion, first", [took(first) for _time in range(10)])
        report(
            f"{name}: suggestion, again", [took(lambda a=address: _answered(reader, a)) for _t in range(10)]
        )
    from tests.yardstick import yardsticks

    print(
        f"a save of 25 ms is {yardsticks(lambda: time.sleep(0.025), clock=time.perf_counter):.1f} yardsticks"
    )


def _talk(page: Any, by: Any) -> int:
    """Threads on words that stand once in the page."""
    from wiki.actions import threads

    begun = (" ".join(line.split(" ")[:6]) for line in page.plain.split("\n") if line.count(" ") > 5)
    quotes = [words for words in begun if page.plain.count(words) == 1][:THREADS]
    for words in quotes:
        threads.open(page, by=by, text="Why?", uuid=uuid4(), quote=threads.Selection(words))
    return len(quotes)


def _suggested(page: Any, person: Callable[[], Any], word: str) -> int:
    """Suggestions of one word each, in places of their own; the last one's number."""
    from wiki.actions import suggestions
    from wiki.models import Page, PageRevision

    page = Page.objects.get(pk=page.pk)
    last = PageRevision.objects.filter(id=page.pk).order_by("-number")[0].pk
    lines = [line for line in page.source.split("\n") if line[:1].isalpha() and page.source.count(line) == 1]
    lines = [line for line in lines if word not in line and len(line.split()) > 4]
    for line in lines[:: max(1, len(lines) // OPEN)][:OPEN]:
        source = page.source.replace(line, f"{line} Ainsi soit dit.")
        made = suggestions.propose(
            page, by=person(), uuid=uuid4(), base=last, source=source, summary="Better"
        )
    return int(made.pk)


def _saved(page: Any, by: Any, reader: Any, words: list[str]) -> tuple[list[float], list[float]]:
    """The page with each of these words in the place of the one before."""
    from wiki.actions import pages
    from wiki.models import Page

    saves, views = [], []
    for old, new in zip(words, words[1:], strict=False):
        page = Page.objects.get(pk=page.pk)
        source = page.source.replace(f" {old} ", f" {new} ")
        assert source != page.source
        saves.append(took(lambda p=page, s=source: pages.edit(p, by=by, base=p.version, source=s)))
        views.append(took(lambda p=page: _answered(reader, p.address)))
    return saves, views


def _answered(reader: Any, url: str) -> None:
    answer = reader.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")


def took(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1_000


def report(name: str, times: list[float], rest: str = "") -> None:
    print(f"{name:36s} {statistics.median(times):7.1f} ({percentile(times, 0.95):7.1f}) {rest}", flush=True)


if __name__ == "__main__":
    main()
