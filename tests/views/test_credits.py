"""Whom a page, a section and the guide are owed to, by the names that they chose, and never as a ranking."""

import re

import pytest

from tests import factories
from wiki.actions import pages, rendering, revising
from wiki.models import Page
from wiki.queries import credits

pytestmark = pytest.mark.django_db
CREDITS = "/advice/first/-/credits/"


@pytest.fixture
def guide():
    return factories.guide()


def write(page, author, words, by=None, **how):
    ready = rendering.prepare(f"# {page.title}\n\n{words}\n", path=page.path)
    return revising.record(page, ready, author=author, by=by or author, **how)


@pytest.fixture
def people(guide):
    """Zoé wrote first and little, Ben much, with Cléo; what Dan wrote is gone; Eve accepted."""
    names = ("Zoé", "Ben", "Cléo", "Dan", "Eve")
    made = {name: factories.person(name=name) for name in names}
    page = guide["advice/first"]
    first, second = (
        "Un commun tient debout par des règles.",
        "Une communauté en prend soin chaque jour, longtemps.",
    )
    write(page, made["Zoé"], first, by=made["Eve"])
    write(page, made["Dan"], f"{first}\n\nÀ supprimer bientôt.")
    together = [{"name": "C.", "person": made["Cléo"].pk}]
    write(page, made["Ben"], f"{first}\n\n{second}", by=made["Eve"], co_authors=together)
    return made


def said(body):
    """Each part of the credits, and whom it names, in order."""
    parts = re.findall(r'<section aria-labelledby="ui-credits-(\w+)">(.*?)</section>', body, re.DOTALL)
    return {part: re.findall(r'<a href="/-/people/[^"]+">([^<]+)</a>', text) for part, text in parts}


def test_those_whose_words_stand_are_named_as_they_came_those_who_accepted_apart(client, people):
    body = client.get(CREDITS).content.decode()
    assert said(body) == {"standing": ["Zoé", "Ben", "Cléo"], "gone": ["Dan"], "accepted": ["Eve"]}
    assert ("7 mots ·" in body, "8 mots ·" in body, "8 mots écrits à plusieurs ·" in body) == (
        True,
        True,
        True,
    )
    assert "ce n’est pas un classement" in body


def test_words_go_back_to_their_author_with_the_text(client, people, guide):
    page = Page.objects.get(pk=guide["advice/first"].pk)
    old = page.history.get(number=3)
    pages.restore(page, by=factories.moderator(name="Mo"), base=page.version, revision=old)
    assert said(client.get(CREDITS).content.decode())["standing"] == ["Zoé", "Dan"]


def test_section_counts_the_pages_below_it_and_the_site_all_that_anybody_reads(client, people, guide):
    write(guide["advice/second"], factories.person(name="Fay"), "Voir la première.")
    write(guide["lessons/secret"], factories.person(name="Sue"), "Secret.")
    own, below, site = (
        said(client.get(address).content.decode())
        for address in ("/advice/-/credits/", "/advice/-/credits/?with=below", "/-/credits/")
    )
    assert own == {}
    assert below["standing"] == site["standing"] == ["Zoé", "Ben", "Cléo", "Fay"]
    client.force_login(factories.moderator())
    assert "Sue" in said(client.get("/-/credits/").content.decode())["standing"]


def test_credits_of_the_site_lead_to_each_section_and_stand_in_the_foot(client, people):
    body = client.get("/-/credits/").content.decode()
    assert 'href="/advice/-/credits/?with=below"' in body
    assert '<a href="/-/credits/"' in client.get("/").content.decode()
    assert f'href="{CREDITS}"' in client.get("/advice/first/").content.decode()


@pytest.mark.parametrize(
    ("address", "status"), [("/lessons/secret/-/credits/", 404), ("/no/-/credits/", 404)]
)
def test_credits_of_a_draft_are_nobodys(client, guide, address, status):
    assert client.get(address).status_code == status
    client.force_login(factories.moderator())
    assert client.get("/lessons/secret/-/credits/").status_code == 200


def test_credits_take_as_many_queries_for_three_people_as_for_one(client, guide, django_assert_num_queries):
    page = guide["advice/first"]
    for words in ("Un.", "Un. Deux.", "Un. Deux. Trois."):
        write(page, factories.person(), words, by=factories.person())
        with django_assert_num_queries(8):  # the page, the menu, and six of the credits
            client.get(CREDITS)


def test_authors_of_a_citation_are_those_of_the_credits_and_have_a_name(people, guide):
    page = guide["advice/first"]
    assert credits.authors(page) == ["Zoé", "Ben", "Cléo"]
    people["Ben"].name = ""
    people["Ben"].save()
    assert credits.authors(page) == ["Zoé", "Cléo"]
