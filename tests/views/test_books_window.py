"""The record of each book in the administration: where it came from, what it holds, what was not understood."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import factories
from wiki.exchange.importing import import_book
from wiki.models import Book
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(tmp_path):
    """A small guide that lists a page which does not exist."""
    folder = tmp_path / "petit-guide"
    folder.mkdir()
    (folder / "README.md").write_text("# Guide\n")
    (folder / "SUMMARY.md").write_text("* [Guide](README.md)\n* [Absente](absente.md)\n")
    (folder / "LICENSE").write_text("Creative Commons Attribution-ShareAlike 4.0 International\n")
    return folder


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(factories.admin(language="en"))
    return client


def listed(client):
    return client.get(reverse("admin:wiki_book_changelist"))


def test_book_record_says_where_it_came_from_and_what_was_not_understood(client, guide):
    import_book(str(guide), by=SYSTEM)
    record = client.get(reverse("admin:wiki_book_change", args=[Book.objects.get().pk])).content.decode()
    with translation.override("en"):
        said = "SUMMARY.md, line 2: the page absente.md does not exist."
    shown = [word in record for word in ("petit-guide", "CC-BY-SA-4.0", said, "1 (0)", "0/0")]
    assert shown == [True] * 5


def test_book_records_take_as_many_queries_for_three_as_for_one(
    client, guide, django_assert_max_num_queries, django_assert_num_queries
):
    import_book(str(guide), by=SYSTEM)
    listed(client)  # what the process learns once
    with django_assert_max_num_queries(20) as one:
        assert listed(client).status_code == 200
    for at in ("deux", "trois"):
        import_book(str(guide), by=SYSTEM, at=at)
    with django_assert_num_queries(len(one)):
        assert listed(client).content.decode().count("petit-guide") >= 3


def test_book_records_are_not_for_contributors(client, guide):
    import_book(str(guide), by=SYSTEM)
    client.force_login(factories.person())
    assert listed(client).status_code in (302, 403)
    assert Book.objects.count() == 1


def test_book_record_cannot_be_changed_or_deleted(client, guide):
    import_book(str(guide), by=SYSTEM)
    book = Book.objects.get()
    for name in ("change", "delete"):
        answer = client.post(
            reverse(f"admin:wiki_book_{name}", args=[book.pk]), {"name": "autre", "post": "yes"}
        )
        assert answer.status_code == 403
    assert Book.objects.get().name == "petit-guide"
