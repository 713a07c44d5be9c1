"""Where the destinations of a book's pages lead."""

import unicodedata

import pytest

from wiki.book.targets import Targets
from wiki.text.links import Target

PAGES = {
    name: (f"/{name}.html", f"Titre de {name}")
    for name in (
        "README.md",
        "dossier/README.md",
        "dossier/page.md",
        "b c.md",
        "Casse.md",
        "été.md",
        "f/index.md",
    )
}
ASSETS = {
    ".gitbook/assets/a (1).png": ("/a1.png", 12),
    ".gitbook/assets/notes.md": ("/notes.md", 3),
    ".gitbook/includes/i.md": ("/i.md", 3),
    "LICENSE": ("/LICENSE", 9),
    "g/x.txt": ("/g/x.txt", 1),
}


def page(name, fragment=""):
    return Target("page", f"/{name}.html{fragment}", f"Titre de {name}")


def resolve(destination, path="dossier/page.md", **more):
    return Targets(PAGES, ASSETS, **more).resolver(path)(destination)


@pytest.mark.parametrize(
    ("destination", "name"),
    [
        ("README.md", "dossier/README.md"),
        ("./", "dossier/README.md"),
        ("../", "README.md"),
        ("../dossier", "dossier/README.md"),
        ("/dossier/", "dossier/README.md"),
        ("/", "README.md"),
        ("page", "dossier/page.md"),
        ("page/README.md", "dossier/page.md"),
        ("../b%20c.md", "b c.md"),
        ("../b c.md?x=1", "b c.md"),
        ("../casse.md", "Casse.md"),
        ("../CASSE", "Casse.md"),
        (unicodedata.normalize("NFD", "../été.md"), "été.md"),
        ("../f/", "f/index.md"),
    ],
)
def test_target_of_a_page_is_found_tolerantly(destination, name):
    assert resolve(destination) == page(name)


def test_target_keeps_its_fragment():
    assert resolve("../b%20c.md#un-titre") == page("b c.md", "#un-titre")


def test_target_fragment_is_the_one_the_page_emits():
    assert resolve("../b%20c.md#Un%20T", fragment=lambda file, asked: f"{file[0]}-{asked[-1]}") == page(
        "b c.md", "#b-T"
    )


def test_target_fragment_that_no_heading_has_stands_as_written():
    assert resolve("../b%20c.md#é", fragment=lambda file, asked: None) == page("b c.md", "#%C3%A9")


def test_target_of_a_fragment_alone_is_the_page_itself():
    assert resolve("#ici") == Target("page", "#ici", "Titre de dossier/page.md")


@pytest.mark.parametrize(
    ("destination", "name"),
    [
        ("../.gitbook/assets/a%20(1).png", ".gitbook/assets/a (1).png"),
        ("../../../.gitbook/assets/a (1).png", ".gitbook/assets/a (1).png"),
        (".gitbook/assets/A%20%281%29.PNG", ".gitbook/assets/a (1).png"),
        ("../.gitbook/assets/notes.md", ".gitbook/assets/notes.md"),
        ("../license", "LICENSE"),
        ("/LICENSE", "LICENSE"),
    ],
)
def test_target_of_an_asset_is_found_tolerantly(destination, name):
    url, size = ASSETS[name]
    assert resolve(destination) == Target("asset", url, name.rpartition("/")[2], size)


@pytest.mark.parametrize(
    "destination",
    [
        "https://exemple.org/x.md",
        "mailto:a@exemple.org",
        "tel:+33",
        "//exemple.org/x",
        "hhttps://exemple.org",
    ],
)
def test_target_outside_is_left_as_written(destination):
    assert resolve(destination) == Target("external", destination)


@pytest.mark.parametrize(
    "destination",
    [
        "",
        "  ",
        "#",
        "broken-reference",
        "../../broken-reference",
        "broken-reference/",
        "/broken/pages/x",
        "/spaces/abc/",
        "/o/x/s/y",
        "absent.md",
        "../g",
        "../../..",
        "../.gitbook/includes/absent.md",
    ],
)
def test_target_that_leads_nowhere_is_broken(destination):
    assert resolve(destination) == Target("broken")


def test_target_of_an_app_address_is_outside():
    address = "https://app.gitbook.com/s/abc/page"
    assert resolve(address) == Target("external", address)


TEXTS = {".gitbook/includes/i.md": "---\na: b\n---\nDedans\n", ".gitbook/includes/j.md": "j"}


def includer(texts=TEXTS):
    assets = {name: (f"/{name}", 1) for name in texts}
    return Targets(PAGES, {**ASSETS, **assets}).includer("dossier/page.md", texts.get)


def test_include_is_read_without_its_header_and_resolves_from_its_own_place():
    found = includer()("../.gitbook/includes/i.md")
    assert (found.source, found.resolve("../../README.md")) == ("Dedans\n", page("README.md"))


def test_include_points_to_the_page_that_shows_it_by_a_fragment():
    found = includer()("../.gitbook/includes/i.md")
    assert found.resolve("#ici") == Target("page", "#ici", "Titre de dossier/page.md")


@pytest.mark.parametrize(
    "name", ["/reusable-content/rc12345", "../.gitbook/includes/absent.md", "", "../../x"]
)
def test_include_that_is_absent_is_nothing(name):
    assert includer()(name) is None


def test_include_inside_itself_is_cut():
    first = includer()("../.gitbook/includes/i.md")
    second = first.include("j.md")
    assert (second.source, second.include("i.md"), second.include("j.md")) == ("j", None, None)


def test_include_is_five_deep_at_most():
    include = includer({f".gitbook/includes/{number}.md": str(number) for number in range(8)})
    seen = []
    for number in range(8):
        found = include(f"/.gitbook/includes/{number}.md")
        if found is None:
            break
        seen.append(found.source)
        include = found.include
    assert seen == ["0", "1", "2", "3", "4"]
