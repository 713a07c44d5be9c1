"""Sites to be looked at, each with data of its own, served as in production."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.benchmarks.serving import ROOT, serving
from tests.communs.conftest import free_port

STARTER = str(ROOT / "communs" / "guide")
PREPARE = "from tests.looking.prepare import prepare; prepare()"


@contextmanager
def day_one() -> Iterator[str]:
    """The address of a site that has just been installed: nothing has happened there."""
    with tempfile.TemporaryDirectory() as data, _served(data) as address:
        yield address


@contextmanager
def imported(guide: str) -> Iterator[str]:
    """The address of a site that holds this guide, as it came."""
    with tempfile.TemporaryDirectory() as data:
        _bring(data, guide)
        with _served(data) as address:
            yield address


@contextmanager
def lived_in(guide: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The address of a site made of this guide where things were done, and what `prepare` tells of it."""
    with tempfile.TemporaryDirectory() as data:
        _bring(data, guide)
        told = json.loads(_manage(data, "shell", "-v", "0", "-c", PREPARE))
        with _served(data) as address:
            yield address, told


def _bring(data: str, guide: str) -> None:
    _manage(data, "migrate", "--verbosity", "0")
    _manage(data, "import_book", guide)
    _manage(data, "check_pictures", "--now")


@contextmanager
def _served(data: str) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "manage.py", "serve"]
    with serving(command, port, ROOT, COMMUNS_DATA=data, DATABASE_URL="", PORT=str(port)):
        yield f"http://localhost:{port}"


def _manage(data: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "COMMUNS_DATA": data, "DATABASE_URL": ""},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout
