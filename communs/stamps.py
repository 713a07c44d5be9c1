"""A stamp of the database: as long as it is the same, nobody has written anything. One cheap question."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Hashable
from pathlib import Path
from threading import Lock

from django.db import connection


def now() -> Hashable | None:
    """The stamp of what is committed; None inside a transaction, where what is read may never come to be."""
    if connection.in_atomic_block:
        return None
    if connection.vendor == "sqlite":
        return _WATCH.look(str(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        # The transactions that are over: one that writes takes a number, one that reads takes none.
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


class _Watch:
    """A connection that never writes: SQLite tells each connection of the commits of all the others."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._of: tuple[int, str] | None = None

    def look(self, database: str) -> Hashable:
        # A connection does not survive a fork, nor its file being put in place of another.
        of = os.getpid(), database
        with self._lock:
            if self._connection is None or self._of != of:
                self._open(database)
                self._of = of
            assert self._connection is not None
            return self._connection.execute("PRAGMA data_version").fetchone()[0], id(self._connection)

    def _open(self, database: str) -> None:
        if self._connection is not None and self._of and self._of[0] == os.getpid():
            self._connection.close()
        uri = Path(database).resolve().as_uri() + "?mode=rw"  # which makes no file that is not there
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=20)
        self._connection.execute("PRAGMA query_only = ON")


_WATCH = _Watch()
