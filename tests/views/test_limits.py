"""Limits as people meet them: what was typed is kept, and from when on it is taken is said."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from wiki.models import Attachment, Page

pytestmark = pytest.mark.django_db

SEARCH, TITLES = "/-/search/?q=first", "/-/search/titles/?q=first"
HERE, THERE = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "203.0.113.8"}


@pytest.fixture
def guide() -> dict[str, Page]:
    return factories.guide()


def few(settings: Any, **rates: int) -> None:
    """The same limits, reached sooner."""
    told = {what: (most, 60) for what, most in rates.items()}
    settings.LIMITS = settings.LIMITS | {
        level: settings.LIMITS[level] | told for level in ("account", "network", "decider")
    }


def statuses(client: Client, address: str, times: int, **how: Any) -> list[int]:
    return [client.get(address, **how).status_code for _time in range(times)]


def is_put_off(answer: Any) -> bool:
    waits = int(answer.headers.get("Retry-After", 0))
    return (answer.status_code, answer["Cache-Control"], 0 < waits <= 120) == (429, "no-store", True)


# --- search -------------------------------------------------------------------------------------------------


def test_stranger_searches_the_texts_thirty_times_in_a_minute(client: Client, guide: Any) -> None:
    assert statuses(client, SEARCH, 31, **HERE) == [200] * 30 + [429]
    assert statuses(client, SEARCH, 1, **THERE) == [200]


def test_person_searches_the_texts_sixty_times_in_a_minute(client: Client, guide: Any) -> None:
    client.force_login(factories.person())
    assert statuses(client, SEARCH, 61) == [200] * 60 + [429]


@pytest.mark.parametrize("is_known", [False, True])
def test_titles_are_proposed_a_hundred_and_twenty_times_in_a_minute(
    client: Client, guide: Any, is_known: bool
) -> None:
    if is_known:
        client.force_login(factories.person())
    assert statuses(client, TITLES, 121) == [200] * 120 + [429]
    answer = client.get(TITLES)
    told = json.loads(answer.content)
    assert (is_put_off(answer), told["titles"], bool(told["said"])) == (True, [], True)
    assert told["all"]["address"] == SEARCH  # the texts can be searched still


def test_network_past_its_limit_is_answered_from_titles(client: Client, guide: Any, settings: Any) -> None:
    few(settings, search=1)
    client.get(SEARCH, **HERE)
    answer = client.get(SEARCH, **HERE)
    body = answer.content.decode()
    assert is_put_off(answer) is True
    assert ('value="first"' in body, f'href="{guide["advice/first"].address}"' in body) == (True, True)
    assert f"dans {answer['Retry-After']}\u00a0secondes" in body
    few(settings, search=1, titles=0)
    assert is_put_off(client.get(SEARCH, **HERE)) is True


def test_network_that_is_named_is_not_counted(client: Client, guide: Any, settings: Any) -> None:
    from ipaddress import ip_network

    few(settings, search=1)
    settings.EXEMPT_NETWORKS = (ip_network("203.0.113.0/28"),)
    assert statuses(client, SEARCH, 3, **HERE) == [200] * 3
    assert statuses(client, SEARCH, 2, REMOTE_ADDR="203.0.113.16") == [200, 429]


@pytest.mark.parametrize(("address", "is_counted"), [("/-/search/", False), ("/-/search/?q=%3F!", False)])
def test_search_for_nothing_is_not_counted(
    client: Client, guide: Any, settings: Any, address: str, is_counted: bool
) -> None:
    few(settings, search=1)
    assert statuses(client, address, 3) == [200] * 3
    assert statuses(client, SEARCH, 2) == [200, 429]


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize("address", [SEARCH, TITLES])
def test_limit_costs_search_no_query(
    client: Client, guide: Any, settings: Any, address: str, is_known: bool
) -> None:
    if is_known:
        client.force_login(factories.person())
    client.get(address)
    counted = []
    for settings.LIMITS_ARE_KEPT in (False, True):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_query_holds_two_hundred_characters(client: Client, guide: Any) -> None:
    assert [client.get("/-/search/", {"q": "a" * length}).status_code for length in (200, 201)] == [200, 400]


def test_query_holds_ten_words(client: Client, guide: Any, settings: Any) -> None:
    words = " ".join(f"zz{letter}x" for letter in "abcdefghijkl")
    answer = client.get("/-/search/", {"q": words})
    assert (len(answer.context["answer"].asked.terms), answer.context["answer"].asked.is_cut) == (10, True)
    settings.SEARCH_MOST_TERMS = 3
    assert len(client.get("/-/search/", {"q": words}).context["answer"].asked.terms) == 3


# --- gestures -----------------------------------------------------------------------------------------------


@pytest.fixture
def hasty(client: Client, guide: Any, settings: Any) -> Client:
    """Somebody who has done everything a moment ago."""
    few(settings, edit=0, move=0, upload=0)
    client.force_login(factories.moderator())
    return client


def kept(answer: Any, *words: str) -> bool:
    body = answer.content.decode()
    return is_put_off(answer) and all(word in body for word in (*words, 'id="ui-wait"'))


def test_text_that_comes_too_soon_stays_in_its_form(hasty: Client, guide: Any) -> None:
    page = guide["advice/first"]
    sent = {
        "base": page.version,
        "title": "First",
        "source": "# First\n\nWhat I typed.",
        "reason": "Why not.",
    }
    assert kept(hasty.post("/advice/first/-/edit/", sent), "What I typed.", "Why not.") is True
    assert kept(hasty.post("/advice/-/new/", {"title": "New", "source": "What I typed."}), "typed.") is True
    page.refresh_from_db()
    assert (page.version, Page.objects.count()) == (sent["base"], len(guide))


def test_restoring_too_soon_keeps_the_reason(hasty: Client, guide: Any, settings: Any) -> None:
    page = guide["advice/first"]
    old = page.history.get().pk
    settings.LIMITS_ARE_KEPT = False
    sent = {"base": page.version, "title": "First", "source": "# First\n\nAnother text."}
    hasty.post("/advice/first/-/edit/", sent)
    settings.LIMITS_ARE_KEPT = True
    address = f"/advice/first/-/restore/{old}/"
    answer = hasty.post(address, {"base": page.version + 1, "reason": "It was better."})
    assert (kept(answer, "It was better."), page.history.count()) == (True, 2)


@pytest.mark.parametrize(
    ("name", "sent"), [("rename", {"title": "Other", "slug": "other"}), ("move", {"parent": ""})]
)
def test_page_moved_too_soon_stays_and_the_form_too(
    hasty: Client, guide: Any, name: str, sent: dict[str, Any]
) -> None:
    page = guide["advice/first"]
    told = sent | {"base": page.version, "reason": "Why not."}
    told |= {"parent": guide["lessons"].pk} if "parent" in sent else {}
    assert kept(hasty.post(f"/advice/first/-/{name}/", told), "Why not.") is True
    page.refresh_from_db()
    assert page.path == "advice/first"


def test_file_sent_too_soon_is_not_kept_and_told_so(hasty: Client, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    sent = {"do": "upload", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 a")}
    answer = hasty.post("/advice/-/files/", sent)
    assert (is_put_off(answer), Attachment.objects.count()) == (True, 0)
    assert "recommencez" in answer.content.decode() or "renvoyez" in answer.content.decode()
