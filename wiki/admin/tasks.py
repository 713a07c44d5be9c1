"""The window on the queue of tasks, for admins alone: the library's own; what failed is counted."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

from wiki.admin.waiting import Wait, Waiting


def _failed(total: int) -> str:
    return ngettext("task failed", "tasks failed", total)


admin.site.unregister(DBTaskResult)


@admin.register(DBTaskResult)
class TaskWindow(Waiting, DBTaskResultAdmin):
    list_filter = ("status", "task_path", "enqueued_at")
    search_fields = ("task_path", "exception_class_path")
    waits = (Wait(6, _failed, {"status__exact": TaskResultStatus.FAILED.value}, is_bad=True),)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Its path, not its name: that of a task whose code is gone cannot be asked."""
        return ("task_path", "status", "enqueued_at", "started_at", "finished_at")
