"""Score tables: which tables can be answered, and which say what a total advises."""

from __future__ import annotations

import pytest

from tests.text.small_site import html
from wiki.text.scores import ADVICE, SCORE


def table(*lines: str) -> str:
    head, *rows = lines
    rule = "|".join("---" for _cell in head.split("|"))
    return "\n".join(f"| {line} |" for line in (head, rule, *rows))


@pytest.mark.parametrize(
    "lines",
    [
        ("Question | Oui | En partie | Non", "★ Un ? | 2 | 1 | 0", "Deux ? | 2 | 1 | 0"),
        ("Questions | Absent | Oral | Écrit | Appliqué", "Un but | 0 | 1 | 2 | 3"),
        ("Où en êtes-vous ? | Oui | Non", "**Un** | 1 | 0"),
    ],
)
def test_table_of_questions_and_points_can_be_answered(lines: tuple[str, ...]) -> None:
    drawn = html(table(*lines))
    assert drawn.count(f'{SCORE}"') == 1
    assert ADVICE not in drawn


@pytest.mark.parametrize(
    "lines",
    [
        ("Ville | Écoles | Lycées", "Brest | 2 | 1"),
        ("Question | Oui | Non",),
        ("Question | Oui | Non", "Un ? | 2 | sans objet"),
        ("Question | Oui | Non", "Un ? | 100 | 0"),
        ("Question | Oui | Non", " | 2 | 0"),
        ("Question | Réponse", "Un ? | 2"),
        ("Total | Conseil", "beaucoup | Ouvrez"),
        ("Total | Conseil", " | Ouvrez"),
    ],
)
def test_other_tables_stay_tables(lines: tuple[str, ...]) -> None:
    drawn = html(table(*lines))
    assert SCORE not in drawn
    assert ADVICE not in drawn


@pytest.mark.parametrize("total", ["22 à 30", "22–30", "22 to 30", "0"])
def test_table_of_totals_says_what_they_advise(total: str) -> None:
    assert f'{ADVICE}"' in html(table("Total | Conseil", f"{total} | Ouvrez."))


def test_words_of_a_score_table_are_those_of_its_author() -> None:
    drawn = html(table("Question | Oui | Non", "Un ? | 1 | 0"))
    assert "<input" not in drawn
    assert drawn.count("<td") == 3
