"""SECURITY's matrix, cell by cell, over HTTP: what is allowed takes place, what is refused changes nothing."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as site
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import User
from communs.middleware import RequestIdFilter
from tests.communs.test_urls import ADMINS, CONTRIBUTORS, DECIDERS, PERMISSIONS, addresses
from tests.views import (
    deeds,
    feedback_deeds,
    history_deeds,
    notices_deeds,
    operators_deeds,
    people_deeds,
    queue_deeds,
    reuse_deeds,
    suggested_deeds,
)
from tests.views.deeds import Way
from tests.views.matrix import CELLS, LATER_ROWS, MATRIX, Cell, told_by
from tests.views.world import World, build, enter

pytestmark = pytest.mark.django_db

KEPT = {"accounts", "account", "admin", "mfa", "socialaccount", "wiki", "django_tasks_database"}
NOBODY = ("AN", "closed")  # the session of whoever may log in no more is nobody's from the next request on
ROWS = (
    deeds.ROWS
    | history_deeds.ROWS
    | suggested_deeds.ROWS
    | queue_deeds.ROWS
    | operators_deeds.ROWS
    | people_deeds.ROWS
    | notices_deeds.ROWS
    | feedback_deeds.ROWS
    | reuse_deeds.ROWS
)
TESTED = [cell for cell in CELLS if not cell.later]
MARKED = [cell for cell in CELLS if cell.later]


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Made once: each request is undone by itself."""
    former = site.MEDIA_ROOT, site.LIMITS_ARE_KEPT
    # What is limited (R) is counted in tests of its own.
    site.MEDIA_ROOT, site.LIMITS_ARE_KEPT = tmp_path_factory.mktemp("media"), False
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
    site.MEDIA_ROOT, site.LIMITS_ARE_KEPT = former
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.handler.addFilter(RequestIdFilter())
    caplog.handler.setFormatter(logging.Formatter(site.LOGGING["formatters"]["line"]["format"], style="{"))
    return caplog


def kept() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but those of sessions."""
    models = [model for model in apps.get_models() if model._meta.app_label in KEPT]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}


def ask(client: Client, way: Way) -> Any:
    """The answer; the way to the administration's own door is followed to that of the site."""
    sent = None if way.sent is None else {**way.sent}
    answer = client.get(way.address) if sent is None else client.post(way.address, sent)
    if answer.status_code == 302 and answer["Location"].startswith(reverse("admin:login")):
        answer = client.get(answer["Location"])
    if answer.streaming:
        assert b"".join(answer)
    return answer


def is_allowed(cell: Cell, way: Way) -> bool:
    return not way.never and (way.always or cell.letter == "A" or cell.letter == "O" and way.own)


def refusal(who: str, way: Way) -> int:
    """How whoever may not is answered."""
    if way.refused:
        return way.refused
    if who in NOBODY and way.sent is not None:
        return 302 if way.door else 403
    if way.secret:
        return 404
    return 302 if who in NOBODY else 403


def check_refused(cell: Cell, way: Way, answer: Any, before: Any, log: Any) -> None:
    expected = refusal(cell.who, way)
    assert (answer.status_code, way.address) == (expected, way.address)
    if expected == 302 and not way.refused:
        assert answer["Location"].startswith(f"{reverse('account_login')}?next=")
    assert kept() == before, way.address
    if not way.refused:
        person = re.escape(who_is_it(cell, answer))
        line = rf" WARNING \w* ?{person} .*{re.escape(way.address.partition('?')[0])}"
        assert re.search(line, log.text), f"{line} is not in the log: {log.text}"


def who_is_it(cell: Cell, answer: Any) -> str:
    return "nobody" if cell.who in NOBODY else f"person {answer.wsgi_request.user.pk}"


def attempt(cell: Cell, world: World, way: Way, log: Any, *, suspended: bool = False) -> None:
    """One request, which is undone."""
    point = transaction.savepoint()
    log.clear()
    client = enter(world, cell.who, asked=way.asked or way.own and way.door, suspended=suspended)
    before = None if is_allowed(cell, way) or way.mentions else kept()
    answer = ask(client, way)
    if is_allowed(cell, way):
        assert way.mentions or way.done(answer), (way.address, answer.status_code)
    elif way.mentions:
        assert way.mentions not in answer.content.decode(), way.address
    else:
        check_refused(cell, way, answer, before, log)
    transaction.savepoint_rollback(point)


@pytest.mark.parametrize("cell", TESTED, ids=lambda cell: f"{cell.row}-{cell.who}-{cell.letter}")
def test_cell_is_kept(cell: Cell, world: World, log: Any) -> None:
    for way in ROWS[cell.row](world, cell.row, cell.who):
        attempt(cell, world, way, log)
        cache.clear()


@pytest.mark.parametrize(
    "cell", [cell for cell in TESTED if cell.who == "BA"], ids=lambda cell: str(cell.row)
)
def test_whoever_is_suspended_may_what_the_banned_may(cell: Cell, world: World, log: Any) -> None:
    for way in ROWS[cell.row](world, cell.row, cell.who):
        attempt(cell, world, way, log, suspended=True)
        cache.clear()


def test_session_of_whoever_may_log_in_no_more_is_nobodys(world: World, log: Any) -> None:
    for row in (7, 12, 16, 23, 37, 38, 45):
        cell = Cell(row, "closed", "D")
        for way in ROWS[row](world, row, "other"):
            attempt(cell, world, way, log)
            cache.clear()


