"""The cache of limits: exact whoever counts, bounded, soon forgotten, and never in the way of the site."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches

from communs import counts, stamps

TIMES = 300


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def rows(folder: Path) -> list[Any]:
    with sqlite3.connect(folder / "counts.sqlite3") as file:
        return file.execute("SELECT key, value FROM kept ORDER BY key").fetchall()


def test_it_is_the_cache_of_the_site() -> None:
    assert isinstance(caches["default"], counts.CountsCache)


def test_value_is_kept_until_it_ends(folder: Path) -> None:
    cache.set("a", [1.5, "x"], 60)
    cache.set("over", 1, -1)
    cache.set("ever", {"b": True}, None)
    assert cache.get_many(["a", "over", "ever"]) == {"a": [1.5, "x"], "ever": {"b": True}}
    assert (cache.delete("a"), cache.delete("a"), cache.get("a", "none")) == (True, False, "none")
    assert (cache.touch("ever", 60), cache.touch("over", 60)) == (True, False)
    cache.clear()
    assert cache.get("ever") is None


def test_first_who_adds_is_the_only_one(folder: Path) -> None:
    assert [cache.add("lock", 1, 60), cache.add("lock", 2, 60), cache.get("lock")] == [True, False, 1]
    cache.set("lock", 1, -1)
    assert cache.add("lock", 3, 60) is True


def test_nothing_is_added_to_what_is_not_there(folder: Path) -> None:
    cache.set("over", 1, -1)
    for key in ("absent", "over"):
        with pytest.raises(ValueError, match="nothing is kept"):
            cache.incr(key)


def count(folder: Path) -> None:
    from django.conf import settings  # in the other process

    settings.DATA = folder
    for _time in range(TIMES):
        cache.add("count", 0, 60)
        cache.incr("count")


def test_two_workers_lose_no_count(folder: Path) -> None:
    cache.set("count", 0, 60)  # the connection of this process does not follow into the others
    workers = [multiprocessing.get_context("fork").Process(target=count, args=(folder,)) for _one in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert ([worker.exitcode for worker in workers], cache.get("count")) == ([0, 0], 2 * TIMES)


def test_what_is_over_is_taken_out_of_the_file(folder: Path) -> None:
    for number in range(counts.SWEPT):
        cache.set(f"over-{number}", "an address", -1)
    cache.set("new", 1, 60)
    assert rows(folder) == [(":1:new", 1)]


def test_flood_of_keys_makes_room_by_what_ends_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "MOST_ENTRIES", 10)
    monkeypatch.setattr(counts, "CHECKED_EVERY", 1)
    for number in range(100):
        cache.set(f"{number:03}", number, 60 + number)
    assert [value for _key, value in rows(folder)] == list(range(90, 100))


def test_file_that_a_power_cut_broke_is_made_anew(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "counts.sqlite3").write_bytes(b"no database at all" * 1000)
    assert [cache.add("a", 1, 60), cache.add("a", 1, 60), cache.add("a", 1, 60)] == [True, True, False]
    assert [record.message for record in caplog.records] == ["limits are not counted: file is not a database"]


def test_site_goes_on_where_nothing_can_be_counted(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DATA = tmp_path / "not" / "there"
    cache.set("a", 1, 60)
    assert [cache.add("a", 1, 60), cache.get("a"), cache.delete("a")] == [True, None, False]
    assert len(caplog.records) == 1  # of one fault, one line


@pytest.mark.django_db(transaction=True)
def test_count_does_not_say_that_the_guide_has_changed() -> None:
    cache.set("a", 1, 60)

    def is_quiet() -> bool:
        before = stamps.now()
        cache.incr("a")
        return stamps.now() == before

    # PostgreSQL's changes when the tests beside this one write in databases of their own.
    assert any(is_quiet() for _attempt in range(20)) is True
