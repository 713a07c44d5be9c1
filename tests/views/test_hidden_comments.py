"""What is hidden, held or taken away by a moderator is read on no way by those who may not; and what it costs
to read discussions does not grow with them."""

from __future__ import annotations

import io
import zipfile
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from wiki.actions import moderation, threads
from wiki.actions.threads import Selection
from wiki.models import Comment, Page
from wiki.queries import people
from wiki.queries.threads import FILTERS

pytestmark = pytest.mark.django_db
SECRET, FORMER = "Unspeakable", "Unutterable"


@pytest.fixture(autouse=True)
def _without_limits(settings):
    settings.LIMITS_ARE_KEPT = False


@pytest.fixture
def guide():
    return factories.guide()


def said(page, by, text, words="Text one."):
    return threads.open(page, by=by, text=text, uuid=uuid4(), quote=Selection(words))


def logged_in(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def ways(comment):
    """Every address of the guide that tells of discussions, of the page, or of the person who wrote."""
    thread, page = comment.thread, "/advice/first/"
    lists = [f"{at}threads/?show={show}" for at in (f"{page}-/", "/-/") for show in FILTERS]
    of_thread = [f"/-/t/{thread.pk}/{name}" for name in ("", "reply/", "resolve/", "anchor/", "lock/")]
    names = ("edit", "delete", "hide", "restore", "release", "flag", "history")
    return [
        *lists, *of_thread, *(f"/-/comments/{comment.pk}/{name}/" for name in names),
        page, "/", "/advice/", "/advice/first.md", f"{page}-/history/", f"{page}-/threads/fresh/?since=0",
        f"{page}-/threads/new/", "/-/map/", f"/-/search/?q={SECRET}", f"/-/search/titles/?q={SECRET}",
        f"/-/people/{people.name_of(comment.author)}/", "/sitemap.xml",
    ]  # fmt: skip


def found(client, comment):
    """Where the secret words are read, in what is answered or in what heads it."""
    told = {}
    for address in ways(comment):
        answer = client.get(address)
        body = answer.content.decode() + str(answer.headers)
        assert answer.status_code < 500, address
        # What was asked is repeated by who was asked.
        told[address] = body.replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "")
    is_search = "/-/search/"
    return [
        address
        for address, body in told.items()
        if FORMER in body or (SECRET in body and not address.startswith(is_search))
    ]


def away(comment, how):
    if how == "hidden":
        moderation.hide(comment, by=factories.moderator(), reason="Rude.")
    elif how == "deleted":
        threads.delete(comment, by=factories.moderator(), reason="Rude.")
    else:
        Comment.objects.filter(pk=comment.pk).update(held=True)


@pytest.mark.parametrize("is_answered", [True, False])
@pytest.mark.parametrize("how", ["hidden", "held", "deleted"])
def test_words_put_away_are_read_on_no_way(guide, how, is_answered):
    author, other = factories.person(trusted=True), factories.person()
    comment = said(guide["advice/first"], author, f"{FORMER} things.")
    comment = threads.edit(comment, by=author, text=f"{SECRET} things.")
    if is_answered:
        threads.reply(comment.thread, by=other, text="An answer.", uuid=uuid4())
    assert "/advice/first/" in found(logged_in(), comment)
    away(comment, how)
    unseen = {who: found(client, comment) for who, client in readers(other).items()}
    assert unseen == dict.fromkeys(unseen, [])
    assert bool(found(logged_in(author), comment)) is (how != "deleted")
    assert (found(logged_in(factories.moderator()), comment) != []) is (how != "deleted")


def readers(other):
    return {"stranger": logged_in(), "who answered": logged_in(other), "unverified": logged_in(unverified())}


def unverified():
    person = factories.person()
    person.emailaddress_set.update(verified=False)
    return person


def test_words_put_away_are_in_the_export_of_their_author_alone(guide):
    author, other = factories.person(), factories.person()
    comment = said(guide["advice/first"], author, f"{SECRET} things.")
    threads.reply(comment.thread, by=other, text="An answer.", uuid=uuid4())
    away(comment, "hidden")
    assert [SECRET in exported(person) for person in (author, other)] == [True, False]


def exported(person):
    answer = logged_in(person).post("/accounts/data/export/")
    body = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


# --- what it costs ------------------------------------------------------------------------------------------

OF_DISCUSSIONS = {
    "page": "/advice/first/",
    "list of the page": "/advice/first/-/threads/?show=all",
    "list of the site": "/-/threads/?show=all",
    "mine": "/-/threads/?show=mine",
    "news": "/advice/first/-/threads/fresh/?since=0",
    "new": "/advice/first/-/threads/new/",
    "thread": "/-/t/{thread}/",
    "reply": "/-/t/{thread}/reply/",
    "resolve": "/-/t/{thread}/resolve/",
    "anchor": "/-/t/{thread}/anchor/",
    "edit": "/-/comments/{comment}/edit/",
    "delete": "/-/comments/{comment}/delete/",
    "hide": "/-/comments/{comment}/hide/",
    "history": "/-/comments/{comment}/history/",
    "person": "/-/people/{person}/",
}


@pytest.mark.parametrize("screen", OF_DISCUSSIONS)
@pytest.mark.parametrize("who", ["stranger", "author", "moderator"])
def test_screen_asks_as_much_at_three_threads_as_at_one(guide, screen, who):
    author = factories.moderator() if who == "moderator" else factories.person(trusted=True)
    client = logged_in(None if who == "stranger" else author)
    comment = said(guide["advice/first"], author, "First words.")
    threads.edit(comment, by=author, text="Other words.")
    told = {"thread": comment.thread_id, "comment": comment.pk, "person": people.name_of(author)}
    address = OF_DISCUSSIONS[screen].format(**told)
    counted, statuses = [], []
    for number in range(3):
        if number:
            another = said(guide["advice/first"], factories.person(), f"Words {number}.", "Text two.")
            threads.reply(comment.thread, by=factories.person(), text=f"Answer {number}.", uuid=uuid4())
            threads.reply(another.thread, by=author, text=f"Answer {number} too.", uuid=uuid4())
            threads.edit(comment, by=author, text=f"Other words {number}.")
        client.get(address)
        Page.objects.filter(pk=guide["lessons"].pk).update(description=f"{timezone.now()}")  # nothing is kept
        with CaptureQueriesContext(connection) as asked:
            statuses.append(client.get(address).status_code)
        counted.append(len(asked))
    assert (counted[0], len(set(statuses))) == (counted[2], 1)
    assert counted[2] <= (3 if (who, screen) == ("stranger", "page") else 12), counted


def test_reason_is_told_to_the_author_and_to_moderators_alone(guide):
    page, author, moderator = guide["advice/first"], factories.person(), factories.moderator()
    hidden = said(page, author, "Loud.")
    moderation.hide(hidden, by=moderator, reason="Too loud for us.")
    told = {
        who: "Too loud for us." in logged_in(person).get(page.address).content.decode()
        for who, person in (
            ("author", author),
            ("moderator", moderator),
            ("other", factories.person()),
            ("all", None),
        )
    }
    assert told == {"author": True, "moderator": True, "other": False, "all": False}
