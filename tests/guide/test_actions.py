"""The 46 key actions: each on its own page and on the page that gathers them, in the same words."""

from __future__ import annotations

import re

import pytest

from tests.guide.book import ACTIONS, CONTENT, INDEXES, PAGES, text

NUMBERS = {"A": 12, "B": 24, "C": 10}
IDS = [f"{phase}.{number}" for phase, most in NUMBERS.items() for number in range(1, most + 1)]
_TASK = re.compile(r"^ *[*-] \[ \] \*\*([ABC]\.\d+)\*\* (.+?)\s*$", re.M)
WHO = {"EP", "DIR", "JUR", "COM", "MNT", "STR"}


def tasks(file: str) -> dict[str, str]:
    found = _TASK.findall(text(file))
    assert len(found) == len({name for name, _said in found})
    return dict(found)


def test_every_action_is_gathered() -> None:
    assert list(tasks(ACTIONS)) == IDS


@pytest.mark.parametrize("name", IDS)
def test_action_stands_once_elsewhere_in_the_same_words(name: str) -> None:
    pages = {file: tasks(file)[name] for file in PAGES if file != ACTIONS and name in tasks(file)}
    ((page, said),) = pages.items()
    assert said == tasks(ACTIONS)[name]
    assert page.startswith("recommandations/")


def test_each_action_is_told_with_who_does_it_and_where() -> None:
    """Below each task of the gathering page: « EP, DIR — [page](…) »."""
    told = re.findall(
        r"^ *[*-] \[ \] \*\*([ABC]\.\d+)\*\*[^\n]*\n+ +[*-] ([A-Z, ]+) — \[[^\]]+\]\(([^)]+)\)",
        text(ACTIONS),
        re.M,
    )
    assert [name for name, _who, _page in told] == IDS
    assert {who for _name, said, _page in told for who in said.split(", ")} <= WHO
    for name, _who, page in told:
        assert name in tasks(f"recommandations/{page}"), name


def test_pages_of_recommendations_have_actions() -> None:
    without = [file for file in CONTENT if file.startswith("recommandations/") and not tasks(file)]
    assert without == []


def test_gathering_page_is_led_to() -> None:
    home = [
        file for file in ("README.md", "recommandations/README.md") if "actions-cles.md" not in text(file)
    ]
    assert home == []
    assert len(INDEXES) == 7
