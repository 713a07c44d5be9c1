"""The journal tells in words what was and what is since: pages by their titles, people by their names."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.networks import answering
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


def kept_for_audits(client, by):
    """A line on pages that were put in order by a request of this person."""
    root = factories.home()
    first, second = factories.page(root, "first"), factories.page(root, "second")
    client.force_login(by)
    with answering(RequestFactory().post("/", REMOTE_ADDR="203.0.113.7")):
        moving.reorder(root, by=by, order=[second.pk, first.pk])
    return ModerationEntry.objects.get()


def test_admins_read_whence_it_was_done_and_moderators_do_not(client):
    entry = kept_for_audits(client, factories.admin())
    body = told(client, entry)
    assert ("203.0.113.0/24" in body, entry.after_hash in body) == (True, True)
    client.force_login(factories.moderator())
    body = told(client, entry)
    assert ("203.0.113" in body, entry.after_hash in body) == (False, True)


@pytest.mark.parametrize("who", [factories.moderator, factories.admin])
def test_nobody_asks_the_list_for_a_network(client, who):
    kept_for_audits(client, factories.admin())
    client.force_login(who())
    address = reverse("admin:wiki_moderationentry_changelist")
    for asked in ("network=203.0.113.0/24", "network__startswith=2", "network__gt="):
        answer = client.get(f"{address}?{asked}")
        assert answer.status_code in (302, 400), asked
    assert "203.0.113" not in client.get(address).content.decode()
    assert 'class="field-at' not in client.get(f"{address}?q=203.0.113").content.decode()


def test_line_that_was_written_otherwise_since_says_so(client):
    entry = kept_for_audits(client, factories.admin())
    assert "non : écrit autrement depuis" not in told(client, entry)
    ModerationEntry.objects.update(after={"order": [1]})
    assert "non : écrit autrement depuis" in told(client, entry)


def test_request_tells_the_journal_whence_it_came(client):
    page = factories.page(factories.home(), "first")
    client.force_login(factories.moderator())
    sent = {"base": page.version, "reason": "Old."}
    client.post("/first/-/archive/", sent, REMOTE_ADDR="2001:db8:1:2::9")
    assert ModerationEntry.objects.get().network == "2001:db8:1::/48"
