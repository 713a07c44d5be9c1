"""Kills imports at random moments and runs them again: `python -m tests.exchange.interrupt SOURCE --times 20`.

The site is one of its own, in a new folder; with DATABASE_URL, it is a database that holds no page.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

STAGES = {"reading": b"r", "files": b"f", "pages": b"p", "history": b"h"}
LAST = STAGES["history"]
LONGEST = 600.0  # seconds


@dataclass(frozen=True)
class Moment:
    """So many seconds after a stage began, the whole import being the first."""

    stage: bytes
    seconds: float


@dataclass(frozen=True)
class Try:
    """One import that was killed, or was over first, and then run again."""

    moment: Moment
    was_killed: bool
    stage: str  # what it was at
    differs: tuple[str, ...]  # what is other than after an import that nothing disturbed


class Child:
    """A process of its own that imports, or tells what the site holds, and can be killed."""

    def __init__(self, work: Callable[[int], None]) -> None:
        self.reader, writer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.reader)
            status = 1
            try:
                work(writer)
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        os.close(writer)
        self.began = time.monotonic()

    def heard(self, until: float) -> Iterator[bytes]:
        """What it writes, until a moment or its end."""
        while (left := until - time.monotonic()) > 0:
            ready, _writers, _others = select.select([self.reader], [], [], left)
            if not ready or not (said := os.read(self.reader, 1 << 16)):
                return
            yield said

    def end(self, *, kill: bool = False) -> int:
        if kill:
            os.kill(self.pid, signal.SIGKILL)
        os.close(self.reader)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def importing(source: str) -> Callable[[int], None]:
    from wiki import rules  # once the settings are read
    from wiki.exchange.importing import import_book

    def work(writer: int) -> None:
        heard: set[str] = set()

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in heard:
                heard.add(stage)
                os.write(writer, STAGES[stage])

        import_book(source, by=rules.SYSTEM, progress=tell)

    return work


def telling(writer: int) -> None:
    from tests.exchange import dumps  # once the settings are read

    told = json.dumps([dumps.site(), dumps.media(), workshop()], default=str, sort_keys=True).encode()
    while told:
        told = told[os.write(writer, told) :]


def workshop() -> list[str]:
    """What imports leave where they work."""
    return sorted(file.name for file in Path(os.environ["COMMUNS_DATA"], "imports").iterdir())


def whole(source: str) -> tuple[dict[bytes, float], float]:
    """An import that nothing disturbs: when each stage began, and how long it took."""
    child = Child(importing(source))
    began: dict[bytes, float] = {}
    for said in child.heard(child.began + LONGEST):
        for stage in said:
            began.setdefault(bytes([stage]), time.monotonic() - child.began)
    if child.end():
        raise SystemExit("The import failed.")
    return began, time.monotonic() - child.began


def told() -> list[Any]:
    child = Child(telling)
    found = b"".join(child.heard(child.began + LONGEST))
    child.end()
    return json.loads(found)


def empty() -> None:
    child = Child(lambda writer: call_command("flush", interactive=False, verbosity=0))
    child.end()
    for folder in ("media", "imports"):
        shutil.rmtree(Path(os.environ["COMMUNS_DATA"], folder), ignore_errors=True)


def killed(source: str, moment: Moment) -> tuple[bool, str]:
    """Whether it was killed before its end, and at which stage."""
    child, at = Child(importing(source)), b""
    if moment.stage:
        for said in child.heard(child.began + LONGEST):
            at = said[-1:]
            if moment.stage in said:
                break
    for said in child.heard(time.monotonic() + moment.seconds):
        at = said[-1:]
    names = {code: name for name, code in STAGES.items()}
    return child.end(kill=True) == -signal.SIGKILL, names.get(at, "opening")


def attempts(source: str, times: int, seed: int) -> Iterator[Try]:
    """Half of the moments anywhere, half while the site is written."""
    empty()
    began, took = whole(source)
    expected = told()
    chance = random.Random(seed)
    for number in range(times):
        writing = number % 2 == 1
        span = took - began[LAST] if writing else took
        moment = Moment(LAST if writing else b"", chance.uniform(0, span))
        empty()
        was_killed, stage = killed(source, moment)
        whole(source)
        yield Try(moment, was_killed, stage, tuple(_differences(expected, told())))


def _differences(expected: list[Any], found: list[Any]) -> Iterator[str]:
    for name in expected[0]:
        if expected[0][name] != found[0][name]:
            yield name
    if expected[1] != found[1]:
        yield "media"
    if found[2] != ["lock"]:
        yield f"left behind: {found[2]}"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(COMMUNS_DATA=folder, DJANGO_SETTINGS_MODULE="communs.settings")
        django.setup()
        prepare()
        tries = []
        for one in attempts(str(Path(asked.source).absolute()), asked.times, asked.seed):
            tries.append(one)
            how = "killed" if one.was_killed else "was over"
            what = ", ".join(one.differs) or "same site"
            say(f"{one.stage:8} +{one.moment.seconds:6.3f} s {how:8} {what}")
    wrong = sum(bool(one.differs) for one in tries)
    say(f"killed {sum(one.was_killed for one in tries)} of {len(tries)}; other sites: {wrong}")
    return min(wrong, 1)


def prepare() -> None:
    """The tables, in a process of its own: no connection may be open when others are begun."""

    def work(writer: int) -> None:
        from wiki.models import Page  # once the settings are read

        call_command("migrate", verbosity=0)
        if Page.objects.exists():
            raise SystemExit("This database holds pages: it would be emptied.")

    if Child(work).end():
        raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main())
