"""Suggestions to read: one of them, lists and the board."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.views.suggested import ADDED, TWO, of, read
from wiki.actions import pages, suggestions
from wiki.models import Page
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.mark.parametrize("view", ["", "?view=sides", "?view=source", "?view=nonsense"])
def test_anybody_reads_what_a_suggestion_would_change(client, made, view):
    html = read(client, of(made) + view)
    assert "It reads better." in html
    assert "foremost" in html
    assert 'type="checkbox"' not in html
    assert of(made, "accept") in html  # the form that those who decide send; others have no button in it
    assert "Accept the selection" not in html


def test_who_decides_is_offered_each_change_with_its_numbers(client, made):
    client.force_login(factories.moderator())
    html = read(client, of(made))
    assert html.count('name="chosen"') == 2
    assert 'name="chosen" value="1" checked' in html
    assert 'name="chosen" value="2" checked' in html


def test_author_is_offered_to_amend_and_to_withdraw_and_not_to_decide(client, made, author):
    client.force_login(author)
    html = read(client, of(made))
    assert of(made, "amend") in html
    assert of(made, "withdraw") in html
    assert 'name="chosen"' not in html


def test_draft_is_read_by_its_author_alone(client, here, author):
    draft = factories.suggestion(here, *TWO, by=author, draft=True)
    read(client, of(draft), 404)
    client.force_login(factories.admin())
    read(client, of(draft), 404)
    client.force_login(author)
    assert of(draft, "send") in read(client, of(draft))


def test_suggestion_on_a_page_that_is_hidden_is_absent(client, here, made):
    pages.unpublish(Page.objects.get(pk=here.pk), by=SYSTEM, base=Page.objects.get(pk=here.pk).version)
    read(client, of(made), 404)
    read(client, reverse("wiki:permanent-suggestion", args=[made.pk]), 404)


@pytest.mark.parametrize("pk", [0, 10**9, 2**63 - 1, 2**63])
def test_number_of_no_suggestion_is_absent(client, made, pk):
    read(client, f"/-/suggestions/{pk}/", 404)
    assert client.post(f"/-/suggestions/{pk}/accept/").status_code == 403
    client.force_login(factories.moderator())
    assert client.post(f"/-/suggestions/{pk}/accept/", {"seen": 1}).status_code == 404


def test_permanent_address_leads_to_the_suggestion(client, made):
    answer = client.get(f"/-/s/{made.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, of(made))


def test_settled_suggestion_shows_what_it_said_and_what_became_of_it(client, made):
    judge = factories.moderator(name="Who Decides")
    suggestions.decline(made, by=judge, seen=made.version, reason="Not in a guide.", chosen=None)
    html = read(client, of(made))
    assert "Not in a guide." in html
    assert "Who Decides" in html
    assert f"<ins {ADDED}>foremost</ins>" in html


def test_suggestion_is_read_in_as_many_queries_whatever_it_holds(client, here, made):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as found:
            read(client, of(made))
        return len(found)

    first = count()
    for _ in range(3):
        made = suggestions.amend(
            made, by=made.author, seen=made.version, base=factories.last_revision(here).pk,
            source=here.source.replace("first", f"{'very ' * (made.version + 1)}first"), summary="Better.",
        )  # fmt: skip
    assert count() == first


# --- lists --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", ["open", "review", "conflict", "asked", "settled", "all", "nonsense"])
def test_lists_are_read_by_anybody(client, made, shown):
    html = read(client, f"/-/suggestions/?show={shown}")
    assert ("It reads better." in html) == (shown in ("open", "review", "all", "nonsense"))
    read(client, f"/a/-/suggestions/?show={shown}")


def test_board_tells_what_each_waits_for(client, here, made):
    asked = factories.suggestion(here, ("some other", "quite other"), summary="Another thing.")
    suggestions.ask(asked, by=factories.moderator(), seen=1, reason="Why?")
    html = read(client, "/-/suggestions/?as=board")
    assert (
        html.index("À relire</h2>".replace("</h2>", ""))
        < html.index("It reads better.")
        < html.index("Another thing.")
    )


def test_list_of_a_section_holds_what_stands_below_it(client, here, made):
    other = factories.page(Page.objects.get(parent=None), "b", "# B\n\nWords.\n")
    factories.suggestion(other, ("Words", "Other words"), summary="Elsewhere.")
    html = read(client, f"/-/suggestions/?section={here.pk}")
    assert "It reads better." in html
    assert "Elsewhere." not in html


def test_own_list_is_asked_for_by_those_who_log_in(client, made, author):
    assert client.get("/-/suggestions/?show=mine").status_code == 302
    assert client.get("/-/suggestions/mine/").status_code == 302
    client.force_login(author)
    assert "It reads better." in read(client, "/-/suggestions/?show=mine")
    assert "It reads better." in read(client, "/-/suggestions/mine/")


def test_suggestions_on_an_unlisted_page_are_not_listed_to_others(client, here, made, author):
    Page.objects.filter(pk=here.pk).update(listed=False)
    assert "It reads better." not in read(client, "/-/suggestions/")
    client.force_login(author)
    assert "It reads better." in read(client, "/-/suggestions/")


@pytest.mark.parametrize("address", ["/-/suggestions/", "/-/suggestions/?as=board", "/a/-/suggestions/"])
def test_lists_ask_as_many_queries_for_one_as_for_three(client, here, made, address):
    def count():
        with CaptureQueriesContext(connection) as found:
            read(client, address)
        return len(found)

    read(client, address)
    one = count()
    for _ in range(2):
        factories.suggestion(here, ("some other", "quite other"))
    assert count() == one


def test_own_list_asks_as_many_queries_for_one_as_for_three(client, here, made, author):
    client.force_login(author)

    def count():
        with CaptureQueriesContext(connection) as found:
            read(client, "/-/suggestions/mine/")
        return len(found)

    count()
    one = count()
    for _ in range(2):
        factories.suggestion(here, ("some other", "quite other"), by=author)
    assert count() == one
