"""Looking first writes nothing, and what is imported twice changes nothing."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.exchange import dumps
from tests.exchange.bringing import bring
from tests.exchange.guide import LAST, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought(repository):
    return bring(repository)


def test_check_writes_nothing(repository):
    before = dumps.everything()
    report = bring(repository, check=True)
    assert dumps.everything() == before
    done = bring(repository)
    assert (report.books, report.remarks, report.addresses) == (done.books, done.remarks, done.addresses)


def test_check_of_a_book_that_stands_writes_nothing(brought, repository):
    before = dumps.everything()
    assert bring(repository, check=True).books[0].made == 0
    assert dumps.everything() == before


def test_check_at_an_address_of_an_empty_site_writes_nothing(repository):
    before = dumps.everything()
    assert bring(repository, check=True, at="guide").addresses["README.md"] == "/guide/"
    assert dumps.everything() == before


@pytest.mark.parametrize("options", [{}, {"with_history": False}, {"at": "guide"}, {"repair": True}])
def test_import_twice_changes_nothing(repository, options):
    bring(repository, **options)
    before = dumps.everything()
    assert bring(repository, **options).books == ()
    assert dumps.everything() == before


def test_import_of_plain_files_twice_changes_nothing(tmp_path):
    source = write(tmp_path / "files", LAST)
    bring(source)
    before = dumps.everything()
    assert bring(source).books == ()
    assert dumps.everything() == before


def test_import_leaves_nothing_where_it_worked(brought):
    assert [file.name for file in Path(settings.DATA, "imports").iterdir()] == ["lock"]


def test_import_takes_away_what_one_that_was_killed_left(repository):
    left = Path(settings.DATA, "imports", "work-killed", "copy", "objects")
    left.mkdir(parents=True)
    (left / "pack").write_bytes(b"half of it")
    bring(repository)
    assert [file.name for file in Path(settings.DATA, "imports").iterdir()] == ["lock"]
