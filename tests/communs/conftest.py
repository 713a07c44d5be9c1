"""A real site of its own: its folder, its database, its processes."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).parents[2]
START, STOP = 60, 20


def wait_for(what: Callable[[], object], seconds: float = START) -> object:
    """The first true value of what(), or its last."""
    limit = time.monotonic() + seconds
    while not (value := what()) and time.monotonic() < limit:
        time.sleep(0.1)
    return value


class Site:
    """A data folder, and the commands and servers that use it."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "COMMUNS_DATA": str(folder / "data"),
            "DATABASE_URL": database_url,
            "PORT": str(self.port),
            "PYTHONWARNINGS": "error::DeprecationWarning:communs",
        }
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run manage.py to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=START,
        )

    def start(self, **environment: str) -> None:
        """Serve until stop(); returns when the site answers."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env={**self.environment, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        assert wait_for(self.answers), self.said()

    def stop(self) -> int | None:
        """Ask the server to stop; how it ended."""
        if self.process is None:
            return None
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP)
        finally:
            self.process.kill()
            self.process = None

    def answers(self, host: str = "127.0.0.1") -> bool:
        try:
            return self.get("/accounts/login/", host).status == 200
        except OSError:
            return False

    def get(self, path: str, host: str = "127.0.0.1") -> urllib.request.addinfourl:
        return urllib.request.urlopen(f"http://{host}:{self.port}{path}", timeout=10)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def drainers(self) -> list[int]:
        """The processes that took the task queue, in order."""
        return [int(pid) for pid in re.findall(r"This process \((\d+)\) runs the queued tasks", self.said())]

    def first_admin_links(self) -> list[str]:
        return re.findall(r"http://localhost:\d+(/accounts/first-admin/\S+)", self.said())


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site that nobody started yet, on the database that the tests run on."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        made = Site(tmp_path, "")
        yield made
        made.stop()
        return
    name = f"communs_site_{secrets.token_hex(6)}"
    place = {"host": database["HOST"], "port": database["PORT"] or 5432, "user": database["USER"]}
    with psycopg.connect(
        dbname="postgres", password=database["PASSWORD"], autocommit=True, **place
    ) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        login = f"{place['user']}:{database['PASSWORD']}" if database["PASSWORD"] else place["user"]
        made = Site(tmp_path, f"postgresql://{login}@{place['host']}:{place['port']}/{name}")
        yield made
        made.stop()
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
