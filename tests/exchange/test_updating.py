"""A newer state of a book that stands here: only what changed there changes, as if it had come in afresh."""

import random
import shutil

import pytest
from django.db import transaction

from tests.exchange import dumps
from tests.exchange.bringing import at, bring
from tests.exchange.guide import LAST, PNG, guide, write
from tests.exchange.repositories import executable
from tests.exchange.stories import Story
from wiki.models import Attachment, Book, Page, PageRevision, Redirect

pytestmark = pytest.mark.django_db

NEW_SUMMARY = """# Table of contents

* [Accueil](README.md)
* [Neuve](neuve.md)
* [Tutoriel](tutoriel/README.md "Le tutoriel")
  * [Choisir](tutoriel/choisir/README.md)
    * [Licence](tutoriel/choisir/licence.md)

## Annexes

* [Mots](annexes/mots.md)

***

* [Forge](https://exemple.org/forge)
"""
NEWS = {
    "SUMMARY.md": NEW_SUMMARY,
    "neuve.md": "# Neuve\n\n[choisir](tutoriel/choisir/README.md#une-etape)\n",
    "tutoriel/choisir.md": None,
    "tutoriel/choisir/README.md": "# Choisir\n\nTout autrement.\n\n## Une étape\n",
    "tutoriel/choisir/licence.md": "# Licence\n",
    "annexes/lexique.md": None,
    "annexes/mots.md": "# Lexique\n\ncommun : ressource partagée\nlicence : contrat\nusage : ce que l'on en fait\n",
    "tutoriel/cache.md": None,
    ".gitbook/assets/i (1).png": PNG + b", changed",
    ".gitbook/includes/note.md": "Un *autre* texte réutilisé.\n",
}


def afresh(source, **options):
    """What readers would meet, had the source come in now for the first time."""
    mark = transaction.savepoint()
    bring(source, **options)
    told = dumps.reading()
    transaction.savepoint_rollback(mark)
    return told


def assert_same_for_readers(updated, fresh):
    """All but former addresses: a site keeps those that it had itself."""
    assert {**updated, "redirects": None} == {**fresh, "redirects": None}
    assert fresh["redirects"].keys() - updated["redirects"].keys() == set()


@pytest.fixture
def told(tmp_path):
    return guide(tmp_path / "guide.git")


@pytest.fixture
def updated(told):
    """The guide as it came in, then its last commit; what that did."""
    bring(told.write())
    told.commit(NEWS, message="GITBOOK-14: La suite")
    return bring(told.write())


def test_update_is_what_a_first_import_would_be(told):
    first = told.write()
    told.commit(NEWS)
    told.write()
    fresh = afresh(first)
    told.write(main=4)
    bring(first)
    told.write()
    bring(first)
    assert_same_for_readers(dumps.reading(), fresh)


def test_update_tells_what_it_did(updated):
    (book,) = updated.books
    assert (book.made, book.changed, book.archived, book.files) == (3, 3, 2, 3)
    # neuve, licence and the new link; choisir, mots, and the end of cache and of the former link.
    assert (book.revisions, book.redirects) == (7, 1)


def test_update_leaves_what_did_not_change(told):
    bring(told.write())
    before = {page.pk: (page.path, page.version, page.upstream) for page in Page.objects.all()}
    told.commit(NEWS)
    bring(told.write())
    same = {page.pk: (page.path, page.version, page.upstream) for page in Page.objects.all()}
    untouched = ["", "annexes", "api-1", "vieille", "vieux"]
    assert sorted(path or "" for pk, (path, *_rest) in before.items() if same[pk] == before[pk]) == untouched
    assert at("").html.count("<em>autre</em>") == 1  # a reusable text changed, the page itself did not


def test_update_follows_a_page_that_was_renamed_and_one_that_was_promoted(told):
    bring(told.write())
    pages = {page.pk for page in Page.objects.filter(path__in=["annexes/lexique", "tutoriel/choisir"])}
    told.commit(NEWS)
    bring(told.write())
    assert {at("annexes/mots").pk, at("tutoriel/choisir").pk} == pages
    assert Redirect.objects.get(path="annexes/lexique").page == at("annexes/mots")
    assert Redirect.objects.get(path="mots").page == at("annexes/mots")
    assert at("tutoriel/choisir").source == NEWS["tutoriel/choisir/README.md"]


def test_update_records_the_new_commits_only(told):
    bring(told.write())
    before = set(PageRevision.objects.values_list("pk", flat=True))
    told.commit(NEWS)
    last = told.ids()[-1] if told.write() else ""
    bring(told.write())
    made = PageRevision.objects.exclude(pk__in=before).order_by("number")
    assert {row.book_path: (row.number, row.commit, row.state) for row in made.exclude(book_path="")} == {
        "neuve.md": (1, last, "published"),
        "tutoriel/choisir/README.md": (2, last, "published"),
        "tutoriel/choisir/licence.md": (1, last, "published"),
        "annexes/mots.md": (3, last, "published"),
        "tutoriel/cache.md": (2, last, "archived"),
    }
    assert set(made.filter(book_path="").values_list("title", "state")) == {
        ("Forge", "published"),
        ("Dépôt", "archived"),
    }


def test_update_archives_what_was_deleted_there(updated):
    page = Page.objects.get(book_path="tutoriel/cache.md")
    assert (page.state, page.path, page.version) == ("archived", "tutoriel/cache", 1)


