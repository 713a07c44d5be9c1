"""How fast the site answers readers, next to a Django project that only says hello, in one run.

Both are served by gunicorn with two workers of three threads, on this machine; readers keep their
connections and take compressed answers, as browsers do. Each round asks hello, then each screen, in
turn; what is told is the median of five rounds' ratios and how far apart they were. Memory is told twice: of
this run, in which a worker also finds out who wrote the guide, and of another start once that is done.
`serving.py 5000` has a guide of so many pages; of 400 unless told.
"""

from __future__ import annotations

import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.importing import ROOT, Guide, family, folder_of
from tests.communs.conftest import free_port

ROUNDS, SECONDS, CLIENTS = 5, 1.5, 2
PAGES = 400
SOURCE = 18_000  # bytes of the page that is read
LONG = "section-0/long.md"
HERE = Path(__file__).parent


def guide_of(pages: int) -> Guide:
    """A guide of so many pages, one of which weighs 18 KB."""
    guide = Guide()
    folders = sorted({file.partition("/")[0] for file in guide.files if "/" in file})
    guide.files[LONG] = ""
    while len(guide.files) < pages:
        file = f"{guide.chance.choice(folders)}/page-{len(guide.files)}.md"
        guide.files[file] = guide.text(file)
    text = guide.text(LONG)
    while len(text.encode()) < SOURCE:
        text += guide.text(LONG).partition("\n\n# ")[2].partition("\n")[2]
    guide.files[LONG] = text.encode()[:SOURCE].decode(errors="ignore")
    return guide


@contextmanager
def serving(command: list[str], port: int, where: Path, **environment: str) -> Iterator[int]:
    """A server that answers, until the end; the number of its process."""
    process = subprocess.Popen(
        command,
        cwd=where,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        limit = time.monotonic() + 120
        while not answers(port):
            if time.monotonic() > limit or process.poll() is not None:
                raise SystemExit(f"{' '.join(command)} does not answer.")
            time.sleep(0.2)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def asked(port: int, path: str) -> tuple[int, int, str]:
    """How many bytes of HTML an answer holds, how many travel, and its ETag."""
    sizes, etag = [], ""
    for coding in ("identity", "gzip"):
        request = urllib.request.Request(
            f"http://localhost:{port}{path}", headers={"Accept-Encoding": coding}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            sizes.append(len(answer.read()))
            etag = answer.headers["ETag"] or ""
    return sizes[0], sizes[1], etag


def load(port: int, path: str, etag: str = "") -> tuple[float, float, set[str]]:
    """Requests per second, the middle answer's milliseconds, and the statuses met."""
    command = [
        sys.executable,
        str(HERE / "load.py"),
        str(port),
        path,
        str(SECONDS),
        *([etag] if etag else []),
    ]
    clients = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _number in range(CLIENTS)]
    told = [client.communicate()[0].split() for client in clients]
    many = sum(int(count) for count, _middle, _statuses in told)
    middle = statistics.mean(float(middle) for _count, middle, _statuses in told)
    return many / SECONDS, middle, {status for *_rest, statuses in told for status in statuses.split(",")}


def shared_out(pids: Iterable[int]) -> int:
    """The memory of processes, what they share with others counted in parts: PSS, in bytes."""
    total = 0
    for one in pids:
        told = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        total += sum(int(size) for size in re.findall(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)) * 1024
    return total


def compared(port: int, path: str) -> str:
    """Where the first and the last revision of a page are compared."""
    with urllib.request.urlopen(f"http://localhost:{port}{path}-/history/", timeout=30) as answer:
        found = sorted(map(int, re.findall(r"/-/revisions/(\d+)/", answer.read().decode())))
    return f"{path}-/compare/{found[0]}/{found[-1]}/"


def manage(site: Path, *arguments: str) -> None:
    environment = {
        **os.environ,
        "COMMUNS_DATA": str(site),
        "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
    }
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def edited(site: Path) -> None:
    """The long page gets a second revision, to be compared with its first."""
    manage(
        site,
        "shell",
        "-c",
        "from wiki.models import Page; from wiki.actions import pages; from wiki.rules import SYSTEM; "
        "page = Page.objects.get(path='section-0/long'); "
        "text = page.source.replace('commun', 'bien commun', 40); "
        "pages.edit(page, by=SYSTEM, base=page.version, source=text)",
    )


def measure(site: Path, pages: int) -> None:
    port, hello = free_port(), free_port()
    environment = {"COMMUNS_DATA": str(site), "PORT": str(port), "WORKERS": "2"}
    environment["EXEMPT_NETWORKS"] = "127.0.0.0/8, ::1"  # this load comes from one address
    with (
        serving([sys.executable, "manage.py", "serve"], port, ROOT, **environment) as pid,
        serving([sys.executable, "hello.py", str(hello)], hello, HERE, PYTHONPATH=str(HERE)),
    ):
        long = "/section-0/long/"
        weight, travels, etag = asked(port, long)
        screens = {
            "page": (long, ""),
            "page, 304": (long, etag),
            "home": ("/", ""),
            "search": ("/-/search/?q=gouvernance", ""),
            "diff": (compared(port, long), ""),
        }
        print(f"page of {SOURCE} bytes of source among {pages}: {weight} bytes of HTML, {travels} compressed")
        ratios: dict[str, list[float]] = {name: [] for name in screens}
        rates: dict[str, list[float]] = {name: [] for name in ("hello", *screens)}
        middles: dict[str, list[float]] = {name: [] for name in ("hello", *screens)}
        for _round in range(ROUNDS):
            for name, (path, known) in {"hello": ("/", ""), **screens}.items():
                rate, middle, statuses = load(hello if name == "hello" else port, path, known)
                if statuses != {"304" if known else "200"}:
                    raise SystemExit(f"{name} answered {sorted(statuses)}")
                rates[name].append(rate)
                middles[name].append(middle)
                if name != "hello":
                    ratios[name].append(rate / rates["hello"][-1])
        for name, measured in rates.items():
            told = f"{name:10} {statistics.median(measured):7.0f} requests/s, p50 {statistics.median(middles[name]):6.2f} ms"
            if name in ratios:
                found = ratios[name]
                told += f", × {statistics.median(found):.2f} of hello ({min(found):.2f} to {max(found):.2f})"
            print(told)
        told_memory(pid, "after an import")
    with serving([sys.executable, "manage.py", "serve"], port, ROOT, **environment) as pid:
        for path, known in screens.values():
            load(port, path, known)
        told_memory(pid, "started again")


def told_memory(pid: int, when: str) -> None:
    workers, everybody = (shared_out(pids) / 2**20 for pids in ([*family(pid)][1:], family(pid)))
    print(f"memory of two workers, {when}: {workers:.0f} MiB PSS; with their parent: {everybody:.0f} MiB")


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as folder:
        site, book = Path(folder) / "site", Path(folder) / "book"
        manage(site, "migrate", "--verbosity", "0")
        manage(site, "import_book", str(folder_of(guide_of(pages), book)))
        edited(site)
        measure(site, pages)


if __name__ == "__main__":
    main()
