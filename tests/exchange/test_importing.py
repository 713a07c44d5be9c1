"""A guide comes in: its tree, its past, its authors, its files, its former addresses; or nothing of it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests import factories
from tests.exchange import dumps
from tests.exchange.bringing import SECTIONS, at, bring
from tests.exchange.guide import CHOOSING, LAST, PDF, PNG, SPACES, write
from tests.exchange.repositories import Repository
from wiki.actions import attachments
from wiki.errors import BrokenBook, NotAllowed
from wiki.exchange.importing import import_book
from wiki.exchange.remarks import sentence
from wiki.models import Attachment, Book, Commit, Page, PageRevision, Redirect

pytestmark = pytest.mark.django_db


def past(page):
    """The revisions of a page, the oldest first: what was said, by whom, in which file."""
    rows = PageRevision.objects.filter(id=page.pk).select_related("history_user").order_by("number")
    return [(row.number, row.reason, row.author and row.author.name, row.book_path, row.path) for row in rows]


@pytest.fixture
def ids(repository):
    return Repository(repository).ids()


@pytest.fixture
def brought(repository):
    return bring(repository)


# ---- the tree


def test_import_makes_the_tree_of_the_contents(brought):
    rows = Page.objects.exclude(parent=None).exclude(state="archived").order_by("parent__path", "position")
    assert [(page.parent.path, page.path, page.title, page.kind, page.listed) for page in rows] == [
        ("", "tutoriel", "Tutoriel", "page", True),
        ("", "annexes", "Annexes", "group", True),
        ("", None, "Dépôt", "link", True),
        ("", "api-1", "API", "page", False),
        ("", "vieille", "Déjà vu", "page", False),
        ("annexes", "annexes/lexique", "Lexique", "page", True),
        ("tutoriel", "tutoriel/choisir", "Choisir", "page", True),
        ("tutoriel", "tutoriel/cache", "Caché", "page", False),
    ]


def test_import_keeps_each_file_as_written(brought):
    page, old = at("tutoriel"), at("vieille")
    assert page.header + page.source == LAST["tutoriel/README.md"]
    assert (page.description, page.icon, page.nav_title, page.book_path) == (
        "Pas à pas", "book", "Tuto", "tutoriel/README.md",
    )  # fmt: skip
    assert (at("tutoriel/choisir").source, old.source, old.encoding) == (CHOOSING, "# Déjà vu\n", "cp1252")


def test_import_resolves_links_to_pages_headings_files_and_texts(brought):
    picture, document = attachments.blob_of(PNG), attachments.blob_of(PDF)
    assert sorted((link["kind"], link["url"]) for link in at("").links) == [
        ("asset", f"/media/{picture}/i%20%281%29.png"),
        ("asset", f"/media/{document}/a.pdf"),
        ("include", ""),
        ("page", "/tutoriel/choisir/#une-etape"),
    ]
    assert "Un texte <em>réutilisé</em>." in at("").html
    assert [link["kind"] for link in at("tutoriel").links] == ["broken"]


def test_import_of_a_second_book_stands_below_its_address(brought, repository, tmp_path):
    other = write(tmp_path / "other", {"README.md": "# Autre\n", "a/b.md": "# B\n"})
    assert bring(other, at="livres/autre").addresses == {
        "README.md": "/livres/autre/",
        "a/b.md": "/livres/autre/a/b/",
    }
    above = at("livres")
    assert (above.kind, above.title, above.parent, at("livres/autre").parent) == (
        "group",
        "Livres",
        at(""),
        above,
    )


def test_import_at_an_address_first_makes_the_home_page_of_the_site(repository):
    bring(repository, at="guide")
    assert [page.title for page in at("").children.in_menu()] == [*SECTIONS, "Accueil"]
    assert (at("guide").title, at("guide/tutoriel").title) == ("Accueil", "Tutoriel")


def test_import_at_a_page_made_here_takes_its_place_when_it_is_blank(repository):
    section = factories.page(factories.home(), "guide", source="")
    bring(repository, at="guide")
    section.refresh_from_db()
    assert (section.title, section.book_path, section.children.count()) == ("Accueil", "README.md", 6)


def test_import_at_the_root_is_refused_on_a_site_with_pages(repository):
    factories.home()
    before = dumps.everything()
    with pytest.raises(BrokenBook, match="^This site holds pages already: say where the book goes"):
        bring(repository)
    assert dumps.everything() == before


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("admin", "The site keeps “/admin/” for itself."),
        ("a/../b", "“a/../b” cannot be an address of this site."),
        ("a/-/b", "“a/-/b” cannot be an address of this site."),
    ],
)
def test_import_at_what_is_no_address_is_refused(repository, address, said):
    with pytest.raises(BrokenBook) as refused:
        bring(repository, at=address)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "This site holds pages already: say where the book goes, as in “guide”."),
        ("guide", "Another book stands at /guide/: choose another address."),
        ("guide/annexes", "A page of another book, or a group, stands at /guide/annexes/."),
    ],
)
def test_import_on_another_book_is_refused(repository, tmp_path, address, said):
    bring(repository, at="guide" if address else "")
    other = write(tmp_path / "other", {"README.md": "# Autre\n", "x.md": "# X\n"})
    before = dumps.everything()
    with pytest.raises(BrokenBook) as refused:
        bring(other, at=address)
    assert (str(refused.value), dumps.everything()) == (said, before)


def test_import_is_refused_to_whoever_does_not_administer(repository):
    for somebody in (factories.person(), factories.moderator()):
        with pytest.raises(NotAllowed):
            import_book(str(repository), by=somebody)
    assert Page.objects.count() == 0
    import_book(str(repository), by=factories.admin())
    assert at("").title == "Accueil"


def test_import_of_a_page_that_cannot_be_kept_keeps_none(tmp_path):
    source = write(tmp_path / "guide", {"README.md": "# A\n", "i.png": PNG + b"!", "trop.md": "x" * 300_000})
    before = dumps.everything()
    with pytest.raises(BrokenBook, match=r"^trop\.md is too long: a page holds at most 256 KB\.$"):
        bring(source)
    assert dumps.everything() == before


# ---- several spaces


def test_import_of_several_spaces_puts_each_below_the_address_under_its_name(tmp_path):
    source = write(tmp_path / "spaces", SPACES)
    assert bring(source).addresses == {
        "un/README.md": "/un/", "un/a.md": "/un/a/", "deux/README.md": "/deux/", "deux/b.md": "/deux/b/",
    }  # fmt: skip
    assert [(book.name, book.folder, book.root.path) for book in Book.objects.all()] == [
        ("deux", "deux", "deux"),
        ("un", "un", "un"),
    ]
    assert [page.title for page in at("").children.in_menu()] == ["Deux", "Un"]
    assert bring(source).books == ()


def test_import_of_one_space_leaves_the_others(tmp_path):
    source = write(tmp_path / "spaces", SPACES)
    assert bring(source, space="deux").addresses == {"deux/README.md": "/", "deux/b.md": "/b/"}
    with pytest.raises(
        BrokenBook, match=r"^No space named trois here.*: the folders with a contents file are deux, un\.$"
    ):
        bring(source, space="trois", at="x")


# ---- the past


def test_import_makes_a_revision_of_each_commit_that_touched_a_page(brought):
    assert past(at("tutoriel")) == [
        (1, "", "Ada", "tutoriel.md", "tutoriel"),
        (2, "Mieux dit", "Blaise", "tutoriel/README.md", "tutoriel"),
        (3, "Tout le reste", "Ada", "tutoriel/README.md", "tutoriel"),
    ]
    assert past(at("annexes/lexique")) == [
        (1, "", "Ada", "mots.md", "mots"),
        (2, "Renommé", "Ada", "annexes/lexique.md", "annexes/lexique"),
    ]
    assert past(at("annexes")) == [(1, "Imported from guide", None, "", "annexes")]
    assert set(PageRevision.objects.values_list("origin", flat=True)) == {"import"}


def test_import_revision_says_what_the_page_said_then(brought):
    first = PageRevision.objects.get(id=at("annexes/lexique").pk, number=1)
    assert (first.title, first.source[:8], first.history_type, first.state) == (
        "Mots",
        "# Mots\n\n",
        "+",
        "published",
    )


def test_import_keeps_the_instant_of_a_commit_and_the_clock_that_said_it(brought, ids):
    row = PageRevision.objects.get(id=at("tutoriel").pk, number=2)
    assert row.at == datetime(2020, 9, 13, 8, 26, 40, tzinfo=timezone(timedelta(hours=-5)))
    kept = Commit.objects.get(hash=row.commit)
    assert (kept.authored, kept.committed) == ("2020-09-13T08:26:40-05:00", "2020-09-13T13:27:40+00:00")
    assert [(commit.position, commit.hash) for commit in Commit.objects.order_by("position")] == list(
        enumerate(ids)
    )


def test_import_keeps_the_whole_message_of_a_commit(brought, ids):
    kept = Commit.objects.get(hash=ids[1])
    assert kept.message == "GITBOOK-12: Mieux dit\n\nCo-authored-by: Ada <ada@example.org>"
    assert (kept.author_name, kept.committer_name) == ("Blaise", "gitbook-bot")


def test_import_credits_co_authors(brought):
    row = PageRevision.objects.get(id=at("tutoriel").pk, number=2)
    ada = PageRevision.objects.get(id=at("tutoriel").pk, number=1).author
    assert row.co_authors == [{"name": "Ada", "person": ada.pk}]


def test_import_keeps_pages_deleted_there_as_archived_with_their_past(brought, ids):
    page = Page.objects.get(state="archived")
    assert (page.book_path, page.title, page.source) == (
        "vieux.md",
        "Vieux",
        "# Vieux\n\nCe que personne ne lira plus.\n",
    )
    rows = PageRevision.objects.filter(id=page.pk).order_by("number")
    assert [(row.commit, row.state, row.author.name) for row in rows] == [
        (ids[0], "published", "Ada"),
        (ids[3], "archived", "Blaise"),
    ]


def test_import_without_history_makes_one_revision_a_page(repository, ids):
    bring(repository, with_history=False)
    made = PageRevision.objects.exclude(book_path="")
    assert set(made.values_list("number", "commit", "history_user")) == {(1, ids[-1], None)}
    assert (made.count(), Commit.objects.count(), Page.objects.filter(state="archived").count()) == (7, 0, 0)
    assert Book.objects.get().with_history is False


def test_import_with_history_after_one_without_tells_the_past_too(repository, ids):
    bring(repository, with_history=False)
    before = dumps.reading()
    bring(repository)
    assert dumps.reading()["pages"] == before["pages"]
    rows = PageRevision.objects.filter(id=at("tutoriel").pk).order_by("number")
    assert {row.commit for row in rows} == {ids[0], ids[1], ids[4]}
    assert Page.objects.get(state="archived").book_path == "vieux.md"
    assert "mots" in dumps.reading()["redirects"]
    assert bring(repository).books == ()


# ---- former addresses


def test_import_redirects_former_addresses_to_pages(brought):
    assert dict(Redirect.objects.values_list("path", "page__path")) == {
        "mots": "annexes/lexique",
        "ancien/chemin": "tutoriel/choisir",
        "par-ici": "annexes/lexique",
        "par-la": "annexes/lexique",
    }


def test_import_redirects_answer_readers(brought, client):
    answer = client.get("/mots/")
    assert (answer.status_code, answer["Location"]) == (301, "/annexes/lexique/")
    assert client.get("/tutoriel/").status_code == 200


def test_import_at_an_address_redirects_below_it(repository):
    bring(repository, at="guide")
    assert sorted(Redirect.objects.values_list("path", flat=True)) == [
        "guide/ancien/chemin", "guide/mots", "guide/par-ici", "guide/par-la",
    ]  # fmt: skip


# ---- files


def test_import_keeps_every_other_file_byte_for_byte(brought):
    rows = {file.path: (file.mode, file.media_type, file.state) for file in Attachment.objects.all()}
    assert rows == {
        ".gitbook.yaml": ("file", "application/yaml", "kept"),
        ".gitbook/assets/a.pdf": ("file", "application/pdf", "kept"),
        ".gitbook/assets/i (1).png": ("file", "image/png", "waiting"),
        ".gitbook/includes/note.md": ("file", "text/markdown", "kept"),
        "LICENSE": ("file", "application/octet-stream", "kept"),
        "SUMMARY.md": ("file", "text/markdown", "kept"),
        "lien.md": ("link", "text/markdown", "kept"),
    }
    kept = {file.path: attachments.read(file.blob) for file in Attachment.objects.all()}
    assert [kept[".gitbook/assets/i (1).png"], kept["SUMMARY.md"], kept["lien.md"]] == [
        PNG, LAST["SUMMARY.md"].encode(), b"README.md",
    ]  # fmt: skip


def test_import_records_the_book(brought, repository, ids):
    book = Book.objects.get()
    assert (book.name, book.source, book.branch, book.commit, book.licence) == (
        "guide", str(repository), "main", ids[-1], "CC-BY-SA-4.0",
    )  # fmt: skip
    assert (book.root, book.readme, book.summary, book.folder) == (at(""), "README.md", "SUMMARY.md", "")
    assert book.imported_at - datetime.now(UTC) < timedelta(minutes=1)


def test_import_of_a_book_that_states_no_licence_assumes_none(tmp_path):
    bring(write(tmp_path / "guide", {"README.md": "# A\n\nCC BY-SA 4.0\n"}))
    assert Book.objects.get().licence == ""


def test_import_tells_what_was_not_understood_with_file_and_line(brought):
    told = [sentence(remark) for remark in brought.remarks]
    assert told == [
        "lien.md is a symbolic link: it is kept as it is and not followed.",
        "SUMMARY.md, line 14: the page absente.md does not exist.",
        "vieille.md is not in UTF-8: it is read as cp1252.",
        "api/README.md: the site keeps its address for itself, the page stands at /api-1/.",
        ".gitbook.yaml, line 5: a redirect leads to nothing that exists: boucle → rond",
        ".gitbook.yaml, line 6: a redirect leads to nothing that exists: rond → boucle",
        ".gitbook.yaml, line 8: a redirect leads to nothing that exists: perdu → absent.md",
    ]
    kept = [(remark["kind"], remark["file"], remark["line"]) for remark in Book.objects.get().remarks]
    assert kept == [(remark.kind, remark.file, remark.line) for remark in brought.remarks]
