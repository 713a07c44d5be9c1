"""What a change of a text weighs in words, and which changes are slight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.text import extent, words

TEXTS = st.lists(st.sampled_from(["un", "bien", "commun", "l’eau", "2026", ".", "\n"]), max_size=30).map(
    " ".join
)


@given(TEXTS, TEXTS)
def test_words_that_came_and_went_lead_from_one_count_to_the_other(before, after):
    told = extent.of(before, after)
    assert told.words == words.count(after)
    assert words.count(before) + told.added - told.removed == told.words
    assert min(told.added, told.removed) >= 0


@given(TEXTS, TEXTS)
def test_the_way_back_takes_what_the_way_there_brought(before, after):
    there, back = extent.of(before, after), extent.of(after, before)
    assert (there.added, there.removed, there.is_slight) == (back.removed, back.added, back.is_slight)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_lines_that_begin_and_end_both_texts_change_nothing_but_the_count(above, before, after, below):
    alone = extent.of(before, after)
    within = extent.of(f"{above}\n{before}\n{below}", f"{above}\n{after}\n{below}")
    around = words.count(above) + words.count(below)
    assert within == alone._replace(words=alone.words + around)


@given(TEXTS)
def test_the_same_text_brings_and_takes_nothing(text):
    assert extent.of(text, text) == (words.count(text), 0, 0, True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("La gouvernence partagée", "La gouvernance partagée"),
        ("un acceuil", "un accueil"),
        ("les commun numérique", "les communs numériques"),
        ("Ou aller", "Où aller"),
        ("le bien-commun", "le bien commun"),
        ("Bonjour", "Bonjour."),
        ("l'eau", "l’eau"),
    ],
)
def test_spelling_accents_endings_and_signs_are_slight(before, after):
    assert extent.of(before, after).is_slight


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Il faut deux référents", "Il ne faut pas deux référents"),
        ("trois mois, 30 jours", "trois mois, 31 jours"),
        ("c’est possible", "c’est impossible"),
        ("on peut partir", "on doit partir"),
        ("un commun", ""),
        ("un deux", "deux un"),
        ("le mot " * 6, "les mots " * 6),
    ],
)
def test_other_words_fewer_or_more_are_not_slight(before, after):
    assert not extent.of(before, after).is_slight
