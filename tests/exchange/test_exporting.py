"""A guide goes out as it came in: untouched files to the byte, and of what was changed here only that."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests import factories
from tests.exchange.bringing import at, bring
from tests.exchange.guide import PNG, SPACES, guide, write
from tests.exchange.leaving import TREE, brought, held, leave, sent, told
from tests.exchange.repositories import Repository, executable, link
from wiki import rules
from wiki.actions import pages

pytestmark = pytest.mark.django_db

BY = {"by": rules.SYSTEM}
ODD = {
    "README.md": "\ufeff---\r\ntitle: Chez nous\r\ncover: .gitbook/assets/i (1).png\r\n---\r\n# Accueil\r\n\r\n[là](a/)",
    "SUMMARY.md": "\ufeff# Sommaire\r\n\r\n* [Accueil](README.md)\r\n   * [A \\[vieux\\]](a/)\r\n\r\n---\r\n\r\n- [B](<b c.md>)\r\n",
    "a/README.md": "---\nnot: [closed\n---\n# A\n",
    "a/b.md": "# B\rfin",
    "b c.md": b"D\xe9j\xe0, sans titre \x81",
    "x.md": "# X\n",
    "x/README.md": "# X encore\n",
    "X.md": "# Grand X\n",
    "e\u0301te\u0301.md": "# Été\n",
    "run.sh": executable("#!/bin/sh\n"),
    "ailleurs": link("/etc/passwd"),
    "a/dehors": link("../../.."),
    ".gitbook/assets/i (1).png": PNG,
    ".gitbook/includes/n.md": "*n*",
    ".gitbook.yaml": "# un commentaire\nredirects:\n  vieux: a/README.md\n",
    "_INTERNAL.md": "---\nhidden: true\n---\n",
    "vide.md": "",
    "données/tableau.csv": b"a;b\r\n\xff",
}


# ---- as it came


def test_export_gives_the_starter_guide_back(tmp_path):
    bring(settings.STARTER_GUIDE)
    report = leave(tmp_path / "out")
    assert held(tmp_path / "out") == held(settings.STARTER_GUIDE)
    assert (report.remarks, report.drafts) == ((), 0)


def test_export_gives_a_guide_with_a_past_back(tmp_path):
    made = guide(tmp_path / "guide.git")
    bring(made.write())
    assert sent(tmp_path) == told(made)


def test_export_gives_odd_files_back(tmp_path):
    made = Repository(tmp_path / "odd.git")
    made.commit(ODD)
    bring(made.write())
    assert sent(tmp_path) == told(made)


def test_export_gives_several_spaces_back_each_in_its_folder(tmp_path):
    made = Repository(tmp_path / "deux.git")
    made.commit(SPACES)
    bring(made.write())
    assert sent(tmp_path) == told(made)
    leave(tmp_path / "un", at="un")
    assert sorted(held(tmp_path / "un")) == ["un/README.md", "un/SUMMARY.md", "un/a.md"]


def test_export_gives_a_book_without_contents_or_first_page_back(tmp_path):
    files = {"a/README.md": "# A\n", "a/b.md": "# B\n", "c.md": "# C\n"}
    bring(write(tmp_path / "guide", files))
    assert sent(tmp_path) == held(tmp_path / "guide")


def test_export_gives_a_book_in_a_folder_of_its_repository_back(tmp_path):
    files = {
        ".gitbook.yaml": "root: ./docs/\nstructure:\n  readme: Début.md\n  summary: toc/Liste.md\n",
        "docs/Début.md": "# Début\n",
        "docs/toc/Liste.md": "* [Début](../Début.md)\n* [A](../a.md)\n",
        "docs/a.md": "# A\n",
        "hors.txt": "hors",
    }
    bring(write(tmp_path / "guide", files), at="ici")
    assert sent(tmp_path, at="/ici/") == held(tmp_path / "guide")


@pytest.mark.shared
def test_export_gives_the_corpus_back(shared, tmp_path):
    bundle = shared / "corpus" / "tutoriel-communs.bundle"
    bring(bundle)
    report = leave(tmp_path / "out")
    git, folder = tmp_path / "corpus.git", tmp_path / "corpus"
    subprocess.run(
        ["git", "clone", "--quiet", "--bare", str(bundle), str(git)], check=True, capture_output=True
    )
    told = [sys.executable, str(shared / "conformance" / "checkout.py"), str(git), "HEAD", str(folder)]
    subprocess.run(told, check=True, capture_output=True)
    assert held(tmp_path / "out") == held(folder)
    assert report.pages == 72


# ---- what was changed here


def test_export_writes_an_edited_page_and_nothing_else(tmp_path):
    was = brought(tmp_path, ODD)
    page = at("b c")
    pages.edit(page, **BY, base=page.version, source=page.source.replace("Déjà", "À"))
    home = at("")
    pages.edit(home, **BY, base=home.version, source=home.source.replace("[là]", "[ici]"))
    wanted = was | {
        "b c.md": ("file", b"\xc0, sans titre \x81"),
        "README.md": ("file", was["README.md"][1].replace("[là]".encode(), b"[ici]")),
    }
    assert sent(tmp_path) == wanted


def test_export_writes_an_old_encoding_only_where_it_would_be_read_again(tmp_path):
    brought(tmp_path, {"README.md": "# A\n", "b.md": b"# D\xe9j\xe0\n"})
    page = at("b")
    pages.edit(page, **BY, base=page.version, source="# Déjà Ã©\n")
    assert sent(tmp_path)["b.md"] == ("file", "# Déjà Ã©\n".encode("cp1252"))
    pages.edit(page, **BY, base=page.version, source="# Ã©\n")
    leave(tmp_path / "again")
    assert held(tmp_path / "again")["b.md"] == ("file", "# Ã©\n".encode())


def test_export_writes_the_fields_that_were_changed_and_keeps_the_rest_of_the_front_matter(tmp_path):
    brought(tmp_path, {"README.md": "# A\n", "SUMMARY.md": "* [A](README.md)\n* [B](b.md)\n* [C](c.md)\n",
                       "b.md": "---\n# gardé\ndescription: >-\n  Un\n  deux\nicon: book\nautre: 1\n---\n\n# B\n",
                       "c.md": "\ufeff# C\r\n"})  # fmt: skip
    b, c = at("b"), at("c")
    pages.edit(b, **BY, base=b.version, description="Trois : quatre", icon="")
    pages.edit(c, **BY, base=c.version, description="Dit", listed=False)
    out = sent(tmp_path)
    assert out["b.md"][1].decode() == "---\n# gardé\ndescription: 'Trois : quatre'\nautre: 1\n---\n\n# B\n"
    assert out["c.md"][1].decode() == "\ufeff---\r\ndescription: Dit\r\nhidden: true\r\n---\r\n\r\n# C\r\n"
    assert out["SUMMARY.md"][1].decode() == "* [A](README.md)\n* [B](b.md)\n* [C](c.md)\n"


def test_export_promotes_a_leaf_that_has_its_first_page_and_mends_what_leads_to_it(tmp_path):
    was = brought(tmp_path, TREE)
    factories.page(at("a"), "né-ici", "# Né ici\n\n[C](/b/c/#x) [A](../) ![](../i.png)\n", title="Né ici")
    out = sent(tmp_path)
    changed = {name for name in {*was, *out} if was.get(name) != out.get(name)}
    assert {name: out[name][1].decode() if name in out else None for name in changed} == {
        "a.md": None,
        "a/README.md": "# A\n\n[B](../b/README.md) ![](../i.png) `[B](b/)`\n\n```\n[B](b/)\n```\n",
        "a/ne-ici.md": "# Né ici\n\n[C](../b/c.md#x) [A](README.md) ![](../i.png)\n",
        "README.md": "# Accueil\n\n[A](a/README.md) [B](b/README.md#un)\n",
        "SUMMARY.md": TREE["SUMMARY.md"].replace(
            "* [\\_A\\_](a.md)\n", "* [\\_A\\_](a/README.md)\n  * [Né ici](a/ne-ici.md)\n"
        ),
        "b/c.md": TREE["b/c.md"].replace("../a.md", "../a/README.md"),
        "e.md": "# E\n\n[ref]\n\n[ref]: <a/README.md> 'x'\n",
        ".gitbook/includes/n.md": "[a](../../a/README.md)\n",
    }


def test_export_moves_the_files_of_what_was_moved(tmp_path):
    was = brought(tmp_path, TREE)
    page = at("b")
    pages.move(page, **BY, base=page.version, parent=at("annexes"), position=0)
    out = sent(tmp_path)
    assert sorted(out) == sorted(
        {name.replace("b/", "annexes/b/") if name.startswith("b/") else name for name in was}
    )
    assert out["SUMMARY.md"][1].decode() == (
        "# Table of contents\n\n* [Accueil](README.md)\n* [\\_A\\_](a.md)\n\n## Annexes\n\n* [B](annexes/b/README.md)\n"
        '  * [C](annexes/b/c.md "Court")\n* [D](annexes/d.md)\n* [Dehors](https://exemple.org)\n\n***\n\n'
        "* [E](e.md)\n* [Perdue](perdue.md)\n"
    )
    assert out["annexes/b/c.md"][1].decode() == TREE["b/c.md"].replace("../", "../../")
    assert out["README.md"][1].decode() == "# Accueil\n\n[A](a.md) [B](annexes/b/README.md#un)\n"


def test_export_leaves_out_what_was_put_away_and_tells_the_new_order(tmp_path):
    brought(tmp_path, TREE)
    page, home = at("b"), at("")
    pages.archive(page, **BY, base=page.version, reason="Vieux")
    below = {one.title: one.pk for one in home.children.exclude(state="archived")}
    pages.reorder(
        home, **BY, order=[below["E"], below["Annexes"], below["_A_"] if "_A_" in below else below["A"]]
    )
    out = sent(tmp_path)
    assert sorted(set(TREE) - set(out)) == ["b/README.md", "b/c.md"]
    assert out["SUMMARY.md"][1].decode() == (
        "# Table of contents\n\n* [Accueil](README.md)\n* [E](e.md)\n* [Perdue](perdue.md)\n\n## Annexes\n\n"
        "* [D](annexes/d.md)\n* [Dehors](https://exemple.org)\n\n***\n\n* [\\_A\\_](a.md)\n"
    )
