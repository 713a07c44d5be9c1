"""The journal tells in words what was and what is since: pages by their titles, people by their names."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from wiki.actions import moving, pages
from wiki.models import ModerationEntry

pytestmark = pytest.mark.django_db


def told(client, entry):
    address = reverse("admin:wiki_moderationentry_change", args=[entry.pk])
    return " ".join(client.get(address).content.decode().split())


def test_states_and_order_of_pages_are_told_by_their_titles(client):
    root = factories.home()
    first, second = factories.page(root, "first"), factories.page(root, "second", source="# 1 < 2\n")
    moving.reorder(root, by=factories.moderator(), order=[second.pk, first.pk])
    pages.archive(second, by=factories.moderator(), base=second.version, reason="Old.")
    archived, ordered = ModerationEntry.objects.order_by("-pk")
    client.force_login(factories.moderator())
    assert "<td><ul><li>1 &lt; 2 : publiée</li></ul></td><td>—</td>" in told(client, archived)
    both = "<li>First</li><li>1 &lt; 2</li></ul></td><td><ul><li>1 &lt; 2</li>"
    assert both in told(client, ordered)


def test_charter_and_files_are_told_by_the_names_of_their_fields(client):
    root = factories.home()
    section, ada = factories.page(root, "a"), factories.person(name="Ada")
    factories.charter(section, ada, own_acceptance=True)
    by_charter = ModerationEntry.objects.get()
    client.force_login(factories.moderator())
    body = told(client, by_charter)
    assert "<td>non</td><td>oui</td>" in body
    assert "<td>—</td><td><ul><li>Ada</li></ul></td>" in body
    assert ada.email not in body


def test_what_no_version_of_ours_writes_any_more_is_told_as_it_was_written(client):
    kept = {"subject": "It", "action": "old.deed", "before": {"<odd>": ["x", 1], "states": {"77": "lost"}}}
    entry = ModerationEntry.objects.create(**kept)
    client.force_login(factories.moderator())
    body = told(client, entry)
    assert "&lt;odd&gt;</th><td>[&#x27;x&#x27;, 1]</td><td>—</td>" in body
    assert "<li>n° 77 : lost</li>" in body


def test_line_that_tells_nothing_else_says_so(client):
    entry = ModerationEntry.objects.create(subject="It", action="page.archive")
    client.force_login(factories.moderator())
    assert "Rien d’autre" in told(client, entry)


def test_one_line_costs_the_same_for_one_page_and_for_three(client):
    made = [factories.page(factories.home(), "a")]
    made += [factories.page(made[0], slug) for slug in ("b", "c")]
    entries = [
        ModerationEntry.objects.create(subject="It", action="x", before={"order": [one.pk for one in some]})
        for some in (made[:1], made)
    ]
    client.force_login(factories.moderator())
    told(client, entries[0])  # Django asks some things once a process
    counts = []
    for entry in entries:
        with CaptureQueriesContext(connection) as asked:
            told(client, entry)
        counts.append(len(asked))
    assert counts[0] == counts[1]
