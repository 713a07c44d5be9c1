"""Pages of the guide lead to one another as its plan asks: what to do, what to understand, what to fill in."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest

from tests.guide.book import ACTIONS, CONTENT, GUIDE, kind, text, without_code

# Each names those beside it, and they name it: to do, to understand, to fill in.
CHAINS = [
    ("cibler-le-besoin", "trouver-et-evaluer", "matrice-contribuer"),
    ("decider-rejoindre-ouvrir-creer", "exemples", "matrice-ouvrir"),
    ("reunir-les-parties-prenantes", "atelier-du-bateau", "modele-de-charte"),
    ("clarifier-les-droits", "cadre-public", "selecteur-de-licence"),
    ("developper-la-communaute", "organiser-la-contribution", "typologie-des-contributions"),
    ("animer-la-communaute", "outiller-le-projet", "tableau-de-bord"),
    ("securiser-les-contributions", "agents-prestataires-benevoles", "modeles-de-fichiers"),
    ("definir-la-gouvernance", "decider-a-plusieurs", "canevas-de-gouvernance"),
    ("choisir-une-structure-porteuse", "structures-juridiques", "diagnostic-8-piliers"),
    ("construire-le-modele-economique", "modeles-et-sources", "panorama-des-financements"),
    ("garantir-la-qualite", "marques-donnees-responsabilite", "modeles-de-fichiers"),
    ("repenser-le-role", "pourquoi-et-a-quoi-on-s-engage", "canevas-de-gouvernance"),
    ("documenter-et-transmettre", "outiller-le-projet", "modeles-de-fichiers"),
    ("passer-le-relais", "scissions-et-changements-de-licence", "convention-et-clauses"),
    ("marches-et-aides", "convention-et-clauses", "construire-le-modele-economique"),
    ("europe", "panorama-des-financements", "construire-le-modele-economique"),
    ("communs-et-ia", "choisir-une-licence", "securiser-les-contributions"),
    ("faire-connaitre", "argumentaires", "developper-la-communaute"),
]
# How many pages of content each leads to, by their section; « actions » is the page that gathers key actions.
LEADS = {
    "recommandations": {"tutoriel": 2, "ressources": 1},
    "tutoriel": {"recommandations": 1, "ressources": 1},
    "ressources": {"actions": 1},
}
FILES = {PurePosixPath(file).stem: file for file in CONTENT}
_PAGE = re.compile(r"(?:\]\(|url=\"|href=\")([^)\"#\s]+\.md)")


def led_to(file: str) -> set[str]:
    """The pages that a page links."""
    folder = (GUIDE / file).parent
    found = (folder.joinpath(name).resolve() for name in _PAGE.findall(without_code(text(file))))
    return {str(path.relative_to(GUIDE.resolve())) for path in found}


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain[0])
def test_pages_of_a_chain_name_one_another(chain: tuple[str, str, str]) -> None:
    first, second, third = (FILES[name] for name in chain)
    pairs = [(first, second), (second, first), (second, third), (third, second)]
    assert [(page, other) for page, other in pairs if other not in led_to(page)] == []


@pytest.mark.parametrize("file", CONTENT)
def test_page_leads_to_the_other_sections(file: str) -> None:
    found = [kind(page) for page in led_to(file) if page in CONTENT]
    found += ["actions"] * (ACTIONS in led_to(file))
    assert {name: found.count(name) >= least for name, least in LEADS[kind(file)].items()} == dict.fromkeys(
        LEADS[kind(file)], True
    )
    assert kind(file) != "ressources" or {"recommandations", "tutoriel"} & set(found)
