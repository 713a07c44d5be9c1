"""Reuses: told once, reworded, withdrawn and brought back by their author; what cannot be kept says why."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests import factories
from tests.actions.telling import account, tell
from tests.shelf import picture
from wiki import rules
from wiki.actions import letting_go, limiting, reuses, threads
from wiki.errors import BadReuse, NotAllowed, TooSoon
from wiki.models import Attachment, Fact, Page, Reuse, Sieve, SiteSettings, Thread, Use
from wiki.models.notice import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return factories.guide()


def test_reuse_is_told_with_its_pages_in_their_order(guide) -> None:
    by = factories.person()
    first, second = guide["advice/first"], guide["advice/second"]
    made = tell(second, first, second, by=by, happened=date(2026, 2, 17), title="  A   charter ")
    assert (made.title, made.happened, made.held) == ("A charter", date(2026, 2, 1), False)
    assert list(Use.objects.filter(reuse=made).values_list("page", "position")) == [
        (second.pk, 0),
        (first.pk, 1),
    ]
    assert made.is_shown


def test_same_form_twice_is_one_reuse_and_of_somebody_else_a_refusal(guide) -> None:
    by, uuid = factories.person(), uuid4()
    told = account(guide["advice/first"])
    first = reuses.tell(told, by=by, uuid=uuid)
    assert reuses.tell(told, by=by, uuid=uuid) == first
    with pytest.raises(BadReuse):
        reuses.tell(told, by=factories.person(), uuid=uuid)
    assert Reuse.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"organisation": ""},
        {"done": "\n"},
        {"structure": "cult"},
        {"link": "libraries.example"},
        {"link": "javascript:alert(1)"},
        {"link": "https:///path"},
        {"link": "https://[::1"},
        {"worked": "x" * 4001},
        {"title": "x" * 201},
    ],
    ids=str,
)
def test_account_that_cannot_be_kept_says_why(guide, wrong) -> None:
    with pytest.raises(BadReuse):
        tell(guide["advice/first"], by=factories.person(), **wrong)
    assert Reuse.objects.count() == 0


def test_pages_are_those_that_its_author_reads_one_at_least_and_six_at_most(guide) -> None:
    by = factories.person()
    with pytest.raises(BadReuse):
        tell(by=by)
    with pytest.raises(BadReuse):
        tell(guide["lessons/secret"], by=by)
    many = [factories.page(guide["advice"], f"page-{number}") for number in range(7)]
    with pytest.raises(BadReuse):
        tell(*many, by=by)
    assert Use.objects.count() == 0


@pytest.mark.usefixtures("unlimited")
def test_picture_is_ones_own_described_and_shown_by_nothing_else(guide) -> None:
    by, page = factories.person(), guide["advice/first"]

    def sent(path, **told):
        row = picture(path=path, uploaded_at=timezone.now())
        Attachment.objects.filter(pk=row.pk).update(**{"held": True, "uploaded_by": by} | told)
        return Attachment.objects.get(pk=row.pk)

    own = sent("a.png")
    with pytest.raises(BadReuse):
        tell(page, by=by, picture=own)
    made = tell(page, by=by, picture=own, alt="A table on a wall")
    assert (made.picture, made.alt) == (own, "A table on a wall")
    shown, others = sent("c.png", held=False), sent("d.png", uploaded_by=factories.person())
    for other in (own, shown, others):
        with pytest.raises(BadReuse):
            tell(page, by=by, picture=other, alt="A table")
    assert tell(page, by=by, alt="Of nothing").alt == ""


def test_whoever_has_no_confirmed_address_or_is_barred_tells_nothing(guide) -> None:
    unverified = factories.person()
    unverified.emailaddress_set.update(verified=False)
    for who in (unverified, factories.person(banned=True)):
        with pytest.raises(NotAllowed):
            tell(guide["advice/first"], by=who)


def test_author_rewords_it_and_nobody_else_does(guide) -> None:
    by, page = factories.person(), guide["advice/first"]
    made = tell(page, by=by)
    other = account(guide["advice/second"], title="Otherwise")
    for who in (factories.person(), factories.moderator(), factories.admin()):
        with pytest.raises(NotAllowed):
            reuses.edit(made, other, by=who)
    edited = reuses.edit(made, other, by=by)
    assert (edited.title, list(edited.pages.all())) == ("Otherwise", [guide["advice/second"]])
    assert edited.edited is not None


def test_author_withdraws_it_and_brings_it_back(guide) -> None:
    by = factories.person()
    made = tell(guide["advice/first"], by=by)
    with pytest.raises(NotAllowed):
        reuses.withdraw(made, by=factories.moderator())
    gone = reuses.withdraw(made, by=by)
    assert not gone.is_shown
    with pytest.raises(NotAllowed):
        reuses.edit(gone, account(guide["advice/first"]), by=by)
    with pytest.raises(NotAllowed):
        reuses.bring_back(gone, by=factories.person())
    assert reuses.bring_back(gone, by=by).is_shown


def test_first_ones_wait_where_the_site_or_a_charter_says_so(guide) -> None:
    page = guide["advice/first"]
    factories.charter(guide["advice"], factories.person(), first_posts_held=True)
    assert tell(Page.objects.get(pk=page.pk), by=factories.person()).held
    assert not tell(Page.objects.get(pk=guide["lessons"].pk), by=factories.person()).held
    assert not tell(Page.objects.get(pk=page.pk), by=factories.person(trusted=True)).held
    SiteSettings.objects.update_or_create(defaults={"first_posts": "held"})
    assert tell(Page.objects.get(pk=guide["lessons"].pk), by=factories.person()).held
    assert Fact.objects.filter(kind=Kind.REUSED).count() == 2


def test_filter_and_missing_proof_hold_it_back(guide) -> None:
    page = guide["advice/first"]
    Sieve.objects.create(section=guide[""], held_words="casino", refused_words="poker")
    held = tell(page, by=factories.person(), worked="The casino was full.")
    assert (held.held, held.held_for, held.is_sieved) == (True, "word casino", True)
    with pytest.raises(BadReuse):
        tell(page, by=factories.person(), title="Poker for all")
    unproved = reuses.tell(account(page), by=factories.person(), uuid=uuid4(), proof="")
    assert (unproved.held, unproved.held_for) == (True, "proof")
    by = factories.person()
    told = tell(page, by=by)
    assert reuses.edit(told, account(page, failed="A casino."), by=by).held


def test_one_a_minute_and_five_a_day_are_told_by_whoever_is_new(guide, settings) -> None:
    settings.LIMITS_ARE_KEPT = True
    by, page = factories.person(), guide["advice/first"]
    told = tell(page, by=by)
    with pytest.raises(TooSoon) as refusal:
        tell(page, by=by)
    assert 0 < refusal.value.retry_after <= 60
    for number in range(1, 6):
        Reuse.objects.filter(pk=told.pk).update(created=timezone.now() - timedelta(hours=number))
        if number < 5:
            told = tell(page, by=by)
    with pytest.raises(TooSoon):
        limiting.reuse(by)
    limiting.reuse(factories.moderator())


def test_what_is_said_of_it_is_a_thread_beside_its_first_page(guide) -> None:
    first, second = guide["advice/first"], guide["advice/second"]
    made, by = tell(first, second, by=factories.person()), factories.person()
    said = threads.remark(made, by=by, text="How many came?", uuid=uuid4())
    thread = Thread.objects.get(pk=said.thread_id)
    assert (thread.page, thread.reuse, thread.is_of_page) == (first, made, False)
    assert list(Thread.objects.of_page(first)) == []
    assert threads.reply(thread, by=factories.person(), text="Twelve.", uuid=uuid4()).thread == thread
    reuses.withdraw(made, by=made.author)
    with pytest.raises(NotAllowed):
        threads.remark(Reuse.objects.get(pk=made.pk), by=by, text="And now?", uuid=uuid4())
    assert list(Thread.objects.visible_to(by)) == []
    assert list(Thread.objects.visible_to(made.author)) == [thread]
    assert list(Thread.objects.visible_to(factories.moderator())) == [thread]


def test_picture_of_a_reuse_is_not_let_go_of_and_one_that_was_never_sent_is(guide) -> None:
    by, long_ago = factories.person(), timezone.now() - timedelta(days=400)
    kept, left = (picture(path=f"{name}.png", uploaded_at=long_ago) for name in ("a", "b"))
    Attachment.objects.update(held=True, uploaded_by=by)
    tell(guide["advice/first"], by=by, picture=Attachment.objects.get(pk=kept.pk), alt="A table")
    assert letting_go.let_go(by=rules.SYSTEM) == 1
    assert list(Attachment.objects.all()) == [kept]
    assert left.pk != kept.pk
