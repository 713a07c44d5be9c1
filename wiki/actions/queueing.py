"""What an admin does to tasks of the queue: what failed is run again, what is of no use is dropped."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from wiki import rules
from wiki.actions import journal
from wiki.errors import TaskSettled
from wiki.queries.settings import current

# What each task does, by where it is written.
WORDS = {
    "accounts.departures.erase_on_time": gettext_lazy("Erase an account once its days are over"),
    "accounts.letters.carry": gettext_lazy("Send a mail"),
    "accounts.letters.carry_all": gettext_lazy("Send mails"),
    "wiki.actions.consenting.look": gettext_lazy("See to tacit consent"),
    "wiki.actions.counting.count": gettext_lazy("Count the words of former revisions"),
    "wiki.actions.digesting.look": gettext_lazy("Write digests"),
    "wiki.actions.expiring.look": gettext_lazy("Take out of the journal what was kept for audits"),
    "wiki.actions.letting_go.look": gettext_lazy("Let go of pictures that no suggestion needs any more"),
    "wiki.actions.notices.tell": gettext_lazy("Tell those who follow"),
    "wiki.actions.pictures.check_book": gettext_lazy("Check pictures"),
    "wiki.actions.rebasing._rest": gettext_lazy("Bring suggestions onto a new text"),
    "wiki.actions.rendering._refresh": gettext_lazy("Draw pages again that lead to a changed one"),
    "wiki.actions.recrediting._rest": gettext_lazy("Find out who wrote which words"),
    "wiki.actions.reminding.look": gettext_lazy("Remind those who are awaited"),
    "wiki.actions.reversing.go_on": gettext_lazy("Undo what an account did, or bring it back"),
    "wiki.actions.upkeep.look": gettext_lazy("Recall pages to look at anew"),
    "wiki.exchange.running.run": gettext_lazy("Read a guide, or bring it in"),
}


def named(task: DBTaskResult) -> str:
    """What it does, in words; one of another version by where it was written."""
    return str(WORDS.get(task.task_path, task.task_path))


def run_again(task: DBTaskResult, *, by: Any) -> DBTaskResult:
    """Give what failed back to the queue, as if it had never been tried."""
    rules.require(by, "task.manage")
    fresh: dict[str, Any] = {
        "status": TaskResultStatus.READY,
        "started_at": None,
        "finished_at": None,
        "worker_ids": [],
    }
    failed = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.FAILED)
    if not failed.update(**fresh, exception_class_path="", traceback="", return_value=None):
        raise TaskSettled(_("Only what failed is run again."))
    task.refresh_from_db()
    return task


@transaction.atomic
def drop(task: DBTaskResult, *, by: Any) -> None:
    """Take out of the queue what waits or failed; what it would have done is not done."""
    rules.require(by, "task.manage")
    idle = (TaskResultStatus.READY, TaskResultStatus.FAILED)
    if not DBTaskResult.objects.filter(pk=task.pk, status__in=idle).delete()[0]:
        raise TaskSettled(_("It is running, or over: there is nothing to drop."))
    journal.note("task.drop", current(), by=by, after={"task": named(task)})
