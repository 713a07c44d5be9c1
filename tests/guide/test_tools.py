"""The tools of the guide can be taken away and filled in."""

from __future__ import annotations

import pytest

from tests.guide.book import ACTIONS, CONTENT, kind, text
from tests.guide.test_pages import drawn
from wiki.book import front_matter
from wiki.exchange.office import making
from wiki.exchange.office.origin import Origin
from wiki.text import tools

TOOLS = [file for file in CONTENT if kind(file) == "ressources"]
COUNTED = ["matrice-ouvrir", "matrice-contribuer", "diagnostic-8-piliers", "tableau-de-bord"]
WRITTEN = ["modele-de-charte", "modeles-de-fichiers", "convention-et-clauses", "atelier-du-bateau"]
HEAVIEST = 40_000


def test_guide_has_its_tools() -> None:
    assert len(TOOLS) == 13
    assert {f"ressources/{name}.md" for name in (*COUNTED, *WRITTEN)} < set(TOOLS)


@pytest.mark.parametrize("file", [*TOOLS, ACTIONS])
def test_tool_is_offered_as_a_small_file(file: str) -> None:
    page = drawn(file)
    formats = tools.formats(page)
    assert "odt" in formats
    assert "ods" in formats or not any(name in file for name in COUNTED)
    told = Origin("Outil", "À remplir.", "fr", "Guide", "Outil", "", "CC0 1.0", None)
    assert all(1_000 < len(making.made(format_, page, told)) < HEAVIEST for format_ in formats)


@pytest.mark.parametrize("file", TOOLS)
def test_tool_states_that_it_may_be_reused_without_mention(file: str) -> None:
    assert front_matter.split(text(file)).meta[making.LICENCE] == "CC0-1.0"
