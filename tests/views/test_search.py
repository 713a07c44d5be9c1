"""The page of results and the titles proposed, as HTTP: what is asked badly is told, nothing ever fails."""

import json
from typing import Any

import pytest
from django.test import Client

from tests import factories
from wiki.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> None:
    root = factories.home("# Accueil\n")
    section = factories.page(root, "section", "# Section\n")
    for number in range(12):
        factories.page(section, f"p{number}", "# Page\n\n## Le lieu\n\nVers <b>Zanzibar</b> & co.\n")
    factories.page(root, "secret", "# Zanzibar\n", state="draft")


def asked(client: Client, query: str) -> Any:
    return client.get(f"/-/search/?{query}")


def test_results_are_marked_escaped_and_lead_to_their_heading(client: Client, guide: None) -> None:
    answer = asked(client, "q=zanzibar")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("Vers <mark>Zanzibar</mark> &amp; co.") == 10
    assert (text.count('href="/section/p0/#le-lieu"'), "secret" in text) == (1, False)


def test_screen_is_kept_out_of_the_indexes_of_search_engines(client: Client, guide: None) -> None:
    for path in ("/-/search/?q=zanzibar", "/-/search/titles/?q=page"):
        answer = client.get(path)
        assert answer["X-Robots-Tag"] == "noindex"
        assert client.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_leaves_and_sections_keep_the_query(client: Client, guide: None) -> None:
    text = asked(client, "q=%22zanzibar%22&section=section").content.decode()
    assert 'rel="next" href="?q=%22zanzibar%22&amp;section=section&amp;page=2"' in text
    assert asked(client, "q=zanzibar&page=2").content.decode().count('<li class="hit ') == 2


@pytest.mark.parametrize("page", ["0", "-1", "3", "x", "99999999999999999999", "%00", "٢", ""])
def test_number_of_no_leaf_is_the_first(client: Client, guide: None, page: str) -> None:
    answer = asked(client, f"q=zanzibar&page={page}")
    assert (answer.status_code, answer.content.decode().count('<li class="hit ')) == (200, 10)


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=%00", "q=%3F%21", "q=&section=section&page=3"])
def test_without_words_the_screen_says_how_to_search(client: Client, guide: None, query: str) -> None:
    answer = asked(client, query)
    assert (answer.status_code, answer.context["answer"]) == (200, None)
    assert 'id="ui-advice"' in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "q=a%00zanzibar",
        "q=%FF%FEzanzibar",
        "q=zanzibar&section=%00",
        "q=zanzibar&section=a%2Fb",
        "q=zanzibar%0D%0A",
        "q=z&q=zanzibar",
    ],
)
def test_strange_letters_and_sections_break_nothing(client: Client, guide: None, query: str) -> None:
    answer = asked(client, query)
    assert answer.status_code == 200
    assert answer.context["answer"].everywhere == 12


def test_query_that_is_too_long_is_refused_in_a_sentence_and_kept(client: Client, guide: None) -> None:
    answer = asked(client, f"q={'zanzibar+' * 30}")
    text = answer.content.decode()
    assert (answer.status_code, answer["X-Robots-Tag"], text.count('role="alert"')) == (400, "noindex", 1)
    assert f'value="{("zanzibar " * 30)[:200]}"' in text
    assert asked(client, f"q={'a' * 200}").status_code == 200


def test_correction_is_said_with_a_way_back_to_what_was_typed(client: Client, guide: None) -> None:
    text = asked(client, "q=zanzibbar").content.decode()
    assert ("<b>zanzibar</b>" in text, 'href="?q=%22zanzibbar%22"' in text) == (True, True)


def test_draft_is_shown_to_those_who_decide_and_marked(client: Client, guide: None) -> None:
    client.force_login(factories.moderator())
    text = asked(client, "q=zanzibar").content.decode()
    hit = text.partition('<ol class="hits">')[2].partition("</li>")[0]
    assert ('<h2><a href="/secret/">' in hit, '<span class="chip">' in hit) == (True, True)


def test_nothing_found_gives_advice(client: Client, guide: None) -> None:
    answer = asked(client, "q=xylophone")
    assert (answer.status_code, answer.context["answer"].hits) == (200, [])
    assert 'id="ui-advice"' in answer.content.decode()


def test_titles_are_proposed_as_data(client: Client, guide: None) -> None:
    answer = client.get("/-/search/titles/?q=sect")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    told = json.loads(answer.content)
    assert told["titles"] == [
        {"words": [["Section", True]], "under": "", "address": "/section/", "draft": "", "hue": 1}
    ]
    assert told["all"]["address"] == "/-/search/?q=sect"


@pytest.mark.parametrize("query", ["", "q=", "q=%00", "q=zanzibar", "q=secret", f"q={'a' * 300}"])
def test_titles_say_when_there_are_none(client: Client, guide: None, query: str) -> None:
    told = json.loads(client.get(f"/-/search/titles/?{query}").content)
    assert (told["titles"], bool(told["said"])) == ([], True)


@pytest.mark.parametrize("address", ["/-/search/", "/-/search/titles/"])
def test_search_is_only_read(client: Client, address: str) -> None:
    assert client.post(address, {"q": "zanzibar"}).status_code == 405


@pytest.mark.parametrize(("query", "most"), [("q=zanzibar", 3), ("q=zanzibbar", 5), ("q=", 1)])
def test_screen_takes_five_queries_at_most(
    client: Client, guide: None, query: str, most: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(most):
        asked(client, query)


def test_same_question_gets_the_same_bytes(guide: None) -> None:
    first, second = (asked(Client(), "q=zanzibar").content for _time in range(2))
    assert first == second


def test_titles_for_too_many_words_say_so_and_keep_them(client: Client, guide: None) -> None:
    told = json.loads(client.get("/-/search/titles/", {"q": "x" * 300}).content)
    assert (told["titles"], told["all"]["address"]) == ([], f"/-/search/?q={'x' * 300}")
    assert told["said"].startswith("Une recherche")


def test_titles_are_told_with_what_a_link_to_them_is_made_of(client: Client, guide: None) -> None:
    of = Page.objects.at("section/p0").get().pk
    first = client.get(f"/-/search/titles/?q=lieu&of={of}").json()["titles"][0]
    assert first["written"].endswith("#le-lieu")
    for strange in ("", "0", "-1", "x", "99999999999999999999", "%00"):
        answer = client.get(f"/-/search/titles/?q=lieu&of={strange}")
        assert (answer.status_code, "written" in answer.json()["titles"][0]) == (200, False)
