"""Each migration has a way back, and up again, with rows in place: an operator who upgraded may think again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts import departures
from accounts.models import Letter, User
from tests import factories
from wiki.actions import deciding, moderation, pages, suggestions, threads
from wiki.models import Page
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)

OURS = ("accounts", "wiki")


@pytest.fixture
def filled() -> Iterator[Page]:
    """A guide that was written in and spoken of; what it stands in is whole again afterwards."""
    person = factories.person()
    page = factories.guide()["advice/first"]
    pages.edit(page, by=SYSTEM, base=page.version, source="# First\n\nWho decides.\n")
    said = threads.open(page, by=person, text="Who?", uuid=uuid4())
    moderation.flag(said, by=factories.moderator(), reason="Rude.")
    factories.charter(page.parent, person)
    made = factories.suggestion(page, ("decides.", "decides, and how."), by=person)
    suggestions.accept(made, by=SYSTEM, seen=1)
    deciding.approve(made, {}, by=person, version=1, reason="")
    departures.leave(person, by=person)
    Letter.objects.create(subject="Hello", to="ada@example.org", body="…")
    yield page
    call_command("migrate", verbosity=0)


def steps() -> list[tuple[str, str]]:
    """Our migrations in the order in which they are applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return [(step.app_label, step.name) for step, _ in plan if step.app_label in OURS]


def schema() -> dict[str, object]:
    """Each table's columns and what they are, and what holds between them."""
    with connection.cursor() as cursor:
        told = connection.introspection
        return {
            table: (
                sorted(
                    (column.name, str(column.type_code), column.null_ok)
                    for column in told.get_table_description(cursor, table)
                ),
                sorted(map(held, told.get_constraints(cursor, table).values())),
            )
            for table in told.table_names(cursor)
        }


def held(constraint: dict[str, Any]) -> str:
    return str(
        [constraint[key] for key in ("columns", "unique", "primary_key", "foreign_key", "check", "index")]
    )


def test_each_migration_goes_back_and_up_again_with_rows_in_place(filled: Page) -> None:
    before, rows = schema(), Page.objects.count()
    ways = steps()
    firsts = [next(step for step in ways if step[0] == app) for app in OURS]
    for at in reversed(range(len(ways))):
        app, name = ways[at]
        if (app, name) in firsts:
            continue
        earlier = max(other for other_app, other in ways if other_app == app and other < name)
        call_command("migrate", app, earlier, verbosity=0)
    assert set(before) - set(schema())
    call_command("migrate", verbosity=0)
    assert schema() == before
    assert (Page.objects.count(), User.objects.filter(ghost=False).count()) == (rows, 2)
    page = Page.objects.get(pk=filled.pk)
    assert (page.source, page.history.count()) == ("# First\n\nWho decides, and how.\n", 3)