def test_update_brings_the_order_and_the_titles_of_the_menu(updated):
    assert [page.menu_title for page in at("").children.exclude(state="archived").in_menu()] == [
        "Neuve",
        "Le tutoriel",
        "Annexes",
        "Forge",
    ]


def test_update_exchanges_the_files_that_changed(updated):
    rows = dict(Attachment.objects.values_list("path", "size"))
    assert (rows[".gitbook/assets/i (1).png"], rows["SUMMARY.md"]) == (
        len(PNG) + 9,
        len(NEW_SUMMARY.encode()),
    )


def test_update_brings_a_file_that_became_executable(told):
    told.commit({"run.sh": "all"})
    bring(told.write())
    told.commit({"run.sh": executable("all")})
    bring(told.write())
    assert Attachment.objects.get(path="run.sh").mode == "executable"


def test_update_twice_changes_nothing(updated, told):
    before = dumps.everything()
    assert bring(told.write()).books == ()
    assert dumps.everything() == before


def test_update_by_a_commit_that_touches_no_page_only_moves_the_book_on(told):
    bring(told.write())
    before = dumps.site()
    told.commit({"Makefile": "all:\n"}, message="Nothing to read")
    (book,) = bring(told.write()).books
    assert (book.made, book.changed, book.archived, book.revisions, book.files) == (0, 0, 0, 0, 1)
    after = dumps.site()
    assert {name: after[name] for name in ("pages", "menus", "revisions", "upstream")} == {
        name: before[name] for name in ("pages", "menus", "revisions", "upstream")
    }
    assert Book.objects.get().commit == told.ids()[-1]


def test_update_exchanges_the_addresses_of_two_pages(tmp_path):
    there = write(tmp_path / "guide", {"README.md": "# A\n", "x.md": "# X\n", "x/README.md": "# Y\n"})
    write(there, {"SUMMARY.md": "* [A](README.md)\n* [X](x.md)\n"})
    bring(there)
    assert (at("x").title, at("x-1").title) == ("X", "Y")
    write(there, {"SUMMARY.md": "* [A](README.md)\n* [Y](x/README.md)\n"})
    bring(there)
    assert (at("x").title, at("x-1").title) == ("Y", "X")
    assert Redirect.objects.count() == 0


def test_update_gives_a_page_made_anew_the_address_of_the_one_deleted(tmp_path):
    there = write(tmp_path / "guide", {"README.md": "# A\n", "x.md": "# X\n"})
    bring(there)
    old = at("x")
    (there / "x.md").unlink()
    bring(write(there, {"x/README.md": "# Une autre\n"}))
    assert (at("x").pk != old.pk, at("x").title) == (True, "Une autre")


def test_update_of_a_file_deleted_and_made_again_is_another_page(told):
    bring(told.write())
    old = at("tutoriel/choisir")
    told.commit({"tutoriel/choisir.md": None})
    bring(told.write())
    told.commit({"tutoriel/choisir.md": "# Nouveau départ\n"})
    bring(told.write())
    assert at("tutoriel/choisir").pk != old.pk
    assert PageRevision.objects.filter(id=at("tutoriel/choisir").pk).count() == 1


@pytest.mark.parametrize("packed", [False, True])
def test_update_of_plain_files_is_what_a_first_import_would_be(packed, tmp_path):
    def source(files):
        shutil.rmtree(tmp_path / "files", ignore_errors=True)
        folder = write(tmp_path / "files", files)
        return shutil.make_archive(str(tmp_path / "guide"), "zip", folder) if packed else folder

    news = {name: text for name, text in {**LAST, **NEWS}.items() if text is not None}
    fresh = afresh(source(news))
    bring(source(LAST))
    bring(source(news))
    assert_same_for_readers(dumps.reading(), fresh)
    before = dumps.everything()
    assert bring(source(news)).books == ()
    assert dumps.everything() == before


def test_update_by_the_same_guide_packed_otherwise_changes_no_page(tmp_path):
    folder = write(tmp_path / "files", LAST)
    bring(folder)
    before = dumps.reading()
    assert bring(shutil.make_archive(str(tmp_path / "files"), "zip", folder)).books == ()
    assert dumps.reading() == before


def test_update_corrects_the_name_of_an_author_by_the_mailmap(told):
    bring(told.write())
    told.commit({".mailmap": "Blaise Pascal <blaise@example.org>\n"})
    bring(told.write())
    assert "Blaise Pascal" in {name for _email, name, _ghost in dumps.site()["people"]}


@pytest.mark.parametrize("seed", range(5))
def test_update_of_a_made_up_repository_is_what_a_first_import_would_be(seed, tmp_path):
    story = Story(tmp_path / "made.git", seed, commits=40, root="docs/" if seed % 3 == 2 else "")
    head, commits = story.heads[0], story.repository.commits
    line = [head]
    while commits[line[-1]].parents:
        line.append(commits[line[-1]].parents[0])
    made = story.repository.write(main=head)
    fresh = afresh(made)
    for number in sorted(random.Random(seed).sample(line[1:], 3)):
        story.repository.write(main=number)
        bring(made)
    story.repository.write(main=head)
    bring(made)
    assert_same_for_readers(dumps.reading(), fresh)
    before = dumps.everything()
    assert bring(made).books == ()
    assert dumps.everything() == before
