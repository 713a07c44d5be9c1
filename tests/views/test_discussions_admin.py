"""Moderators see every comment and flag in the admin, let first ones through, hide and show again what they choose
for a reason, and write nothing else there."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from wiki.actions import moderation, threads
from wiki.admin.judging import MOST
from wiki.models import Comment, Flag, ModerationEntry, Thread
from wiki.rules import SYSTEM

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


def act(client, name, rows, **sent):
    """One gesture on these rows, whose answer is read after the way it leads."""
    return client.post(
        reverse(f"admin:wiki_{name}_changelist"), {"_selected_action": rows} | sent, follow=True
    )


def hidden():
    return list(Comment.objects.order_by("pk").values_list("hidden_reason", flat=True))


def rows_of(name):
    model = {"comment": Comment, "flag": Flag}[name]
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize("name", ["comment", "flag"])
def test_comments_are_hidden_once_a_reason_is_given_and_shown_again(client, name):
    flagged(2)
    moderator = factories.moderator()
    client.force_login(moderator)
    chosen = rows_of(name)[:1]
    asked = act(client, name, chosen, action="hide").content.decode()
    assert (hidden(), "Rude." in asked) == (["", ""], True)
    assert act(client, name, chosen, action="hide", reason=" ").status_code == 200
    assert hidden() == ["", ""]
    act(client, name, chosen, action="hide", reason="Too rude.")
    assert hidden() == ["Too rude.", ""]
    assert list(Flag.objects.order_by("pk").values_list("upheld", flat=True)) == [True, None]
    act(client, name, chosen, action="restore", reason="An error.")
    assert hidden() == ["", ""]
    told = ModerationEntry.objects.order_by("pk").values_list("action", "by", "reason")
    assert list(told) == [
        ("comment.hide", moderator.pk, "Too rude."),
        ("comment.restore", moderator.pk, "An error."),
    ]


@pytest.mark.parametrize("name", ["comment", "flag"])
@pytest.mark.parametrize("action", ["hide", "restore"])
def test_judging_is_refused_to_contributors(client, name, action):
    flagged(1)
    client.force_login(factories.person(trusted=True))
    before = hidden()
    answer = client.post(
        reverse(f"admin:wiki_{name}_changelist"),
        {"action": action, "_selected_action": rows_of(name), "reason": "Mine."},
    )
    assert (answer.status_code in (302, 403), hidden()) == (True, before)


def test_what_is_hidden_already_is_not_hidden_again(client):
    flagged(1)
    moderation.hide(Comment.objects.get(), by=SYSTEM, reason="First.")
    client.force_login(factories.moderator())
    answer = act(client, "comment", rows_of("comment"), action="hide", reason="Second.")
    assert (answer.status_code, hidden()) == (200, ["First."])
    assert 'name="reason"' not in answer.content.decode()


def test_too_many_rows_are_refused_at_once(client):
    flagged(1)
    said = Comment.objects.get()
    more = {"thread": said.thread, "author": said.author, "text": "Rude too."}
    Comment.objects.bulk_create(Comment(uuid=uuid4(), **more) for _ in range(MOST))
    client.force_login(factories.moderator())
    act(client, "comment", rows_of("comment"), action="hide", reason="Rude.")
    assert set(hidden()) == {""}


@pytest.mark.parametrize("name", ["comment", "flag"])
def test_asking_costs_the_same_for_one_row_and_for_three(client, name):
    flagged(3)
    client.force_login(factories.moderator())
    act(client, name, rows_of(name), action="hide")  # Django asks some things once a process
    counts = []
    for rows in (rows_of(name)[:1], rows_of(name)):
        with CaptureQueriesContext(connection) as asked:
            body = act(client, name, rows, action="hide").content.decode()
        assert body.count("<li><b>") == len(rows)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("who", "links"), [(factories.moderator, False), (factories.admin, True)])
def test_people_are_links_for_those_alone_who_may_open_them(client, name, who, links):
    flagged(1)
    client.force_login(who())
    pk = {"thread": Thread, "comment": Comment, "flag": Flag}[name].objects.get().pk
    answer = client.get(reverse(f"admin:wiki_{name}_change", args=[pk]))
    body = answer.content.decode()
    assert (answer.status_code, "/admin/accounts/user/" in body.partition("<main")[2]) == (200, links)
    assert "Person" in body


@pytest.mark.parametrize("name", ["comment", "flag"])
def test_row_leads_to_the_comment_on_the_site_while_it_stands_there(client, name):
    flagged(1)
    comment = Comment.objects.get()
    client.force_login(factories.moderator())
    address = reverse(f"admin:wiki_{name}_change", args=rows_of(name))
    way = f'href="/-/t/{comment.thread_id}/#ui-comment-{comment.pk}"'
    assert way in client.get(address).content.decode()
    threads.delete(comment, by=comment.author)
    assert way not in client.get(address).content.decode()


def test_locked_threads_are_in_the_lists(client):
    flagged(2)
    moderator = factories.moderator()
    threads.lock(Thread.objects.first(), by=moderator, reason="Enough.")
    client.force_login(moderator)
    for name in LISTS:
        answer = client.get(reverse(f"admin:wiki_{name}_changelist"))
        assert answer.context["cl"].result_count == 2