# --- what comes later, and what the document says -----------------------------------------------------------


def test_as_many_cells_are_tested_and_as_many_come_later() -> None:
    assert (len(CELLS), len(TESTED), len(MARKED)) == (504, 480, 24)
    assert sorted(ROWS) == sorted({cell.row for cell in CELLS} - LATER_ROWS.keys())
    assert {cell.row for cell in MARKED} == set(LATER_ROWS)


@pytest.mark.parametrize("row", LATER_ROWS)
def test_row_that_comes_later_has_neither_an_address_nor_a_model_yet(row: int) -> None:
    """Once it has, its requests are written, and it is taken out of LATER_ROWS."""
    _work, word = LATER_ROWS[row]
    models = [model._meta.model_name for model in apps.get_models() if model._meta.app_label == "wiki"]
    names = [name for name in addresses(get_resolver()) if name.startswith(("wiki:", "admin:wiki_"))]
    met = [name for name in (*models, *names) if re.search(word, name or "")]
    assert met == []


@pytest.mark.shared
def test_table_is_that_of_the_document(shared: Any) -> None:
    assert MATRIX.strip().splitlines() == told_by((shared / "SECURITY.md").read_text(encoding="utf-8"))


# --- beside the cells ---------------------------------------------------------------------------------------


def test_page_is_the_same_bytes_for_every_stranger(world: World) -> None:
    for address in ("/", "/advice/first/", "/-/map/", "/-/search/?q=first"):
        assert Client().get(address).content == enter(world, "closed").get(address).content, address


@pytest.mark.parametrize("who", ["AN", "CO"])
def test_what_is_hidden_is_answered_as_what_never_was(world: World, who: str) -> None:
    """The same body, but for the words of the address."""
    client = enter(world, who)
    pairs = [
        ("/lessons/secret/", "/lessons/nowhere/"),
        ("/lessons/secret/-/history/", "/lessons/nowhere/-/history/"),
        ("/lessons/secret.md", "/lessons/nowhere.md"),
        (f"/-/comments/{world.other['hidden']}/history/", "/-/comments/99999/history/"),
        (f"/-/t/{world.other['secret thread']}/", "/-/t/99999/"),
    ]
    for hidden, absent in pairs:
        told = [client.get(address) for address in (hidden, absent)]
        bodies = [re.sub(r"<code>\w+</code>|secret|nowhere|\d+", "", one.content.decode()) for one in told]
        assert (told[0].status_code, bodies[0]) == (404, bodies[1]), hidden


def test_last_admin_does_not_leave(world: World) -> None:
    point = transaction.savepoint()
    User.objects.filter(is_superuser=True).exclude(pk=world.people["AD"]).update(is_superuser=False)
    answer = enter(world, "AD", asked=True).post(reverse("account_leave"), {})
    assert (answer.status_code, User.objects.filter(leaves_at__isnull=False).count()) == (409, 0)
    transaction.savepoint_rollback(point)


def test_shell_makes_the_index_again_and_no_address_does(world: World) -> None:
    call_command("rebuild_search", verbosity=0)
    words = "backup|dump|rebuild|reindex|maintenance"
    assert [name for name in addresses(get_resolver()) if re.search(words, name)] == []


# Which part of a thing that is there stands in an address, by the name of the parameter.
NAMED = {"path": "advice/first", "key": "legal", "a": 0, "b": 0, "name": "x"}


def filled(world: World, name: str) -> str:
    """The address of something that stands on the site."""
    [entry] = get_resolver("wiki.urls").reverse_dict.getlist(name.removeprefix("wiki:"))
    parameters = entry[0][0][1]
    numbers = {"thread": world.other["thread"], "comment": world.other["comment"]}
    numbers |= {"moderation": world.other["comment"], "person": world.people["other"] or 0}
    numbers |= {name: world.other[name] for name in ("suggestion", "stand", "reversal", "reuse")}
    named = {
        "wiki:moderation-suggestion": world.other["suggestion"],
        "wiki:moderation-reuse": world.other["reuse"],
        "wiki:moderation-page": world.pages["advice/first"],
        "wiki:moderation-person": world.people["other"],
        "wiki:moderation-contest": world.other["measure"],
        "wiki:moderation-lift": world.other["measure"],
        "wiki:bring-back": world.pages["advice/first"],
        "wiki:page-purge": world.pages["gone"],
        "wiki:person-flag": world.people["other"],
    }
    pk = next((pk for word, pk in numbers.items() if f":{word}-" in name), world.old)
    pk = named.get(name, pk)
    return reverse(name, kwargs={one: NAMED.get(one, pk) for one in parameters})


STATED = {name: who for name, who in PERMISSIONS.items() if who in (CONTRIBUTORS, DECIDERS, ADMINS)}
# Who may not, and comes closest.
BELOW = {CONTRIBUTORS: "UV", DECIDERS: "TC", ADMINS: "MO"}


@pytest.mark.parametrize("name", STATED)
def test_address_is_closed_to_those_whom_its_permission_leaves_out(world: World, name: str) -> None:
    clients = [enter(world, who) for who in ("AN", BELOW[STATED[name]])]
    address, before = filled(world, name), kept()
    answers = [client.post(address, {"reason": "x", "text": "x"}) for client in clients]
    assert ([answer.status_code for answer in answers], kept() == before) == ([403, 403], True)
