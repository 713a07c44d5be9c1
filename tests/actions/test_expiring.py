"""What the journal keeps for audits: written with each line, gone in its time, while the rest stays."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.networks import answering
from tests import factories
from wiki.actions import archiving, expiring, journal, people
from wiki.errors import NotAllowed
from wiki.models import ModerationEntry, Page
from wiki.queries import archived, tree
from wiki.queries import journal as read
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return factories.guide()


@pytest.fixture
def mona():
    return factories.moderator(name="Mona Olin")


def noted(page, by, action="page.reorder", **told):
    told = {"reason": "Asked by Mona Olin.", "before": {"order": [1, 2]}, "after": {"order": [2, 1]}} | told
    with answering(RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")):
        return journal.note(action, page, by=by, **told)


def aged(line, days):
    ModerationEntry.objects.filter(pk=line.pk).update(at=timezone.now() - timedelta(days=days))


def fresh(line):
    return ModerationEntry.objects.get(pk=line.pk)


def rest(line):
    """All that a line keeps for ever."""
    kept = ("action", "page_id", "subject", "role", "public_reason", "before", "after")
    return [getattr(line, name) for name in kept]


def test_line_keeps_the_network_cut_short_and_a_seal_of_each_side(guide, mona):
    line = noted(guide["advice"], mona)
    assert line.network == "203.0.113.0/24"
    assert (line.before_hash, line.after_hash) == (journal.seal(line.before), journal.seal(line.after))
    assert len({line.before_hash, line.after_hash, ""}) == 3
    assert {len(line.before_hash), len(line.after_hash)} == {64}


def test_site_comes_from_nowhere_and_nothing_has_no_seal(guide):
    line = noted(guide["advice"], SYSTEM, before=None, after={})
    assert (line.network, line.before_hash, line.after_hash) == ("", "", "")
    assert journal.note("page.reorder", guide["advice"], by=SYSTEM).network == ""


def test_seal_is_the_same_once_read_back_and_another_with_another_secret(guide, mona, settings):
    line = fresh(noted(guide["advice"], mona, after={"until": None, "states": {"1": "é"}}))
    assert line.after_hash == journal.seal(line.after)
    settings.SECRET_KEY = "another"
    assert line.after_hash != journal.seal(line.after)


AGES = {89: ("203.0.113.0/24", True), 91: ("", True), 364: ("", True), 366: ("", False)}


@pytest.mark.parametrize("days", AGES)
def test_network_goes_after_ninety_days_and_the_rest_after_twelve_months(guide, mona, days):
    line = noted(guide["advice"], mona)
    aged(line, days)
    for _time in range(2):  # what is done twice changes nothing more
        expiring.expire(by=SYSTEM)
        network, stays = AGES[days]
        now = fresh(line)
        assert (now.network, now.by) == (network, mona if stays else None)
        assert now.reason == ("Asked by Mona Olin." if stays else "Asked by […].")
        assert (now.before_hash, now.after_hash) == (
            (line.before_hash, line.after_hash) if stays else ("", "")
        )
        assert rest(now) == rest(line)


def test_whoever_sent_a_file_stays_its_author(guide, mona):
    line = noted(guide["advice"], mona, "attachment.upload", after={"file": "a.png"})
    aged(line, 400)
    assert (expiring.expire(by=SYSTEM), expiring.expire(by=SYSTEM)) == (2, 0)
    assert (fresh(line).by, fresh(line).network, fresh(line).after_hash) == (mona, "", "")


def test_older_line_keeps_the_reason_that_it_has(guide, mona):
    told = {
        "by": mona,
        "action": "page.archive",
        "subject": "x",
        "page": guide["advice"],
        "reason": "Double.",
    }
    line = ModerationEntry.objects.create(**told)
    aged(line, 400)
    assert (expiring.expire(by=SYSTEM), fresh(line).reason, fresh(line).by) == (1, "Double.", None)


def test_what_anybody_reads_is_the_same_before_and_after_and_pages_come_back(guide, mona):
    page = Page.objects.get(pk=guide["advice/second"].pk)
    archiving.archive(page, by=mona, base=page.version, reason="Double.")
    noted(guide["advice"], mona)
    before = read.leaf(tree.menu(mona), "").lines
    told = [(one.deed, one.role, one.reason) for one in before]
    ModerationEntry.objects.update(at=timezone.now() - timedelta(days=400))
    assert expiring.expire(by=SYSTEM) == 3  # one of them lost its network as well
    assert [(one.deed, one.role, one.reason) for one in read.leaf(tree.menu(mona), "").lines] == told
    [away] = archived.leaf(mona, "").pages
    assert away.gone_why == "Double."
    page = Page.objects.get(pk=page.pk)
    archiving.unarchive(page, by=mona, base=page.version)
    assert Page.objects.get(pk=page.pk).state == "published"


def test_network_of_whoever_leaves_goes_at_once(guide, mona):
    mine, theirs = noted(guide["advice"], mona), noted(guide["advice"], factories.admin())
    people.erase(mona, names=frozenset(), addresses=frozenset(), was_theirs=lambda _one: False)
    assert (fresh(mine).network, fresh(theirs).network) == ("", "203.0.113.0/24")


def test_the_queue_looks_each_day_and_nobody_does_by_hand(guide, mona):
    line = noted(guide["advice"], mona)
    aged(line, 400)
    for _time in range(2):
        expiring.plan()
    waiting = DBTaskResult.objects.filter(task_path=expiring.look.module_path, status="READY")
    assert waiting.count() == 1
    for who in (mona, factories.admin()):
        with pytest.raises(NotAllowed):
            expiring.expire(by=who)
    assert fresh(line).network == "203.0.113.0/24"
    assert expiring.look.func() == 2  # the network, and the rest
    assert waiting.count() == 1
