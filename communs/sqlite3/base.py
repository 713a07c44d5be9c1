"""Django's connection to SQLite; a transaction waits for its turn before it begins.

SQLite lets one write at a time, and whoever finds it busy sleeps, each time longer: where many write, those
who came last are served first, and some wait for seconds. Here they stand in line.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from communs.sqlite3.turns import Turn


class DatabaseWrapper(base.DatabaseWrapper):
    """All transactions begin with BEGIN IMMEDIATE, and so all of them may write."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._turn = Turn()

    def _start_transaction_under_autocommit(self) -> None:
        if not self.is_in_memory_db():
            told = self.settings_dict
            self._turn.take(str(told["NAME"]), told["OPTIONS"].get("timeout", 5.0))
        try:
            django: Any = super()  # whose types do not tell of it
            django._start_transaction_under_autocommit()
        except BaseException:
            self._turn.give()
            raise

    def commit(self) -> None:
        super().commit()  # whoever cannot commit rolls back
        self._turn.give()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._turn.give()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._turn.give()
