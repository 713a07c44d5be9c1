"""The window on the queue of tasks, for admins alone: what waits, what failed and why, without any secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks import TaskResultStatus
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

from wiki import rules
from wiki.actions import queueing
from wiki.admin.filters import DateFilter, Named
from wiki.admin.waiting import Wait
from wiki.admin.window import Window
from wiki.errors import Refusal
from wiki.text.veiling import cause, way

MOST = 200  # rows of one gesture: what a form can hold
STATES = {
    TaskResultStatus.READY.value: gettext_lazy("waits for its turn"),
    TaskResultStatus.RUNNING.value: gettext_lazy("running"),
    TaskResultStatus.FAILED.value: gettext_lazy("failed"),
    TaskResultStatus.SUCCESSFUL.value: gettext_lazy("done"),
}


def _day(at: datetime | None) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT") if at else "-"


def _failed(total: int) -> str:
    return ngettext("task failed", "tasks failed", total)


class StateFilter(Named, admin.ChoicesFieldListFilter):
    """The states in our words."""

    words = gettext_lazy("state")

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            told = str(choice["display"])
            status = next((key for key, label in TaskResultStatus.choices if str(label) == told), "")
            yield choice | {"display": STATES.get(status, told)}


class TaskFilter(Named, admin.AllValuesFieldListFilter):
    """What tasks do, in our words."""

    words = gettext_lazy("task")

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            told = str(choice["display"])
            yield choice | {"display": queueing.WORDS.get(told, told)}


# The library registers its own as it is imported, which shows what tasks were given.
admin.site.unregister(
    [model for model, window in admin.site._registry.items() if isinstance(window, DBTaskResultAdmin)]
)


@admin.register(DBTaskResult)
class TaskWindow(Window):
    """Their arguments are numbers of rows, and stay out of sight with all that a traceback may hold."""

    list_display = ("what", "state", "enqueued", "finished", "why")
    list_filter = (("status", StateFilter), ("task_path", TaskFilter), ("enqueued_at", DateFilter))
    search_fields = ("task_path", "exception_class_path")
    ordering = ("-enqueued_at",)
    actions = ("run_again", "drop")
    waits = (Wait(6, _failed, {"status__exact": TaskResultStatus.FAILED.value}, is_bad=True),)
    readonly_fields = ("what", "state", "enqueued", "started", "finished", "tries", "why", "way")
    fields = ("what", "state", ("enqueued", "started", "finished"), "tries", "why", "way")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DBTaskResult]:
        return super().get_queryset(request).defer("args_kwargs", "return_value")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "task.manage")

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **how: Any) -> Any:
        """By what it does: the library knows a task by its number."""
        task = how.get("obj")
        named = queueing.named(task) if task else ""
        return super().render_change_form(request, context | {"title": named, "subtitle": None}, *args, **how)

    # ---- what is shown

    @admin.display(description=gettext_lazy("task"), ordering="task_path")
    def what(self, task: DBTaskResult) -> str:
        return queueing.named(task)

    @admin.display(description=gettext_lazy("state"), ordering="status")
    def state(self, task: DBTaskResult) -> str:
        return str(STATES.get(task.status, task.status))

    @admin.display(description=gettext_lazy("asked on"), ordering="enqueued_at")
    def enqueued(self, task: DBTaskResult) -> str:
        return _day(task.enqueued_at)

    @admin.display(description=gettext_lazy("begun on"), ordering="started_at")
    def started(self, task: DBTaskResult) -> str:
        return _day(task.started_at)

    @admin.display(description=gettext_lazy("ended on"), ordering="finished_at")
    def finished(self, task: DBTaskResult) -> str:
        return _day(task.finished_at)

    @admin.display(description=gettext_lazy("attempts"))
    def tries(self, task: DBTaskResult) -> int:
        return len(task.worker_ids)

    @admin.display(description=gettext_lazy("why it failed"))
    def why(self, task: DBTaskResult) -> str:
        return cause(task.traceback) or task.exception_class_path

    @admin.display(description=gettext_lazy("where it failed"))
    def way(self, task: DBTaskResult) -> str:
        places = format_html_join("\n", "{}", ((place,) for place in way(task.traceback)))
        return format_html("<pre>{}</pre>", places) if places else "-"

    # ---- what can be done

    @admin.action(description=gettext_lazy("Run the chosen tasks again…"), permissions=["manage"])
    def run_again(self, request: HttpRequest, queryset: QuerySet[DBTaskResult]) -> HttpResponse | None:
        chosen = queryset.filter(status=TaskResultStatus.FAILED)
        question = _("They are given back to the queue. Each bears being run again.")
        return self._after_asking(request, chosen, "run_again", queueing.run_again, question)

    @admin.action(description=gettext_lazy("Drop the chosen tasks…"), permissions=["manage"])
    def drop(self, request: HttpRequest, queryset: QuerySet[DBTaskResult]) -> HttpResponse | None:
        chosen = queryset.filter(status__in=(TaskResultStatus.READY, TaskResultStatus.FAILED))
        question = _("What they would have done is not done. The journal says that they were dropped.")
        return self._after_asking(request, chosen, "drop", queueing.drop, question)

    def has_manage_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def _after_asking(
        self,
        request: HttpRequest,
        queryset: QuerySet[DBTaskResult],
        action: str,
        verb: Callable[..., Any],
        question: str,
    ) -> HttpResponse | None:
        """Asked once more; then each by itself."""
        chosen = list(queryset.order_by("enqueued_at")[: MOST + 1])
        if len(chosen) > MOST:
            messages.error(request, _("Choose at most %(most)d lines at once.") % {"most": MOST})
            return None
        if "sure" not in request.POST:
            told = [(task, queueing.named(task)) for task in chosen]
            return self.asking(request, action, question, about="task", chosen=told)
        done = 0
        for task in chosen:
            try:
                verb(task, by=request.user)
            except Refusal as refusal:
                said = _("%(task)s: %(refusal)s") % {"task": queueing.named(task), "refusal": refusal}
                messages.error(request, said)
            else:
                done += 1
        said = ngettext("%(count)d task was changed.", "%(count)d tasks were changed.", done)
        messages.success(request, said % {"count": done})
        return None
