"""Every word that the engine adds can be translated."""

from dataclasses import fields

from django.utils import translation

from wiki.actions import labels
from wiki.text.labels import Labels


def test_every_word_of_the_engine_is_named_for_translators():
    words = {str(field.default) for field in fields(Labels)} - {Labels().decimal_mark}
    assert words == set(labels.WORDS)


def test_words_of_the_engine_are_its_own_in_english():
    with translation.override("en"):
        assert labels.labels() == Labels()


def test_words_of_the_engine_are_french_in_french():
    with translation.override("fr"):
        french = labels.labels()
    assert (french.hint_warning, french.decimal_mark) == ("Attention", ",")
    same = {field.name for field in fields(Labels) if getattr(french, field.name) == field.default}
    assert same <= {"hint_info", "hint_danger", "footnotes", "footnote"}


def test_weight_is_said_as_people_say_it():
    with translation.override("fr"):
        said = [
            labels.weight(count).replace("\u00a0", " ")
            for count in (0, 999, 1_000, 1_000_000, 1_200_000, 10_000_000)
        ]
    assert said == ["0 o", "999 o", "1 ko", "1 Mo", "1,2 Mo", "10 Mo"]
