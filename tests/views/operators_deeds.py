"""How the rows of the matrix that are about operators' imports and tasks are tried, beside the other ways."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from tests.views import deeds
from tests.views.deeds import Way, _both, _is_gone, _is_now, _there_is, _window
from tests.views.world import World
from wiki.models import Import

TASKS = "admin:django_tasks_database_dbtaskresult_changelist"


def importing(world: World, row: int, who: str) -> list[Way]:
    """Row 53: a guide is asked for, read, looked at, brought in or stopped."""
    asked = world.other["import"]
    here = _window("import", asked)
    new = {"kind": "git", "address": "https://example.org/newer.git", "place": "newer"}
    begun = _there_is(Import, source=new["address"], stage="reading", by=world.people[who])
    goes_on = [
        Way(here, {"do": do}, _is_now(Import, asked, stage=stage, by=world.people[who]), door=True)
        for do, stage in (("import", "importing"), ("read", "reading"))
    ]
    stopped = Way(here, {"do": "stop"}, _is_now(Import, asked, stage="stopped"), door=True)
    shown = [Way(one, door=True) for one in (_window("import"), here, f"{here}?as=csv")]
    return [*shown, *_both(reverse("admin:wiki_import_add"), new, begun, door=True), *goes_on, stopped]


def maintaining(world: World, row: int, who: str) -> list[Way]:
    """Row 60: the queue is the admins' alone, who may run again or drop what stands in it."""
    if who == "AD":
        return []
    failed = world.other["task"]
    ways = [Way(reverse(TASKS), door=True)]
    for action in ("run_again", "drop"):
        sent = {"action": action, "_selected_action": [failed], "sure": "1"}
        ways.append(Way(reverse(TASKS), sent, _is_gone(Import, 0), door=True))
    return deeds.maintaining(world, row, who) + ways


ROWS: dict[int, Callable[[World, int, str], list[Way]]] = {53: importing, 60: maintaining}
