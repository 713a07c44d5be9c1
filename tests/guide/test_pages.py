"""Every page of the guide is complete, well built and leads on (issue of the guide, its template and its lengths)."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.guide.book import (
    ACTIONS,
    CONTENT,
    FILES,
    GUIDE,
    INDEXES,
    PAGES,
    headings,
    kind,
    part,
    prose,
    text,
    without_code,
    without_tasks,
    words,
)
from wiki.book import front_matter
from wiki.text.links import Target, is_external
from wiki.text.render import render

TEMPLATES = {
    "recommandations": [
        *("Enjeux", "Objectifs", "Actions clés", "Comment faire", "Exemples", "Ressources"),
        *("À lire ensuite", "Sources"),
    ],
    "tutoriel": [
        *("Enjeux", "L'essentiel en 5 points", "Idées reçues", "Comment faire", "Exemples", "Ressources"),
        *("À lire ensuite", "Sources"),
    ],
    "ressources": [
        "Enjeux",
        "Mode d'emploi",
        "L'outil",
        "Exemple rempli",
        "Ressources",
        "À lire ensuite",
        "Sources",
    ],
}
LENGTHS = {"recommandations": (700, 1_100), "tutoriel": (900, 1_500)}  # words of prose, tasks on top
INSTRUCTIONS = (180, 320)  # words of a tool's « Mode d'emploi »: 250 or so
INDEX = (100, 250)  # words of an index, its cards aside: 150 or so
# Longer or shorter for a reason that DECISIONS gives.
OTHER_LENGTHS: dict[str, tuple[int, int]] = {}
EXTERNAL = re.compile(r"https?://[^\s()<>\"|]+")
ADDRESS = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[\w./~%+-]*)?(\?[\w=&%-]+)?(#[\w-]+)?")
TERMS = 60


def drawn(file: str) -> str:
    def resolve(destination: str) -> Target:
        return Target("external" if is_external(destination) else "page", destination, title="…")

    return render(text(file), resolve=resolve).html


def test_guide_has_its_pages() -> None:
    assert (len(PAGES), len(INDEXES), len(CONTENT)) == (56, 7, 46)


@pytest.mark.parametrize("file", FILES)
def test_page_says_in_a_sentence_what_it_is(file: str) -> None:
    front = front_matter.split(text(file))
    description = str(front.meta.get("description", ""))
    assert 60 <= len(description) <= 170
    assert description.endswith((".", "?"))


@pytest.mark.parametrize("file", FILES)
def test_page_has_one_title_and_skips_no_level(file: str) -> None:
    levels = [level for level, _said in headings(text(file))]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert [pair for pair in zip(levels, levels[1:], strict=False) if pair[1] > pair[0] + 1] == []


@pytest.mark.parametrize("file", FILES)
def test_page_is_drawn_without_a_notice(file: str) -> None:
    html = drawn(file)
    assert "data-gb-notice" not in html
    assert "{%" not in re.sub(r"<(pre|code)\b.*?</\1>", "", html, flags=re.S)


@pytest.mark.parametrize("file", FILES)
def test_pictures_and_tables_are_told(file: str) -> None:
    html = drawn(file)
    pictures = re.findall(r"<img\b[^>]*>", html)
    assert [picture for picture in pictures if not re.search(r'alt="[^"]{20,}"', picture)] == []
    tables = re.findall(r"<table\b.*?</table>", html, re.S)
    assert [table for table in tables if not re.search(r"<th\b[^>]*>(?!\s*</th>)", table)] == []


@pytest.mark.parametrize("file", CONTENT)
def test_template_is_complete_and_in_order(file: str) -> None:
    said = [heading for level, heading in headings(text(file)) if level == 2]
    wanted = TEMPLATES[kind(file)]
    found = [
        name for heading in said for name in wanted if heading == name or heading.startswith(f"{name} :")
    ]
    assert found == wanted


@pytest.mark.parametrize("file", CONTENT)
def test_page_tells_when_it_was_revised_and_in_what_state_it_is(file: str) -> None:
    assert re.search(r"[Rr]évis\w+.{0,20}\d{1,2}(er)? \w+ 20\d\d.*(brouillon|relu|à actualiser)", text(file))


@pytest.mark.parametrize("file", CONTENT)
def test_page_is_as_long_as_its_kind(file: str) -> None:
    if kind(file) == "ressources":
        count, (least, most) = len(words(prose(part(text(file), "Mode d'emploi")))), INSTRUCTIONS
    else:
        count, (least, most) = len(words(prose(without_tasks(text(file))))), LENGTHS[kind(file)]
    least, most = OTHER_LENGTHS.get(file, (least, most))
    assert least <= count <= most


@pytest.mark.parametrize("file", [file for file in INDEXES if file != "README.md"])
def test_index_is_short_and_leads_to_all_that_stands_below(file: str) -> None:
    source = text(file)
    least, most = OTHER_LENGTHS.get(file, INDEX)
    assert least <= len(words(prose(source))) <= most
    folder = (GUIDE / file).parent
    below = [page for page in folder.rglob("*.md") if page.parent == folder or page.name == "README.md"]
    names = {str(page.relative_to(folder)) for page in below} - {"README.md"}
    names = {name for name in names if name.count("/") < 2}
    assert {name for name in names if name not in source} == set()


@pytest.mark.parametrize("file", PAGES)
def test_page_leads_on(file: str) -> None:
    inside = set(re.findall(r"(?:\]\(|url=\"|href=\")([^)\"#\s]+\.md)", without_code(text(file))))
    assert len(inside) >= 2
    assert [name for name in inside if not (GUIDE / file).parent.joinpath(name).resolve().is_file()] == []


@pytest.mark.parametrize("file", FILES)
def test_outside_addresses_are_well_formed(file: str) -> None:
    found = [address.rstrip(".,;:") for address in EXTERNAL.findall(without_code(text(file)))]
    assert [address for address in found if not ADDRESS.fullmatch(address)] == []


def test_each_term_of_the_glossary_is_told_and_linked() -> None:
    terms = [said for level, said in headings(text("glossaire.md")) if level == 3]
    html = drawn("glossaire.md")
    ids = re.findall(r'<h3 id="([^"]+)"', html)
    linked = {name for file in PAGES for name in re.findall(r"glossaire\.md#([\w.~+$-]+)", text(file))}
    assert (len(terms), len(set(terms)), len(ids)) == (TERMS, TERMS, TERMS)
    assert linked - set(ids) == set()
    assert set(ids) - linked == set()


def test_contents_name_every_page_once() -> None:
    named = re.findall(r"\]\(([^)\s]+\.md)", text("SUMMARY.md"))
    assert sorted(named) == PAGES
    assert text("SUMMARY.md").index("glossaire.md") > text("SUMMARY.md").index(ACTIONS)


@pytest.mark.parametrize(
    "path", sorted((GUIDE / ".gitbook" / "assets").glob("*.svg")), ids=lambda path: path.name
)
def test_drawing_is_plain_told_and_used(path) -> None:
    root = ElementTree.fromstring(path.read_bytes())
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert {"title", "desc"} <= tags
    assert tags & {"script", "style", "foreignObject", "image", "use", "a", "animate"} == set()
    attributes = [(name, value) for element in root.iter() for name, value in element.attrib.items()]
    assert [name for name, value in attributes if name.startswith("on") or "url(http" in value] == []
    sizes = [float(value.removesuffix("px")) for name, value in attributes if name == "font-size"]
    assert min(sizes, default=11) >= 11
    assert any(path.name in text(file) for file in PAGES)
