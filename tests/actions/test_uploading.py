"""Files that people upload: taken in, named, counted, shown by texts, replaced, taken away."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from tests import album, factories
from wiki.actions import attachments, pages, pictures, rendering, uploading
from wiki.errors import BadFile, NotAllowed, TooHeavy
from wiki.models import Attachment, Book, Link, ModerationEntry, Page
from wiki.queries import shelf
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 words"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def page():
    return factories.page(factories.home(), "a")


@pytest.fixture
def in_book():
    """A page of a book that stands in a folder of its repository."""
    root = factories.home()
    book = Book.objects.create(
        root=root,
        name="B",
        source="b",
        folder="docs",
        readme="README.md",
        summary="SUMMARY.md",
        imported_at="2026-01-01T00:00Z",
    )
    return factories.page(root, "deep", book=book, book_path="docs/part/deep.md")


def upload(page, name="grid.pdf", content=PDF, by=None):
    return uploading.upload(page, by=by or factories.moderator(), name=name, content=content)


def now(page):
    return Page.objects.get(pk=page.pk)


# --- taken in -----------------------------------------------------------------------------------------------


def test_file_stands_on_the_shelf_of_the_site(page):
    ada = factories.moderator()
    made = upload(page, by=ada)
    told = (made.path, made.book, made.media_type, made.state, made.size, made.uploaded_by)
    assert told == (".gitbook/assets/grid.pdf", None, "application/pdf", "kept", len(PDF), ada)
    assert (attachments.read(made.blob), made.uploaded_at is not None) == (PDF, True)
    entry = ModerationEntry.objects.get()
    assert (entry.action, entry.by, entry.page, entry.after["file"]) == (
        "attachment.upload",
        ada,
        page,
        made.path,
    )


def test_file_stands_in_the_book_of_its_page(in_book):
    made = upload(in_book)
    assert (made.path, made.book) == ("docs/.gitbook/assets/grid.pdf", in_book.book)


def test_same_bytes_once_more_are_the_file_that_is_there(page):
    one = upload(page)
    assert upload(page, "other.pdf").pk == one.pk
    assert (Attachment.objects.count(), ModerationEntry.objects.count()) == (1, 1)


def test_namesakes_stand_beside_one_another_whatever_their_case(page):
    names = [upload(page, name, PDF + name.encode()).name for name in ("a.pdf", "A.PDF", "a.pdf ", "b.pdf")]
    assert names == ["a.pdf", "A-1.pdf", "a-2.pdf", "b.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("../../etc/passwd.pdf", PDF, "passwd.pdf"),
        ("C:\\docs\\Une  grille (v2).pdf", PDF, "Une-grille-v2.pdf"),
        ("e\u0301te\u0301.pdf", PDF, "été.pdf"),
        ("photo.pdf", album.png(), "photo.png"),
        ("photo", album.jpeg(), "photo.jpg"),
        ("x\x00\r\n<b>\u202e.pdf", PDF, "x-b.pdf"),
        (".pdf", PDF, "fichier.pdf"),
        ("...", PDF, "fichier.pdf"),
        ("é" * 300 + ".pdf", PDF, "é" * 80 + ".pdf"),
        ("-rf.csv", b"a;b", "rf.csv"),
        ("__init__.txt", b"x", "init.txt"),
    ],
)
def test_name_fits_any_disk_and_any_text(page, name, content, kept):
    assert upload(page, name, content).name == kept


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ\x90"),
        ("a.html", b"<!doctype html>"),
        ("a.js", b"alert(1)"),
        ("a", b"words"),
        ("a.pdf", b""),
    ],
)
def test_what_nobody_could_open_safely_is_not_taken(page, name, content):
    with pytest.raises(BadFile):
        upload(page, name, content)
    assert Attachment.objects.count() == 0


def test_drawing_is_for_admins_and_not_for_moderators(page):
    drawing = album.drawing("<rect width='4' height='4'/>")
    for name in ("a.svg", "a.png", "a.txt"):
        with pytest.raises(NotAllowed):
            upload(page, name, drawing)
    assert upload(page, "a.png", drawing, by=factories.admin()).name == "a.svg"


@pytest.mark.parametrize("who", ["anonymous", "contributor", "trusted"])
def test_file_is_taken_from_those_who_may_and_from_nobody_else(page, who):
    people = {
        "anonymous": AnonymousUser,
        "contributor": factories.person,
        "trusted": lambda: factories.person(trusted=True),
    }
    with pytest.raises(NotAllowed):
        uploading.upload(page, by=people[who](), name="a.pdf", content=PDF)
    assert Attachment.objects.count() == 0


# --- how much -----------------------------------------------------------------------------------------------


def test_heaviest_file_is_taken_and_one_byte_more_is_not(page, settings):
    settings.UPLOAD_MAX_MB = 1
    assert upload(page, "a.csv", b"x" * 1_000_000).size == 1_000_000
    with pytest.raises(TooHeavy):
        upload(page, "b.csv", b"y" * 1_000_001)


def test_files_of_one_person_weigh_so_much_together_and_no_more(page, settings):
    settings.UPLOAD_QUOTA_MB = 1
    ada, ben = factories.moderator(), factories.moderator()
    upload(page, "a.csv", b"a" * 600_000, by=ada)
    with pytest.raises(TooHeavy):
        upload(page, "b.csv", b"b" * 400_001, by=ada)
    assert upload(page, "b.csv", b"b" * 400_000, by=ada).size == 400_000
    assert uploading.used_by(ada) == 1_000_000
    assert upload(page, "c.csv", b"c" * 600_000, by=ben).uploaded_by == ben


def test_person_who_is_gone_leaves_the_file(page):
    ada = factories.moderator()
    made = upload(page, by=ada)
    User.objects.filter(pk=ada.pk).delete()
    made.refresh_from_db()
    assert (made.uploaded_by, made.uploaded_at is not None) == (None, True)


# --- shown by texts -----------------------------------------------------------------------------------------


def test_line_of_a_file_shows_it_on_a_page_made_here(page):
    document, photo = upload(page), upload(page, "Photo à moi.png", album.png())
    lines = [shelf.line_of(page, one) for one in (document, photo)]
    assert lines == ['{% file src="/.gitbook/assets/grid.pdf" %}', "![](/.gitbook/assets/Photo-à-moi.png)"]
    pages.edit(page, by=SYSTEM, base=0, source="# A\n\n" + "\n\n".join(lines))
    used = set(Link.objects.filter(page=page, kind="asset").values_list("target", flat=True))
    assert (used, now(page).html.count("/media/") >= 2) == ({document.blob, photo.blob}, True)


def test_line_of_a_file_shows_it_on_a_page_of_a_book(in_book):
    made = upload(in_book)
    assert shelf.line_of(in_book, made) == '{% file src="../.gitbook/assets/grid.pdf" %}'
    pages.edit(in_book, by=SYSTEM, base=0, source="# D\n\n" + shelf.line_of(in_book, made))
    assert Link.objects.get(page=in_book, kind="asset").target == made.blob


@pytest.mark.parametrize(
    "written", ["/.gitbook/assets/grid.pdf", ".gitbook/assets/grid.pdf", "../../.gitbook/assets/GRID.pdf"]
)
def test_file_is_found_from_any_depth_as_gitbook_finds_it(page, written):
    made = upload(page)
    deep = factories.page(page, "deep", f"# D\n\n[grid]({written})\n")
    assert Link.objects.get(page=deep, kind="asset").target == made.blob


def test_file_survives_the_move_of_a_page(page):
    made = upload(page)
    pages.edit(page, by=SYSTEM, base=0, source=f"# A\n\n{shelf.line_of(page, made)}\n")
    pages.move(page, by=SYSTEM, base=1, parent=factories.page(now(page).parent, "b"))
    assert Link.objects.get(page=page, kind="asset").target == made.blob


def test_file_of_the_site_does_not_show_through_a_book(in_book):
    other = factories.page(in_book.parent, "here")
    made = upload(other)
    pages.edit(in_book, by=SYSTEM, base=0, source=f"# D\n\n[x](/{made.path})\n")
    assert [link.kind for link in Link.objects.filter(page=in_book)] == ["broken"]


@pytest.mark.django_db(transaction=True)
def test_text_that_named_the_file_before_it_came_is_drawn_again(page):
    pages.edit(page, by=SYSTEM, base=0, source="# A\n\n![](/.gitbook/assets/photo.png)\n")
    assert now(page).links[0]["kind"] == "broken"
    upload(page, "photo.png", album.png())
    assert queued() == ["wiki.actions.pictures.check_book", "wiki.actions.rendering._refresh"]
    rendering._refresh.func([".gitbook/assets/photo.png"], [])
    assert now(page).links[0]["kind"] == "asset"


def queued():
    return sorted(set(DBTaskResult.objects.filter(status="READY").values_list("task_path", flat=True)))


def test_picture_is_checked_like_those_of_books(page):
    made = upload(page, "photo.png", album.png())
    assert (made.state, pictures.check_for_a_while(None)) == ("waiting", 1)
    made.refresh_from_db()
    assert (made.state, made.width, made.height) == ("ready", 40, 20)


# --- replaced, taken away -----------------------------------------------------------------------------------


def test_other_bytes_stand_under_the_same_name(page):
    made, was = upload(page), attachments.blob_of(PDF)
    ben = factories.moderator()
    new = uploading.replace(made, by=ben, page=page, name="other.pdf", content=PDF + b"!")
    assert (new.pk, new.path, new.size, new.uploaded_by) == (
        made.pk,
        ".gitbook/assets/grid.pdf",
        len(PDF) + 1,
        ben,
    )
    entry = ModerationEntry.objects.get(action="attachment.replace")
    assert (entry.before["blob"], entry.after["blob"]) == (was, new.blob)


def test_page_that_shows_it_shows_the_new_one(page):
    made = upload(page)
    pages.edit(page, by=SYSTEM, base=0, source=f"# A\n\n{shelf.line_of(page, made)}\n")
    new = uploading.replace(made, by=SYSTEM, page=page, name="grid.pdf", content=PDF + b"!")
    rendering._refresh.func([], [page.pk])
    assert Link.objects.get(page=page, kind="asset").target == new.blob


def test_replaced_picture_is_checked_again(page):
    made = upload(page, "photo.png", album.png())
    pictures.check_for_a_while(None)
    made.refresh_from_db()
    new = uploading.replace(made, by=SYSTEM, page=page, name="p.png", content=album.png(album.halves(80, 20)))
    assert (new.state, new.variants, new.width) == ("waiting", [], None)


def test_file_of_another_kind_replaces_nothing(page):
    made = upload(page)
    with pytest.raises(BadFile):
        uploading.replace(made, by=SYSTEM, page=page, name="a.csv", content=b"a;b")
    made.refresh_from_db()
    assert made.media_type == "application/pdf"


def test_file_that_no_page_shows_is_taken_away(page):
    made, ada = upload(page), factories.moderator()
    uploading.remove(made, by=ada, page=page)
    entry = ModerationEntry.objects.get(action="attachment.delete")
    assert (Attachment.objects.count(), entry.by, entry.before["file"]) == (
        0,
        ada,
        ".gitbook/assets/grid.pdf",
    )


@pytest.mark.parametrize("state", ["published", "draft", "archived"])
def test_file_that_a_page_shows_stays_even_if_it_is_archived(page, state):
    made = upload(page)
    pages.edit(page, by=SYSTEM, base=0, source=f"# A\n\n{shelf.line_of(page, made)}\n")
    Page.objects.filter(pk=page.pk).update(state=state)
    with pytest.raises(BadFile):
        uploading.remove(made, by=SYSTEM, page=page)
    assert Attachment.objects.count() == 1


def test_file_of_a_book_is_the_books(page):
    came = Attachment.objects.create(
        path="a.pdf", blob=attachments.blob_of(PDF), size=9, media_type="application/pdf"
    )
    for deed in (
        lambda: uploading.remove(came, by=SYSTEM, page=page),
        lambda: uploading.replace(came, by=SYSTEM, page=page, name="a.pdf", content=PDF + b"!"),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_contributor_takes_nothing_away(page):
    made = upload(page)
    for who in (factories.person(), factories.person(trusted=True)):
        with pytest.raises(NotAllowed):
            uploading.remove(made, by=who, page=page)
    assert Attachment.objects.count() == 1
