"""What a word is: the one definition that plain words, search, differences and credit share."""

from __future__ import annotations

import pytest
import snowballstemmer
from django.conf import settings
from snowballstemmer.french_stemmer import FrenchStemmer

from wiki.text.words import Token, fold, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Un commun, deux communs.", ["Un", "commun", "deux", "communs"]),
        ("l'eau d’aujourd'hui", ["l'eau", "d’aujourd'hui"]),
        ("peut-être e-mail", ["peut-être", "e-mail"]),
        ("un - deux -trois-", ["un", "deux", "trois"]),
        ("snake_case", ["snake", "case"]),
        ("4,5 m2 2FA", ["4", "5", "m2", "2FA"]),
        ("cœur\u00adde soft\u200bware", ["cœur\u00adde", "soft\u200bware"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("a\u00a0b", ["a", "b"]),
        ("日本語 текст", ["日本語", "текст"]),
        ("🎉 ' - ’ _", []),
        ("", []),
    ],
)
def test_tokens_are_words(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens(text)] == words


def test_tokens_know_their_place() -> None:
    assert tokens("L'eau est là") == [Token("L'eau", 0, 5), Token("est", 6, 9), Token("là", 10, 12)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Été", "ete"),
        ("Œuvre cœur", "oeuvre coeur"),
        ("Ænima Straße Ø", "aenima strasse o"),
        ("L’eau", "l'eau"),
        ("peut‑être", "peut-etre"),
        ("soft\u00adware", "software"),
        ("e\u0301", "e"),
        ("ﬁn ²", "fin 2"),
        ("plain", "plain"),
    ],
)
def test_fold_forgets_case_accents_and_ligatures(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_compiled_stemmer_finds_the_same_roots() -> None:
    """An index that was made without it is read with it."""
    texts = [file.read_text() for file in sorted(settings.STARTER_GUIDE.rglob("*.md"))]
    said = sorted({token.text.lower() for text in texts for token in tokens(text)})[::5]
    assert len(said) > 1_000
    compiled, written = snowballstemmer.stemmer("french"), FrenchStemmer()
    assert type(compiled) is not FrenchStemmer
    assert [compiled.stemWord(word) for word in said] == [written.stemWord(word) for word in said]
