"""What was decided of somebody is told to them alone, at once, by notice and by mail, and never by whom."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests import factories
from tests.actions import telling
from tests.actions.test_mailing import carry, parts, read
from tests.actions.test_notices import tell
from tests.actions.test_taking_measures import ask, fresh, soon
from tests.actions.undone import reverted
from wiki.actions import measures, moderation, reversing, threads, vetting, watching
from wiki.models import Comment, Fact, Measure, Notice, NoticeSettings, Page
from wiki.models.measure import Kind
from wiki.models.watch import Level

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
WHY = "Three times too much."


@pytest.fixture
def home() -> Page:
    return factories.home()


@pytest.fixture
def mona() -> User:
    return factories.moderator(name="Mona Judge")


@pytest.fixture
def ada() -> User:
    return factories.person(name="Ada", email="ada@example.org", language="en")


def said(page: Page, by: User, text: str = "Rude.") -> Comment:
    made = threads.open(page, by=by, text=text, uuid=uuid4())
    Fact.objects.all().delete()  # of this nobody asks
    return Comment.objects.select_related("thread__page", "author").get(pk=made.pk)


def asked_anew(comment: Comment, by: User) -> None:
    moderation.flag(comment, by=factories.person(), reason="It is rude.")
    ask(Comment.objects.select_related("thread__page", "author").get(pk=comment.pk), by)


def take(person: User, by: User, kind: str) -> Measure:
    until = {"until": soon()} if kind == Kind.SUSPEND else {}
    return measures.take(fresh(person), by=by, kind=kind, reason=WHY, **until)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.WARN, "Those who moderate warn you:"),
        (Kind.SUSPEND, "Your account is suspended until "),
        (Kind.BAN, "Your account is banned. You may read, and write nothing:"),
    ],
)
def test_measure_is_told_at_once_with_its_reason_and_how_to_contest_it(
    home: Page, mona: User, ada: User, kind: Kind, words: str
) -> None:
    NoticeSettings.objects.create(  # who wants no mail, and none for a month
        person=ada, answers="never", follows=False, paused_until=timezone.localdate() + timedelta(days=30)
    )
    watching.follow(home, by=ada, level=Level.NOTHING)
    watching.follow(home, by=factories.person(name="Wanda"), level=Level.DISCUSSION)
    made = take(ada, mona, kind)
    assert tell() == [("measured", "Ada", "concerned")]
    assert carry() == [1]
    [message] = mail.outbox
    text, html = parts(message)
    for told in (text, html):
        assert words in told
        assert WHY in told
        assert f"/-/measures/#ui-measure-{made.pk}" in told
        assert "If you think it unjust, say why there" in told
        assert "because it was decided about you" in told
    assert (message.to, message.subject.startswith(f"{home.title}: ")) == (["ada@example.org"], True)


def test_author_of_a_reuse_is_told_that_it_was_hidden(home: Page, mona: User, ada: User) -> None:
    reuse = telling.tell(factories.page(home, "advice"), by=ada, title="Our own guide")
    Fact.objects.all().delete()  # of this nobody asks
    vetting.hide(reuse, by=mona, reason=WHY)
    assert tell() == [("measured", "Ada", "concerned")]
    assert carry() == [1]
    text, _html = parts(mail.outbox[0])
    assert "What you told of “Our own guide” was hidden:" in text
    assert WHY in text
    assert "Mona" not in text


def test_neither_mail_nor_notice_says_who_decided_nor_who_reported(
    home: Page, mona: User, ada: User, client: Client
) -> None:
    made = said(home, ada)
    moderation.flag(made, by=factories.person(name="Nosy Parker"), reason="It is rude, says Nosy.")
    moderation.hide(Comment.objects.get(pk=made.pk), by=mona, reason=WHY)
    take(ada, mona, Kind.BAN)
    tell()
    carry()
    client.force_login(fresh(ada))
    told = [str(read(message)) for message in mail.outbox]
    told.append(client.get("/-/notices/").content.decode())
    assert len(told) == 3
    for one in told:
        assert WHY in one
        assert not any(name in one for name in ("Mona", "Judge", "Nosy"))


def test_mail_of_a_measure_has_no_way_out_by_which_it_would_come_no_more(
    home: Page, mona: User, ada: User
) -> None:
    take(ada, mona, Kind.WARN)
    tell()
    carry()
    parsed = read(mail.outbox[0])
    assert (parsed["List-Unsubscribe"], parsed["Auto-Submitted"]) == (None, "auto-generated")
    assert "/-/unsubscribe/" not in str(parsed)


def test_banned_hear_of_what_was_decided_and_of_nothing_else(home: Page, mona: User, ada: User) -> None:
    said_before = said(home, ada)
    watching.follow(home, by=ada, level=Level.DISCUSSION)
    threads.reply(said_before.thread, by=mona, text="A secret of theirs.", uuid=uuid4())
    assert tell() == [("replied", "Ada", "opened")]
    take(ada, mona, Kind.BAN)
    threads.reply(said_before.thread, by=mona, text="Another.", uuid=uuid4())
    assert tell() == [("measured", "Ada", "concerned")]
    carry()
    assert ["banned" in message.subject for message in mail.outbox] == [True]


def test_words_are_told_of_on_their_page_and_contested_from_there(home: Page, mona: User, ada: User) -> None:
    page = factories.page(home, "a", "# A\n")
    hidden, asked = said(page, ada), said(page, ada, "Ruder.")
    moderation.hide(hidden, by=mona, reason=WHY)
    asked_anew(asked, mona)
    assert [told[:2] for told in tell()] == [("measured", "Ada")] * 2
    carry()
    subjects = [message.subject for message in mail.outbox]
    numbers = hidden.thread.number, asked.thread.number
    assert subjects == [
        f"A: Your comment in thread {numbers[0]} was hidden",
        f"A: You are asked to write your comment in thread {numbers[1]} in other words",
    ]


def test_page_that_is_not_published_any_more_is_not_named(home: Page, mona: User, ada: User) -> None:
    """Its title would be told: the decision is told of the whole site instead."""
    page = factories.page(home, "a", "# Secret\n")
    made = said(page, ada)
    Page.objects.filter(pk=page.pk).update(state="draft")
    moderation.hide(Comment.objects.get(pk=made.pk), by=mona, reason=WHY)
    assert tell() == [("measured", "Ada", "concerned")]
    carry()
    assert ["Secret" in str(read(message)) for message in mail.outbox] == [False]


def test_page_that_is_put_away_before_the_mail_leaves_keeps_it_back(
    home: Page, mona: User, ada: User
) -> None:
    page = factories.page(home, "a", "# Secret\n")
    moderation.hide(said(page, ada), by=mona, reason=WHY)
    tell()
    Page.objects.filter(pk=page.pk).update(state="draft")
    assert (carry(), mail.outbox) == ([1], [])
    assert fresh(ada).to_read  # the site says so still


def test_answer_to_what_was_contested_is_told_either_way(home: Page, mona: User, ada: User) -> None:
    for upheld, kind in ((True, "upheld"), (False, "lifted")):
        made = take(ada, mona, Kind.WARN)
        tell()
        measures.contest(made, by=fresh(ada), words="I did not.")
        measures.answer(fresh(made), by=factories.moderator(), upheld=upheld, reason="Looked at.")
        assert tell() == [(kind, "Ada", "concerned")]
    carry()
    texts = [parts(message)[0] for message in mail.outbox]
    assert ["If you think it unjust" in text for text in texts] == [False, False, False, False]
    assert ["Looked at." in text for text in texts] == [False, True, False, True]


def test_decision_taken_back_is_told_and_what_one_wrote_anew_is_not(
    home: Page, mona: User, ada: User
) -> None:
    made = said(home, ada)
    moderation.hide(made, by=mona, reason=WHY)
    moderation.restore(Comment.objects.get(pk=made.pk), by=mona, reason="It was fine.")
    assert [told[0] for told in tell()] == ["measured", "lifted"]
    other = said(made.thread.page, ada)
    asked_anew(other, mona)
    threads.edit(Comment.objects.get(pk=other.pk), by=fresh(ada), text="Kinder.")
    assert [told[:2] for told in tell()] == [("measured", "Ada")]


def test_nobody_reads_what_was_decided_of_another(home: Page, mona: User, ada: User) -> None:
    take(ada, mona, Kind.WARN)
    tell()
    [fact] = Fact.objects.all()
    stray = Notice.objects.create(person=mona, fact=fact, why="concerned", topic="answers", pace="never")
    assert (list(Notice.objects.of(mona)), Notice.objects.of(ada).count()) == ([], 1)
    for person in (mona, factories.person()):
        assert not Fact.objects.readable_by(person).exists()
    assert stray.pk


def test_measure_that_was_read_is_unread_in_no_list(home: Page, mona: User, ada: User) -> None:
    made = take(ada, mona, Kind.WARN)
    tell()
    assert Notice.objects.of(ada).unread().count() == 1
    measures.read(fresh(made), by=fresh(ada))
    assert Notice.objects.of(ada).unread().count() == 0


# --- of an account that is undone ---------------------------------------------------------------------------


def test_whoever_is_undone_is_told_once_with_the_reason_and_how_to_contest_it(
    home: Page, mona: User, ada: User
) -> None:
    for text in ("Buy.", "Buy this.", "Buy that."):
        said(home, ada, text)
    reverted(ada, by=mona, reason=WHY)
    assert tell() == [("measured", "Ada", "concerned")]
    carry()
    [message] = mail.outbox
    text, html = parts(message)
    [made] = Measure.objects.all()
    for told in (text, html):
        assert f"What your account did was undone. {WHY}" in told
        assert f"/-/measures/#ui-measure-{made.pk}" in told
        assert "If you think it unjust, say why there" in told
        assert "Mona" not in told
    measures.contest(made, by=fresh(ada), words="I sold nothing.")
    assert fresh(made).is_contested


def test_whoever_is_brought_back_is_told_that_the_warning_stands_no_more(
    home: Page, mona: User, ada: User
) -> None:
    said(home, ada)
    earlier = take(ada, mona, Kind.WARN)
    tell()
    deed = reverted(ada, by=mona, reason=WHY)
    tell()
    measures.contest(Measure.objects.get(at=deed.at), by=fresh(ada), words="I sold nothing.")
    reversing.bring_back(deed, by=mona, reason="It was somebody else.")
    assert tell() == [("lifted", "Ada", "concerned")]
    carry()
    assert "It was somebody else." in parts(mail.outbox[-1])[0]
    assert (fresh(earlier).is_standing, Measure.objects.contested().count()) == (True, 0)


def test_nobody_is_told_of_what_an_erased_account_did(home: Page, mona: User, ada: User) -> None:
    said(home, ada)
    gone = {"erased_at": timezone.now(), "is_active": False, "email": None, "name": "", "trusted": False}
    User.objects.filter(pk=ada.pk).update(**gone)
    reverted(fresh(ada), by=mona, reason=WHY)
    assert (tell(), Measure.objects.count()) == ([], 0)
