"""Checks the engine on any folder in GitBook's format: `python tests/conformance/check_tree.py DIR`.

Renders the folder with `manage.py render_tree`, serves the result on this machine, compares it with
what the reference reader of ../shared/conformance expects, then checks the place of each word.
"""

from __future__ import annotations

import argparse
import html
import http.server
import json
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT.parent / "shared" / "conformance"
BUNDLE = ROOT.parent / "shared" / "corpus" / "tutoriel-communs.bundle"
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass
class Places:
    """The words of a rendered tree: how many, how many with a place, and those whose place is wrong."""

    words: int = 0
    placed: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return 100 * self.placed / self.words if self.words else 100.0


def render(source: Path, out: Path) -> str:
    """Run the command that is being checked; its report."""
    return _run([sys.executable, "manage.py", "render_tree", str(source), str(out)], ROOT).stdout


def refer(source: Path, expected: Path) -> None:
    """What the independent reader of the format expects."""
    _run([sys.executable, "reference.py", str(source), str(expected)], TOOLS)


def compare(out: Path, expected: Path, report: Path) -> tuple[str, dict]:
    """The comparison's own words, and its figures."""
    with served(out) as address:
        command = [sys.executable, "compare.py", str(expected), "--base-url", address]
        command += ["--map", str(out / "map.json"), "--selector", "[data-page-body]", "--report", str(report)]
        said = _run([*command, "--no-links"], TOOLS, check=False).stdout
    return said, json.loads(report.read_text(encoding="utf-8"))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder at the root of a server on this machine; its address."""
    handler = partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """The report is the only thing said."""


def check_places(source: Path, out: Path) -> Places:
    """Each word against the text of its file; written apart from the engine, on purpose."""
    found = Places()
    for listing in sorted(out.rglob("*.md.json")):
        name = listing.relative_to(out).as_posix().removesuffix(".json")
        text = _decoded((_root(source) / name).read_bytes())
        taken: set[int] = set()
        for word, start, end in json.loads(listing.read_text(encoding="utf-8")):
            found.words += 1
            if start is None:
                continue
            found.placed += 1
            written = text[start:end]
            if start in taken:
                found.wrong.append(f"{name}: {word!r} is said to stand at {start}, as another word is")
            taken.add(start)
            if word not in (written, html.unescape(written), html.unescape(ESCAPE.sub(r"\1", written))):
                found.wrong.append(f"{name}: {word!r} is said to stand at {start}, where {written!r} is")
    return found


def _root(source: Path) -> Path:
    """The folder that page names are relative to: the one `.gitbook.yaml` names, if it does."""
    for name in (".gitbook.yaml", ".gitbook.yml"):
        file = source / name
        told = (
            re.search(r"(?m)^root:\s*['\"]?([^'\"\s#]+)", file.read_text("utf-8")) if file.is_file() else None
        )
        if told:
            return source / told[1].lstrip("/")
    return source


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _run(command: list[str], folder: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> int:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("dir", type=Path, help="folder in GitBook's format")
    reading.add_argument("--out", type=Path, help="keep what is made here")
    asked = reading.parse_args()
    if not TOOLS.is_dir():
        raise SystemExit(f"{TOOLS} is absent: the reference reader is needed to compare with.")
    with tempfile.TemporaryDirectory() as scratch:
        work = asked.out or Path(scratch)
        source, out = asked.dir.resolve(), (work / "out").resolve()
        _say(render(source, out).strip())
        refer(source, (work / "expected.json").resolve())
        said, _figures = compare(out, (work / "expected.json").resolve(), (work / "report.json").resolve())
        _say(said)
        places = check_places(source, out)
        _say(f"words: {places.words}, with a place: {places.share:.2f} %, misplaced: {len(places.wrong)}")
        _say("\n".join(places.wrong[:20]))
    return 1 if places.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
