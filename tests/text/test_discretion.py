"""Reasons as anybody may read them: what tells of people is left out, and the rest stays as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wiki.text.discretion import OMITTED, discreet, spelled

ADA = {"concerned": ["Ada de Lovelace"]}
LEFT_OUT = {
    "mail": ("Write to ada@example.org, now.", {}, "Write to […], now."),
    "profile": ("See https://a.org/-/people/ada-12/ there.", {}, "See […] there."),
    "mention": ("As @ada.lovelace said.", {}, "As […] said."),
    "network": ("From 192.0.2.17 and 2001:db8:0:1::5 alike.", {}, "From […] and […] alike."),
    "telephone": ("Gave +33 6 12 34 56 78 to all.", {}, "Gave […] to all."),
    "name of anybody": ("Like Grace Hopper.", {"names": ["Grace Hopper"]}, "Like […]."),
    "name in another case": ("Like GRACE  hopper.", {"names": ["Grace Hopper"]}, "Like […]."),
    "name in an address": ("Like grace-hopper-12.", {"names": ["Grace Hopper"]}, "Like […]."),
    "lone name": ("Rose again.", {"names": ["Rose"]}, "[…] again."),
    "last name of those concerned": ("Mrs Lovelace insults.", ADA, "Mrs […] insults."),
    "their name in another case": ("Mrs LOVELACE insults.", ADA, "Mrs […] insults."),
    "their whole name": ("Ada de Lovelace insults.", ADA, "[…] insults."),
    "title": ("Double of the Secret Plan.", {"titles": ["Secret plan"]}, "Double of the […]."),
    "quote": ("Says « vile » and “worse”.", {"quotes": True}, "Says […] and […]."),
    "words of the comment": (
        "It said you are all fools here.",
        {"words": ["You are all fools, I say."]},
        "It said […] here.",
    ),
    "the whole of a short comment": ("Vile!", {"words": ["vile"]}, "[…]!"),
    "several at once": ("Ada, Lovelace, ada@example.org: no.", ADA, "[…]: no."),
}
KEPT = {
    "particle of a name": ("A page de trop.", ADA),
    "word that a name holds": ("Rosewood, and roses.", {"names": ["Rose"]}),
    "word like the name of somebody else": ("A rose by its name.", {"names": ["Rose"]}),
    "two words in common": ("It insults all fools.", {"words": ["All fools, I say."]}),
    "quote of what is no comment": ("Called « Index ».", {}),
    "number": ("Rule 3.2.1, since 2024-05-17, 12:30.", {}),
    "comment without words": ("Nothing but signs.", {"words": ["!!!", ""]}),
}


@pytest.mark.parametrize(("text", "told", "expected"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_tells_of_people_is_left_out(text, told, expected):
    assert discreet(text, **told) == expected


@pytest.mark.parametrize(("text", "told"), KEPT.values(), ids=KEPT)
def test_what_tells_of_nobody_stays(text, told):
    assert discreet(text, **told) == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mrs Grace Hopper, twice.", "Grace Hopper"),
        ("GRACE hopper!", "Grace Hopper"),
        ("See grace-hopper and grace.hopper.", "Grace Hopper"),
        ("(Jean-Pierre d'Arc)", "Jean-Pierre d'Arc"),
        ("As ada l. says.", "ada l"),
        ("By Ada (bot).", "Ada (bot)"),
        ("By ☆Zoé☆, again", "☆Zoé☆"),
        ("Maria  da\nSilva e Costa Melo", "Maria da Silva e Costa Melo"),
    ],
)
def test_what_may_be_a_name_is_spelled_as_names_are(text, name):
    assert name in spelled(text)


def test_text_without_words_spells_nothing():
    assert spelled(" \n ") == set()


NAMES = some.text("abcéÉXY' -.*[(", min_size=1, max_size=12).filter(str.strip)


@given(some.text(max_size=80), NAMES, some.text(max_size=80))
def test_no_name_of_several_words_is_ever_left(before, name, after):
    whole = f"Zoe {name.strip()}q"
    said = discreet(f"{before} {whole} {after}", names=[whole])
    assert whole not in said


@given(some.lists(some.sampled_from(["one", "two", "three", "four"]), min_size=3, max_size=9), some.data())
def test_no_three_words_of_a_comment_are_ever_left(words, data):
    at = data.draw(some.integers(0, len(words) - 3))
    said = discreet("Because " + " ".join(words[at : at + 3]) + ".", words=[" ".join(words)])
    assert said == f"Because {OMITTED}."
