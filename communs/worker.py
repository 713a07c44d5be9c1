"""The thread that runs queued tasks: one for the whole site, whichever server process holds the lock."""

import fcntl
import hashlib
import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import Error, close_old_connections, connections
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger("communs.worker")

BACKEND = "default"
# A task that ended its process this often is not tried again: it would end every other in turn.
MOST_ATTEMPTS = 3


class TaskAbandoned(Exception):
    """The process that ran the task ended under it, too often."""


class Drainer(threading.Thread):
    """Waits for the lock, then runs tasks until told to stop; its connections are its own."""

    def __init__(self, lock: Path, *, every: float = 1.0) -> None:
        super().__init__(name="drainer", daemon=True)
        self._lock = lock
        self._every = every
        self._told_to_stop = threading.Event()
        self._worker: Worker | None = None

    def run(self) -> None:
        while not self._told_to_stop.is_set():
            with _held(self._lock) as ours:
                if ours:
                    self._drain()
            self._told_to_stop.wait(self._every)
        connections.close_all()

    def stop(self, timeout: float = 25) -> None:
        """Let the running task end, and no other begin."""
        self._told_to_stop.set()
        if self._worker is not None:
            self._worker.running = False
        self.join(timeout)

    def _drain(self) -> None:
        logger.info("This process (%s) runs the queued tasks.", os.getpid())
        taken_over = False
        while not self._told_to_stop.is_set():
            try:
                close_old_connections()
                if not taken_over:
                    take_over()
                    taken_over = True
                if DBTaskResult.objects.ready().filter(backend_name=BACKEND).exists():
                    self._run_ready()
            except Error:
                logger.exception("The task queue cannot be read; trying again.")
                connections.close_all()
            self._told_to_stop.wait(self._every)

    def _run_ready(self) -> None:
        self._worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{worker_prefix()}-{os.getpid()}",
            excluded_queue_names=[],
        )
        # stop() may have come between the wait and here.
        self._worker.running = not self._told_to_stop.is_set()
        self._worker.run()
        self._worker = None


def worker_prefix() -> str:
    """What the names of this data folder's workers begin with, so that others' tasks are left alone."""
    home = f"{socket.gethostname()}:{settings.DATA}"
    return f"site-{hashlib.sha256(home.encode()).hexdigest()[:12]}"


def take_over() -> None:
    """What the holder of the lock does first."""
    requeue_interrupted()
    for name in settings.SEEN_TO:
        import_string(name)()


def requeue_interrupted() -> int:
    """Give back to the queue what a killed process of this site was running; for the lock's holder only."""
    count = 0
    for result in DBTaskResult.objects.running().filter(backend_name=BACKEND):
        if not result.worker_ids or not result.worker_ids[-1].startswith(worker_prefix()):
            continue
        count += 1
        if len(result.worker_ids) >= MOST_ATTEMPTS:
            result.set_failed(TaskAbandoned(f"its process ended {MOST_ATTEMPTS} times"))
        else:
            DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.RUNNING).update(
                status=TaskResultStatus.READY, started_at=None
            )
    return count


@contextmanager
def _held(lock: Path) -> Iterator[bool]:
    """Whether the lock is ours; the system frees it by itself when the process ends, however it ends."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
