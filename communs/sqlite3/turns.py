"""Turns to write in one file: among the threads of a process, and among processes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time

PAUSE = 0.001  # between two looks at a lock of another process, in seconds
_THREADS = threading.Lock()  # of this process: one of them stands in line for all


class Turn:
    """A turn, taken and given back by one connection.

    Between processes there are two locks, of a door and of the room behind it: whoever waits for the room
    holds the door, so that a process which has just left the room cannot enter again before the others. The
    system frees both when a process ends, however it ends.
    """

    def __init__(self) -> None:
        self._room: int | None = None
        self._is_first = False

    def take(self, file: str, patience: float) -> None:
        """Wait for the turn; when it does not come, go without: SQLite itself says whether one may write."""
        until = time.monotonic() + patience
        self._is_first = _THREADS.acquire(timeout=patience)
        if not self._is_first:
            return
        with contextlib.suppress(OSError):  # where no file can be made
            door = _opened(f"{file}-door")
            try:
                self._room = _entered(door, f"{file}-room", until)
            finally:
                _leave(door)

    def give(self) -> None:
        """Let the next one in; nothing where it was not taken."""
        if self._room is not None:
            _leave(self._room)
            self._room = None
        if self._is_first:
            self._is_first = False
            _THREADS.release()


def _entered(door: int, room: str, until: float) -> int | None:
    if not _locked(door, until):
        return None
    entered = _opened(room)
    if _locked(entered, until):
        return entered
    os.close(entered)
    return None


def _opened(file: str) -> int:
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _locked(descriptor: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(PAUSE)
        else:
            return True


def _leave(descriptor: int) -> None:
    """Unlocked by name: a child that was forked meanwhile would keep open what is only closed here."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)
