"""The questions that readers ask of real guides: an expected page is among the first three answers."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from tests.conformance import check_tree
from wiki.queries import search, tree

pytestmark = pytest.mark.django_db
OURS = Path(__file__).parents[1] / "queries" / "search-queries.tsv"
FIRST = 3
ANYONE = AnonymousUser()


def rows(file: Path) -> Iterator[list[str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@pytest.fixture
def bring(tmp_path: Path) -> Callable[[str], None]:
    """Import the starter guide, or a branch of the real one."""

    def bring_one(book: str) -> None:
        source = Path(settings.STARTER_GUIDE)
        if book != "guide":
            source = tmp_path / book
            clone = ["git", "clone", "-q", "--branch", book, str(check_tree.BUNDLE), str(source)]
            subprocess.run(clone, check=True, capture_output=True)
        call_command("import_book", str(source), verbosity=0)

    return bring_one


def missed(asked: list[tuple[str, str]]) -> list[str]:
    """The queries whose first answers hold none of the pages that are expected."""
    menu = tree.menu(ANYONE)
    wrong = []
    for query, expected in asked:
        found = search.search(search.read(query), menu, by=ANYONE).hits[:FIRST]
        if {hit.page.book_path for hit in found}.isdisjoint(expected.split(" | ")):
            wrong.append(query)
    return wrong


def test_given_queries_find_an_expected_page(bring: Callable[[str], None], shared: Path) -> None:
    bring("labosonum")
    asked = [(query, expected) for query, _kind, expected in rows(shared / "search-queries.tsv")]
    assert (len(asked), missed(asked)) == (40, [])


@pytest.mark.parametrize(("book", "count"), [("guide", 28), ("master", 12), ("nec-inno3", 12)])
def test_queries_of_ours_find_an_expected_page(bring: Callable[[str], None], book: str, count: int) -> None:
    bring(book)
    asked = [(query, expected) for name, query, _kind, expected in rows(OURS) if name == book]
    assert (len(asked), missed(asked)) == (count, [])
