"""Pages of the guide do not repeat one another: no formula goes from page to page, names and titles aside."""

from __future__ import annotations

import re
from collections import defaultdict

from tests.guide.book import PAGES, headings, sentences, text, without_tasks, words

RUN = 8  # words in a row, within a sentence
NAMES = re.compile(
    r"""Institut\ national\ de\ (l'information\ géographique\ et\ forestière|la\ propriété\ industrielle)
    | Agence\ nationale\ de\ la\ cohésion\ des\ territoires | [Dd]irection\ interministérielle\ du\ numérique
    | Commission\ nationale\ de\ l'informatique\ et\ des\ libertés | Labo\ Société\ Numérique
    | (délégué\w*|règlement\ général)\ (à|sur)\ la\ protection\ des\ données | Région\ Picardie,\ n°\ 350431
    | Convention\ de\ partenariat\ et\ clauses\ de\ marché | Qui\ détient\ les\ droits\ \?\ CLA\ et\ DCO""",
    re.X,
)
_FOOT = re.compile(r"^## (Ressources|À lire ensuite|Sources)\b.*?(?=^## |\Z)|^_?Révision :.*?$", re.S | re.M)
_CODE = re.compile(r"^ *```.*?^ *```[^\n]*$", re.S | re.M)


def told(file: str) -> set[tuple[str, ...]]:
    """The runs of words that a page says in its sentences, without its foot, tasks, code and titles."""
    said = NAMES.sub("; ", _FOOT.sub("", _CODE.sub("", without_tasks(text(file)))))
    parts = (part for sentence in sentences(said) for part in re.split(r"[;:]", sentence))
    runs = (zip(*(words(part)[start:] for start in range(RUN)), strict=False) for part in parts)
    return {run for found in runs for run in found}


def test_no_formula_goes_from_page_to_page() -> None:
    titles = " / ".join(" ".join(words(headings(text(file))[0][1])) for file in PAGES)
    pages: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for file in PAGES:
        for run in told(file):
            pages[run].append(file)
    again = {" ".join(run): files for run, files in pages.items() if len(files) > 1}
    assert [f"{said}: {files}" for said, files in again.items() if said not in titles] == []
