"""Pages drawn by several processes at once: the engine is pure, and a book may have thousands of pages."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from types import TracebackType

from wiki.book.drawing import Drawn, Job, Setting, draw_files
from wiki.book.targets import Targets

ENOUGH = 100  # pages from which other processes earn their start
AT_ONCE = 16  # pages that a process is given at a time
MOST = 4  # processes: beyond, the one that gathers is the slowest


class Workers:
    """Processes that start when they are first needed and end with the `with`.

    They are started afresh rather than forked: a fork of a process that has threads, or a connection to
    the database, may hang or speak on it.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def expect(self, count: int) -> None:
        """Start them before their work is known, if so many pages are to come."""
        cores = min(MOST, os.cpu_count() or 1)
        if self._pool is None and count >= ENOUGH and cores > 1:
            self._pool = ProcessPoolExecutor(cores, mp_context=get_context("spawn"), initializer=_begin)
            for _core in range(cores):
                self._pool.submit(_draw, Setting(Targets({}, {})), [])

    def processes(self) -> list[int]:
        """The numbers of those that run."""
        return sorted((self._pool and self._pool._processes) or ())

    def draw(self, setting: Setting, jobs: Sequence[Job]) -> Iterator[Drawn]:
        """The pages in the order given."""
        if self._pool is None:
            yield from _one_by_one(setting, jobs)
            return
        parts = [jobs[start : start + AT_ONCE] for start in range(0, len(jobs), AT_ONCE)]
        done = 0
        try:
            for drawn in self._pool.map(_draw, [setting] * len(parts), parts):
                yield from drawn
                done += len(drawn)
        except BrokenProcessPool:  # killed from outside, for memory above all: this process goes on alone
            self._pool = None
            yield from _one_by_one(setting, jobs[done:])


def _begin() -> None:
    """A process whose parent is killed would wait for its work for ever."""
    gc.freeze()
    gc.disable()  # a page leaves little behind, which looking for costs a sixth of the time
    Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _draw(setting: Setting, jobs: Sequence[Job]) -> list[Drawn]:
    drawn = draw_files(setting, jobs)
    gc.collect()
    return drawn


def _one_by_one(setting: Setting, jobs: Sequence[Job]) -> Iterator[Drawn]:
    for job in jobs:
        yield from draw_files(setting, [job])
