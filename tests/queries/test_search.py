"""Search finds what is meant, says what it understood, weighs titles most; both engines answer alike."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki.models import Page
from wiki.queries import search, tree
from wiki.queries.search import Answer, Hit

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


@pytest.fixture
def root() -> Page:
    return factories.home("# Accueil\n\nBonjour.\n")


def answer(text: str, by: Any = ANYONE, **options: Any) -> Answer:
    return search.search(search.read(text), tree.menu(by), by=by, **options)


def paths(text: str, **options: Any) -> list[str | None]:
    return [hit.page.path for hit in answer(text, **options).hits]


def said(pieces: Any) -> str:
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


def one(text: str) -> Hit:
    (hit,) = answer(text).hits
    return hit


@pytest.mark.parametrize(
    "text",
    [
        "gouvernance",
        "GOUVERNANCE",
        "gouvernances",
        "la gouvernance partagee",
        "partagées",
        "gouvernance l'eau",
        "  gouvernance\t! ",
        '"gouvernance partagée"',
        "« Gouvernance PARTAGEE »",
        "“gouvernance” eau",
        "eau gouvernance",
    ],
)
def test_page_is_found_by_the_family_of_its_words(root: Page, text: str) -> None:
    factories.page(root, "a", "# Un titre\n\nLa gouvernance partagée de l’eau.\n")
    factories.page(root, "b", "# Autre\n\nRien de tel.\n")
    assert (paths(text), answer(text).others) == (["a"], [])


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("gouvernace", "gouvernance"),
        ("gouvernence", "gouvernance"),
        ("guovernance", "gouvernance"),
        ("ouvernance", "gouvernance"),
        ("perenité", None),
        ("speed boat", "speedboat"),
        ("opensource", "open source"),
        ("openfoodfacts", "open food facts"),
        ("OpenFoodFacts", "open food facts"),
        ("codedeconduite", "code de conduite"),
        ("hébergementfiscal", "hébergement fiscal"),
        ("gouvern", None),
        ("gouver", "gouver…"),
        ("comun", "commun"),
    ],
)
def test_word_that_nobody_says_is_corrected_and_it_is_said(root: Page, typed: str, used: str | None) -> None:
    factories.page(
        root,
        "a",
        "# A\n\nLa gouvernance, la pérennité du speedboat open source commun.\n\nOpen Food Facts a son code de conduite, Open Street Map un hébergement fiscal.\n",
    )
    found = answer(typed)
    assert [hit.page.path for hit in found.hits] == ["a"]
    assert [(term.typed, term.said) for term in found.others] == ([(typed, used)] if used else [])


def test_what_was_typed_can_be_searched_for_exactly(root: Page) -> None:
    factories.page(root, "a", "# A\n\nLa gouvernance.\n")
    exactly = answer("la gouvernace").asked.exactly
    assert (exactly, paths(exactly), answer(exactly).others) == ('"gouvernace"', [], [])


@pytest.mark.parametrize(
    "text", ["zzzz", "le zzzz", '"gouvernance eau"', "eau" * 40, "abcd", "gouvernancedegouvernance"]
)
def test_nothing_is_invented(root: Page, text: str) -> None:
    factories.page(root, "a", "# A\n\nLa gouvernance de l’eau.\n")
    found = answer(text)
    assert (found.hits, found.others, found.everywhere) == ([], [], 0)


@pytest.mark.parametrize("text", ["", "  ", "«»", "?!…", '""', "'", "\\", "*", "😀"])
def test_no_word_asks_for_nothing(text: str) -> None:
    assert search.read(text).terms == ()


@pytest.mark.parametrize(
    "text",
    [
        'eau"',
        '"eau',
        "eau*",
        "eau AND",
        "NEAR(eau)",
        "title : eau",
        "-eau",
        "eau OR (",
        "eau:*",
        "a'b\\",
        "eau & !",
        "^eau",
        "eau;--",
    ],
)
def test_signs_of_the_engines_are_no_commands(root: Page, text: str) -> None:
    factories.page(root, "a", "# A\n\nL’eau and or near title a b.\n")
    assert paths(text) == ["a"]


def test_phrase_is_a_row_of_words_within_one_text(root: Page) -> None:
    factories.page(root, "a", "# Objectif\n\nCommun objectif.\n", description="Un objectif")
    factories.page(root, "b", "# B\n\nUn objectif commun.\n")
    assert paths('"objectif commun"') == ["b"]


def test_titles_weigh_most_then_headings_then_what_is_said_often(root: Page) -> None:
    factories.page(root, "once", "# Un\n\nLa licence. " + "Autre mot. " * 60 + "\n")
    factories.page(root, "often", "# Deux\n\n" + "La licence. " * 6 + "\n")
    factories.page(root, "heading", "# Trois\n\n## La licence\n\n" + "Autre mot. " * 60 + "\n")
    factories.page(root, "longer", "# Le choix de la licence\n\nRien.\n")
    factories.page(root, "title", "# Licences\n\nRien.\n")
    assert paths("licence") == ["title", "longer", "heading", "often", "once"]


def test_pages_that_say_all_come_before_those_that_say_a_part(root: Page) -> None:
    factories.page(root, "part", "# Financement\n\nDes financements.\n")
    factories.page(root, "all", "# B\n\nLe financement vient du public.\n")
    found = answer("financement public")
    assert [(hit.page.path, hit.is_partial) for hit in found.hits] == [("all", False), ("part", True)]
    assert (found.total, found.partial, found.everywhere) == (1, 1, 2)


def test_word_that_is_nowhere_is_told_beside_what_the_others_find(root: Page) -> None:
    factories.page(root, "a", "# A\n\nLe financement.\n")
    found = answer("financement zzzzzz")
    assert ([hit.page.path for hit in found.hits], [term.typed for term in found.nowhere]) == (
        ["a"],
        ["zzzzzz"],
    )


def test_words_that_bind_are_looked_for_when_nothing_else_is(root: Page) -> None:
    factories.page(root, "a", "# Qui est-ce\n")
    factories.page(root, "b", "# Autre\n\nLe mot.\n")
    assert paths("qui est ce") == ["a"]


def test_hit_leads_to_the_heading_that_it_was_found_under(root: Page) -> None:
    text = "# Titre\n\nDébut.\n\n## Premier\n\nRien.\n\n## Deuxième\n\nLe zanzibar <b>vert</b>.\n\n## Zanzibar\n\nFin.\n"
    factories.page(root, "a", text)
    hit = one("zanzibar")
    assert (hit.address, said(hit.heading)) == ("/a/#zanzibar", "[Zanzibar]")
    assert said(hit.excerpt) == "Fin."
    assert [(place.words, place.address) for place in hit.places] == [("Deuxième", "/a/#deuxieme")]
    assert (one("vert").address, said(one("vert").excerpt)) == ("/a/#deuxieme", "Le zanzibar [vert].")


def test_hit_by_its_title_leads_to_its_top_and_shows_how_it_begins(root: Page) -> None:
    factories.page(root, "a", "# Le zanzibar\n\nDébut du texte.\n\n## Suite\n\nFin.\n")
    hit = one("zanzibar")
    assert (hit.address, said(hit.title), said(hit.excerpt)) == (
        "/a/",
        "Le [zanzibar]",
        "Début du texte. Suite Fin.",
    )


def test_excerpt_is_text_and_never_tags(root: Page) -> None:
    factories.page(root, "a", "# A\n\nUn `<script>alert(1)</script>` zanzibar & co.\n")
    assert said(one("zanzibar").excerpt) == "Un <script>alert(1)</script> [zanzibar] & co."


def test_excerpt_stands_around_what_was_found_far_down(root: Page) -> None:
    factories.page(root, "a", "# A\n\n" + "Avant " * 500 + "le zanzibar vert " + "après " * 500 + "\n")
    shown = said(one("zanzibar vert").excerpt)
    assert (shown[:6], shown[-6:], shown.count("[zanzibar vert]")) == ("…Avant", "après…", 1)
    assert len(shown) < 400


def test_breadcrumb_and_section_of_a_hit_are_those_of_the_menu(root: Page) -> None:
    section = factories.page(root, "section", "# Section\n")
    factories.page(factories.page(section, "b", "# Milieu\n"), "c", "# Zanzibar\n")
    hit = one("zanzibar")
    assert [entry.title for entry in hit.crumbs] == ["Section", "Milieu"]


def test_sections_are_counted_and_chosen_by_their_address(root: Page) -> None:
    for name, size in (("one", 2), ("two", 1), ("three", 0)):
        section = factories.page(root, name, f"# {name}\n")
        for number in range(size):
            factories.page(section, f"p{number}", "# P\n\nZanzibar.\n")
    found = answer("zanzibar")
    assert [(entry.title, count) for entry, count in found.sections] == [("one", 2), ("two", 1)]
    chosen = answer("zanzibar", section="two")
    assert (chosen.total, chosen.everywhere, [hit.page.path for hit in chosen.hits]) == (1, 3, ["two/p0"])
    assert [answer("zanzibar", section=name).total for name in ("three", "none", "/one", "")] == [0, 3, 3, 3]


def test_results_are_read_leaf_by_leaf_each_page_once(root: Page) -> None:
    for number in range(23):
        factories.page(root, f"p{number}", "# P\n\nZanzibar.\n")
    leaves = [answer("zanzibar", leaf=leaf) for leaf in (1, 2, 3)]
    assert [len(leaf.hits) for leaf in leaves] == [10, 10, 3]
    assert len({hit.page.pk for leaf in leaves for hit in leaf.hits}) == 23
    assert [(leaf.previous, leaf.next) for leaf in leaves] == [(None, 2), (1, 3), (2, None)]
    assert [answer("zanzibar", leaf=leaf).number for leaf in (0, -1, 4, 10**9)] == [1, 1, 1, 1]


def test_only_ten_words_are_looked_for_and_it_is_said(root: Page) -> None:
    factories.page(root, "a", "# A\n\n" + " ".join(f"mot{number}" for number in range(10)) + "\n")
    text = " ".join(f"mot{number}" for number in range(12))
    assert (paths(text), search.read(text).is_cut, search.read(text[:49]).is_cut) == (["a"], True, False)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("text", "most"), [("zanzibar", 2), ("zanzibbar", 4), ('"le zanzibar"', 2), ("zanzibar mmmmmm", 4)]
)
def test_search_takes_as_many_queries_whatever_it_finds(
    root: Page, rows: int, text: str, most: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        factories.page(root, f"p{number}", "# P\n\n## T\n\nLe zanzibar.\n")
    menu = tree.menu(ANYONE)
    with django_assert_num_queries(most):
        assert len(search.search(search.read(text), menu, by=ANYONE).hits) == rows
