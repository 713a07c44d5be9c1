"""How long a comment takes while twenty people write fifty each, as fast as they are answered, and others read.

A real server with two workers; some click twice; limits are wide enough (`tests/communs/unlimited.py`). On
SQLite, and on PostgreSQL where POSTGRES_URL names a server, as for `.ci/run`:

    POSTGRES_URL=postgresql://postgres@127.0.0.1:5432 PYTHONPATH=. python tests/benchmarks/commenting.py [ROUNDS]

What is lost, doubled or answered by an error ends the run. Time is worth what the machine is: its load is told
beside.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests.communs import crowd
from tests.communs.conftest import Site

REMARKS, ROUNDS = 50, 3
WHOLE = crowd.WRITERS * REMARKS


@contextmanager
def database(server: str) -> Iterator[str]:
    """The address of a database that lasts as long as a round; none is SQLite in the site's folder."""
    if not server:
        yield ""
        return
    name = f"communs_bench_{secrets.token_hex(4)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as line:
        line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{server}/{name}"
        finally:
            line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def commented(site: Site) -> crowd.Answers:
    """A crowd at a site; SystemExit when anything went wrong."""
    site.environment["DJANGO_SETTINGS_MODULE"] = crowd.SETTINGS
    # However long a laden machine takes for it; a server that starts is waited for a minute only.
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], env=site.environment, check=True)
    try:
        site.start(WORKERS="2")
        answers = crowd.gather(
            site.port, crowd.told(site.command("shell", "-v", "0", "-c", crowd.SETTLE).stdout), REMARKS
        )
        counted = crowd.told(site.command("shell", "-v", "0", "-c", crowd.COUNT).stdout)
    finally:
        site.stop()
    if counted != {"kept": WHOLE, "different": WHOLE, "numbers": True} or answers.wrong:
        raise SystemExit(f"of {WHOLE}: {counted}; {len(answers.wrong)} errors: {answers.wrong[:3]}")
    return answers


def at(times: list[float], share: float) -> float:
    """The milliseconds within which this share of answers came."""
    return sorted(times)[int(share * (len(times) - 1))] * 1000


def measure(name: str, server: str) -> None:
    for _round in range(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS):
        with tempfile.TemporaryDirectory() as folder, database(server) as address:
            answers = commented(Site(Path(folder), address))
        told = ", ".join(
            f"{word} {at(answers.posts, share):.0f}"
            for word, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("most", 1.0))
        )
        print(
            f"{name}: {WHOLE} of {WHOLE} kept, none twice, in "
            f"{answers.seconds:.1f} s; a comment {told} ms; a page p50 {at(answers.reads, 0.5):.0f}, "
            f"p99 {at(answers.reads, 0.99):.0f} ms ({len(answers.reads)} read); load {os.getloadavg()[0]:.1f}"
        )


def main() -> None:
    measure("SQLite", "")
    if server := os.environ.get("POSTGRES_URL", ""):
        measure("PostgreSQL", server)


if __name__ == "__main__":
    main()
