"""Feeds are Atom, say what changed, and are asked for in vain as long as nothing did."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import feedparser
import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from accounts.models import User
from tests import factories
from wiki.actions import hiding, moving, pages, suggestions, threads
from wiki.models import Page, PageRevision
from wiki.queries import people
from wiki.views import feeds, tracked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
GRAMMAR = Path(__file__).parents[1] / "vendor" / "atom" / "atom.rng"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def grammar():
    return etree.RelaxNG(etree.parse(GRAMMAR))


@pytest.fixture
def page():
    """In a section, written twice, with a suggestion that went in and a thread."""
    section = factories.page(factories.home(), "a")
    made = factories.page(section, "b", "# B\n\nThe first words, [elsewhere](/a/).\n")
    dea = factories.moderator(name="Dea")
    pages.edit(
        made,
        by=dea,
        base=made.version,
        source="# B\n\nThe second words & <b>more</b>, [elsewhere](/a/).\n",
        reason="1 < 2 \x0b",
    )
    made = Page.objects.get(pk=made.pk)
    proposed = factories.suggestion(made, ("second", "third"), by=factories.person(name="Wes"))
    suggestions.accept(proposed, by=dea, seen=proposed.version)
    threads.open(Page.objects.get(pk=made.pk), by=dea, text="What <of> it?", uuid=uuid4())
    return Page.objects.get(pk=made.pk)


def asked(address, **headers):
    return Client().get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})


def read(address):
    answer = asked(address)
    assert answer.status_code == 200, address
    return feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})


def everything(page):
    wes = User.objects.get(name="Wes")
    return [
        "/-/activity/feed/",
        "/-/activity/feed/?kind=suggestions&person=Dea",
        "/-/home/feed/",
        "/a/-/feed/",
        "/a/-/feed/below/",
        "/a/b/-/feed/",
        f"/-/people/{people.name_of(wes)}/feed/",
    ]


def test_each_feed_is_what_the_format_says(page, grammar):
    for address in everything(page):
        answer = asked(address)
        told = etree.fromstring(answer.content)
        assert grammar.validate(told), (address, grammar.error_log)
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        found = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
        assert (found.bozo, found.version, found.feed.language) == (False, "atom10", "fr")
        assert told.get(XML_LANG) == "fr"
        links = {link.rel: link.href for link in found.feed.links}
        assert links["self"] == f"{site.SITE_URL}{address}"
        assert Client().get(links["alternate"].removeprefix(site.SITE_URL)).status_code == 200
        assert found.feed.author == found.feed.title.rpartition(" · ")[2]
        assert len({entry.id for entry in found.entries}) == len(found.entries)
        for entry in found.entries:
            assert entry.id.startswith("tag:"), entry.id
            assert Client().get(entry.link.removeprefix(site.SITE_URL)).status_code in (200, 302)


def test_entries_hold_the_changes_with_whole_addresses(page):
    found = read("/a/b/-/feed/")
    assert [entry.title for entry in found.entries] == [
        "Dea a ouvert un fil sur B",
        "Dea a accepté des changements de Wes dans B",
        "Wes a fait une suggestion sur B",
        "Dea a modifié B",
    ]
    assert [entry.author for entry in found.entries] == ["Dea", "Dea", "Wes", "Dea"]
    accepted, edited = (found.entries[number].content[0].value for number in (1, 3))
    assert "<del>second</del>" in accepted
    assert "<ins>third</ins>" in accepted
    assert f'href="{site.SITE_URL}/a/"' in edited
    assert "class=" not in accepted + edited
    assert found.entries[3].summary == "1 &lt; 2"
    assert found.entries[0].summary == "What &lt;of&gt; it?"
    assert (
        found.entries[2].link == f"{site.SITE_URL}/-/suggestions/1/" or "suggestions" in found.entries[2].link
    )


def test_names_for_good_survive_a_move(page):
    before = read("/a/b/-/feed/")
    moving.rename(page, by=factories.moderator(), base=page.version, title="B", slug="c")
    assert asked("/a/b/-/feed/")["Location"] == "/a/c/-/feed/"
    after = read("/a/c/-/feed/")
    assert after.feed.id == before.feed.id
    assert [entry.id for entry in after.entries[1:]] == [entry.id for entry in before.entries]


def test_who_knows_it_is_told_so_without_drawing_anything(page, monkeypatch):
    monkeypatch.setattr(feeds, "UNSURE", timedelta(0))
    first = asked("/a/b/-/feed/")
    assert first["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in first.get("Vary", "")
    monkeypatch.setattr(tracked, "contents", None)
    by_tag = asked("/a/b/-/feed/", if_none_match=first["ETag"])
    by_date = asked("/a/b/-/feed/", if_modified_since=first["Last-Modified"])
    assert [(one.status_code, one.content) for one in (by_tag, by_date)] == [(304, b"")] * 2
    assert by_tag["ETag"] == first["ETag"]
    monkeypatch.undo()
    pages.edit(page, by=factories.moderator(), base=page.version, source="# B\n\nNo more words.\n")
    assert asked("/a/b/-/feed/", if_none_match=first["ETag"]).status_code == 200


def test_whoever_is_logged_in_reads_what_strangers_read(page):
    client = Client()
    client.force_login(factories.moderator())
    assert client.get("/-/activity/feed/").content == asked("/-/activity/feed/").content


def test_hidden_revision_leaves_the_feed_at_once(page):
    address, rude = "/a/b/-/feed/", PageRevision.objects.get(id=page.pk, number=2)
    wes = f"/-/people/{people.name_of(User.objects.get(name='Wes'))}/feed/"
    first = asked(address)
    assert b"&lt;ins&gt;second&lt;/ins&gt;" in first.content
    hiding.hide(rude, by=factories.moderator(), reason="Rude.", text=True, author=True)
    again = asked(address, if_none_match=first["ETag"])
    assert again.status_code == 200
    for word in (b"second", b"1 &lt; 2", b"1 &amp;lt; 2"):
        assert word not in again.content
    assert [entry.author for entry in feedparser.parse(again.content).entries][-1] == "Nom masqué"
    assert b"second" not in asked(wes).content
    assert "Last-Modified" not in first  # it would not tell apart what happens within one second


def test_what_not_everybody_finds_has_no_feed(page):
    root = page.parent.parent
    quiet = factories.page(root, "quiet", listed=False)
    factories.page(quiet, "below")
    factories.page(root, "secret", state="draft")
    silent = people.name_of(factories.person())
    shut = [
        "/quiet/-/feed/",
        "/quiet/-/feed/below/",
        "/quiet/below/-/feed/",
        "/secret/-/feed/",
        "/none/-/feed/",
    ]
    shut += [f"/-/people/{silent}/feed/", "/-/people/nobody-0/feed/", "/-/people/x/feed/", "/a\x00/-/feed/"]
    assert [asked(address).status_code for address in shut] == [404] * len(shut)
    client = Client()
    client.force_login(factories.moderator())
    assert client.get("/secret/-/feed/").status_code == 404


def test_as_much_is_asked_and_no_more_is_drawn_of_many(page, monkeypatch):
    def queries(address):
        with CaptureQueriesContext(connection) as told:
            answer = asked(address)
        return len(told), answer

    monkeypatch.setattr(tracked, "MOST_DRAWN", 3)
    caches["drawn"].clear()
    queries("/a/-/feed/below/")
    few, _answer = queries("/a/-/feed/below/")  # once what there is is drawn
    for number in range(5):
        page = Page.objects.get(pk=page.pk)
        pages.edit(page, by=factories.moderator(), base=page.version, source=f"# B\n\nWords {number}.\n")
    drawn = []
    for _ in range(3):
        many, answer = queries("/a/-/feed/below/")
        drawn.append(len([entry for entry in feedparser.parse(answer.content).entries if "content" in entry]))
        told = answer["Cache-Control"], "ETag" in answer
    assert (few, many) == (10, 10)
    assert drawn == [5, 7, 7]
    assert told == ("public, no-cache", True)


def test_what_is_too_long_is_cut_and_said(page, monkeypatch):
    monkeypatch.setattr(tracked, "LONGEST", 10)
    assert "1 changement de plus est trop long" in read("/a/b/-/feed/").entries[1].content[0].value


def test_feed_of_nothing_is_valid(grammar):
    factories.home()
    answer = asked("/-/activity/feed/")
    assert grammar.validate(etree.fromstring(answer.content)), grammar.error_log
    assert feedparser.parse(answer.content).entries == []
    assert answer.content == asked("/-/activity/feed/").content
