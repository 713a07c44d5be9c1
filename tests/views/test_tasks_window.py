"""The queue of tasks in the administration: in words, without secrets; run again or dropped once it was asked."""

import re
from pathlib import Path

import pytest
from django.conf import settings as site
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from model_bakery import baker

from tests import factories
from wiki.actions import queueing
from wiki.errors import NotAllowed, TaskSettled
from wiki.models import ModerationEntry

pytestmark = pytest.mark.django_db
LIST = "admin:django_tasks_database_dbtaskresult_changelist"
CHANGE = "admin:django_tasks_database_dbtaskresult_change"


def task(status=TaskResultStatus.FAILED, **told):
    return baker.make(
        DBTaskResult,
        **{
            "task_path": "accounts.letters.carry",
            "status": status,
            "args_kwargs": {"args": ["argument-of-it"], "kwargs": {}},
            "exception_class_path": "smtplib.SMTPException",
            "traceback": 'Traceback:\n  File "/x/accounts/letters.py", line 9, in carry\n    go("ada@example.org")\nSMTPException: ada@example.org is unknown\n',
            "started_at": timezone.now(),
            "worker_ids": ["a"],
            "backend_name": "default",
            "queue_name": "default",
        }
        | told,
    )


@pytest.fixture
def client(client):
    client.force_login(factories.admin(language="en"))
    return client


def act(client, action, *chosen, **more):
    sent = {"action": action, "_selected_action": [one.pk for one in chosen]} | more
    return client.post(reverse(LIST), sent, follow=True)


def test_every_task_has_its_words():
    written = set()
    for file in (path for app in ("accounts", "wiki") for path in Path(site.BASE_DIR, app).rglob("*.py")):
        module = ".".join(file.relative_to(site.BASE_DIR).with_suffix("").parts)
        found = re.findall(r"^@task\([^)]*\)\ndef (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
        written |= {f"{module}.{name}" for name in found}
    assert written == set(queueing.WORDS)


def test_task_is_told_in_words_and_without_what_it_held(client):
    failed = task()
    bodies = [
        client.get(reverse(LIST)).content.decode(),
        client.get(reverse(CHANGE, args=[failed.pk])).content.decode(),
    ]
    for body in bodies:
        told = ("Send a mail", "failed", "SMTPException: […] is unknown", "ada@example.org", "argument-of-it")
        assert [word in body for word in told] == [True, True, True, False, False]
    assert ("x/accounts/letters.py:9 carry" in bodies[1], "DBTaskResult object" in bodies[1]) == (True, False)


def test_list_speaks_french(client):
    task()
    client.force_login(factories.admin())
    body = client.get(reverse(LIST)).content.decode()
    assert [word in body for word in ("Envoyer un courriel", "échouée", "Ready", "READY\n")] == [
        True,
        True,
        False,
        False,
    ]


def test_failed_task_is_run_again_once_it_was_asked(client):
    failed, waits = task(), task(TaskResultStatus.READY)
    asked = act(client, "run_again", failed, waits).content.decode()
    assert (asked.count('name="_selected_action"'), DBTaskResult.objects.failed().count()) == (1, 1)
    act(client, "run_again", failed, waits, sure="1")
    failed.refresh_from_db()
    assert (failed.status, failed.traceback, failed.worker_ids, failed.started_at) == ("READY", "", [], None)


def test_task_is_dropped_once_it_was_asked_and_the_journal_tells(client):
    failed, running = task(), task(TaskResultStatus.RUNNING)
    act(client, "drop", failed, running)
    assert DBTaskResult.objects.count() == 2
    act(client, "drop", failed, running, sure="1")
    assert [one.pk for one in DBTaskResult.objects.all()] == [running.pk]
    line = ModerationEntry.objects.get()
    assert (line.action, line.after, line.page) == ("task.drop", {"task": "Send a mail"}, None)


@pytest.mark.parametrize("status", [TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL])
def test_task_that_runs_or_is_over_is_neither_run_again_nor_dropped(status):
    one, admin = task(status), factories.admin()
    for verb in (queueing.run_again, queueing.drop):
        with pytest.raises(TaskSettled):
            verb(one, by=admin)
    assert DBTaskResult.objects.get().status == status


@pytest.mark.parametrize("who", [factories.person, factories.moderator])
def test_queue_is_for_admins(client, who):
    failed = task()
    client.force_login(who())
    for address in (reverse(LIST), reverse(CHANGE, args=[failed.pk])):
        assert client.get(address, follow=True).status_code == 403
    for action in ("run_again", "drop"):
        assert act(client, action, failed, sure="1").status_code == 403
    for verb in (queueing.run_again, queueing.drop):
        with pytest.raises(NotAllowed):
            verb(failed, by=who())
    assert DBTaskResult.objects.get().status == "FAILED"
