"""The real guide through the engine, against a reader that shares no code with it."""

import json
import re
import subprocess
import unicodedata
from collections import Counter

import pytest

from tests.conformance import check_tree


@pytest.fixture(scope="module", params=["labosonum", "master", "nec-inno3"])
def checked(request, tmp_path_factory):
    """One branch of the guide: its folder, what the command made of it, and the comparison's figures."""
    work = tmp_path_factory.mktemp(request.param)
    source, out, expected = work / "guide", work / "out", work / "expected.json"
    clone = ["git", "clone", "-q", "--branch", request.param, str(check_tree.BUNDLE), str(source)]
    subprocess.run(clone, check=True, capture_output=True)
    check_tree.render(source, out)
    check_tree.refer(source, expected)
    said, figures = check_tree.compare(out, expected, work / "report.json")
    return source, out, said, figures


def test_corpus_pages_are_equal_in_every_aspect(checked):
    _source, _out, said, figures = checked
    different = {
        name: [aspect for aspect, equal in page["equal"].items() if not equal]
        for name, page in figures["pages"].items()
        if not all(page["equal"].values())
    }
    assert different == {}, said


def test_corpus_loses_no_word_and_shows_no_tag(checked):
    _source, _out, said, figures = checked
    left = sum(max(0, page["leftover"]) for page in figures["pages"].values())
    assert (figures["recall"], left) == (1, 0), said


def test_corpus_words_have_their_exact_place(checked):
    source, out, _said, _figures = checked
    places = check_tree.check_places(source, out)
    assert places.wrong == []
    assert places.share >= 99.5


def test_corpus_words_are_those_of_the_page(checked):
    _source, out, _said, _figures = checked
    pages = json.loads((out.parent / "expected.json").read_text(encoding="utf-8"))["pages"]
    listed = {
        name: _counted(json.loads((out / f"{name}.json").read_text(encoding="utf-8"))) for name in pages
    }
    assert listed == {name: Counter(page["structure"]["words"]) for name, page in pages.items()}


def _counted(words):
    """The words as the reference reader counts them: hyphens part them, case does not."""
    text = " ".join(re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", word) for word, _start, _end in words)
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return Counter(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text))
