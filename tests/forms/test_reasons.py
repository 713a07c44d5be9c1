"""Reasons that are written already: both languages have them all, what is chosen stands for what is not typed."""

from __future__ import annotations

import re

import pytest

from wiki.forms import measure, moderation, reasons, reversal
from wiki.forms.measure import AnswerForm, JudgeForm, LiftForm
from wiki.forms.moderation import PutAwayForm
from wiki.forms.page import REASON_LENGTH
from wiki.forms.reasons import CONTESTED, LIFTED, MENDED, Reason, told_in

LISTS = {
    "comments": moderation.REASONS,
    "people": measure.REASONS,
    "suggestions": measure.PROPOSED,
    "contested": CONTESTED,
    "pages": MENDED,
    "taken back": LIFTED,
    "undone": reversal.REASONS,
}


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_reasons_are_said_in_both_languages_each_by_a_digit_and_within_bounds(
    listed: tuple[Reason, ...],
) -> None:
    french, english = told_in("fr", listed), told_in("en", listed)
    assert list(french) == list(english) == [reason.key for reason in listed]
    assert len(set(french)) == len(listed) <= 9
    assert all(french[key] != english[key] for key in french)
    assert all(max(len(french[key]), len(english[key])) <= REASON_LENGTH for key in french)
    assert not any(re.search(r"·|\bvous êtes un", words) for words in french.values())


def test_language_of_nobody_is_that_of_the_site() -> None:
    assert told_in("xx", LIFTED) == told_in("fr", LIFTED) != told_in("en", LIFTED)


@pytest.mark.parametrize(
    ("form", "asked", "listed"),
    [
        (AnswerForm, {"do": "uphold"}, CONTESTED),
        (JudgeForm, {"do": "uphold", "seen": "1"}, MENDED),
        (LiftForm, {}, LIFTED),
        (PutAwayForm, {}, moderation.REASONS),
    ],
)
def test_chosen_reason_stands_for_one_that_is_not_typed(
    form: type[reasons.Reasoned], asked: dict[str, str], listed: tuple[Reason, ...]
) -> None:
    first = listed[0].key
    chosen = form(asked | {"because": first, "reason": " "}, language="en")
    assert chosen.is_valid()
    assert chosen.cleaned_data["reason"] == told_in("en", listed)[first]
    typed = form(asked | {"because": first, "reason": "In my words."})
    assert typed.is_valid()
    assert typed.cleaned_data["reason"] == "In my words."
    assert list(form(asked | {"because": "", "reason": ""}).errors) == ["reason"]
    assert "because" in form(asked | {"because": "burnt", "reason": "Why."}).errors


def test_nothing_has_to_be_said_of_what_is_kept() -> None:
    assert JudgeForm({"do": "keep", "seen": "1", "because": "", "reason": ""}).is_valid()
