"""What is said of a suggestion and of its changes: said, read there and in lists, never on the page."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.views.suggested import edited, of, read
from wiki.actions import moderation, suggestions, threads
from wiki.errors import NotAllowed
from wiki.models import Comment, Page, Suggestion, Thread
from wiki.queries import people
from wiki.queries import threads as discussions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


def say(suggestion, by=None, text="Why so?", **how):
    return threads.discuss(suggestion, by=by or factories.person(), text=text, uuid=uuid4(), **how)


def test_change_and_whole_are_spoken_of_each_in_its_place(client, made, reader):
    shown = read(client, of(made))
    assert shown.count(of(made, "discuss")) == 3
    for about, text in (("?about=1", "Of the first."), ("", "Of the whole.")):
        address = f"{of(made, 'discuss')}{about}"
        form = client.get(address).context["form"]
        answer = client.post(address, {"text": text, "uuid": str(form["uuid"].value()), "website": ""})
        comment = Comment.objects.latest("pk")
        assert answer.headers["Location"] == f"{of(made)}#ui-comment-{comment.pk}"
    assert [(one.change, one.suggestion) for one in Thread.objects.order_by("pk")] == [
        ("1", made),
        ("", made),
    ]
    shown = read(client, of(made))
    assert shown.index("Of the first.") < shown.index('id="ui-talk"') < shown.index("Of the whole.")


def test_page_and_its_lists_tell_nothing_of_it_and_the_site_does(client, here, made, reader):
    say(made, reader)
    assert "Why so?" not in read(client, "/a/")
    assert "Why so?" not in read(client, "/a/-/threads/?show=all")
    shown = read(client, "/-/threads/")
    assert "Why so?" in shown
    assert "Sur la suggestion «\u00a0It reads better.\u00a0»" in shown
    assert discussions.latest(here, reader) == 0
    assert client.get("/a/-/threads/fresh/?since=0").content.decode().strip() == ""


def test_permanent_address_leads_to_the_suggestion(client, made, reader):
    comment = say(made, reader)
    answer = client.get(f"/-/t/{comment.thread_id}/")
    assert answer.headers["Location"] == f"{of(made)}#ui-thread-{comment.thread_id}"


def test_what_was_said_of_a_change_stays_when_it_is_decided(client, here, made, reader):
    say(made, reader, chosen=["1"])
    suggestions.accept(Suggestion.objects.get(), by=factories.moderator(), seen=1, chosen=["1"])
    shown = read(client, of(made))
    assert "Why so?" in shown
    assert "tranché ou reformulé" in shown
    edited(here, "other", "quite other")
    assert Thread.objects.get().place_state == ""


def test_it_is_moderated_as_all_else(client, made, reader):
    comment = say(made)
    moderation.hide(comment, by=factories.moderator(), reason="Rude.")
    assert "Why so?" not in read(client, of(made))
    held = say(made, text="Held words.")
    Comment.objects.filter(pk=held.pk).update(held=True)
    assert "Held words." not in read(client, of(made))


def test_draft_is_spoken_of_by_nobody_and_hides_what_was_said(client, here, made, reader):
    comment = say(made, reader)
    profile = reverse("wiki:person", args=[people.name_of(reader)])
    assert of(made) in read(client, profile)
    suggestions.withdraw(Suggestion.objects.get(), by=made.author, seen=1)
    assert "Why so?" in read(client, of(made))
    suggestions.reopen(Suggestion.objects.get(), by=made.author, seen=2)
    assert "Why so?" not in read(client, "/-/threads/?show=all")
    assert "Why so?" not in read(client, profile)
    assert client.get(f"/-/t/{comment.thread_id}/").status_code == 404
    assert client.get(f"/-/comments/{comment.pk}/edit/").status_code == 404
    with pytest.raises(NotAllowed):
        say(Suggestion.objects.get())
    client.force_login(made.author)
    assert "Why so?" in read(client, of(made))


def test_strangers_are_shown_the_door_and_empty_words_refused(client, made):
    assert client.get(of(made, "discuss")).status_code == 302
    assert client.post(of(made, "discuss"), {"text": "Mine."}).status_code == 403
    client.force_login(factories.person(is_active=True))
    form = client.get(of(made, "discuss")).context["form"]
    answer = client.post(of(made, "discuss"), {"text": " ", "uuid": str(form["uuid"].value())})
    assert (answer.status_code, Thread.objects.count()) == (422, 0)


@pytest.mark.parametrize("about", ["9", "x;y", "1 9", "z" * 6_000])
def test_change_that_is_none_of_its_own_is_spoken_of_with_what_is(client, made, reader, about):
    address = f"{of(made, 'discuss')}?about={about}"
    form = client.get(address).context["form"]
    client.post(address, {"text": "Why so?", "uuid": str(form["uuid"].value()), "website": ""})
    assert Thread.objects.get().change == ("1" if about == "1 9" else "")


def test_same_form_twice_is_one_comment(made):
    who, key = factories.person(), uuid4()
    for _time in range(2):
        threads.discuss(made, by=who, text="Why so?", uuid=key)
    assert (Thread.objects.count(), Comment.objects.count()) == (1, 1)


def test_screen_takes_as_many_queries_with_three_threads_as_with_one(client, made, reader):
    def queries():
        client.get(of(made))
        with CaptureQueriesContext(connection) as found:
            client.get(of(made))
        return len(found)

    say(made)
    first = queries()
    for chosen in (["1"], ["2"]):
        say(made, chosen=chosen)
    assert queries() == first


def test_numbers_go_on_beside_those_of_the_page(here, made):
    threads.open(Page.objects.get(pk=here.pk), by=factories.person(), text="Of the page.", uuid=uuid4())
    say(made)
    assert sorted(Thread.objects.values_list("number", flat=True)) == [1, 2]
