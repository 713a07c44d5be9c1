"""The drainer: what a killed process was running goes back to the queue, but not for ever."""

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from communs import worker
from tests import factories
from tests.communs.site_tasks import sign
from wiki.actions import consenting

pytestmark = pytest.mark.django_db


def interrupted(*worker_ids: str) -> DBTaskResult:
    result = DBTaskResult.objects.get(pk=sign.enqueue("/nowhere").id)
    for worker_id in worker_ids:
        result.claim(worker_id)
    return result


def status_after_takeover(result: DBTaskResult) -> str:
    worker.requeue_interrupted()
    result.refresh_from_db()
    return str(result.status)


def test_interrupted_task_goes_back_to_the_queue() -> None:
    assert status_after_takeover(interrupted(f"{worker.worker_prefix()}-1")) == TaskResultStatus.READY


def test_task_that_ends_its_process_each_time_is_given_up() -> None:
    result = interrupted(*[f"{worker.worker_prefix()}-{number}" for number in range(worker.MOST_ATTEMPTS)])
    assert status_after_takeover(result) == TaskResultStatus.FAILED


def test_task_of_another_machine_is_left_alone() -> None:
    assert status_after_takeover(interrupted("another-1")) == TaskResultStatus.RUNNING


def test_task_that_waits_is_left_alone() -> None:
    assert status_after_takeover(interrupted()) == TaskResultStatus.READY


def test_whoever_takes_over_sees_to_what_goes_on_by_itself() -> None:
    """A queue that was emptied by hand has its next look for tacit consent again."""
    looks = DBTaskResult.objects.filter(task_path=consenting.look.module_path)
    worker.take_over()
    assert looks.count() == 0  # no charter asks for it
    factories.charter(factories.page(factories.home(), "a"), consent_days=3)
    looks.delete()
    worker.take_over()
    worker.take_over()
    assert looks.count() == 1
