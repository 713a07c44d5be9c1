"""The translations are complete, compiled and typeset."""

import re

from django.utils import translation
from django.utils.translation import gettext, ngettext

from communs import catalogues


def test_translations_are_complete_and_compiled() -> None:
    assert catalogues.problems() == []


def test_gap_is_told() -> None:
    catalog = catalogues.Plain("fr", fuzzy=False)
    catalog.add("Log in", "")
    catalog.add("Page %(number)s", "Page %(nombre)s")
    catalog.add("Home", "Accueil", flags=["fuzzy"])
    told = list(catalogues.gaps("fr", catalog))
    assert [line.split("”")[0] for line in told] == ["fr: “Log in", "fr: “Page %(number)s", "fr: “Home"]


def test_french_and_english_are_spoken() -> None:
    words = {}
    for language in ("fr", "en"):
        with translation.override(language):
            one, many = "Your password must contain at most %(most)d character.", "%(most)d characters."
            words[language] = [gettext("Log in"), ngettext(one, many, 1)]
    assert words == {
        "fr": ["Se connecter", "Votre mot de passe doit contenir au plus %(most)d\u00a0caractère."],
        "en": ["Log in", "Your password must contain at most %(most)d character."],
    }


def test_french_is_typeset() -> None:
    """No plain space before high punctuation, no straight apostrophe, no median point between letters."""
    catalog = catalogues.read("fr")
    texts = [text for message in catalog for text in texts_of(message.string) if message.id]
    assert [
        text for text in texts if re.search(r" [;:!?»]|« |\w'\w|\w·\w", re.sub(r"<[^>]*>", "", text))
    ] == []


def texts_of(string: object) -> list[str]:
    return list(string) if isinstance(string, (list, tuple)) else [str(string)]


def test_french_says_things_by_their_usual_names() -> None:
    said = " ".join(str(message.string) for message in catalogues.read("fr"))
    assert [odd for odd in (r"\bKo\b", "seizet", "interpell") if re.search(odd, said)] == []
