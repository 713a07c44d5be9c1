"""A machine that follows every link, as search engines do: what it meets, and what it may keep of it."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from tests import factories
from tests.views.test_machines import allowed
from wiki.models import Page
from wiki.models.settings import TEXTS

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
ABOUT = {f"/-/about/{key}/" for key in TEXTS} | {"/-/map/"}
PAGES = {"/", "/advice/", "/advice/first/", "/advice/second/", "/lessons/"}


@pytest.fixture(autouse=True)
def at(settings):
    settings.SITE_URL = SITE


def links(address, answer):
    """The addresses of this site that an answer leads to, without their fragments."""
    found = [answer["Location"]] if "Location" in answer else []
    if "text/html" in answer.get("Content-Type", ""):
        body = answer.content.decode()
        found += [unescape(link) for link in re.findall(r'<(?:a|link)\b[^>]*\shref="([^"]+)"', body)]
        found += re.findall(r"<loc>([^<]+)</loc>", body)
    whole = (urlsplit(urljoin(f"{SITE}{address}", link))._replace(fragment="") for link in found)
    return {url.geturl().removeprefix(SITE) or "/" for url in whole if url.netloc == "testserver"}


def crawl(client, start="/", *, polite=True):
    """Each address that can be reached, with its answer; the polite do what robots.txt asks."""
    rules = client.get("/robots.txt").content.decode()
    met, waiting = {}, {start}
    while waiting:
        address = waiting.pop()
        if address.startswith("/static/") or (polite and not allowed(rules, urlsplit(address).path)):
            continue
        met[address] = client.get(address)
        waiting |= links(address, met[address]) - met.keys()
    return met


def kept(met):
    """What a search engine may show: whole pages that do not ask to be left out."""
    return {
        address
        for address, answer in met.items()
        if answer.status_code == 200
        and "text/html" in answer["Content-Type"]
        and "noindex" not in answer.get("X-Robots-Tag", "")
        and '<meta name="robots" content="noindex">' not in answer.content.decode()
    }


def guide():
    made = factories.guide()
    factories.page(made["advice"], "unlisted", listed=False)
    archived = factories.page(made["advice"], "archived")
    Page.objects.filter(pk=archived.pk).update(state="archived")


def test_machine_keeps_the_pages_of_the_map_and_those_of_the_foot(client):
    guide()
    assert kept(crawl(client)) == PAGES | ABOUT


def test_machine_without_manners_meets_no_failure_and_no_hidden_page(client):
    guide()
    met = crawl(client, polite=False)
    assert {address: answer.status_code for address, answer in met.items() if answer.status_code >= 400} == {}
    assert [address for address in met if re.search("secret|unlisted|archived", address)] == []
    assert kept(met) - {address for address in met if address.startswith("/accounts/")} == PAGES | ABOUT


def test_every_answer_to_head_is_that_to_get_without_its_body(client):
    guide()
    told = ("Content-Type", "ETag", "Location", "X-Robots-Tag", "Content-Language", "Link", "Cache-Control")
    for address, whole in crawl(client, polite=False).items():
        head = client.head(address)
        assert (head.status_code, head.content) == (whole.status_code, b""), address
        assert [head.get(name) for name in told] == [whole.get(name) for name in told], address


def test_pages_have_the_address_that_the_map_gives_them(client):
    guide()
    met = crawl(client)
    own = {
        address: re.findall(r'<link rel="canonical" href="([^"]+)">', met[address].content.decode())
        for address in PAGES | ABOUT
    }
    assert own == {address: [f"{SITE}{address}"] for address in PAGES | ABOUT}
