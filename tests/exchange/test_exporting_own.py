"""What was written here goes out as a guide is written, and nothing that is not everybody's."""

import pytest
from django.conf import settings

from tests import factories
from tests.exchange.bringing import at, bring
from tests.exchange.guide import PNG, SPACES, write
from tests.exchange.leaving import TREE, brought, held, leave, sent, texts
from tests.exchange.repositories import Repository
from wiki import rules
from wiki.actions import pages, uploading

pytestmark = pytest.mark.django_db

BY = {"by": rules.SYSTEM}


# ---- what was made here


def test_export_writes_a_site_of_its_own_as_a_book(tmp_path):
    home = factories.home("# Chez nous\n\n[Un](/un/deux/)\n")
    one = factories.page(home, "un", "# Un\n", description="Dit : ainsi", icon="book")
    two = factories.page(
        one, "deux", "# Deux\n\n[haut](../#a) [site](http://localhost:8000/trois/) [dehors](https://a.b/)\n"
    )
    annex = pages.create(home, **BY, title="Annexes", kind="group")
    factories.page(annex, "trois", "# Trois\n", nav_title='3 "trois"')
    pages.create(annex, **BY, title="Dehors", kind="link", url="https://exemple.org/(a)")
    factories.page(home, "cache", "Sans titre.\n", title="Caché *ici*", listed=False)
    factories.page(home, "README", "# Lis\n")
    kept = uploading.upload(two, **BY, name="une image.png", content=PNG)
    pages.edit(two, **BY, base=two.version, source=f"{two.source}\n![]({'/' + kept.path})\n")
    uploading.upload(two, **BY, name="jamais.png", content=PNG + b"autre")
    leave(tmp_path / "out")
    assert texts(tmp_path / "out") == {
        ".gitbook/assets/une-image.png": PNG.decode("utf-8", "replace"),
        "README.md": "# Chez nous\n\n[Un](un/deux.md)\n",
        "SUMMARY.md": (
            "# Table of contents\n\n* [Chez nous](README.md)\n* [Un](un/README.md)\n  * [Deux](un/deux.md)\n\n"
            "## Annexes\n\n* [3 \"trois\"](annexes/trois.md)\n* [Dehors](<https://exemple.org/(a)>)\n\n***\n\n"
            "* [Caché \\*ici\\*](cache.md)\n* [Lis](README-1.md)\n"
        ),
        "un/README.md": "---\ndescription: 'Dit : ainsi'\nicon: book\n---\n\n# Un\n",
        "un/deux.md": (
            "# Deux\n\n[haut](README.md#a) [site](http://localhost:8000/trois/) [dehors](https://a.b/)\n"
            "\n![](../.gitbook/assets/une-image.png)\n"
        ),
        "annexes/trois.md": "# Trois\n",
        "cache.md": "---\nhidden: true\n---\n\nSans titre.\n",
        "README-1.md": "# Lis\n",
    }  # fmt: skip


def test_export_makes_addresses_of_the_site_links_between_files_where_they_were_written_here(tmp_path):
    said = f"{settings.SITE_URL}/e/"
    brought(tmp_path, TREE | {"a.md": f"# A\n\n[E]({said})\n", "f.md": f"# F\n\n[E]({said})\n"})
    f, made = at("f"), factories.page(at("b"), "ici", f"# Ici\n\n[E]({said}#x)\n")
    pages.edit(f, **BY, base=f.version, source=f"{f.source}\n[ici]({settings.SITE_URL}{made.address})\n")
    out = sent(tmp_path)
    assert out["a.md"][1].decode() == f"# A\n\n[E]({said})\n"
    assert out["f.md"][1].decode() == f"# F\n\n[E]({said})\n\n[ici](b/ici.md)\n"
    assert out["b/ici.md"][1].decode() == "# Ici\n\n[E](../e.md#x)\n"


