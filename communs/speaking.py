"""The language of the site, which an admin chooses: known to each process without a question a request."""

from __future__ import annotations

import time
from threading import Lock

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string


class _Known:
    """What was last heard, and when; it is asked again now and then, for another process may have chosen."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._language, self._until = "", 0.0

    def get(self) -> str:
        # Never within a transaction: what fails, as before a migration, would undo it.
        is_late = time.monotonic() >= self._until and not connection.in_atomic_block
        if is_late and self._lock.acquire(blocking=False):
            try:
                self.put(import_string(settings.SITE_LANGUAGE_FROM)())
            except DatabaseError:
                self.put(self._language)  # the answer will say what is wrong
            finally:
                self._lock.release()
        return self._language or settings.LANGUAGE_CODE

    def put(self, language: str) -> None:
        self._language, self._until = language, time.monotonic() + settings.SITE_LANGUAGE_SECONDS


_KNOWN = _Known()


def site_language() -> str:
    """The language of whoever chose none."""
    return _KNOWN.get()


def chosen(language: str) -> None:
    """From now on in this process; within moments in the others."""
    _KNOWN.put(language)
