"""How fast the engine renders: large pages, and how the time grows with the text.

The pages are those of the guide given (a folder or a git bundle; by default the real guide, where it
stands beside the repository), joined until they weigh 14 to 22 KB. All figures come from one run;
the ratio to the bare Markdown parser does not depend on the machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from wiki.text.links import resolve_external
from wiki.text.markup.dialect import parse
from wiki.text.render import render

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT.parent / "shared" / "corpus" / "tutoriel-communs.bundle"
STARTER = ROOT / "communs" / "guide"
SMALLEST, LARGEST = 14_000, 22_000
ROUNDS = 7


def pages_of(source: Path) -> list[str]:
    """The texts of a guide's pages: a folder's, or those of the branch `labosonum` of a bundle."""
    if source.is_dir():
        return [file.read_text(encoding="utf-8") for file in sorted(source.rglob("*.md"))]
    with tempfile.TemporaryDirectory() as folder:
        clone = ["git", "clone", "--quiet", "--branch", "labosonum", str(source), folder]
        subprocess.run(clone, check=True, stderr=subprocess.DEVNULL)
        return pages_of(Path(folder))


def joined(pages: list[str], smallest: int = SMALLEST, largest: int = LARGEST) -> list[str]:
    """Neighbouring pages put together until they weigh enough, in bytes; what would weigh too much is cut
    between two lines."""
    found: list[str] = []
    text = ""
    for page in pages * 3:
        text += page + "\n\n"
        if len(text.encode()) < smallest:
            continue
        while len(text.encode()) > largest:
            text = text[: text.rstrip("\n").rfind("\n")]
        found.append(text)
        text = ""
    return found


def milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1_000


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLE if BUNDLE.exists() else STARTER
    pages = pages_of(source)
    texts = joined(pages)
    render(texts[0], resolve=resolve_external)  # libraries read, caches warm
    parsing: list[float] = []
    rendering: list[float] = []
    for _ in range(ROUNDS):
        for text in texts:
            parsing.append(milliseconds(lambda text=text: parse(text.split("\n"))))
            rendering.append(milliseconds(lambda text=text: render(text, resolve=resolve_external)))
    weights = [len(text.encode()) / 1_000 for text in texts]
    print(f"{len(texts)} pages of {min(weights):.1f} to {max(weights):.1f} KB from {source.name}")
    print(
        f"rendering: median {statistics.median(rendering):.1f} ms, p95 {percentile(rendering, 0.95):.1f} ms"
    )
    print(f"to the bare Markdown parser: × {statistics.median(rendering) / statistics.median(parsing):.2f}")
    report_growth(texts)


def report_growth(texts: list[str]) -> None:
    """The time of ten times the text, to the time of the text: the same pages, joined by ten."""
    tenfold = ["\n\n".join(texts[start : start + 10]) for start in range(0, len(texts) - 9, 10)]
    once: list[float] = []
    ten: list[float] = []
    for _ in range(ROUNDS):
        for start, large in enumerate(tenfold):
            parts = texts[start * 10 : start * 10 + 10]
            once.append(
                sum(milliseconds(lambda t=text: render(t, resolve=resolve_external)) for text in parts) / 10
            )
            ten.append(milliseconds(lambda t=large: render(t, resolve=resolve_external)))
    print(f"ten times the text: × {statistics.median(ten) / statistics.median(once):.2f} the time")


if __name__ == "__main__":
    main()
