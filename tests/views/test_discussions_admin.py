"""Moderators see every comment and flag in the admin, let first ones through, and write nothing else there."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from wiki.actions import moderation, threads
from wiki.models import Comment, Thread

pytestmark = pytest.mark.django_db
LISTS = ["thread", "comment", "flag"]


def flagged(number):
    page = factories.home()
    for _ in range(number):
        said = threads.open(page, by=factories.person(), text="Rude.", uuid=uuid4())
        moderation.flag(said, by=factories.person(), reason="It is rude.")


@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_the_same_for_one_row_and_for_three(client, name):
    client.force_login(factories.admin())
    flagged(3)
    client.get(reverse(f"admin:wiki_{name}_changelist"))  # Django asks some things once a process
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse(f"admin:wiki_{name}_changelist"))
        assert answer.status_code == 200
        counts.append(len(asked))
        Thread.objects.exclude(number=1).delete()
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_refused_to_contributors(client, name):
    client.force_login(factories.person(trusted=True))
    assert client.get(reverse(f"admin:wiki_{name}_changelist")).status_code in (302, 403)


def test_chosen_comments_are_let_through(client):
    flagged(2)
    Comment.objects.update(held=True)
    client.force_login(factories.admin())
    chosen = Comment.objects.first()
    client.post(
        reverse("admin:wiki_comment_changelist"), {"action": "release", "_selected_action": [chosen.pk]}
    )
    assert list(Comment.objects.order_by("pk").values_list("held", flat=True)) == [False, True]
