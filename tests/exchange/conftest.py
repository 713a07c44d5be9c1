"""Refusals and remarks are read here in their source language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from tests.exchange.guide import guide
from tests.exchange.repositories import Repository as Making


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def making(tmp_path: Path) -> Making:
    """A repository to write commits to."""
    return Making(tmp_path / "guide.git")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The small guide with a past, written to the disk."""
    return guide(tmp_path / "guide.git").write()
