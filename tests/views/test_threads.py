"""Discussions behind their addresses: who is let in, what is done, and that no word is lost."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from wiki.actions import moderation, pages, threads
from wiki.actions.threads import Selection
from wiki.forms.thread import stamped
from wiki.models import Comment, Flag, PageRevision, Thread
from wiki.rules import SYSTEM
from wiki.views.discussing import on_thread
from wiki.views.gestures import gesture

pytestmark = pytest.mark.django_db

WORDS = "What I mean."
NEW = "/advice/first/-/threads/new/"


@pytest.fixture(autouse=True)
def _without_limits(settings):
    settings.LIMITS_ARE_KEPT = False


@pytest.fixture
def guide():
    return factories.guide()


@pytest.fixture
def author():
    return factories.person(trusted=True)


@pytest.fixture
def thread(guide, author):
    quote = Selection("Text one.")
    return threads.open(
        guide["advice/first"], by=author, text="First words.", uuid=uuid4(), quote=quote
    ).thread


def first(thread):
    return thread.said.get(text="First words.")


def state():
    told = Thread.objects.order_by("pk").values_list("state", "exact", "start")
    return [*told, *Comment.objects.order_by("pk").values_list("text", "hidden", "deleted", "held")]


OF_THREAD = {"reply": "CO", "resolve": "own", "reopen": "own", "lock": "MO", "anchor": "own"}
OF_COMMENT = {"edit": "own", "delete": "own", "hide": "MO", "flag": "CO"}


def addresses(thread):
    """Each gesture and who may: anybody with a role, whoever wrote it, or moderators."""
    on = {f"/-/t/{thread.pk}/{name}/": who for name, who in OF_THREAD.items() if name != "reopen"}
    on |= {f"/-/comments/{first(thread).pk}/{name}/": who for name, who in OF_COMMENT.items()}
    return on | {NEW: "CO"}


def test_stranger_is_shown_the_door_and_the_way_back(client, thread):
    for address in addresses(thread):
        answer = client.get(address)
        told = (answer.status_code, answer["Location"], answer["Cache-Control"])
        assert told == (302, f"{reverse('account_login')}?next={address}", "no-store")


def test_stranger_who_sends_keeps_the_text_and_the_way_back_with_the_quote(client, thread):
    before = state()
    for address in addresses(thread):
        answer = client.post(f"{address}?exact=Text", {"text": WORDS, "reason": WORDS})
        body = answer.content.decode()
        assert (answer.status_code, WORDS in body, state()) == (403, True, before), address
        assert "%3Fexact%3DText" in body, address


def unverified():
    someone = factories.person()
    someone.emailaddress_set.update(verified=False)
    return someone


ACTORS = {
    "UV": unverified,
    "CO": lambda: factories.person(),
    "TC": lambda: factories.person(trusted=True),
    "MO": lambda: factories.moderator(),
    "AD": lambda: factories.admin(),
}
ALLOWED = {"CO": {"CO", "TC", "MO", "AD"}, "own": {"MO", "AD"}, "MO": {"MO", "AD"}}


@pytest.mark.parametrize("who", ACTORS)
def test_gesture_opens_for_those_who_may_and_for_nobody_else(client, thread, who):
    client.force_login(ACTORS[who]())
    edit, delete = (f"/-/comments/{first(thread).pk}/{name}/" for name in ("edit", "delete"))
    expected = {address: 200 if who in ALLOWED[kind] else 403 for address, kind in addresses(thread).items()}
    expected[edit] = 403  # nobody writes another's words anew
    found = {address: client.get(address).status_code for address in expected}
    assert found == expected
    before = state()
    sent = {
        address: client.post(address, {"text": WORDS, "reason": "x", "exact": "Text two."}).status_code
        for address, status in expected.items()
        if status == 403
    }
    assert (set(sent.values()) <= {403}, state()) == (True, before)
    assert delete in expected


def test_author_is_offered_what_is_theirs(client, thread, author):
    client.force_login(author)
    kinds = {address: client.get(address).status_code for address in addresses(thread)}
    refused = {address.rsplit("/", 2)[1] for address, status in kinds.items() if status != 200}
    assert refused == {"lock", "hide", "flag"}


def test_comment_on_words_opens_a_thread_beside_them(client, guide, author):
    client.force_login(author)
    shown = client.get(NEW, {"exact": "Text one."})
    form = shown.context["form"]
    assert form.quoted == "Text one."
    sent = {"text": WORDS, "uuid": str(form["uuid"].value()), "exact": "Text one."}
    answer = client.post(NEW, sent)
    comment = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/advice/first/#ui-comment-{comment.pk}")
    assert (comment.text, comment.author, comment.thread.exact) == (WORDS, author, "Text one.")
    client.post(NEW, sent)  # a second click
    assert Comment.objects.count() == 1


def test_comment_on_the_whole_page_and_on_the_home_page(client, guide, author):
    client.force_login(author)
    for address in (NEW, "/-/home/threads/new/"):
        assert client.post(address, {"text": WORDS, "uuid": str(uuid4())}).status_code == 302
    assert list(Thread.objects.order_by("pk").values_list("page__path", "exact")) == [
        ("advice/first", ""),
        ("", ""),
    ]


def test_words_that_are_gone_are_offered_as_a_thread_on_the_page(client, guide, author):
    client.force_login(author)
    sent = {"text": WORDS, "uuid": str(uuid4()), "exact": "Words that\nnobody wrote."}
    answer = client.post(NEW, sent)
    body = answer.content.decode()
    assert (answer.status_code, WORDS in body, Comment.objects.count()) == (409, True, 0)
    again = answer.context["form"]
    assert client.post(NEW, {name: again[name].value() or "" for name in again.fields}).status_code == 302
    comment = Comment.objects.get()
    assert comment.text == f"> Words that\n> nobody wrote.\n\n{WORDS}"
    assert comment.thread.place_state == ""


@pytest.mark.parametrize("exact", ["Words that nobody wrote.", "Text"], ids=["nowhere", "at several places"])
def test_words_copied_by_hand_that_are_not_found_are_told_of_before_one_writes(client, guide, author, exact):
    client.force_login(author)
    address = f"{NEW}?exact={exact}"
    shown = client.get(address)
    body = shown.content.decode()
    assert ("Ces mots ne se trouvent pas sur la page" in body, f'value="{exact}"' in body) == (True, True)
    form = shown.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    again = client.post(address, sent)
    assert (again.status_code, "Ces mots ne se trouvent pas" in again.content.decode()) == (422, True)
    assert client.post(address, sent | {"text": WORDS}).status_code == 302
    comment = Comment.objects.get()
    assert (comment.text, comment.thread.exact) == (f"> {exact}\n\n{WORDS}", "")


def test_words_copied_by_hand_that_are_found_are_quoted(client, guide, author):
    client.force_login(author)
    body = client.get(f"{NEW}?exact=Text one.").content.decode()
    assert ("Ces mots ne se trouvent pas" in body, "<blockquote>Text one.</blockquote>" in body) == (
        False,
        True,
    )


@pytest.mark.parametrize(("text", "status"), [("", 422), ("  ", 422), ("a" * 10_241, 413)])
def test_comment_that_cannot_be_kept_says_why_and_stays_in_its_form(client, thread, author, text, status):
    client.force_login(author)
    before = state()
    for address in (NEW, f"/-/t/{thread.pk}/reply/", f"/-/comments/{first(thread).pk}/edit/"):
        answer = client.post(address, {"text": text})
        assert (answer.status_code, answer.context["form"]["text"].value(), state()) == (status, text, before)


def test_limit_keeps_the_text_and_says_when_to_send_again(client, thread, author, settings):
    settings.LIMITS_ARE_KEPT = True
    client.force_login(author)
    answer = client.post(f"/-/t/{thread.pk}/reply/", {"text": WORDS, "uuid": str(uuid4())})
    assert (answer.status_code, answer["Cache-Control"], WORDS in answer.content.decode()) == (
        429,
        "no-store",
        True,
    )
    assert 1 <= int(answer["Retry-After"]) <= 5


def test_reply_to_what_was_settled_meanwhile_is_kept_and_told_why(client, thread, author):
    client.force_login(author)
    address = f"/-/t/{thread.pk}/reply/"
    threads.resolve(thread, by=author)
    said = [client.post(address, {"text": WORDS})]
    threads.lock(thread, by=factories.moderator(), reason="Enough.")
    said.append(client.post(address, {"text": WORDS}))
    assert [(answer.status_code, WORDS in answer.content.decode()) for answer in said] == [(403, True)] * 2
    assert ["résolu" in said[0].content.decode(), "verrouillé" in said[1].content.decode()] == [True, True]


def test_reply_on_a_page_that_was_archived_or_in_no_thread_is_kept(client, guide, thread, author):
    client.force_login(author)
    page = guide["advice/first"]
    pages.archive(page, by=SYSTEM, base=page.version, reason="Old.")
    for address in (f"/-/t/{thread.pk}/reply/", "/-/t/999/reply/", f"/-/t/{2**63}/reply/", NEW):
        answer = client.post(address, {"text": WORDS})
        assert (answer.status_code, WORDS in answer.content.decode()) == (404, True), address
    assert client.get(f"/-/t/{thread.pk}/").status_code == 404


def test_quote_of_another_page_or_no_quote_of_ours_is_refused(client, guide, author):
    client.force_login(author)
    other = PageRevision.objects.get(id=guide["advice/second"].pk).pk
    told = [
        client.post(NEW, {"text": WORDS, "exact": "Text", "revision": revision}).status_code
        for revision in (other, 0, "x", 2**63)
    ]
    assert (told, Comment.objects.count()) == ([404, 400, 400, 400], 0)


def test_thread_goes_its_way(client, thread, author):
    client.force_login(author)
    at = f"/-/t/{thread.pk}/"
    assert client.get(at)["Location"] == f"/advice/first/#ui-thread-{thread.pk}"
    assert client.post(f"{at}reply/", {"text": WORDS, "uuid": str(uuid4())}).status_code == 302
    assert client.post(f"{at}resolve/")["Location"] == f"{at}#ui-thread-{thread.pk}"
    shown = client.get(at)
    assert (shown.status_code, WORDS in shown.content.decode()) == (200, True)
    assert client.post(f"{at}reopen/")["Location"] == f"/advice/first/#ui-thread-{thread.pk}"
    assert client.post(f"{at}anchor/", {"exact": "Text two."}).status_code == 302
    assert client.post(f"{at}anchor/", {"exact": "No such words."}).status_code == 422
    thread.refresh_from_db()
    assert (thread.state, thread.after) == ("open", "Text two.")


def test_comment_is_edited_and_its_former_words_are_read(client, thread, author):
    client.force_login(author)
    pk = first(thread).pk
    assert client.post(f"/-/comments/{pk}/edit/", {"text": "Other words."}).status_code == 302
    client.logout()
    body = client.get(f"/-/comments/{pk}/history/").content.decode()
    assert ("First words." in body, "Other words." in body) == (True, True)


def test_comment_is_hidden_shown_again_flagged_and_deleted(client, thread, author):
    pk, moderator = first(thread).pk, factories.moderator()
    client.force_login(factories.person())
    assert client.post(f"/-/comments/{pk}/flag/", {"rule": "person", "reason": "Rude."}).status_code == 302
    assert Flag.objects.count() == 1
    client.force_login(moderator)
    for name in ("hide", "restore"):
        assert client.post(f"/-/comments/{pk}/{name}/", {"reason": ""}).status_code == 422
        assert client.post(f"/-/comments/{pk}/{name}/", {"reason": "Because."}).status_code == 302
    moderation.hide(first(thread), by=moderator, reason="Again.")
    client.force_login(factories.person())
    assert client.get(f"/-/comments/{pk}/flag/").status_code == 404
    assert client.get(f"/-/comments/{pk}/history/").status_code == 404
    moderation.restore(first(thread), by=moderator, reason="No.")
    client.force_login(author)
    assert client.post(f"/-/comments/{pk}/delete/").status_code == 302
    assert client.get(f"/-/t/{thread.pk}/").status_code == 404


def test_first_post_waits_a_moment_and_people_leave_one_field_empty(client, guide, settings):
    settings.LIMITS_ARE_KEPT = True
    client.force_login(factories.person())
    sent = {"text": WORDS, "uuid": str(uuid4()), "stamp": stamped()}
    answer = client.post(NEW, sent)
    assert (answer.status_code, WORDS in answer.content.decode(), Comment.objects.count()) == (422, True, 0)
    client.force_login(factories.person(trusted=True))
    assert client.post(NEW, sent | {"website": "x"}).status_code == 302


LISTS = ["/advice/first/-/threads/", "/-/threads/"]


@pytest.mark.parametrize("address", LISTS)
def test_list_of_threads_asks_as_much_for_three_as_for_one(client, guide, author, address):
    counted = []
    for number in (1, 2, 3):
        threads.open(guide["advice/first"], by=author, text=f"Words {number}.", uuid=uuid4())
        if number != 2:
            with CaptureQueriesContext(connection) as asked:
                body = client.get(address).content.decode()
            counted.append(len(asked))
            assert body.count('class="talk"') == number
    assert counted[0] == counted[1]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("show", ["", "open", "unanswered", "detached", "resolved", "all", "x"])
def test_list_without_threads_says_so(client, guide, address, show):
    answer = client.get(address, {"show": show})
    assert (answer.status_code, answer.content.decode().count('class="talk-none"')) == (200, 1)


def test_own_threads_are_asked_for_behind_the_door(client, thread, author):
    assert client.get("/-/threads/?show=mine").status_code == 302
    client.force_login(author)
    assert client.get("/-/threads/?show=mine").content.decode().count('class="talk"') == 1


def test_list_of_a_hidden_page_is_absent(client, guide):
    found = [
        client.get(f"/lessons/{slug}/-/threads/{tail}").status_code
        for slug in ("secret", "no")
        for tail in ("", "fresh/", "new/")
    ]
    assert found == [404] * 6


def test_new_comments_are_told_once_and_nothing_changed_is_told_cheaply(client, guide, thread):
    address, pk = "/advice/first/-/threads/fresh/", first(thread).pk
    assert client.get(address, {"since": pk}).content.decode().strip() == ""
    told = client.get(address, {"since": 0})
    assert f'data-fresh="{pk}"' in told.content.decode()
    again = client.get(address, {"since": 0}, headers={"If-None-Match": told["ETag"]})
    assert again.status_code == 304
    for odd in ("", "x", "-1", "9" * 30):
        assert client.get(address, {"since": odd}).status_code == 200


# --- somebody was faster -------------------------------------------------------------------------------------


def resolved_meanwhile(request, thread):
    """A view whose thread was resolved between the question whether one may and the deed."""
    threads.resolve(Thread.objects.get(pk=thread.pk), by=thread.author)
    threads.resolve(thread, by=request.user)


def archived_meanwhile(request, page):
    """A view whose page was put away between the question and the deed."""
    pages.archive(page, by=SYSTEM, base=page.version, reason="Old.")
    threads.open(page, by=request.user, text=WORDS, uuid=uuid4(), quote=None)


@pytest.mark.parametrize("view", ["thread", "page"])
def test_refusal_within_the_deed_keeps_the_text(rf, thread, view):
    request = rf.post("/", {"text": WORDS})
    request.user = thread.author
    if view == "thread":
        answer = on_thread("thread.resolve")(resolved_meanwhile)(request, thread.pk)
    else:
        answer = gesture("threads/new", "comment.write")(archived_meanwhile)(request, "advice/first")
    assert (answer.status_code, WORDS in answer.content.decode()) == (403, True)
    assert not Comment.objects.filter(text=WORDS).exists()
