"""A public profile: what somebody wrote or said and anybody may read, and nothing of who they are besides."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests import factories
from wiki.actions import threads
from wiki.models import Comment, Page, PageRevision, Thread
from wiki.queries import people

pytestmark = pytest.mark.django_db

QUERIES = 5


@pytest.fixture
def ada() -> User:
    return factories.person(name="Ada Lovelace", email="ada@example.org", bio="<b>Numbers</b>")


def sign(pages, person):
    PageRevision.objects.filter(id__in=[page.pk for page in pages]).update(history_user=person)


def say(page, person, text="Said.", **fields):
    made = Thread.objects.create(page=page, number=page.threads.count() + 1, author=person)
    return Comment.objects.create(
        uuid=uuid4(), thread=made, author=person, text=text, html=f"<p>{text}</p>", **fields
    )


def address(person):
    return reverse("wiki:person", args=[people.name_of(person)])


def test_profile_shows_what_anybody_may_read_and_no_address(client, ada):
    guide = factories.guide()
    sign([guide["advice/first"], guide["lessons/secret"]], ada)
    answer = client.get(address(ada))
    assert [one.page.path for one in answer.context["contributions"]] == ["advice/first"]
    text = answer.content.decode()
    assert ("ada@example.org" in text, "Secret" in text, "<b>Numbers" in text) == (False, False, False)


def test_profile_shows_drafts_to_those_who_decide_alone(client, ada):
    sign([factories.guide()["lessons/secret"]], ada)
    assert client.get(address(ada)).status_code == 404
    client.force_login(factories.moderator())
    assert client.get(address(ada)).status_code == 200


def test_profile_of_whoever_wrote_nothing_is_theirs_alone(client, ada):
    factories.home()
    assert client.get(address(ada)).status_code == 404
    client.force_login(ada)
    assert client.get(address(ada)).status_code == 200


def test_profile_of_whoever_only_comments_shows_what_they_said(client, ada):
    comment = say(factories.guide()["advice"], ada, "1 &lt; 2")
    answer = client.get(address(ada))
    assert answer.context["comments"] == [comment]
    text = answer.content.decode()
    assert f'href="/-/t/{comment.thread_id}/#ui-comment-{comment.pk}"' in text
    assert "1 &lt; 2" in text


PUT_AWAY = {
    "held": {"held": True},
    "hidden": {"hidden": timezone.now(), "hidden_reason": "Rude."},
    "deleted": {"deleted": timezone.now()},
}


@pytest.mark.parametrize("fields", PUT_AWAY.values(), ids=PUT_AWAY)
def test_profile_tells_nobody_of_comments_put_away(client, ada, fields):
    page = factories.home()
    say(page, ada, "Unspeakable", **fields)
    assert client.get(address(ada)).status_code == 404
    seen = say(page, ada)
    for who in (ada, factories.moderator()):
        client.force_login(who)
        assert client.get(address(ada)).context["comments"] == [seen]


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"listed": False}, {"state": "archived"}], ids=str)
def test_profile_tells_no_stranger_of_comments_on_pages_out_of_sight(client, ada, fields):
    page = factories.page(factories.home(), "away")
    say(page, ada)
    Page.objects.filter(pk=page.pk).update(**fields)
    assert client.get(address(ada)).status_code == 404


@pytest.mark.parametrize(
    "fields", [{"ghost": True}, {"erased_at": timezone.now(), "name": ""}], ids=["ghost", "erased"]
)
def test_profile_of_nobody_is_made_of_no_comment(client, fields):
    nobody = User.objects.create(is_active=False, **fields)
    say(factories.home(), nobody)
    assert client.get(address(nobody)).status_code == 404


def test_profile_keeps_the_blocks_of_a_comment_apart(client, ada):
    comment = say(factories.home(), ada)
    html = "<blockquote><p>Quoted.</p></blockquote><p>Said, <em>so</em>.</p>"
    Comment.objects.filter(pk=comment.pk).update(html=html)
    said = client.get(address(ada)).content.decode().partition('<p class="talk-words">')[2]
    assert said.partition("</p>")[0].split() == ["Quoted.", "Said,", "so."]


def test_profile_shows_the_latest_comments_alone(client, ada):
    page = factories.home()
    said = [say(page, ada, f"No. {number}") for number in range(people.SAID + 1)]
    assert client.get(address(ada)).context["comments"] == said[:0:-1]


def test_profile_follows_a_name_that_changed(client, ada):
    sign([factories.home()], ada)
    assert client.get(f"/-/people/somebody-{ada.pk}/")["Location"] == address(ada)


@pytest.mark.parametrize("name", ["0", "-1", "ada", str(2**63), "9" * 40, "٣"])
def test_profile_of_nobody_is_not_found(client, name):
    factories.home()
    assert client.get(f"/-/people/{name}/").status_code == 404


def test_mention_of_whoever_is_hidden_since_leads_to_words_that_tell_nobody_apart(client, ada):
    page = factories.guide()["advice"]
    say(page, ada, "Unspeakable")
    text, uuid = f"Like @{people.name_of(ada)} said.", uuid4()
    said = threads.open(page, by=factories.person(), text=text, uuid=uuid)
    assert f'href="{address(ada)}"' in said.html
    assert client.get(address(ada)).status_code == 200
    Comment.objects.filter(author=ada).update(hidden=timezone.now(), hidden_reason="Rude.")
    answers = [client.get(where) for where in (address(ada), "/-/people/nobody-999999/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [answer.content.decode().partition("<main")[2] for answer in answers]
    assert (bodies[0] == bodies[1], "Lovelace" in bodies[0]) == (True, False)
    assert "Rien à lire ici" in bodies[0]


def test_profile_costs_the_same_for_one_page_and_for_three(client, ada, django_assert_num_queries):
    guide = factories.guide()
    for paths in (["advice"], ["advice", "lessons", "advice/first"]):
        sign([guide[path] for path in paths], ada)
        with django_assert_num_queries(QUERIES):
            client.get(address(ada), {"written": len(paths)})


def test_profile_costs_the_same_for_one_comment_and_for_three(client, ada, django_assert_num_queries):
    guide = factories.guide()
    for number, paths in ((1, ["advice"]), (3, ["lessons", "advice/first"])):
        for path in paths:
            say(guide[path], ada)
        with django_assert_num_queries(QUERIES - 1):  # no page that she wrote is asked for
            assert len(client.get(address(ada), {"said": number}).context["comments"]) == number
