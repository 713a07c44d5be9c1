"""The command that brings a book in: its map, its branches, its refusals, the characters it mends."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.exchange.bringing import at, bring
from tests.exchange.guide import guide, write
from wiki.errors import BrokenBook
from wiki.models import Book, Commit

pytestmark = pytest.mark.django_db


def test_command_writes_the_map_of_addresses(repository, tmp_path, capsys):
    call_command("import_book", str(repository), map=tmp_path / "map.json")
    assert json.loads((tmp_path / "map.json").read_text(encoding="utf-8")) == {
        "README.md": "/",
        "annexes/lexique.md": "/annexes/lexique/",
        "api/README.md": "/api-1/",
        "tutoriel/README.md": "/tutoriel/",
        "tutoriel/cache.md": "/tutoriel/cache/",
        "tutoriel/choisir.md": "/tutoriel/choisir/",
        "vieille.md": "/vieille/",
    }
    assert capsys.readouterr().out.splitlines()[-1] == (
        "guide: pages made 9, changed 0, archived 1; revisions 15; files 7; redirects 4."
    )


def test_command_says_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="does not exist"):
        call_command("import_book", str(tmp_path / "absent"))


def test_command_tells_each_branch_of_several(tmp_path, capsys):
    told = guide(tmp_path / "guide.git")
    call_command("import_book", str(told.write(main=4, other=1)))
    assert capsys.readouterr().out.splitlines()[:3] == [
        "Branches of guide:",
        "* main: 8 pages, 09/13/2020, Ada",
        "  other: 5 pages, 09/13/2020, Blaise",
    ]
    assert Book.objects.get().branch == "main"


def test_import_takes_the_branch_that_is_asked(tmp_path):
    source = guide(tmp_path / "guide.git").write(main=4, other=1)
    bring(source, branch="other")
    assert (Commit.objects.count(), Book.objects.get().branch, at("mots").title) == (2, "other", "Mots")
    with pytest.raises(BrokenBook, match=r"^There is no branch “absent”; there are: main, other\.$"):
        bring(source, branch="absent", at="x")


BROKEN = "# Accueil\n\nDes notions th√©oriques et des √©tapes.\n\n\u00c2«\xa0Citation\u00c2\xa0» d\u00c3©j\u00c3\xa0 vue.\n"
WHOLE = (
    "# Cas\n\nLa racine √2 et ½ · « déjà » – Ã est une lettre du portugais : São João, AÇÃO.\n\n"
    "Naïve café œuvre, Ελληνικά, кириллица, 漢字, 🎉, ﬁn, l’« Ê ».\n"
)


def test_import_tells_of_broken_characters_and_leaves_them(tmp_path):
    told = bring(write(tmp_path / "guide", {"README.md": BROKEN}))
    assert [(remark.kind, remark.file, remark.line) for remark in told.remarks][:1] == [
        ("characters-broken", "README.md", 3)
    ]
    assert at("").source == BROKEN


def test_import_mends_broken_characters_when_asked(tmp_path):
    told = bring(write(tmp_path / "guide", {"README.md": BROKEN}), repair=True)
    assert [(remark.kind, remark.line) for remark in told.remarks][:1] == [("characters-mended", 3)]
    assert (
        at("").source
        == "# Accueil\n\nDes notions théoriques et des étapes.\n\n«\xa0Citation\xa0» déjà vue.\n"
    )
    assert Book.objects.get().repaired is True


def test_import_leaves_whole_what_only_looks_broken(tmp_path):
    bring(write(tmp_path / "guide", {"README.md": WHOLE}), repair=True)
    assert at("").source == WHOLE


@pytest.mark.shared
def test_import_mends_the_home_page_that_circulates_broken(shared, tmp_path):
    text = (shared / "corpus" / "bienvenue.md").read_text(encoding="utf-8")
    folder = write(tmp_path / "guide", {"README.md": text})
    told = bring(folder)
    assert ("characters-broken", "README.md") in [(remark.kind, remark.file) for remark in told.remarks]
    assert at("").text == text
    bring(folder, repair=True)
    assert ("th√©oriques" in text, "théoriques" in at("").text, "√" in at("").text) == (True, True, False)
