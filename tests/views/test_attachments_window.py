"""The operators' window on files lists, filters, shows; it has pictures checked again, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override
from django_tasks_db.models import DBTaskResult
from lxml import html
from model_bakery import baker

from tests import factories
from tests.shelf import STATE, document, picture
from wiki.models import Attachment, Book

pytestmark = pytest.mark.django_db
WINDOW = "/admin/wiki/attachment/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def cells(answer):
    """What the list says, row by row."""
    shown = html.fromstring(answer.content.decode())
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in shown.cssselect("#result_list tbody tr")
    ]


@pytest.mark.parametrize("who", [factories.moderator, factories.admin])
def test_window_lists_the_files(client, who):
    client.force_login(who())
    book = baker.make(Book, name="Guide")
    document(book=book)
    made = picture(book=book)
    Attachment.objects.filter(pk=made.pk).update(width=2000, height=9)
    picture(STATE.REFUSED, (), b"\x89PNG\r\n\x1a\n other")
    with override("fr"):
        ready, refused, kept = map(gettext, ("ready", "refused", "kept"))
        why = gettext("the file is damaged or incomplete")
    rows = [[cell.replace("\xa0", " ") for cell in row] for row in cells(client.get(WINDOW))]
    assert sorted(row[-7:] for row in rows) == [
        [".gitbook/assets/a grid.pdf", "application/pdf", "14 octets", kept, "-", "-", "Guide"],
        ["a/picture.png", "image/png", "14 octets", refused, why, "-", "-"],
        ["a/picture.png", "image/png", "16 octets", ready, "-", "2000 × 9", "Guide"],
    ]


def test_window_shows_pictures_through_their_address(client):
    client.force_login(factories.moderator())
    made = picture()
    document()
    for address in (WINDOW, f"{WINDOW}{made.pk}/change/"):
        shown = html.fromstring(client.get(address).content.decode())
        assert [image.get("src") for image in shown.cssselect("#content img[src^='/media/']")] == [
            f"{made.address}?w=480"
        ]


def test_window_is_filtered_by_state_and_book(client):
    client.force_login(factories.moderator())
    book = baker.make(Book, name="Guide")
    document(book=book)
    picture()
    asked = [
        "?state__exact=kept",
        "?state__exact=ready",
        f"?book__id__exact={book.pk}",
        "?q=picture",
        "?q=grid",
    ]
    assert [len(cells(client.get(WINDOW + query))) for query in asked] == [1, 1, 1, 1, 1]


def test_window_costs_the_same_whatever_it_lists(client):
    client.force_login(factories.moderator())
    client.get(WINDOW)  # the first request of a session writes it
    counts = []
    for number in (1, 2, 3):
        picture(content=b"\x89PNG\r\n\x1a\n %d" % number, book=baker.make(Book))
        with CaptureQueriesContext(connection) as queries:
            assert len(cells(client.get(WINDOW))) == number
        counts.append(len(queries))
    assert counts[0] == counts[2]


@pytest.mark.parametrize("who", [None, factories.person, lambda: factories.person(trusted=True)])
def test_window_is_closed_to_those_who_do_not_decide(client, who):
    if who:
        client.force_login(who())
    answer = client.get(WINDOW)
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={WINDOW}")


def test_window_changes_and_deletes_nothing(client):
    client.force_login(factories.admin())
    made = document()
    for view in ("add/", f"{made.pk}/change/", f"{made.pk}/delete/"):
        assert client.post(WINDOW + view, {"path": "x", "post": "yes"}).status_code == 403
    client.post(WINDOW, {"action": "delete_selected", "_selected_action": [made.pk], "post": "yes"})
    assert Attachment.objects.get() == made


def test_admin_has_pictures_checked_again(client):
    client.force_login(factories.admin())
    made = picture(book=baker.make(Book))
    answer = client.post(WINDOW, {"action": "check_again", "_selected_action": [made.pk]})
    made.refresh_from_db()
    assert (answer.status_code, made.state, DBTaskResult.objects.count()) == (302, STATE.WAITING, 1)


def test_moderator_does_not_have_pictures_checked_again(client):
    client.force_login(factories.moderator())
    made = picture(book=baker.make(Book))
    client.post(WINDOW, {"action": "check_again", "_selected_action": [made.pk]})
    made.refresh_from_db()
    assert (made.state, DBTaskResult.objects.count()) == (STATE.READY, 0)
