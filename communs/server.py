"""The server: gunicorn with threads, told everything here, and the drainer beside it in each worker."""

import contextlib
import ctypes
import errno
import gc
import socket
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication

from communs.env import Configuration
from communs.worker import Drainer

# malloc.h: pools for threads; bytes from which a piece is mapped by itself, and the end of a pool given back.
SPARING = {-8: 2, -3: 65_536, -1: 65_536}  # M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD
# Seconds after which a thread that computes makes room for another: who holds the lock of the database asks a
# few short questions, and everybody who writes waits while these wait behind a page being drawn.
COMPUTES_AT_ONCE = 0.001

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


class AddressTaken(Exception):
    """Something else already answers there."""


class Server(BaseApplication):
    """Gunicorn without its command line nor its files of settings."""

    def __init__(self, site: Configuration, addresses: list[str]) -> None:
        self._site = site
        self._addresses = addresses
        self._drainer: Drainer | None = None
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self._addresses,
            "worker_class": "gthread",
            "workers": self._site.workers,
            "threads": self._site.threads,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 30,
            "control_socket_disable": True,
            # A long question is answered by the site, in its own words, as far as the server lets it in.
            "limit_request_line": 8190,
            "loglevel": "warning",
            "proc_name": "communs",
            "when_ready": _share_memory,
            # Both run in the worker, after the fork: a thread or a connection does not survive one.
            "post_worker_init": self._start_worker,
            "worker_exit": self._stop_worker,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Application:
        _spare_memory()
        application = get_wsgi_application()
        _warm(application)
        return application

    def _start_worker(self, worker: Any) -> None:
        sys.setswitchinterval(COMPUTES_AT_ONCE)
        self._drainer = Drainer(settings.DATA / "tasks.lock")
        self._drainer.start()

    def _stop_worker(self, arbiter: Any, worker: Any) -> None:
        if self._drainer is not None:
            self._drainer.stop()


def _warm(application: Application) -> None:
    """Ask what readers ask first: what an answer builds on its first use is then built once, and the workers,
    forked after it, share its memory. So are the tasks that one of them will look for."""
    for name in settings.SEEN_TO:
        import_string(name)
    site = urlsplit(settings.SITE_URL)
    for address in import_string(settings.ASKED_FIRST_FROM)():
        asked = urlsplit(address)
        environ = {"PATH_INFO": unquote(asked.path), "QUERY_STRING": asked.query, "HTTP_HOST": site.netloc}
        environ["wsgi.url_scheme"] = site.scheme
        setup_testing_defaults(environ)
        answer = application(environ, lambda *_head: None)
        list(answer)
        answer.close()
    connections.close_all()  # one does not survive a fork


def _share_memory(arbiter: Any) -> None:
    """What is loaded before the fork is never collected, so the workers go on sharing its memory."""
    gc.collect()
    gc.freeze()


def _spare_memory() -> None:
    """Two pools for the threads, which give back what is free; the C library has one each, and keeps it."""
    with contextlib.suppress(OSError, AttributeError):  # another C library than GNU's
        for option, value in SPARING.items():
            ctypes.CDLL(None).mallopt(option, value)


def addresses(host: str, port: int) -> list[str]:
    """Where to listen, or AddressTaken. 127.0.0.1 also means ::1, which localhost may lead to."""
    if _taken(socket.AF_INET6 if ":" in host else socket.AF_INET, host, port):
        raise AddressTaken
    found = [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    if host == "127.0.0.1" and socket.has_ipv6 and not _taken(socket.AF_INET6, "::1", port):
        found.append(f"[::1]:{port}")
    return found


def _taken(family: int, host: str, port: int) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            attempt.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            attempt.bind((host, port))
        except OSError as problem:
            if host == "::1" or problem.errno == errno.EADDRINUSE:
                return True
            raise
    return False
