"""Citations that reference managers read: whatever a title holds, an entry is one entry, and says it back."""

import json
import re
from datetime import date
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.text.citation import Cited, bibtex, csl

ADDRESS = "https://guide.example.org/-/r/47/"
CITED = Cited(
    "Décider à plusieurs : « œuvre »",
    ("Chloé Ferré", "Équipe du guide"),
    "Communs",
    ADDRESS,
    "fr",
    version="révision 47",
    number=47,
    issued=date(2026, 3, 12),
    licence="CC BY-SA 4.0",
    spdx="CC-BY-SA-4.0",
)
ANY = st.text(max_size=60)
# What the schema of CSL (csl-data.json) takes, of what is written here; it takes nothing else.
SCHEMA = {
    "id": str,
    "type": str,
    "title": str,
    "author": list,
    "container-title": str,
    "issued": dict,
    "version": str,
    "URL": str,
    "accessed": dict,
    "language": str,
    "note": str,
    "custom": dict,
}
BACK = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\,": "\u202f",
    "~": "\u00a0",
} | {f"\\{sign}": sign for sign in "#$%&_"}


def read(entry):
    """An entry as BibTeX reads it: braces are counted, whatever stands before them."""
    key, comma, rest = re.fullmatch(r"@online\{([a-z0-9-]+)(,)\n(.*)\}\n", entry, re.DOTALL).groups()
    fields = {}
    while rest.strip(" ,\n"):
        name, rest = re.match(r"[ ,\n]*(\w+) *= *(?=\{)(.*)", rest, re.DOTALL).groups()
        depths = accumulate((sign == "{") - (sign == "}") for sign in rest)
        end = next(place for place, depth in enumerate(depths) if depth == 0)
        fields[name], rest = rest[1:end], rest[end + 1 :]
    return key, fields


def said(tex):
    """What LaTeX would print."""
    pattern = "|".join(map(re.escape, sorted(BACK, key=len, reverse=True)))
    return re.sub(pattern, lambda found: BACK[found.group()], tex)


def plain(text):
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


def test_entry_of_bibtex():
    assert bibtex(CITED) == (
        "@online{communs-decider-a-plusieurs-oeuvre-47,\n"
        "  author       = {{Chloé Ferré} and {Équipe du guide}},\n"
        "  title        = {Décider à plusieurs : « œuvre »},\n"
        "  organization = {Communs},\n"
        "  date         = {2026-03-12},\n"
        "  version      = {révision 47},\n"
        f"  url          = {{{ADDRESS}}},\n"
        "  langid       = {french},\n"
        "  note         = {CC BY-SA 4.0}\n"
        "}\n"
    )


def test_item_of_csl():
    assert json.loads(csl(CITED)) == [
        {
            "id": "communs-decider-a-plusieurs-oeuvre-47",
            "type": "webpage",
            "title": "Décider à plusieurs : « œuvre »",
            "author": [{"literal": "Chloé Ferré"}, {"literal": "Équipe du guide"}],
            "container-title": "Communs",
            "issued": {"date-parts": [[2026, 3, 12]]},
            "version": "47",
            "URL": ADDRESS,
            "language": "fr",
            "note": "CC BY-SA 4.0",
            "custom": {"license": "CC-BY-SA-4.0"},
        }
    ]
    assert "é" in csl(CITED)


@given(ANY, st.lists(ANY.filter(plain), min_size=1, max_size=3), ANY)
def test_whatever_is_typed_an_entry_is_one_entry_and_says_it_back(title, authors, site):
    cited = Cited(title or "x", tuple(authors), site, ADDRESS, "fr", licence=title)
    key, fields = read(bibtex(cited))
    assert (key, fields["url"]) == (cited.key, ADDRESS)
    assert said(fields.get("title", "")) == plain(cited.title)
    assert said(fields.get("organization", "")) == plain(site)
    assert [said(name) for name in fields["author"][1:-1].split("} and {")] == [
        plain(name) for name in authors
    ]
    [item] = json.loads(csl(cited))
    assert {name: type(value) for name, value in item.items()}.items() <= SCHEMA.items()
    assert {"id", "type"} <= item.keys()


@pytest.mark.parametrize(("lang", "told"), [("fr", "french"), ("en-GB", "english"), ("br", None), ("", None)])
def test_language_is_told_as_latex_calls_it(lang, told):
    _key, fields = read(bibtex(Cited("A", ("B",), "C", ADDRESS, lang)))
    assert fields.get("langid") == told


def test_page_as_it_will_read_has_no_version_but_a_day():
    cited = Cited("A", ("B",), "C", "https://guide.example.org/a/", "fr", accessed=date(2026, 5, 1))
    _key, fields = read(bibtex(cited))
    assert {"version", "date"} & fields.keys() == set()
    assert fields["urldate"] == "2026-05-01"
    [item] = json.loads(csl(cited))
    assert (item["accessed"], "version" in item, "issued" in item) == (
        {"date-parts": [[2026, 5, 1]]},
        False,
        False,
    )


def test_key_is_of_plain_letters_even_where_the_title_has_none():
    assert Cited("«\u202f", (), "", ADDRESS, "").key == "page"
    assert Cited("日本", (), "", ADDRESS, "", number=3).key == "page-3"
