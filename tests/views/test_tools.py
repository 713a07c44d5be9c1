"""Taking a page away to fill it in, as a text or as a spreadsheet."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils.html import escape

from tests import factories
from wiki.models import Page

pytestmark = pytest.mark.django_db

PLAN = """# The *plan*

How to use it.

## The tool

| Who | What | When |
|---|---|---|
| [person] | [..] | [date] |

## An example

| Who | What | When |
|---|---|---|
| The town | Write | In May |
"""
LETTER = """# Letter

{% code title="letter.txt" %}
```
To [name],

[place], [date]
```
{% endcode %}
"""


def words(answer, name: str = "content.xml") -> str:
    return ZipFile(BytesIO(answer.content)).read(name).decode()


@pytest.fixture
def plan() -> Page:
    return factories.page(factories.home(), "plan", PLAN, description="Who does what.")


@pytest.mark.parametrize(("kind", "type_"), [("odt", "text"), ("ods", "spreadsheet")])
def test_page_is_taken_away_to_be_filled_in(client, plan: Page, kind: str, type_: str) -> None:
    answer = client.get(f"/plan.{kind}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == f"application/vnd.oasis.opendocument.{type_}"
    assert answer["Content-Disposition"] == f'attachment; filename="plan.{kind}"'
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Link"].endswith('/plan/>; rel="canonical"')
    assert ">Who<" in words(answer)
    assert "The town" not in words(answer)  # an example is not to be filled in
    assert "<dc:title>The plan</dc:title>" in words(answer, "meta.xml")


def test_file_follows_the_text_and_is_not_sent_twice(client, plan: Page) -> None:
    first = client.get("/plan.odt")
    tag = {"If-None-Match": first["ETag"]}
    again = client.get("/plan.odt", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/plan.odt").content == first.content
    factories.pages.edit(
        plan, by=factories.SYSTEM, base=plan.version, source=PLAN.replace("Who |", "Whose |")
    )
    edited = client.get("/plan.odt", headers=tag)
    assert edited.status_code == 200
    assert ">Whose<" in words(edited)


def test_head_makes_no_file(client, plan: Page) -> None:
    answer = client.head("/plan.ods")
    assert (answer.status_code, answer.content) == (200, b"")


def test_page_offers_what_it_can_be_filled_in_as(client, plan: Page) -> None:
    shown = client.get("/plan/").content.decode()
    assert 'href="/plan.odt"' in shown
    assert 'href="/plan.ods"' in shown


def test_tools_bear_the_licence_that_their_page_states_for_them(client) -> None:
    factories.page(factories.home(), "letter", LETTER, header="---\ntools-license: CC0-1.0\n---\n")
    assert "Outils sous CC0 1.0" in client.get("/letter/").content.decode()
    assert ">CC0 1.0<" in words(client.get("/letter.odt"), "meta.xml")
    assert client.get("/letter.ods").status_code == 404  # nothing to count with


def test_page_without_blanks_offers_nothing(client) -> None:
    factories.page(factories.home(), "prose", "# Prose\n\nSee [a link](/).\n")
    assert "prose.odt" not in client.get("/prose/").content.decode()
    assert client.get("/prose.odt").status_code == 404


def test_draft_is_taken_away_by_none_but_its_readers(client) -> None:
    factories.page(factories.home(), "plan", PLAN, state="draft")
    assert client.get("/plan.odt").status_code == 404
    client.force_login(factories.admin())
    answer = client.get("/plan.odt")
    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]


def test_former_address_and_other_case_lead_to_the_file(client, plan: Page) -> None:
    assert client.get("/Plan.odt")["Location"] == "/plan.odt"
    factories.pages.rename(plan, by=factories.SYSTEM, base=plan.version, slug="programme")
    assert client.get("/plan.odt")["Location"] == "/programme.odt"


def test_page_whose_own_path_ends_so_is_found(client) -> None:
    page = factories.page(factories.home(), "notes.ods")
    assert client.get(f"/{page.path}")["Location"] == page.address


def test_home_page_is_taken_away_too(client) -> None:
    factories.home(PLAN)
    assert client.get("/index.ods").status_code == 200
    assert escape("/index.odt") in client.get("/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_file_takes_as_many_queries_whatever_it_holds(client, rows: int, django_assert_num_queries) -> None:
    row = "| [person] | [..] | [date] |\n"
    factories.page(factories.home(), "plan", PLAN.replace(row, row * rows))
    with django_assert_num_queries(2):
        client.get("/plan.odt")
