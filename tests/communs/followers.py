"""A site whose watchers hear at once of what was just published: run in the environment of a real site.

python -m tests.communs.followers PEOPLE          makes them, and publishes
python -m tests.communs.followers --later         what waits in the queue is due, as if an hour had gone by
python -m tests.communs.followers --left          how many letters have yet to leave, and how many tasks failed
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import django


def main(asked: str) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "communs.settings")
    django.setup()
    from django.db.models import F  # the registry is full by now; of these too
    from django_tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from accounts.models import Letter

    if asked == "--later":
        waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
        return str(waiting.update(run_after=F("run_after") - timedelta(hours=1)))
    if asked == "--left":
        failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()
        return f"{Letter.objects.count()} {failed}"
    return publish(int(asked))


def publish(people: int) -> str:
    from django.core.management import call_command  # as above

    from tests import factories
    from tests.actions.test_notices import crowd, edit
    from wiki.models import NoticeSettings

    call_command("migrate", verbosity=0)
    page = factories.page(factories.home(), "a", "# A\n\nWords.\n")
    followers = crowd(page, people)
    NoticeSettings.objects.bulk_create([NoticeSettings(person=one, watched="once") for one in followers])
    edit(page, factories.moderator())
    return str(people)


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1]))
