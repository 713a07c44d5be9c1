"""Headings: one id each, as GitBook gives it, and many accepted (GITBOOK.md, section 6)."""

from __future__ import annotations

import re

import pytest

from tests.text.small_site import html, rendered
from wiki.text.outline import Anchors, Heading, Ids, find, github_slug, slug

# --- the id that is emitted ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Étape 3 : l'équipe (2FA)", "etape-3-lequipe-2fa"),
        ("1. L'adéquation", "id-1.-ladequation"),
        ("beta.gouv", "beta.gouv"),
        ("disable_functions", "disable_functions"),
        ("Œuvre & cœur", "oeuvre-and-coeur"),
        ("L’eau", "leau"),
        ("C++ ~ $HOME", "c++-~-$home"),
        ("  — Déjà —  ", "deja"),
        ("🔐 Coffres", "coffres"),
        ("x" * 120, "x" * 100),
        ("4.5 Faut-il ?", "id-4.5-faut-il"),
        ("!?", ""),
    ],
)
def test_slug_is_gitbooks(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Étape 3 : l'équipe", "étape-3--léquipe"), ("A_b c.d", "a_b-cd"), (" Été ", "été")],
)
def test_github_slug_keeps_accents(text: str, expected: str) -> None:
    assert github_slug(text) == expected


def ids(source: str) -> list[str]:
    """The ids of the headings of a text, its title aside."""
    return [heading.id for heading in rendered(source).outline]


@pytest.mark.parametrize(
    "source",
    [
        '## Titre <a href="#le-mien" id="le-mien"></a>',
        '## <a id="le-mien"></a>Titre',
        '## Titre <a name="le-mien"></a>',
        "## Titre {#le-mien}",
        '<h2 id="le-mien">Titre</h2>',
    ],
)
def test_heading_explicit_id_wins(source: str) -> None:
    assert ids(source) == ["le-mien"]


@pytest.mark.parametrize("name", ["d5e1240", "id-9f1f", "f0-9f-94-90-coffres", "fonctionnalit-c3-a9s", "Élu"])
def test_heading_explicit_id_of_any_generation_stays(name: str) -> None:
    assert ids(f'## Titre <a href="#{name}" id="{name}"></a>') == [name]


def test_heading_explicit_id_written_with_entities_is_read() -> None:
    assert ids('## Titre <a href="#x" id="Questions--&#xC9;changes"></a>') == ["Questions--Échanges"]


@pytest.mark.parametrize("name", ["a b", "", "x" * 101, "ui-tab-1", "fn-1", "fnref-1"])
def test_heading_explicit_id_that_is_none_is_ignored(name: str) -> None:
    assert ids(f'## Titre <a id="{name}"></a>') == ["titre"]


def test_heading_first_of_two_equal_ids_wins() -> None:
    assert ids('## A <a id="x"></a>\n\n## B <a id="x"></a>') == ["x", "b"]


def test_heading_explicit_id_wins_over_an_earlier_default_one() -> None:
    assert ids('## Titre\n\n## Autre <a id="titre"></a>') == ["titre-1", "titre"]


def test_heading_repeats_are_numbered() -> None:
    assert ids("## Été\n\n## Été\n\n### Été") == ["ete", "ete-1", "ete-2"]


def test_heading_without_letters_has_an_id() -> None:
    assert ids("## !!!\n\n## ???") == ["id", "id-1"]


def test_heading_id_is_never_one_of_the_sites_own() -> None:
    assert ids("## UI tab 1") == ["id-ui-tab-1"]


def test_heading_answers_to_its_default_ids_too() -> None:
    assert html('## <a id="x"></a>Été là') == (
        '<h2 id="x"><span id="été-là"></span><span id="ete-la"></span>Été là</h2>'
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2 3 4 2", ". . . ."),
        ("2 4 4 3 2", ". 3 3 . ."),
        ("4 5 6 2", "2 3 4 ."),
        ("3 2 3", "2 . ."),
        ("2 6 5 6 4", ". 3 3 4 3"),
    ],
)
def test_heading_below_one_that_was_skipped_tells_where_it_stands(written: str, told: str) -> None:
    drawn = html("\n\n".join(f"{'#' * int(level)} A" for level in written.split(" ")))
    levels = [level or "." for level in re.findall(r'<h\d id="[^"]*"(?: aria-level="(\d)")?', drawn)]

    assert levels == told.split(" ")


def test_heading_text_is_what_a_reader_sees() -> None:
    source = '## <mark style="color:red">Un</mark> [lien](page.md) `code` &amp; **gras**[^1] :warning:\n\n[^1]: note'

    assert rendered(source).outline == (Heading(2, "Un lien code & gras ⚠️", "un-lien-code-and-gras-warning"),)


