"""How a page is cited: its screen, its files, and whom they name."""

import json
import re

import pytest
from model_bakery import baker

from tests import factories
from wiki.actions import pages
from wiki.models import Book, Page

pytestmark = pytest.mark.django_db
BIB, JSON = "/advice/first/-/cite.bib", "/advice/first/-/cite.json"


def text(number):
    """One sentence more each time, each of its own words: whoever wrote one is among the authors."""
    return "# First\n\n" + "".join(
        f"Phrase{line} avec mot{line} et fin{line}.\n\n" for line in range(number + 1)
    )


@pytest.fixture
def page():
    made = factories.guide()["advice/first"]
    for number, name in enumerate(["Zoé Ferré", "Ada & Cie", ""]):
        pages.edit(made, by=factories.moderator(name=name), base=number, source=text(number))
    return Page.objects.with_last_revision().get(pk=made.pk)


def item(client, address=JSON):
    [found] = json.loads(client.get(address).content)
    return found


def test_revision_that_is_read_is_cited_for_good_with_its_licence_and_its_authors(client, page):
    told = item(client)
    assert (told["title"], told["container-title"], told["version"], told["note"], told["URL"]) == (
        "First",
        "Communs",
        "4",
        "CC BY-SA 4.0",
        f"http://localhost:8000{page.permanent_address}",
    )
    # In the order in which they came; whoever bears no name is not named.
    assert told["author"] == [{"literal": "Zoé Ferré"}, {"literal": "Ada & Cie"}]
    assert client.get(page.permanent_address, follow=True).status_code == 200
    bib = client.get(BIB).content.decode()
    assert r"author       = {{Zoé Ferré} and {Ada \& Cie}}" in bib
    assert "version      = {révision 4}" in bib


def test_page_in_its_latest_state_is_cited_by_its_address_and_the_day(client, page):
    told = item(client, f"{JSON}?version=latest")
    assert (told["URL"], "version" in told, "accessed" in told) == (
        "http://localhost:8000/advice/first/",
        False,
        True,
    )
    body = client.get("/advice/first/-/cite/?version=latest").content.decode()
    assert f'href="{JSON}?version=latest"' in body
    assert "consultée le" in body


def test_screen_holds_what_the_files_hold(client, page):
    body = client.get("/advice/first/-/cite/").content.decode()
    shown = re.search(r'<p class="cite"[^>]*>(.*?)</p>', body, re.DOTALL)[1]
    assert shown.startswith("Zoé Ferré, Ada &amp; Cie, «\u00a0First\u00a0», Communs, révision 4, ")
    assert shown.endswith(f". CC BY-SA 4.0. http://localhost:8000{page.permanent_address}")
    assert "@online{communs-first-4," in body
    assert (f'href="{BIB}"' in body, f'href="{JSON}"' in body) == (True, True)


def test_many_authors_are_counted_in_the_text_and_named_in_the_files(client, page):
    for number in range(3, 6):
        pages.edit(
            page, by=factories.moderator(name=f"P{number}"), base=number, source=f"# First\n\n{number}.\n"
        )
    assert "Ada &amp; Cie, P3 et 2 autres, «" in client.get("/advice/first/-/cite/").content.decode()
    assert len(item(client)["author"]) == 5


def test_page_that_nobody_signs_is_the_sites(client, page):
    assert item(client, "/advice/second/-/cite.json")["author"] == [{"literal": "Communs"}]
    assert ", Communs, révision" not in client.get("/advice/second/-/cite/").content.decode()


@pytest.mark.parametrize(("spdx", "told"), [("etalab-2.0", "Licence Ouverte 2.0"), ("", None)])
def test_licence_is_that_of_the_book_even_where_it_states_none(client, page, spdx, told):
    Page.objects.filter(pk=page.pk).update(book=baker.make(Book, licence=spdx))
    found = item(client)
    assert (found.get("note"), found.get("custom")) == (told, {"license": spdx} if spdx else None)


def test_files_are_taken_away_under_a_name_of_plain_letters(client, page):
    kinds = {BIB: "application/x-bibtex", JSON: "application/vnd.citationstyles.csl+json"}
    for address, kind in kinds.items():
        answer = client.get(address)
        ending = address.rpartition(".")[2]
        assert answer["Content-Type"] == f"{kind}; charset=utf-8"
        assert answer["Content-Disposition"] == f'attachment; filename="communs-first-4.{ending}"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("end", ["cite/", "cite.bib", "cite.json"])
def test_draft_and_what_is_nothing_are_cited_by_nobody(client, page, end):
    assert client.get(f"/lessons/secret/-/{end}").status_code == 404
    assert client.get(f"/nothing/-/{end}").status_code == 404
    assert client.get(f"/-/home/{end}").status_code == 200
    pages.move(page, by=factories.moderator(), base=page.version, parent=Page.objects.at("lessons").get())
    assert client.get(f"/advice/first/-/{end}")["Location"] == f"/lessons/first/-/{end}"


def test_citation_takes_as_many_queries_for_three_authors_as_for_one(client, page, django_assert_num_queries):
    # The page, the menu, and four of the credits.
    with django_assert_num_queries(6):
        client.get("/advice/first/-/cite/")
    pages.edit(page, by=factories.moderator(), base=3, source=text(3))
    with django_assert_num_queries(6):
        client.get("/advice/first/-/cite/")


def test_page_offers_its_citation_and_its_links(client, page):
    body = client.get("/advice/first/").content.decode()
    assert 'href="/advice/first/-/cite/" data-panel="ui-take"' in body
    body = client.get("/advice/first/-/cite/").content.decode()
    assert f'value="http://localhost:8000{page.permanent_address}"' in body
