"""The stamp changes with each commit, whoever made it, and with nothing else."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection, transaction

from communs import stamps
from tests import factories
from wiki.models import Page


def in_another_thread(work: Callable[[], object]) -> None:
    """As another worker would, on a connection of its own."""

    def run() -> None:
        work()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_stamp_stays_while_people_only_read() -> None:
    factories.guide()

    def stays() -> bool:
        stamp = stamps.now()
        assert Page.objects.count() == 6
        in_another_thread(lambda: list(Page.objects.all()))
        return stamps.now() == stamp

    # PostgreSQL numbers the writers of all its databases in one row: the tests beside this one are among them.
    assert any(stays() for _attempt in range(50))


@pytest.mark.django_db(transaction=True)
def test_stamp_changes_when_this_thread_writes() -> None:
    home = factories.home()
    stamp = stamps.now()
    Page.objects.filter(pk=home.pk).update(html="<p>Another.</p>")
    assert stamps.now() != stamp


@pytest.mark.django_db(transaction=True)
def test_stamp_changes_when_another_writes() -> None:
    home = factories.home()
    stamp = stamps.now()
    in_another_thread(lambda: Page.objects.filter(pk=home.pk).update(html="<p>Another.</p>"))
    assert stamps.now() != stamp


@pytest.mark.django_db(transaction=True)
def test_stamp_changes_once_what_was_begun_before_is_committed() -> None:
    home = factories.home()
    seen = []
    with transaction.atomic():
        Page.objects.filter(pk=home.pk).update(html="<p>Another.</p>")
        in_another_thread(lambda: seen.append(stamps.now()))
    in_another_thread(lambda: seen.append(stamps.now()))
    assert seen[0] != seen[1]


@pytest.mark.django_db
def test_stamp_is_none_inside_a_transaction() -> None:
    assert stamps.now() is None
