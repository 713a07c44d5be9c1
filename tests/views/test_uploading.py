"""The files of a page's shelf as a screen: sent, listed with what shows them, replaced, taken away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import album, factories
from wiki.actions import attachments, pages, uploading
from wiki.models import Attachment, Book, Page
from wiki.queries import shelf
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 words"
WHERE = "/advice/-/files/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def guide(client):
    made = factories.guide()
    client.force_login(factories.moderator(name="Ada"))
    return made


def sent(name="grid.pdf", content=PDF, **fields):
    return {"file": SimpleUploadedFile(name, content)} | fields


def text(answer):
    return answer.content.decode()


def upload(page, content=PDF, name="grid.pdf"):
    return uploading.upload(page, by=SYSTEM, name=name, content=content)


def test_file_is_sent_and_its_line_is_told(client, guide):
    answer = client.post(WHERE, sent(do="upload"))
    made = Attachment.objects.get()
    assert (answer.status_code, answer["Location"], str(made.uploaded_by)) == (
        302,
        f"{WHERE}#ui-file-{made.pk}",
        "Ada",
    )
    body = text(client.get(WHERE))
    assert "{% file src=&quot;/.gitbook/assets/grid.pdf&quot; %}" in body
    assert ("grid.pdf" in body, "Aucune page ne l’utilise encore." in body) == (True, True)


def test_page_that_shows_a_file_is_named(client, guide):
    made = upload(guide["advice"])
    pages.edit(
        guide["advice/first"], by=SYSTEM, base=0, source=f"# F\n\n{shelf.line_of(guide['advice'], made)}\n"
    )
    body = text(client.get(WHERE))
    assert ('href="/advice/first/"' in body, f'value="delete-{made.pk}"' in body) == (True, False)


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [("a.exe", b"MZ", 422), ("a.pdf", b"", 422), ("a.svg", album.drawing("<g/>"), 403)],
)
def test_file_that_is_not_taken_says_why_beside_the_field(client, guide, name, content, status):
    answer = client.post(WHERE, sent(name, content))
    assert (answer.status_code, list(answer.context["form"].errors)) == (status, ["file"])
    assert Attachment.objects.count() == 0


def test_admin_may_send_a_drawing(client, guide):
    client.force_login(factories.admin())
    assert client.post(WHERE, sent("a.svg", album.drawing("<rect width='9' height='9'/>"))).status_code == 302


def test_file_that_is_too_heavy_is_named_with_its_weight(client, guide, settings):
    settings.UPLOAD_MAX_MB = 1
    answer = client.post(WHERE, sent("big.csv", b"x" * 1_200_000))
    assert (answer.status_code, "« big.csv » pèse 1,2 Mo" in text(answer).replace("\u00a0", " ")) == (
        413,
        True,
    )


def test_request_that_is_larger_than_any_file_is_not_read(client, guide, settings):
    settings.UPLOAD_MAX_MB = 1
    answer = client.post(WHERE, sent("big.csv", b"x" * 3_100_000))
    assert (answer.status_code, Attachment.objects.count()) == (413, 0)


def test_files_over_the_quota_are_not_taken(client, guide, settings):
    settings.UPLOAD_QUOTA_MB = 1
    client.post(WHERE, sent("a.csv", b"a" * 700_000))
    answer = client.post(WHERE, sent("b.csv", b"b" * 700_000))
    assert (answer.status_code, Attachment.objects.count()) == (413, 1)


def test_file_is_replaced(client, guide):
    made = upload(guide["advice"])
    answer = client.post(WHERE, sent("new.pdf", PDF + b"!", do=f"replace-{made.pk}"))
    made.refresh_from_db()
    assert (answer.status_code, made.name, made.size) == (302, "grid.pdf", len(PDF) + 1)


def test_file_is_taken_away_while_no_page_shows_it(client, guide):
    made = upload(guide["advice"])
    pages.edit(
        guide["advice/first"], by=SYSTEM, base=0, source=f"# F\n\n{shelf.line_of(guide['advice'], made)}\n"
    )
    refused = client.post(WHERE, {"do": f"delete-{made.pk}"})
    assert (refused.status_code, Attachment.objects.count()) == (422, 1)
    pages.edit(guide["advice/first"], by=SYSTEM, base=1, source="# F\n")
    assert (client.post(WHERE, {"do": f"delete-{made.pk}"})["Location"], Attachment.objects.count()) == (
        WHERE,
        0,
    )


@pytest.mark.parametrize("key", ["", "0", "-1", "x", "²", "999999", "9" * 30])
@pytest.mark.parametrize("deed", ["delete", "replace"])
def test_file_that_is_not_there_is_not_found(client, guide, deed, key):
    assert client.post(WHERE, sent(do=f"{deed}-{key}")).status_code == 404


@pytest.mark.parametrize("deed", ["delete", "replace"])
def test_file_of_another_shelf_is_not_found(client, guide, deed):
    book = Book.objects.create(
        name="B", source="b", readme="README.md", summary="S.md", imported_at="2026-01-01T00:00Z"
    )
    told = {"blob": attachments.blob_of(PDF), "size": 9, "media_type": "application/pdf"}
    away = Attachment.objects.create(
        book=book, path=".gitbook/assets/a.pdf", uploaded_at="2026-01-01T00:00Z", **told
    )
    came = Attachment.objects.create(path=".gitbook/assets/b.pdf", **told)
    for one in (away, came):  # of a book that this page is not of; of an import
        assert client.post(WHERE, sent(do=f"{deed}-{one.pk}")).status_code == 404
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize("do", ["burn", "delete_all", "-"])
def test_button_that_is_none_is_no_form_of_ours(client, guide, do):
    assert client.post(WHERE, sent(do=do)).status_code == 400


def test_name_of_a_file_is_words_and_no_markup(client, guide):
    Attachment.objects.create(
        path='.gitbook/assets/"><b>.pdf', blob="0" * 40, size=1, uploaded_at="2026-01-01T00:00Z"
    )
    assert "<b>.pdf" not in text(client.get(WHERE))


def test_uploaded_file_is_for_deciders_until_a_page_shows_it(client, guide):
    made = upload(guide["advice"])
    assert b"".join(client.get(made.address)) == PDF
    client.logout()
    assert client.get(made.address).status_code == 404
    pages.edit(
        guide["advice/first"], by=SYSTEM, base=0, source=f"# F\n\n{shelf.line_of(guide['advice'], made)}\n"
    )
    answer = client.get(made.address)
    assert (b"".join(answer), answer["Content-Disposition"]) == (PDF, 'attachment; filename="grid.pdf"')


def test_shelf_has_leaves_and_costs_the_same_however_many_files(client, guide):
    page, counts = guide["advice"], []
    client.get(WHERE)
    for names in ("a", "bc"):
        for name in names:
            made = upload(page, PDF + name.encode(), f"{name}.pdf")
            factories.page(page, name, f"# N\n\n{shelf.line_of(page, made)}\n")
        with CaptureQueriesContext(connection) as found:
            client.get(WHERE)
        counts.append(len(found))
    assert counts[0] == counts[1]
    told = {"size": 1, "uploaded_at": "2026-01-01T00:00Z"}
    Attachment.objects.bulk_create(Attachment(path=f"x{n}", blob=f"{n:040x}", **told) for n in range(50))
    leaf = client.get(WHERE, {"page": "2"}).context["leaf"]
    assert (leaf.number, leaf.count, leaf.total, len(leaf.holdings)) == (2, 2, 53, 3)
    assert [
        client.get(WHERE, {"page": asked}).context["leaf"].number for asked in ("", "0", "3", "x", "9" * 40)
    ] == [1] * 5


def test_files_of_the_book_that_the_page_shows_are_listed_but_not_the_rest(client, guide):
    told = {"size": 9, "media_type": "application/pdf"}
    Attachment.objects.create(path=".gitbook/assets/used.pdf", blob="1" * 40, **told)
    Attachment.objects.create(path=".gitbook/assets/not.pdf", blob="2" * 40, **told)
    pages.edit(guide["advice"], by=SYSTEM, base=0, source="# Advice\n\n[x](/.gitbook/assets/used.pdf)\n")
    shown = [holding.attachment.name for holding in client.get(WHERE).context["leaf"].holdings]
    assert (shown, Page.objects.get(path="advice").links[0]["kind"]) == (["used.pdf"], "asset")
