"""Pictures of suggestions over HTTP: sent with the text, told in Markdown, kept from those who may not see them."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import album, factories
from wiki.actions import pages, pictures, suggestions, uploading
from wiki.models import Attachment, Book, Page
from wiki.queries import shelf
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
WHERE = "/advice/first/-/files/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def guide():
    return factories.guide()


@pytest.fixture
def author(client):
    person = factories.person(name="Ada")
    client.force_login(person)
    return person


def insert(client, where=WHERE, name="plan.png", content=None, **fields):
    content = album.png() if content is None else content
    sent = {"do": "insert", "file": SimpleUploadedFile(name, content), "alt": "The plan", "source": ""}
    return client.post(where, sent | fields)


def line(answer):
    assert answer.status_code == 200
    return json.loads(answer.content)["line"]


def errors(answer):
    return answer.status_code, json.loads(answer.content)["errors"]


def held(page, by, number=0):
    content = album.png(album.halves(40 + 2 * number, 20))
    return uploading.hold(page, by=by, name="plan.png", content=content)


def proposed(page, by, *shown):
    told = {"uuid": uuid4(), "base": factories.last_revision(page).pk, "summary": "A plan helps."}
    source = page.source + "".join(f"\n{shelf.line_of(page, one, alt='Plan')}\n" for one in shown)
    return suggestions.propose(page, by=by, source=source, **told)


def test_line_of_a_picture_is_told_and_it_is_held(client, guide, author):
    told = line(insert(client))
    made = Attachment.objects.get()
    assert (told, made.held, made.uploaded_by) == (f"![The plan](/{made.path})", True, author)


def test_whoever_may_upload_holds_nothing_back(client, guide):
    client.force_login(factories.moderator())
    assert (
        line(insert(client, content=b"%PDF-1.7", name="a.pdf")) == '{% file src="/.gitbook/assets/a.pdf" %}'
    )
    assert line(insert(client)) == "![The plan](/.gitbook/assets/plan.png)"
    assert not Attachment.objects.filter(held=True).exists()


def test_caption_and_credit_stand_below_the_picture(client, guide, author):
    told = line(insert(client, caption="How we  meet", credit="A. Nobody, CC BY 4.0"))
    path = Attachment.objects.get().path
    said = "<figcaption><p>How we meet. Source : A. Nobody, CC BY 4.0</p></figcaption>"
    assert told.replace("\u00a0", " ") == f'<figure><img src="/{path}" alt="The plan">{said}</figure>'


def test_picture_that_only_decorates_has_no_description(client, guide, author):
    assert line(insert(client, alt="", decorates="on")).startswith("![](")


@pytest.mark.parametrize(
    ("sent", "status", "field", "said"),
    [
        ({"alt": " "}, 422, "alt", "Décrivez l’image"),
        ({"file": ""}, 422, "file", "Choisissez d’abord un fichier."),
        ({"name": "a.pdf", "content": b"%PDF-1.7"}, 403, "file", "n’accepte que des images"),
        ({"name": "a.svg", "content": album.drawing("<g/>")}, 403, "file", "Seule l’administration"),
        ({"name": "a.png", "content": b""}, 422, "file", "vide"),
        ({"name": "a.exe", "content": b"MZ"}, 422, "file", "Ce type de fichier"),
    ],
)
def test_file_that_is_not_taken_says_why_by_field(client, guide, author, sent, status, field, said):
    found, told = errors(insert(client, **sent))
    assert (found, list(told), said in told[field]) == (status, [field], True), told
    assert Attachment.objects.count() == 0


def test_fourth_picture_of_a_text_is_refused(client, guide, author):
    three = [held(guide["advice/first"], author, number) for number in range(3)]
    source = "".join(shelf.line_of(guide["advice/first"], one) for one in three)
    status, told = errors(insert(client, content=album.png(album.halves(90, 20)), source=source))
    assert (status, "3 images" in told["file"]) == (422, True)


def test_file_that_comes_too_soon_is_told_when(client, guide, author, settings):
    settings.LIMITS_ARE_KEPT = True
    for _time in range(8):
        insert(client)
    answer = insert(client)
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)
    assert "attendez" in errors(answer)[1]["file"].lower() or "renvoyez" in errors(answer)[1]["file"].lower()


def test_picture_of_a_page_to_come_is_named_from_the_root(client, guide, author):
    root = Page.objects.get(path="")
    book = Book.objects.create(
        root=root, name="B", source="b", readme="README.md", summary="S.md", imported_at="2026-01-01T00:00Z"
    )
    Page.objects.filter(pk=guide["advice"].pk).update(book=book, book_path="advice/README.md")
    assert line(insert(client, "/advice/-/files/")).startswith("![The plan](../.gitbook/assets/plan-")
    assert line(insert(client, "/advice/-/files/?below=on")).startswith("![The plan](/.gitbook/assets/plan-")
    assert list(Attachment.objects.order_by("pk").values_list("book", flat=True)) == [book.pk, None]


def test_screen_shows_ones_own_held_pictures_and_what_pages_show(client, guide, author):
    page = guide["advice/first"]
    mine, theirs = held(page, author), held(page, factories.person(), 1)
    spare, shown = (
        uploading.upload(page, by=SYSTEM, name=f"{name}.pdf", content=b"%PDF-1.7" + name.encode())
        for name in ("spare", "shown")
    )
    pages.edit(page, by=SYSTEM, base=0, source=f"# F\n\n{shelf.line_of(page, shown)}\n")
    answer = client.get(WHERE)
    found = {holding.attachment for holding in answer.context["leaf"].holdings}
    assert (found, theirs in found, spare in found) == ({mine, shown}, False, False)
    body = answer.content.decode()
    assert ("visible que de vous" in body, f"delete-{mine.pk}" in body) == (True, False)


def test_contributor_replaces_and_takes_away_nothing(client, guide, author):
    made = held(guide["advice/first"], author)
    for deed in ("replace", "delete"):
        assert client.post(WHERE, {"do": f"{deed}-{made.pk}"}).status_code == 403
    assert Attachment.objects.filter(pk=made.pk).exists()


def test_screen_asks_as_many_questions_for_three_files_as_for_one(client, guide, author):
    page = guide["advice/first"]
    counts = []
    for numbers in (range(1), range(1, 3)):
        for number in numbers:
            proposed(page, author, held(page, author, number))
        client.get(WHERE)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(WHERE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- who sees it --------------------------------------------------------------------------------------------


def test_held_picture_is_drawn_for_its_author_and_those_who_decide_alone(client, guide):
    author, page = factories.person(), guide["advice/first"]
    made = held(page, author)
    pictures.check_for_a_while(None)

    def seen():
        answer = client.get(made.address)
        drawn = answer["Content-Type"] if answer.status_code == 200 else ""
        return answer.status_code, drawn

    nothing, drawing, picture = (404, ""), (200, "image/svg+xml"), (200, "image/webp")
    assert seen() == nothing
    client.force_login(author)
    assert seen() == picture
    proposed(page, author, made)
    client.force_login(factories.person())
    assert seen() == drawing
    assert "visible une fois acceptée" in client.get(made.address).content.decode()
    client.force_login(factories.moderator())
    assert seen() == picture
    client.logout()
    assert seen() == drawing


def test_held_picture_of_a_draft_is_absent_for_all_others(client, guide):
    author, page = factories.person(), guide["advice/first"]
    made = held(page, author)
    told = {"uuid": uuid4(), "base": factories.last_revision(page).pk, "summary": "A plan."}
    source = f"{page.source}\n{shelf.line_of(page, made)}\n"
    suggestions.propose(page, by=author, source=source, draft=True, **told)
    assert client.get(made.address).status_code == 404


def test_reviewer_sees_the_picture_in_the_change(client, guide):
    author, page = factories.person(), guide["advice/first"]
    made = held(page, author)
    suggestion = proposed(page, author, made)
    client.force_login(factories.moderator())
    body = client.get(f"/-/suggestions/{suggestion.pk}/").content.decode()
    assert made.address in body
