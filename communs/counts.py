"""The cache that limits count in: a small SQLite file beside the database, the same for every worker.

In the database itself each count would be a commit, after which no answer that is kept whole would hold. It
lasts minutes, so that it may be lost; where it cannot be written, nothing is counted and the site goes on.
"""

from __future__ import annotations

import logging
import os
import pickle
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

log = logging.getLogger(__name__)

WAIT = 0.2  # seconds for another worker to be done; a count takes a thousandth of that
MOST_ENTRIES = 50_000  # some ten megabytes: what ends first makes room
SWEPT = 50  # entries that are over, taken away at each new one
CHECKED_EVERY = 500  # new entries
FOREVER = 1e12
_SET_UP = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON; PRAGMA cache_size=-256;
CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value, ends REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS kept_ends ON kept (ends);
"""
_PUT = (
    "INSERT INTO kept VALUES (:key, :value, :ends) ON CONFLICT (key) DO UPDATE SET value=:value, ends=:ends"
)


class CountsCache(BaseCache):
    """Django's interface; `add` and `incr` are one step each, whoever else counts."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)  # one in each thread; the connection is the process's

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        rows = self._do(
            "SELECT value FROM kept WHERE key=:key AND ends>:now",
            key=self._named(key, version),
            now=time.time(),
        )
        return _read(rows[0][0]) if rows else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._put(_PUT, key, value, timeout, version)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._put(f"{_PUT} WHERE ends<=:now RETURNING 1", key, value, timeout, version))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        rows = self._do(
            "UPDATE kept SET value=value+:delta WHERE key=:key AND ends>:now RETURNING value",
            key=self._named(key, version),
            delta=delta,
            now=time.time(),
        )
        if not rows:
            raise ValueError(f"nothing is kept under {key}")
        return int(rows[0][0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        now = time.time()
        rows = self._do(
            "UPDATE kept SET ends=:ends WHERE key=:key AND ends>:now RETURNING 1",
            key=self._named(key, version),
            ends=self._ends(timeout, now),
            now=now,
        )
        return bool(rows)

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._do("DELETE FROM kept WHERE key=:key RETURNING 1", key=self._named(key, version)))

    def clear(self) -> None:
        self._do("DELETE FROM kept")

    def _named(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def _ends(self, timeout: Any, now: float) -> float:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return FOREVER if seconds is None else now + seconds

    def _put(self, statement: str, key: str, value: Any, timeout: Any, version: int | None) -> Sequence[Any]:
        now = time.time()
        told = {"key": self._named(key, version), "value": _written(value), "now": now}
        return self._do(statement, ends=self._ends(timeout, now), **told, sweeps=True)

    def _do(self, statement: str, sweeps: bool = False, **told: Any) -> Sequence[Any]:
        return _FILE.do(statement, told, sweeps=sweeps)


class _File:
    """One connection for all threads of a process: each statement is a commit of some hundredths of a
    millisecond."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._of: tuple[int, Path] | None = None
        self._new = 0
        self._has_failed = False

    def do(self, statement: str, told: dict[str, Any], *, sweeps: bool) -> Sequence[Any]:
        """The rows that the statement returns; `add` of what cannot be written says yes, all else nothing."""
        with self._lock:
            try:
                rows = self._opened().execute(statement, told).fetchall()
                if sweeps:
                    self._sweep(told["now"])
            except sqlite3.Error as problem:
                return self._failed(problem, statement)
            self._has_failed = False
            return rows

    def _opened(self) -> sqlite3.Connection:
        """A connection does not survive a fork; tests give each process a folder of its own."""
        of = os.getpid(), settings.DATA / "counts.sqlite3"
        if self._connection is None or self._of != of:
            self._connection = _connected(of[1])
            self._of = of
        return self._connection

    def _sweep(self, now: float) -> None:
        """What is over goes, addresses first of all; a flood of keys makes room by what ends first."""
        connection = self._opened()
        connection.execute(
            "DELETE FROM kept WHERE key IN (SELECT key FROM kept WHERE ends<=? ORDER BY ends LIMIT ?)",
            (now, SWEPT),
        )
        self._new += 1
        if self._new % CHECKED_EVERY == 0:
            connection.execute(
                "DELETE FROM kept WHERE key IN (SELECT key FROM kept ORDER BY ends"
                " LIMIT max(0, (SELECT count(*) FROM kept) - ?))",
                (MOST_ENTRIES,),
            )

    def _failed(self, problem: sqlite3.Error, statement: str) -> Sequence[Any]:
        if not self._has_failed:
            log.error("limits are not counted: %s", problem)
        self._has_failed = True
        if _is_broken(problem) and self._connection is not None and self._of is not None:
            self._connection.close()
            self._connection = None
            _remove(self._of[1])
        return [(1,)] if statement.startswith("INSERT") else []


def _connected(file: Path) -> sqlite3.Connection:
    """The file, made anew if a power cut has left it broken."""
    connection = sqlite3.connect(file, timeout=WAIT, isolation_level=None, check_same_thread=False)
    try:
        connection.executescript(_SET_UP)
    except sqlite3.Error as problem:
        connection.close()
        if _is_broken(problem):
            _remove(file)
        raise
    return connection


def _is_broken(problem: sqlite3.Error) -> bool:
    """Whether it is the file that is no good, and not the moment: locked, full, not to be written."""
    return type(problem) is sqlite3.DatabaseError


def _remove(file: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)


_FILE = _File()


def _written(value: Any) -> Any:
    """Whole numbers as such, so that they can be added to."""
    return value if type(value) is int else pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _read(value: Any) -> Any:
    return value if isinstance(value, int) else pickle.loads(value)
