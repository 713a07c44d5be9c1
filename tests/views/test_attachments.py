"""Files as the web gets them: pictures by their variants, documents as downloads, the hidden as the absent."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext, override

from tests import factories
from tests.shelf import PDF, STATE, document, picture, used
from wiki.actions import attachments
from wiki.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def body(answer):
    return b"".join(answer) if answer.streaming else answer.content


def test_document_is_a_download_that_can_do_nothing(client):
    answer = client.get(used(document()).address)
    assert (answer.status_code, body(answer)) == (200, PDF)
    said = {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(PDF)),
        "Content-Disposition": 'attachment; filename="a grid.pdf"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=300",
        "ETag": f'"{attachments.blob_of(PDF)}"',
        "Vary": "Cookie",
    }
    assert {name: answer[name] for name in said} == said
    assert dict(answer.cookies) == {}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("été’s (1).pdf", "attachment; filename*=utf-8''%C3%A9t%C3%A9%E2%80%99s%20%281%29.pdf"),
        ('a"b\\c.pdf', 'attachment; filename="a\\"b\\\\c.pdf"'),
        ("a\r\nSet-Cookie: b.pdf", 'attachment; filename="a__Set-Cookie: b.pdf"'),
        ("a\u202egpj.pdf", 'attachment; filename="a_gpj.pdf"'),
    ],
)
def test_document_is_named_as_in_its_book(client, name, said):
    used(document(path=f"a/{name}"))
    answer = client.get(f"/media/{attachments.blob_of(PDF)}/x")
    body(answer)
    assert answer["Content-Disposition"] == said


def test_document_of_two_names_bears_the_one_asked(client):
    used(document(path="a/one.pdf"))
    used(document(path="a/two.pdf"))
    blob = attachments.blob_of(PDF)
    names = []
    for asked in ("one.pdf", "two.pdf", "else.pdf", "", None):
        answer = client.get(f"/media/{blob}/{asked}" if asked is not None else f"/media/{blob}")
        body(answer)
        names.append(answer["Content-Disposition"].partition("=")[2])
    assert names == ['"one.pdf"', '"two.pdf"', '"one.pdf"', '"one.pdf"', '"one.pdf"']


@pytest.mark.parametrize("name", ["page.html", "run.js", "a.xml", "a.xhtml", "noending", "a.svgz"])
def test_active_document_has_a_type_that_does_nothing(client, name):
    answer = client.get(used(document(b"<html><script>alert(1)</script>", f"a/{name}")).address)
    assert (body(answer)[:6], answer["Content-Type"]) == (b"<html>", "application/octet-stream")


def test_head_answers_without_a_body(client):
    answer = client.head(used(document()).address)
    assert (answer.status_code, body(answer), answer["Content-Length"]) == (200, b"", str(len(PDF)))


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_file_is_only_read(client, method):
    assert getattr(client, method)(used(document()).address).status_code == 405


def test_known_file_is_not_sent_again(client):
    address = used(document()).address
    first = client.get(address)
    body(first)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_picture_is_served_in_the_width_asked(client):
    address = used(picture()).address
    asked = {
        "": 1600,
        "?w=480": 480,
        "?w=960": 960,
        "?w=1600": 1600,
        "?w=2000": 1600,
        "?w=1": 1600,
        "?w=x": 1600,
    }
    assert {query: client.get(address + query).content for query in asked} == {
        query: b"webp %d" % width for query, width in asked.items()
    }


def test_picture_smaller_than_asked_is_served_as_it_is(client):
    address = used(picture(widths=(300,))).address
    assert [client.get(address + query).content for query in ("", "?w=480", "?w=1600")] == [b"webp 300"] * 3


def test_picture_says_what_it_is(client):
    made = used(picture())
    answer = client.get(made.address + "?w=960")
    said = {
        "Content-Type": "image/webp",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=300",
        "ETag": f'"{made.blob}-1-960.webp"',
        "Vary": "Cookie",
    }
    assert {name: answer[name] for name in said} == said
    assert (
        client.get(made.address, headers={"if-none-match": f'"{made.blob}-1-1600.webp"'}).status_code == 304
    )


def test_drawing_opens_nowhere_but_in_a_page(client):
    made = used(document(b"<svg/>", "a/plan.svg"))
    name = f"variants/{made.blob}-1.svg"
    default_storage.save(name, ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
    made.variants, made.state = (
        [{"name": name, "type": "image/svg+xml", "width": 9, "height": 9}],
        STATE.READY,
    )
    made.save()
    answer = client.get(made.address)
    assert (answer["Content-Type"], answer["Content-Security-Policy"], answer["Content-Disposition"]) == (
        "image/svg+xml",
        "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'attachment; filename="plan.svg"',
    )


@pytest.mark.parametrize(
    ("state", "status", "said"),
    [
        (STATE.WAITING, 200, "This picture is being checked"),
        (STATE.REFUSED, 200, "This picture cannot be shown"),
        (STATE.MISSING, 404, "This picture is missing from the book"),
    ],
)
def test_picture_that_cannot_be_shown_has_a_drawing_in_its_place(client, state, status, said):
    answer = client.get(used(picture(state, widths=())).address)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        status,
        "image/svg+xml",
        "no-store",
    )
    with override("fr"):
        assert answer.content.decode().count(f">{gettext(said)}</t") == 2
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_picture_whose_variant_was_lost_is_told_missing(client):
    made = used(picture())
    default_storage.delete(made.variants[2]["name"])
    assert client.get(made.address).status_code == 404


def test_document_whose_bytes_were_lost_is_absent(client):
    used(document())
    blob = attachments.blob_of(PDF)
    default_storage.delete(f"originals/{blob[:2]}/{blob}")
    assert client.get(f"/media/{blob}/a.pdf").status_code == 404


# --- who may: rows 34 and 35 of the matrix ------------------------------------------------------------------


def unverified():
    someone = factories.person()
    someone.emailaddress_set.update(verified=False)
    return someone


PEOPLE = {
    "anonymous": (None, 404),
    "unverified": (unverified, 404),
    "contributor": (factories.person, 404),
    "trusted": (lambda: factories.person(trusted=True), 404),
    "moderator": (factories.moderator, 200),
    "admin": (factories.admin, 200),
}
HIDDEN = {
    "orphan": lambda: document(),
    "of a draft": lambda: used(document(), state="draft"),
    "of an archived page": lambda: used(document(), state="archived"),
    "picture of a draft": lambda: used(picture(), state="draft"),
    "waiting picture of nothing": lambda: picture(STATE.WAITING, widths=()),
}


def status_for(client, who, address):
    if who:
        client.force_login(who())
    answer = client.get(address)
    body(answer)
    return answer.status_code


@pytest.mark.parametrize("who", PEOPLE)
def test_file_of_a_published_page_is_everybodys(client, who):
    assert status_for(client, PEOPLE[who][0], used(document()).address) == 200


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("what", HIDDEN)
def test_file_that_no_readable_page_uses_is_for_deciders(client, who, what):
    maker, status = PEOPLE[who]
    assert status_for(client, maker, HIDDEN[what]().address) == status


def test_file_of_an_unlisted_page_is_everybodys(client):
    assert status_for(client, None, used(document(), listed=False).address) == 200


def test_file_is_hidden_once_its_page_is(client):
    made = used(document())
    assert status_for(client, None, made.address) == 200
    Page.objects.exclude(parent=None).update(state="draft")
    assert status_for(client, None, made.address) == 404


def test_deciders_check_each_time(client):
    client.force_login(factories.moderator())
    answer = client.get(used(picture()).address)
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    "blob",
    [
        "0" * 40,
        "0",
        "A" * 40,
        "g" * 40,
        "0" * 41,
        "%00",
        "..",
        "%2e%2e%2f",
        "%ff",
        "é",
        "0" * 5000,
        "0" * 39 + "%0a",
    ],
)
def test_unknown_hidden_and_malformed_answer_alike(client, blob):
    answers = [client.get(document().address), client.get(f"/media/{blob}/a%20grid.pdf")]
    said = [answer.content.replace(answer["X-Request-Id"].encode(), b"") for answer in answers]
    assert ([answer.status_code for answer in answers], said[0]) == ([404, 404], said[1])


@pytest.mark.parametrize(
    "address", ["/media/", "/media", "/media/originals/", "/media/a/b/c", "/media/originals/00/x"]
)
def test_folder_of_files_is_never_listed(client, address):
    assert client.get(address).status_code == 404


def test_symbolic_link_is_not_served(client):
    factories.home()
    client.force_login(factories.admin())
    assert client.get(document(b"../../etc/passwd", "a/link.txt", mode="link").address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_file_costs_one_query_and_no_session(client, django_assert_num_queries, count):
    for number in range(count):
        made = used(document(path=f"a/{number}.pdf"))
    with django_assert_num_queries(1):
        answer = client.get(made.address)
    body(answer)
    assert dict(answer.cookies) == {}


def test_address_is_the_one_that_texts_are_given():
    made = document(path="a/été (1).pdf")
    args = {"blob": made.blob, "name": "été (1).pdf"}
    assert made.address == f"/media/{made.blob}/%C3%A9t%C3%A9%20%281%29.pdf"
    assert reverse("wiki:attachment", kwargs=args).startswith(f"/media/{made.blob}/%C3%A9t%C3%A9")