def test_export_brings_the_files_of_the_site_that_its_pages_show(tmp_path):
    brought(tmp_path, TREE | {".gitbook/assets/i.png": PNG + b"du livre"})
    made = factories.page(at("b"), "ici", "# Ici\n")
    kept = uploading.upload(made, **BY, name="i.png", content=PNG + b"du site")
    pages.edit(made, **BY, base=made.version, source=f"# Ici\n\n![](/{kept.path})\n")
    out = sent(tmp_path)
    assert out["b/ici.md"][1] == b"# Ici\n\n![](../.gitbook/assets/i-1.png)\n"
    assert out[".gitbook/assets/i-1.png"] == ("file", PNG + b"du site")
    assert out[".gitbook/assets/i.png"] == ("file", PNG + b"du livre")


def test_export_gives_a_page_a_name_that_nothing_has(tmp_path):
    brought(tmp_path, TREE | {"Neuf/x.txt": "x", "trois": "un fichier"})
    home = at("")
    for slug in ("Neuf", "neuf-1", "trois", "SUMMARY", ".gitbook", "é l'été", "e.md"):
        factories.page(home, slug, f"# {slug}\n", title=slug)
    factories.page(at("trois"), "quatre", "# 4\n")
    out = sent(tmp_path)
    assert sorted(set(out) - set(TREE) - {"Neuf/x.txt", "trois"}) == [
        "Neuf.md", "SUMMARY-1.md", "e-lete.md", "e.md.md", "gitbook.md", "neuf-1.md", "trois-1/README.md",
        "trois-1/quatre.md",
    ]  # fmt: skip


# ---- what does not go out


def test_export_leaves_out_drafts_and_what_only_they_show(tmp_path):
    brought(
        tmp_path,
        TREE
        | {
            ".gitbook/assets/secret.png": PNG + b"secret",
            "b/c.md": "# C\n\n![](../.gitbook/assets/secret.png)\n",
        },
    )
    b, c = at("b"), at("b/c")
    pages.unpublish(c, **BY, base=c.version)
    draft = factories.page(b, "brouillon", "# Brouillon\n", state="draft")
    factories.page(draft, "publiée", "# Publiée\n\n[haut](../)\n")
    report = leave(tmp_path / "out")
    out = held(tmp_path / "out")
    assert sorted({*TREE, ".gitbook/assets/secret.png"} ^ set(out)) == [
        ".gitbook/assets/secret.png", "b/c.md", "b/publiee.md",
    ]  # fmt: skip
    assert b"Brouillon" not in b"".join(content for _kind, content in out.values())
    assert report.drafts == 2
    assert [(remark.kind, remark.file) for remark in report.remarks] == [
        ("file-out-of-sight", ".gitbook/assets/secret.png")
    ]


def test_export_of_one_book_leaves_another_that_stands_below(tmp_path):
    was = brought(tmp_path, TREE)
    bring(write(tmp_path / "autre", {"README.md": "# Autre\n", "x.md": "# X\n"}), at="autre")
    report = leave(tmp_path / "out")
    assert held(tmp_path / "out") == was
    assert [(remark.kind, remark.file, remark.detail) for remark in report.remarks] == [
        ("book-apart", "autre", "/autre/")
    ]
    leave(tmp_path / "deux", at="autre")
    assert held(tmp_path / "deux") == held(tmp_path / "autre")


def test_export_takes_what_was_written_above_spaces_as_one_more(tmp_path):
    made = Repository(tmp_path / "deux.git")
    made.commit(SPACES)
    bring(made.write())
    factories.page(at(""), "trois", "# Trois\n\n[un](/un/a/)\n")
    out = sent(tmp_path)
    assert sorted(set(out) - set(SPACES)) == ["deux-1/README.md", "deux-1/SUMMARY.md", "deux-1/trois.md"]
    assert out["deux-1/trois.md"][1].decode() == f"# Trois\n\n[un]({settings.SITE_URL}/un/a/)\n"
