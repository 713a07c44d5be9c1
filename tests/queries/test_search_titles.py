"""Titles and headings are proposed to those who type, the last word being begun."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki.queries import search, tree

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def proposed(text: str) -> list[tuple[str, str, str]]:
    found = search.titles(search.read(text), tree.menu(ANYONE), by=ANYONE)
    return [
        (
            "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in title.words),
            title.address,
            title.under,
        )
        for title in found
    ]


def guide() -> None:
    root = factories.home("# Accueil\n")
    section = factories.page(root, "section", "# Section\n")
    factories.page(section, "a", "# La gouvernance\n\n## Décider à plusieurs\n\nTexte zanzibar.\n")
    factories.page(section, "b", "# Licences\n\n## Gouvernance des licences\n\nTexte.\n")


@pytest.mark.parametrize("text", ["gouv", "Gouvernance", "gouvernances", "gouvernnace"])
def test_titles_come_before_headings(text: str) -> None:
    guide()
    found = proposed(text)
    assert [(address, under) for _words, address, under in found] == [
        ("/section/a/", "Section"),
        ("/section/b/#gouvernance-des-licences", "Section › Licences"),
    ]


def test_what_was_typed_is_marked() -> None:
    guide()
    assert [words for words, _address, _under in proposed("gouv")] == [
        "La [gouvernance]",
        "[Gouvernance] des licences",
    ]


@pytest.mark.parametrize("text", ["zanzibar", "texte", "zz", ""])
def test_texts_are_not_proposed(text: str) -> None:
    guide()
    assert proposed(text) == []


def test_words_of_title_and_heading_answer_together() -> None:
    guide()
    assert proposed("gouvernance deci")[0][:2] == ("La [gouvernance]", "/section/a/")
    assert proposed("plusieurs déci") == [
        ("[Décider] à [plusieurs]", "/section/a/#decider-a-plusieurs", "Section › La gouvernance")
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_titles_take_two_queries_and_eight_places_at_most(rows: int, django_assert_num_queries: Any) -> None:
    root = factories.home()
    for number in range(rows * 4):
        factories.page(root, f"p{number}", f"# Zanzibar {number}\n\n## T\n")
    menu = tree.menu(ANYONE)
    with django_assert_num_queries(2):
        assert len(search.titles(search.read("zanz"), menu, by=ANYONE)) == min(8, rows * 4)
