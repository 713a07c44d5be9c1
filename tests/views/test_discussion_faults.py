"""What goes wrong in a discussion, by real requests: a sentence says it, and nothing that was typed is lost."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from tests import factories
from wiki.actions import moderation, pages, threads
from wiki.actions.threads import Selection
from wiki.forms import thread as forms
from wiki.models import Comment, ModerationEntry, Page, PageRevision, SiteSettings, Thread
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db
WORDS = "Words that took an hour to type."
NEW = "/advice/first/-/threads/new/"


@pytest.fixture
def guide():
    return factories.guide()


@pytest.fixture
def first(guide):
    return guide["advice/first"]


@pytest.fixture
def author():
    return factories.person(trusted=True)


@pytest.fixture
def thread(first, author, settings):
    settings.LIMITS_ARE_KEPT = False
    return threads.open(
        first, by=author, text="First words.", uuid=uuid4(), quote=Selection("Text one.")
    ).thread


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


def sent(client, address, text=WORDS, **more):
    return client.post(address, {"text": text, "uuid": str(uuid4()), **more})


def told(answer):
    return answer.status_code, WORDS in answer.content.decode()


def reply_to(thread):
    return f"/-/t/{thread.pk}/reply/"


def edited(page, source):
    now = Page.objects.get(pk=page.pk)
    return pages.edit(now, by=SYSTEM, base=now.version, source=source)


# --- what is too much ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"{WORDS} https://a.fr https://b.fr [c](https://c.fr)", "2 liens"),
        (f"{WORDS} @ada @grace @alan", "2 personnes"),
        (f"{WORDS} ![plan](https://a.fr/plan.png)", "image"),
    ],
)
def test_what_is_too_much_for_somebody_new_stays_in_the_form(first, settings, monkeypatch, text, sentence):
    monkeypatch.setattr(forms, "QUICKEST", -1.0)
    answer = sent(logged_in(factories.person()), NEW, text, stamp=forms.stamped())
    body = answer.content.decode()
    assert (*told(answer), sentence in body, Comment.objects.count()) == (422, True, True, 0)
    allowed = logged_in(factories.person(trusted=True))
    assert sent(allowed, NEW, text).status_code == (422 if "![" in text else 302)


def test_same_words_twice_within_five_minutes_are_told_of(first, author, settings):
    settings.LIMITS = {"trusted": settings.LIMITS["trusted"] | {"comment": [(9, 1)]}}
    client = logged_in(author)
    assert [sent(client, NEW).status_code for _time in range(2)] == [302, 422]
    assert told(sent(client, "/advice/second/-/threads/new/")) == (422, True)
    settings.LIMITS["trusted"]["same_comment"] = 0
    assert sent(client, NEW).status_code == 302


def test_too_soon_keeps_the_words_and_says_when(first, author):
    client = logged_in(author)
    assert sent(client, NEW, "Something else.").status_code == 302
    answer = sent(client, NEW)
    assert (*told(answer), 1 <= int(answer["Retry-After"]) <= 5) == (429, True, True)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(("size", "status"), [(10_240, 302), (10_241, 413)])
def test_comment_of_ten_kilobytes_is_the_longest(thread, author, size, status):
    text = WORDS + "é" * ((size - len(WORDS)) // 2)
    text += "a" * (size - len(text.encode()))
    for address in (NEW, reply_to(thread), f"/-/comments/{thread.said.get().pk}/edit/"):
        answer = sent(logged_in(author), address, text)
        assert answer.status_code == status
        assert status == 302 or text in answer.content.decode()


@pytest.mark.parametrize("text", ["", " \r\n\t ", "\x00", "\ud800", f"{WORDS}\ud800", f"{WORDS}\x00"])
def test_odd_letters_are_refused_or_left_out_and_never_an_error(thread, author, text):
    client, before = logged_in(author), Comment.objects.count()
    body = f"text={''.join(f'%{byte:02X}' for byte in text.encode('utf-8', 'surrogatepass'))}"
    for address in (NEW, reply_to(thread), f"/-/comments/{thread.said.first().pk}/edit/"):
        answer = client.post(
            address, f"{body}&uuid={uuid4()}", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code in (302, 422), address
        assert answer.status_code == 302 or WORDS not in text or WORDS in answer.content.decode()
    kept = Comment.objects.order_by("pk").values_list("text", flat=True)[before:]
    assert all("\x00" not in one and one.strip() for one in kept)


# --- what changed meanwhile ---------------------------------------------------------------------------------


def test_words_quoted_before_the_page_changed_are_placed_by_the_known_difference(first, thread, author):
    """The same words stand above by now: who looks for words alone would rest on those."""
    seen = PageRevision.objects.get(id=first.pk)
    edited(first, first.source.replace("## One", "## Before\n\nText one.\n\n## One"))
    answer = sent(logged_in(author), NEW, exact="Text one.", before="One\n", revision=seen.pk)
    now, made = Page.objects.get(pk=first.pk), Thread.objects.latest("pk")
    place = now.plain.rindex("Text one.")
    assert (answer.status_code, made.start, made.revision_id) == (302, place, seen.pk)
    assert now.plain.index("Text one.") < place


def test_words_gone_since_the_page_was_opened_are_offered_as_a_thread_of_the_page(first, thread, author):
    seen = PageRevision.objects.get(id=first.pk)
    edited(first, "# First\n\nAll is new.\n")
    client = logged_in(author)
    answer = sent(client, NEW, exact="Text one.", revision=seen.pk)
    assert told(answer) == (409, True)
    form = answer.context["form"]
    again = client.post(NEW, {name: form[name].value() or "" for name in form.fields})
    made = Comment.objects.latest("pk")
    assert (again.status_code, made.text, made.thread.exact) == (302, f"> Text one.\n\n{WORDS}", "")


def test_page_moved_meanwhile_takes_the_comment_at_its_new_address(guide, first, author, settings):
    pages.move(first, by=SYSTEM, base=first.version, parent=guide["lessons"])
    answer = sent(logged_in(author), NEW, exact="Text one.")
    made = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/lessons/first/#ui-comment-{made.pk}")


def test_page_archived_meanwhile_gives_the_words_back(first, thread, author):
    now = Page.objects.get(pk=first.pk)
    pages.archive(now, by=SYSTEM, base=now.version, reason="Old.")
    for who, status in ((author, 404), (factories.moderator(), 409)):
        assert told(sent(logged_in(who), NEW)) == (status, True)
        assert told(sent(logged_in(who), reply_to(thread))) == (404, True)


def test_thread_settled_meanwhile_gives_the_words_back_and_says_why(thread, author):
    other, moderator = logged_in(factories.person()), factories.moderator()
    threads.resolve(thread, by=author)
    answer = sent(other, reply_to(thread))
    assert (*told(answer), "résolu" in answer.content.decode()) == (403, True, True)
    threads.reopen(Thread.objects.get(), by=author)
    threads.lock(thread, by=moderator, reason="Too hot.")
    answer = sent(other, reply_to(thread))
    assert (*told(answer), "verrouillé" in answer.content.decode()) == (403, True, True)
    assert Comment.objects.count() == 1


def test_thread_is_closed_and_opened_again_by_those_who_moderate(thread, author):
    moderator, at = logged_in(factories.moderator()), f"/-/t/{thread.pk}/"
    other = factories.person()
    assert moderator.post(f"{at}lock/", {"reason": "Too hot."}).status_code == 302
    assert sent(logged_in(other), reply_to(thread)).status_code == 403
    assert logged_in(author).post(f"{at}unlock/", {"reason": "x"}).status_code == 403
    assert sent(moderator, reply_to(thread), "They who decide may.").status_code == 302
    assert moderator.post(f"{at}unlock/", {"reason": "Calm again."}).status_code == 302
    assert sent(logged_in(other), reply_to(thread)).status_code == 302
    said = ModerationEntry.objects.order_by("pk").values_list("action", "reason")
    assert list(said) == [("thread.lock", "Too hot."), ("thread.unlock", "Calm again.")]


@pytest.mark.parametrize("how", ["hidden", "deleted"])
def test_reply_to_a_comment_that_is_gone_gives_the_words_back(thread, author, how):
    said, moderator = thread.said.get(), factories.moderator()
    if how == "hidden":
        moderation.hide(said, by=moderator, reason="Rude.")
    else:
        threads.delete(said, by=author)
    assert told(sent(logged_in(factories.person()), reply_to(thread))) == (404, True)
    assert Comment.objects.count() == 1


# --- what does not belong together --------------------------------------------------------------------------


def test_numbers_that_do_not_belong_together_are_refused(guide, thread, author):
    client = logged_in(author)
    other = PageRevision.objects.get(id=guide["advice/second"].pk).pk
    assert sent(client, NEW, exact="Text one.", revision=other).status_code == 404
    uuid = thread.said.get().uuid
    for address in (NEW, reply_to(thread)):  # somebody else's form, and one's own with another text
        for who in (author, factories.person()):
            answer = logged_in(who).post(address, {"text": WORDS, "uuid": str(uuid)})
            assert told(answer) == (422, True)
    assert Comment.objects.count() == 1


def test_second_click_is_led_to_the_same_comment(thread, author):
    client, form = logged_in(author), {"text": WORDS, "uuid": str(uuid4())}
    for address in (NEW, reply_to(thread)):
        form |= {"uuid": str(uuid4())}
        places = {client.post(address, form)["Location"] for _click in range(3)}
        assert len(places) == 1
    assert Comment.objects.filter(text=WORDS).count() == 2


# --- who writes ---------------------------------------------------------------------------------------------


def test_words_of_an_expired_session_are_posted_after_logging_in(thread, author):
    client = logged_in(author)
    client.get(reply_to(thread))
    client.session.flush()
    answer = sent(client, reply_to(thread))
    body = answer.content.decode()
    ways = re.findall(r'href="/accounts/login/[?]next=([^"]*)"', body)
    assert (*told(answer), Comment.objects.count()) == (403, True, 1)
    assert reply_to(thread).replace("/", "%2F") in ways
    client.force_login(author)
    assert sent(client, reply_to(thread)).status_code == 302


def test_words_of_a_form_without_its_token_are_given_back(thread, author):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    form = {"text": WORDS, "uuid": str(uuid4())}
    for address in (NEW, reply_to(thread), f"/-/comments/{thread.said.get().pk}/edit/"):
        ours, another = (
            client.post(address, form, headers={"Origin": origin})
            for origin in ("http://testserver", "https://elsewhere.example")
        )
        assert (told(ours), told(another)) == ((403, True), (403, False))
    assert Comment.objects.count() == 1


def test_comment_is_kept_while_no_mail_leaves(thread, author, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert sent(logged_in(author), reply_to(thread), f"{WORDS} @somebody").status_code == 302
    assert (Comment.objects.filter(text__startswith=WORDS).count(), mail.outbox) == (1, [])


def test_first_post_is_held_then_released_for_everybody(guide, first, monkeypatch, settings):
    monkeypatch.setattr(forms, "QUICKEST", -1.0)
    SiteSettings.objects.create(first_posts="held")
    person, moderator = factories.person(), logged_in(factories.moderator())
    answer = logged_in(person).post(
        NEW, {"text": WORDS, "uuid": str(uuid4()), "stamp": forms.stamped()}, follow=True
    )
    said = Comment.objects.get()
    assert (said.held, WORDS in answer.content.decode()) == (True, True)
    assert WORDS not in Client().get("/advice/first/").content.decode()
    release = f"/-/comments/{said.pk}/release/"
    assert logged_in(person).post(release).status_code == 403
    assert logged_in(factories.person()).post(release).status_code == 404
    assert moderator.post(release).status_code == 302
    assert WORDS in Client().get("/advice/first/").content.decode()
