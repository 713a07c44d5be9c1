"""A guide in GitBook's format becomes pages."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from wiki import rules
from wiki.errors import BrokenBook, NotAllowed
from wiki.exchange.loading import load_guide
from wiki.models import Page, PageRevision

pytestmark = pytest.mark.django_db

SUMMARY = """# Table of contents

* [Accueil](README.md)
* [Tutoriel](tutoriel/README.md "Tuto")
  * [Choisir](tutoriel/choisir.md)

## Annexes

* [Mots](mots.md)

***

* [Dépôt](https://exemple.org/depot)
* [Absente](absente.md)
"""
FILES = {
    "SUMMARY.md": SUMMARY,
    "README.md": "# Accueil\n\n[lire](tutoriel/choisir.md#une-etape)\n",
    "tutoriel/README.md": "---\ndescription: Pas à pas\nicon: book\n---\n\n# Tutoriel\n",
    "tutoriel/choisir.md": "# Choisir\r\n\r\n## Une étape\r\n",
    "tutoriel/ancien.md": "# Ancien\n",
    "mots.md": "---\nhidden: true\n---\n# Mots\n",
    "api/README.md": "# API\n",
}


@pytest.fixture
def guide(tmp_path):
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, newline="")
    return tmp_path


@pytest.fixture
def loaded(guide):
    return load_guide(guide, by=rules.SYSTEM)


def at(path):
    return Page.objects.at(path).get()


def test_loading_makes_the_tree_of_the_summary(loaded):
    rows = Page.objects.exclude(parent=None).order_by("parent__path", "position")
    assert [(page.parent.path, page.path, page.title, page.kind, page.listed) for page in rows] == [
        ("", "tutoriel", "Tutoriel", "page", True),
        ("", "annexes", "Annexes", "group", True),
        ("", None, "Dépôt", "link", True),
        ("", "api-1", "API", "page", False),
        ("annexes", "mots", "Mots", "page", False),
        ("tutoriel", "tutoriel/choisir", "Choisir", "page", True),
        ("tutoriel", "tutoriel/ancien", "Ancien", "page", False),
    ]


def test_loading_keeps_the_file_as_written(loaded):
    page = at("tutoriel")
    assert page.header + page.source == FILES["tutoriel/README.md"]
    assert (page.description, page.icon, page.nav_title) == ("Pas à pas", "book", "Tuto")
    assert (page.book_path, at("tutoriel/choisir").source) == (
        "tutoriel/README.md",
        FILES["tutoriel/choisir.md"],
    )


def test_loading_resolves_links_between_pages_and_their_headings(loaded):
    assert [link["url"] for link in at("").links] == ["/tutoriel/choisir/#une-etape"]


def test_loading_tells_what_it_bent(loaded):
    assert loaded.remarks == [
        "api/README.md: the site keeps its address for itself, the page stands at /api-1/.",
        "SUMMARY.md lists absente.md, which does not exist.",
    ]


def test_loading_writes_one_revision_a_page(loaded):
    assert PageRevision.objects.count() == len(loaded.made) == 8
    assert set(PageRevision.objects.values_list("origin", flat=True)) == {"import"}


def test_loading_again_changes_nothing(loaded, guide):
    again = load_guide(guide, by=rules.SYSTEM)
    assert (len(again.made), again.kept, PageRevision.objects.count()) == (0, 8, 8)


def test_loading_again_leaves_what_people_changed(loaded, guide):
    Page.objects.filter(path="mots").update(source="# Mots\n\nà nous\n")
    load_guide(guide, by=rules.SYSTEM)
    assert at("mots").source == "# Mots\n\nà nous\n"


def test_loading_again_adds_the_pages_that_are_new(loaded, guide):
    (guide / "tutoriel" / "neuf.md").write_text("# Neuf\n")
    assert [page.path for page in load_guide(guide, by=rules.SYSTEM).made] == ["tutoriel/neuf"]


def test_loading_if_empty_leaves_a_site_with_pages_alone(loaded, guide):
    (guide / "neuf.md").write_text("# Neuf\n")
    assert load_guide(guide, by=rules.SYSTEM, if_empty=True).made == []


def test_loading_is_refused_to_anybody_but_the_site(guide, django_user_model):
    with pytest.raises(NotAllowed):
        load_guide(guide, by=django_user_model.objects.create(email="a@exemple.org"))
    assert Page.objects.count() == 0


def test_loading_a_page_that_cannot_be_kept_keeps_none(guide):
    (guide / "trop.md").write_text("# Trop\n" + "x" * 300_000)
    with pytest.raises(BrokenBook, match=r"^trop\.md: "):
        load_guide(guide, by=rules.SYSTEM)
    assert Page.objects.count() == 0


def test_loading_needs_a_home_page(guide):
    (guide / "README.md").unlink()
    with pytest.raises(BrokenBook, match=r"^README\.md is absent"):
        load_guide(guide, by=rules.SYSTEM)


def test_loading_asks_for_one_guide_of_several(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "SUMMARY.md").write_text("")
    with pytest.raises(BrokenBook, match=r"several guides \(a, b\)"):
        load_guide(tmp_path, by=rules.SYSTEM)


def test_loading_an_absent_folder_says_so(tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("load_guide", str(tmp_path / "absent"))


def test_starter_guide_has_three_sections_and_no_broken_link(capsys):
    call_command("load_guide")
    home = at("")
    assert [page.title for page in home.children.in_menu()] == ["Recommandations", "Tutoriel", "Ressources"]
    assert [link for page in Page.objects.all() for link in page.links if link["kind"] == "broken"] == []
    assert capsys.readouterr().out == f"Pages made: {Page.objects.count()}. Left as they were: 0.\n"


def test_starter_guide_links_lead_to_headings_that_exist():
    call_command("load_guide")
    pages = list(Page.objects.all())
    ids = {page.address: {heading["id"] for heading in page.outline} for page in pages}
    pointed = [
        (address or page.address, fragment)
        for page in pages
        for address, _, fragment in (link["url"].partition("#") for link in page.links)
        if fragment and address in ("", *ids)
    ]
    dead = [(address, fragment) for address, fragment in pointed if fragment not in ids[address]]
    assert len(pointed) == 8
    assert dead == []


def test_starter_guide_is_written_for_everybody():
    texts = {path: path.read_text(encoding="utf-8") for path in Path("communs/guide").rglob("*.md")}
    assert len(texts) == 9
    assert {path: "·" in text for path, text in texts.items()} == dict.fromkeys(texts, False)
