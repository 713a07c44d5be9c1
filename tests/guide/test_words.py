"""How the guide is written: sentences that are read at once, nothing copied, every doubt told."""

from __future__ import annotations

import csv
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guide.book import FILES, INTERNAL, PAGES, prose, sentences, text, words

MEDIAN, LONGEST = 20, 30  # words of a sentence
RUN = 8  # words in a row that nobody else wrote before us
FACTS = Path(__file__).with_name("facts.tsv")
# What must be said as it is: the promise of the former home page, titles of laws, names of bodies.
SHARED = Path(__file__).with_name("shared_runs.txt")
EMPTY_WORDS = re.compile(
    r"[Ii]l suffit|n'hésitez pas|[Ii]l est important|[Ff]orce est de|\bincontournable|\bau cœur de|\bà l'ère du"
)


@pytest.mark.parametrize("file", PAGES)
def test_sentences_are_read_at_once(file: str) -> None:
    lengths = {said: len(words(said)) for said in sentences(text(file))}
    assert statistics.median(lengths.values()) <= MEDIAN
    assert [said for said, length in lengths.items() if length > LONGEST] == []


@pytest.mark.parametrize("file", FILES)
def test_words_are_plain_and_read_aloud(file: str) -> None:
    source = text(file)
    assert re.findall(r"\w·\w", source) == []
    assert EMPTY_WORDS.findall(source) == []
    assert re.findall("[\u00a0\u202f\u2019]", source) == []  # blanks and apostrophes are drawn, not written


def test_apostrophes_and_quotes_are_of_one_kind() -> None:
    assert [file for file in PAGES if "“" in text(file) or "”" in text(file)] == []


def rows() -> Iterator[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def test_every_fact_is_used_or_left_out_for_a_reason() -> None:
    facts = list(rows())
    assert len(facts) == len({fact["fact"] for fact in facts}) == 118
    assert [fact["fact"] for fact in facts if bool(fact["pages"]) == bool(fact["why it is left out"])] == []
    named = {page for fact in facts for page in fact["pages"].split()}
    assert named - set(PAGES) == set()


def test_every_doubtful_fact_is_to_be_checked() -> None:
    doubtful = [fact["fact"] for fact in rows() if "?" in fact["certainty"]]
    listed = set(re.findall(r"\bF\d+\b", text(INTERNAL)))
    assert len(doubtful) == 20
    assert [fact for fact in doubtful if fact not in listed] == []


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> frozenset[tuple[str, ...]]:
    """Every run of the guide that this one succeeds, in any of its revisions that still stands at a branch."""
    copy = tmp_path_factory.mktemp("former") / "git"
    bundle = next((shared / "corpus").glob("*.bundle"))
    subprocess.run(["git", "clone", "--quiet", str(bundle), str(copy)], check=True)
    told = [path.read_text("utf-8", "replace") for path in copy.rglob("*.md")]
    told += [path.read_text("utf-8") for path in (shared / "corpus").glob("*.md")]
    return frozenset(run for said in told for run in runs(said))


def runs(said: str) -> Iterator[tuple[str, ...]]:
    told = words(said)
    yield from zip(*(told[start:] for start in range(RUN)), strict=False)


def test_nothing_is_copied_from_the_former_guide(former: frozenset[tuple[str, ...]]) -> None:
    allowed = {run for line in SHARED.read_text("utf-8").splitlines() for run in runs(line)}
    assert len(former) > 10_000
    found = {
        file: [" ".join(run) for run in runs(prose(text(file))) if run in former and run not in allowed]
        for file in FILES
    }
    assert {file: copied for file, copied in found.items() if copied} == {}
