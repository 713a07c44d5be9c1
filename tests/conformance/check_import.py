"""Checks the importer on any source: `python tests/conformance/check_import.py SOURCE [--branch B]`.

A new site in a temporary folder takes the book in by the command that people type, and serves it on this
machine; the reference reader of ../shared/conformance says what each page should hold, and its reader of
histories which revisions each page should have.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT.parent / "shared" / "conformance"
MANAGE = [sys.executable, str(ROOT / "manage.py")]
PATIENCE = 120  # seconds for a site to answer
REVISIONS = """
    SELECT page.book_path, revision."commit", revision.book_path, revision.history_date,
        coalesce(author.email, author.signature)
    FROM wiki_pagerevision revision JOIN wiki_page page ON page.id = revision.id
    LEFT JOIN accounts_user author ON author.id = revision.history_user_id
    WHERE page.state <> 'archived' AND page.book_path <> '' ORDER BY page.book_path, revision.number DESC
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source")
    parser.add_argument("--branch", default="")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        site = {
            **os.environ,
            "COMMUNS_DATA": str(work / "data"),
            "DATABASE_URL": "",
            "PORT": str(_free_port()),
        }
        subprocess.run([*MANAGE, "migrate", "--verbosity=0"], check=True, env=site)
        branch = [f"--branch={told.branch}"] if told.branch else []
        started = time.monotonic()
        command = [*MANAGE, "import_book", told.source, *branch, "--map", str(work / "map.json")]
        subprocess.run(command, check=True, env=site)
        _say(f"imported in {time.monotonic() - started:.1f} s")
        copy = _repository(told.source, work / "copy.git")
        if copy:
            _check_history(copy, told.branch or "HEAD", work)
        _check_pages(_folder(told.source, copy, told.branch or "HEAD", work), site, work)


def _repository(source: str, copy: Path) -> Path | None:
    """A bare copy of the source, if it is a repository or a bundle."""
    done = subprocess.run(
        ["git", "clone", "-q", "--bare", source, str(copy)], check=False, capture_output=True
    )
    return copy if done.returncode == 0 else None


def _folder(source: str, copy: Path | None, branch: str, work: Path) -> Path:
    """The files of the source, for the reference reader."""
    if copy is None:
        return Path(source)
    command = [sys.executable, str(TOOLS / "checkout.py"), str(copy), branch, str(work / "guide")]
    subprocess.run(command, check=True, capture_output=True)
    return work / "guide"


def _check_history(copy: Path, branch: str, work: Path) -> None:
    """Which of the expected revisions are there: the right commit, in its order, with its author and date."""
    out = work / "history.json"
    command = [sys.executable, str(TOOLS / "history.py"), str(copy), str(out), "--rev", branch]
    subprocess.run(command, check=True, capture_output=True)
    expected = json.loads(out.read_text(encoding="utf-8"))["pages"]
    rows = sqlite3.connect(work / "data" / "communs.sqlite3").execute(REVISIONS)
    found: dict[str, list[tuple[str, str, datetime, str]]] = {}
    for page, commit, file, date, email in rows:
        moment = datetime.fromisoformat(f"{date}+00:00")
        found.setdefault(page, []).append((commit, file, moment, email or ""))
    asked = right = 0
    for page, revisions in expected.items():
        told = [
            (told["commit"], told["path"], datetime.fromisoformat(told["date"]), told["email"].lower())
            for told in revisions
        ]
        asked += len(told)
        right += len(told) if found.get(page) == told else len(set(told) & set(found.get(page, ())))
    _say(f"revisions: {right} of {asked} expected are there, with their commit, file, author and date")


def _check_pages(folder: Path, site: dict[str, str], work: Path) -> None:
    expected = work / "expected.json"
    subprocess.run([sys.executable, str(TOOLS / "reference.py"), str(folder), str(expected)], check=True)
    with _served(site) as address:
        command = [sys.executable, str(TOOLS / "compare.py"), str(expected), "--base-url", address]
        command += ["--map", str(work / "map.json"), "--selector", "[data-page-body]"]
        subprocess.run(command, check=False)


@contextmanager
def _served(site: dict[str, str]) -> Iterator[str]:
    address = f"http://localhost:{site['PORT']}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*MANAGE, "serve"], env=site, **quiet) as server:
        try:
            _await(address)
            yield address
        finally:
            server.terminate()


def _await(address: str) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the site does not answer")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
