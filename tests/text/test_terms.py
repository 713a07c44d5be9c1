"""What search makes of words: the parts of each, its forms, its stems, and what weighs in a text."""

from collections import Counter

import pytest

from wiki.text import terms
from wiki.text.words import stem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’administration", ["l", "administration"]),
        ("s'approprier peut-être", ["s", "approprier", "peut", "etre"]),
        ("Œuvre ÉTÉ com\u00admun", ["oeuvre", "ete", "commun"]),
        ("élu·e élu.e", ["elu", "e", "elu", "e"]),
        ("ﷺ ½", ["صلىاللهعليهوسلم", "12"]),
        ("«  » … 😀", []),
    ],
)
def test_words_are_read_part_by_part_without_accents(text: str, expected: list[str]) -> None:
    assert terms.forms(text) == expected


def test_parts_know_their_place_in_the_text() -> None:
    text = "Aujourd’hui, l’e-mail !"
    assert [text[part.start : part.end] for part in terms.parts(text)] == ["Aujourd", "hui", "l", "e", "mail"]


@pytest.mark.parametrize(
    "family",
    [
        "financement financements financer finance financé",
        "contributeur contributrice contributrices",
        "élu élus elu elus",
        "licence licences Licence",
        "économique économiques economique",
        "national nationaux",
    ],
)
def test_words_of_one_family_share_a_stem(family: str) -> None:
    shared = set.intersection(*(set(terms.stems_of(word)) for word in family.split()))
    assert shared != set()


def test_word_is_known_with_and_without_its_accents() -> None:
    assert set(terms.stems_of("perennite")) <= set(terms.stems_of("pérennité"))


def test_word_with_a_hyphen_is_also_one_word() -> None:
    assert terms.stems(["e-mail"]) == {"e", "mail", "email"}


@pytest.mark.parametrize("word", ["processus", "process", "bus", "gas"])
def test_plural_is_not_seen_where_a_stem_is_short_or_doubled(word: str) -> None:
    assert stem("process") == "process"
    assert len(stem(word)) >= 3


def test_text_that_says_a_word_often_weighs_more_than_a_long_one_that_says_it_once() -> None:
    often, several, once = terms.by_weight(Counter(a=6, b=2, c=1), 600)
    assert (often, several, once) == ({"a"}, {"b", "c"}, set())
    assert terms.by_weight(Counter(c=1), 6000) == (set(), set(), {"c"})


def test_overlong_words_are_cut_and_cost_little() -> None:
    long = terms.forms("a" * 200_000)
    assert (long, len(terms.forms("-".join("ab" * 20_000)))) == (["a" * terms.LONGEST], 40_000)