def test_anchor_between_paragraphs_keeps_its_id() -> None:
    assert html('<a id="ici"></a>Texte') == '<p><span id="ici"></span>Texte</p>'


def test_anchor_never_takes_the_id_of_a_heading() -> None:
    assert html('<a id="titre"></a>Texte\n\n## Titre') == (
        '<p><span></span>Texte</p><h2 id="titre">Titre</h2>'
    )


# --- the ids that are accepted ------------------------------------------------------------------------------

HEADINGS = (
    Heading(2, "Étape 3 : l'équipe (2FA)", "mon-id"),
    Heading(2, "4.5 Faut-il une gouvernance ouverte ?", "id-4.5-faut-il-une-gouvernance-ouverte"),
    Heading(2, "Bilan", "bilan"),
    Heading(2, "Bilan", "bilan-1"),
    Heading(3, "Questions & échanges", "d5e1240"),
)


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("mon-id", "mon-id"),  # the id itself
        ("etape-3-lequipe-2fa", "mon-id"),  # GitBook's default id
        ("étape-3--léquipe-2fa", "mon-id"),  # GitHub's
        ("%C3%A9tape-3--l%C3%A9quipe-2fa", "mon-id"),  # percent-encoded
        ("Etape-3-LEquipe-2FA", "mon-id"),  # in capitals
        ("etape-3-l-equipe-2fa", "mon-id"),  # 2020: apostrophes made a hyphen
        ("4-5-faut-il-une-gouvernance-ouverte", "id-4.5-faut-il-une-gouvernance-ouverte"),  # 2020: no dots
        ("id-4.5-faut-il-une-g", "id-4.5-faut-il-une-gouvernance-ouverte"),  # a beginning of 12 letters
        ("bilan", "bilan"),
        ("bilan-1", "bilan-1"),
        ("questions-and-echanges", "d5e1240"),
        ("questions--echanges", "d5e1240"),
        ("id-4.5-faut", None),  # too short a beginning
        ("gone", None),
        ("", None),
    ],
)
def test_find_accepts_fragments_of_every_generation(fragment: str, expected: str | None) -> None:
    assert find(HEADINGS, fragment) == expected


def test_find_prefers_the_id_itself() -> None:
    headings = [Heading(2, "Premier", "autre"), Heading(2, "Autre", "x"), Heading(2, "Second", "premier")]

    assert [find(headings, "autre"), find(headings, "premier")] == ["autre", "premier"]


def test_find_prefers_the_default_id_to_the_same_letters() -> None:
    assert find([Heading(2, "Ab-c", "x"), Heading(2, "A bc", "y")], "a-bc") == "y"


def test_find_refuses_a_beginning_of_two_headings() -> None:
    headings = [Heading(2, "Gouvernance partagée une", "a"), Heading(2, "Gouvernance partagée deux", "b")]

    assert find(headings, "gouvernance-partagee") is None


def test_anchors_tell_the_heading() -> None:
    assert Anchors(HEADINGS).heading("etape-3-lequipe-2fa") == HEADINGS[0]


def test_anchors_tell_no_heading_where_there_is_none() -> None:
    assert Anchors(HEADINGS).heading("gone") is None


def test_links_within_the_page_lead_to_its_headings() -> None:
    source = (
        '[a](#4-5-faut-il-dabo) [b](#titre) [c](#gone)\n\n## 4.5 Faut-il d\'abord ?\n\n## <a id="x"></a>Titre'
    )

    assert html(source) == (
        '<p><a href="#id-4.5-faut-il-dabord">a</a> <a href="#titre">b</a> <a href="#gone">c</a></p>'
        '<h2 id="id-4.5-faut-il-dabord"><span id="45-faut-il-dabord-"></span>4.5 Faut-il d\'abord ?</h2>'
        '<h2 id="x"><span id="titre"></span>Titre</h2>'
    )


# --- the ids of one page ------------------------------------------------------------------------------------


def test_ids_are_claimed_once() -> None:
    page = Ids()

    assert [page.claim("a"), page.claim("a")] == [True, False]


@pytest.mark.parametrize("wanted", ["", "a b", "é'", "ui-x", "fn-1", "fnref-1", "x" * 101])
def test_ids_that_are_none_are_refused(wanted: str) -> None:
    assert not Ids().claim(wanted)


def test_ids_number_past_what_is_taken() -> None:
    page = Ids()
    page.claim("a-1")

    assert [page.number("a"), page.number("a"), page.number("a")] == ["a", "a-2", "a-3"]
