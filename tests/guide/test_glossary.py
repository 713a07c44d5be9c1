"""Terms of the glossary are linked where a page first says them in its prose.

Not in its headings, links and code, nor in what is quoted or meant to be copied; nor in its lists of tasks, whose
words are the same on two pages, and of sources.
"""

from __future__ import annotations

import re

import pytest

from tests.guide.book import PAGES, text
from tests.guide.test_pages import drawn

GLOSSARY = "glossaire.md"
# By the id of the term: how pages say it. What is said of a graphic charter, or of a town, is no term.
TERMS = {
    "action-cle": r"actions? clés?",
    "agpl": r"AGPL(-3\.0)?",
    "appel-a-communs": r"appels? à communs",
    "association-loi-1901": r"associations? (de la )?loi (de )?1901",
    "bdfl": r"BDFL",
    "bien-non-rival": r"biens? non riva(l|ux)",
    "bluehats": r"BlueHats",
    "cadre-de-collaboration": r"cadres? de collaboration",
    "canevas": r"canevas",
    "charte": r"chartes?(?! graphique)",
    "cla": r"CLA",
    "code-de-conduite": r"codes? de conduite",
    "college": r"collèges?",
    "commun-numerique": r"communs? numériques?",
    "communaute": r"communautés?(?! (de communes|d'agglomération|urbaine))",
    "compatibilite-de-licences": r"compatibilité (de|des|entre) (les )?licences",
    "compostabilite": r"compostabilité",
    "consensus-paresseux": r"consensus paresseux",
    "consentement": r"consentement",
    "contribution": r"contributions?",
    "copyleft-reciprocite": r"copyleft",
    "cra": r"CRA",
    "dc-edic": r"DC-EDIC",
    "dco": r"DCO",
    "devolution": r"dévolution",
    "droit-sui-generis": r"droit \*?sui generis",
    "embarquement": r"embarquement",
    "enclosure": r"enclosures?",
    "eupl": r"EUPL",
    "facteur-dabsence": r"facteur d'absence",
    "fauxpen-source": r"fauxpen",
    "fonds-de-dotation": r"fonds de dotation",
    "forge": r"forges?",
    "gbfs": r"GBFS",
    "gip": r"GIP",
    "gouvernance": r"gouvernances?",
    "hebergement-fiscal": r"héberg(ements?|eurs?) fisca(l|ux)",
    "intendant-steward": r"intendants?",
    "interoperabilite": r"interopérabilité",
    "licence-a-reciprocite-renforcee": r"licences? à réciprocité renforcée",
    "licence-libre": r"licences? libres?",
    "licence-ouverte-2.0": r"Licence Ouverte",
    "licence-permissive": r"licences? permissives?",
    "mainteneur-mainteneuse": r"mainteneu(rs?|ses?)",
    "marque": r"marques?",
    "mecenat-de-competences": r"mécénat de compétences",
    "nec": r"NEC",
    "odbl": r"ODbL",
    "open-core": r"open core",
    "open-data": r"open data",
    "ospo": r"OSPO",
    "partie-prenante": r"parties? prenantes?",
    "publiccode.yml": r"publiccode\.yml",
    "raci": r"RACI",
    "reversement-en-amont": r"revers\w+ en amont",
    "rgaa": r"RGAA",
    "scic": r"SCIC",
    "scission-fork": r"scissions?|forks?",
    "sill": r"SILL",
    "spdx": r"SPDX",
}
_LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]*)\)")
_NO_PROSE = re.compile(
    r"""\A---\n.*?\n---\n | ^\ *```.*?^\ *```[^\n]*$ | `[^`\n]*` | <details>.*?</details> | «[^»\n]*»
    | ^\#\#\ (Ressources|À\ lire\ ensuite|Sources)\b.*?(?=^\#\#\ |\Z)
    | ^\ *(\#|\||<|\{%|[*-]\ \[[\ x]\])[^\n]*$""",
    re.S | re.M | re.X,
)


def silenced(source: str, what: re.Pattern[str]) -> str:
    """The text with blanks in the place of some of it: all else stays where it was."""
    return what.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), source)


def said(term: str) -> re.Pattern[str]:
    """What is written in capitals is a term in capitals alone."""
    words = TERMS[term]
    is_name = words[:2].isupper() or words.startswith(("BlueHats", "ODbL", "Licence"))
    return re.compile(rf"(?<![\w-])({words})(?![\w-])", 0 if is_name else re.I)


def unlinked(source: str) -> list[str]:
    """The terms that a page says before it links them, each with the words around."""
    prose = silenced(silenced(source, _NO_PROSE), _LINK)
    links = [(found.start(), found[1].partition("#")) for found in _LINK.finditer(source)]
    told: dict[str, int] = {}
    for place, (address, _sign, term) in links:
        if address.endswith(GLOSSARY):
            told.setdefault(term, place)
    found = []
    for term in TERMS:
        first = said(term).search(prose)
        if first and told.get(term, len(source)) > first.start():
            found.append(f"{term}: …{prose[max(0, first.start() - 40) : first.end() + 40]}…")
    return found


def test_each_term_of_the_glossary_is_looked_for() -> None:
    assert sorted(TERMS) == sorted(re.findall(r'<h3 id="([^"]+)"', drawn(GLOSSARY)))


@pytest.mark.parametrize("file", [file for file in PAGES if file != GLOSSARY])
def test_page_links_each_term_where_it_first_says_it(file: str) -> None:
    assert unlinked(text(file)) == []


@pytest.mark.parametrize(
    ("source", "terms"),
    [
        ("Une forge, puis la [forge](../glossaire.md#forge).", ["forge"]),
        ("Une [forge](../glossaire.md#forge), puis deux forges.", []),
        ("Notre [guide des forges](forges.md).", []),
        ("## La forge\n\n`forge`\n\n| forge |\n\n« Une forge ? »\n\n* [ ] **A.1** Une forge\n", []),
        ("Des biens, forgés par une Charte et un cla.", ["charte"]),
        ("Une charte graphique.", []),
    ],
)
def test_first_use_is_found_in_prose_alone(source: str, terms: list[str]) -> None:
    assert [line.partition(":")[0] for line in unlinked(source)] == terms
