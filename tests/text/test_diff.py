"""The changes between two texts: told as a person would, and exact whatever is kept of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.yardstick import SECOND, made_within
from wiki.text import diff, lexemes
from wiki.text.diff import compare

WORDS = st.sampled_from(
    ["le", "la", "commun", "l’eau", "décide", ".", ",", "\n", "\n\n", " ", "- ", "](x/y)", "é", "🙂", "\r\n"]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=60)


def told(old: str, new: str) -> str:
    """Both texts in one: what went in [-…-], what came in {+…+}."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[kind].format(text) for kind, text in diff.segments(old, new))


# --- what always holds --------------------------------------------------------------------------------------


@given(TEXTS, TEXTS)
def test_all_changes_lead_to_the_new_text_and_none_leave_the_old_one(old: str, new: str) -> None:
    found = compare(old, new)
    assert (found.keep(), found.keep(()), diff.keep(old, new)) == (new, old, new)


@given(TEXTS, TEXTS)
def test_hunks_stand_in_order_and_say_what_both_texts_hold(old: str, new: str) -> None:
    place, new_place = 0, 0
    for number, hunk in enumerate(compare(old, new).hunks, 1):
        assert hunk.number == number
        assert (hunk.removed, hunk.added) == (old[hunk.start : hunk.end], new[hunk.new_start : hunk.new_end])
        assert old[place : hunk.start] == new[new_place : hunk.new_start]
        assert hunk.removed != hunk.added
        place, new_place = hunk.end, hunk.new_end
    assert old[place:] == new[new_place:]


@given(TEXTS, TEXTS, st.sets(st.integers(1, 8)))
def test_chosen_changes_and_the_others_are_together_all_of_them(old: str, new: str, chosen: set[int]) -> None:
    found = compare(old, new)
    kept = found.keep(chosen)
    lengths = sum(len(hunk.added) - len(hunk.removed) for hunk in found.hunks if hunk.number in chosen)
    assert len(kept) == len(old) + lengths
    assert kept == diff.keep(old, new, chosen)


@given(TEXTS)
def test_equal_texts_have_no_change(text: str) -> None:
    found = compare(text, text)
    assert (found.hunks, found.coarse, list(found.segments())) == ((), False, diff.segments(text, text))
    assert "".join(segment.text for segment in diff.segments(text, text)) == text


@given(TEXTS, TEXTS)
def test_segments_hold_both_texts(old: str, new: str) -> None:
    found = diff.segments(old, new)
    assert "".join(text for kind, text in found if kind != "added") == old
    assert "".join(text for kind, text in found if kind != "removed") == new


@given(TEXTS, TEXTS)
def test_kept_stretches_are_the_same_on_both_sides_and_rise(old: str, new: str) -> None:
    place, new_place = 0, 0
    for run in diff.kept(old, new):
        assert run.size > 0
        assert (run.old >= place, run.new >= new_place) == (True, True)
        assert old[run.old : run.old + run.size] == new[run.new : run.new + run.size]
        place, new_place = run.old + run.size, run.new + run.size


@given(st.text())
def test_lexemes_joined_are_the_text(text: str) -> None:
    assert "".join(lexemes.cut(text)) == text


# --- what a person would say --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Il dort.", "Il dort bien.", "Il dort{+ bien+}."),
        ("le chat dort", "le chat noir dort", "le chat {+noir +}dort"),
        ("un inconvénient pour tous", "un risque sérieux pour tous", "un [-inconvénient-]{+risque sérieux+} pour tous"),
        ("Bonjour, ami.", "Salut, camarade.", "[-Bonjour, ami-]{+Salut, camarade+}."),
        ("Il dort. Il mange.", "Il dort. Il rêve. Il mange.", "Il dort. {+Il rêve. +}Il mange."),
        ("A.\n\nC.\n", "A.\n\nB.\n\nC.\n", "A.\n\n{+B.\n\n+}C.\n"),
        ("- a\n- c\n", "- a\n- b\n- c\n", "- a\n{+- b\n+}- c\n"),
        ("l’eau", "l’air", "[-l’eau-]{+l’air+}"),
        ("v 1.5", "v 1.6", "v [-1.5-]{+1.6+}"),
        ("[a](/x/y)", "[a](/x/z)", "[a[-](/x/y)-]{+](/x/z)+}"),
        ("voir https://a.fr/x.", "voir https://a.fr/y.", "voir [-https://a.fr/x-]{+https://a.fr/y+}."),
        ("", "abc", "{+abc+}"),
        ("abc", "", "[-abc-]"),
        ("👩‍🌾 ici", "👩‍🌾 là", "👩‍🌾 [-ici-]{+là+}"),
    ],
)  # fmt: skip
def test_change_is_told_in_whole_words(old: str, new: str, expected: str) -> None:
    assert told(old, new) == expected


def test_words_that_a_rewritten_sentence_kept_by_chance_are_no_anchor() -> None:
    old = "Début. Toute objection suspend la décision jusqu’à la réunion suivante. Fin."
    new = "Début. Une objection ouvre une discussion et appelle une contre-proposition. Fin."
    assert told(old, new) == (
        "Début. [-Toute objection suspend la décision jusqu’à la réunion suivante-]"
        "{+Une objection ouvre une discussion et appelle une contre-proposition+}. Fin."
    )


def test_two_small_changes_of_a_long_sentence_stay_two() -> None:
    old = "Le premier mot change et toute la longue suite de cette phrase demeure telle quelle jusqu’au dernier mot."
    new = "Le second mot change et toute la longue suite de cette phrase demeure telle quelle jusqu’au dernier terme."
    assert [(hunk.removed, hunk.added) for hunk in compare(old, new).hunks] == [
        ("premier", "second"),
        ("mot", "terme"),
    ]


def test_one_change_of_several_can_be_kept_alone() -> None:
    old, new = "un\n\ndeux trois quatre\n\ncinq\n", "un bis\n\ndeux trois quatre\n\nsix\n"
    assert [compare(old, new).keep({number}) for number in (1, 2)] == [
        "un bis\n\ndeux trois quatre\n\ncinq\n",
        "un\n\ndeux trois quatre\n\nsix\n",
    ]


def test_words_are_counted_as_everywhere() -> None:
    found = compare("Il boit de l’eau.", "Il boit du vin blanc, peut-être.")
    assert (found.words_removed, found.words_added) == (2, 4)


# --- what it may cost ---------------------------------------------------------------------------------------


HOSTILE = {
    "letters": ("a " * 130_000, "b " * 130_000),
    "two letters": ("a b " * 64_000, "b a " * 64_000),
    "lines": ("a\nb\n" * 60_000, "b\nc\n" * 60_000),
    "signs": ("*_" * 130_000, "_*`" * 80_000),
    "brackets": ("](" * 130_000, "](a" * 80_000),
    "addresses": ("http://" * 37_000, "http://a." * 28_000),
    "one word": ("a" * 262_000, "a" * 261_000 + "b"),
    "unlike": (" ".join(map(str, range(45_000))), " ".join(map(str, range(45_000, 0, -1)))),
    "empty lines": ("\n" * 262_000, "\n " * 131_000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_end_soon_and_still_lead_to_the_new_one(name: str) -> None:
    old, new = HOSTILE[name]
    found = made_within(4 * SECOND, lambda: compare(old, new))
    assert (found.keep(), found.keep(())) == (new, old)


def test_texts_too_different_for_the_finest_comparison_say_so() -> None:
    assert [compare(*HOSTILE[name]).coarse for name in ("two letters", "one word")] == [True, False]
