"""What the head of a screen tells those who find, share and keep it; hostile words stay words."""

import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from tests import factories
from wiki.actions import pages
from wiki.models import Book, Page, PageRevision, SiteSettings
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db
SITE = "https://guide.example.org"
IMAGES = Path(__file__).parents[2] / "static" / "img"
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    'a"b\\"c',
    "a\u2028b\u2029c",
    "]]>&amp;&lt;/script&gt;",
    "é “à” 🌳",
]


@pytest.fixture(autouse=True)
def at(settings):
    settings.SITE_URL = SITE


def head(client, address):
    return client.get(address).content.decode().partition("<body>")[0]


def metas(text):
    """The meta elements by their name or property."""
    found = re.findall(r'<meta ((?:(?:name|property)="[^"]+" )+)content="([^"]*)"', text)
    return {name: html.unescape(value) for names, value in found for name in re.findall(r'"([^"]+)"', names)}


def facts(text):
    """The blocks of linked data, read as a program would: by a parser of HTML, then of JSON."""
    return [
        json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    ]


def canonical(client, address):
    return re.findall(r'<link rel="canonical" href="([^"]+)">', head(client, address))


# --- one address --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("/", "/"),
        ("/advice/first/", "/advice/first/"),
        ("/advice/first/?from=elsewhere", "/advice/first/"),
        ("/advice/first/-/history/", "/advice/first/-/history/"),
        ("/-/home/history/", "/-/home/history/"),
        ("/-/map/", "/-/map/"),
        ("/-/about/legal/", "/-/about/legal/"),
        ("/accounts/login/?next=/", "/accounts/login/"),
    ],
)
def test_screen_has_one_address_on_the_site(client, asked, own):
    factories.guide()
    assert canonical(client, asked) == [f"{SITE}{own}"]


def test_address_is_quoted_as_in_links(client):
    page = factories.page(factories.home(), "é-&-a+b")
    assert canonical(client, page.address) == [f"{SITE}{page.address}"]


def test_old_revision_has_its_own_address_and_is_in_no_index(client):
    page = factories.guide()["advice/first"]
    address = page.revision_address(PageRevision.objects.get(id=page.pk).pk)
    assert canonical(client, address) == [f"{SITE}{address}"]
    answer = client.get(address)
    assert (answer["X-Robots-Tag"], metas(answer.content.decode())["robots"]) == ("noindex", "noindex")


def test_source_tells_the_page_that_it_is_the_source_of(client):
    factories.guide()
    assert client.get("/advice/first.md")["Link"] == f'<{SITE}/advice/first/>; rel="canonical"'
    assert client.get("/index.md")["Link"] == f'<{SITE}/>; rel="canonical"'


def test_page_of_failure_has_no_address(client):
    assert "canonical" not in head(client, "/nowhere/")


# --- cards --------------------------------------------------------------------------------------------------


def test_page_tells_what_a_card_shows(client):
    root = factories.home("# The guide\n")
    page = factories.page(root, "a", "# A title\n\nText.\n", description="What it is about.")
    PageRevision.objects.filter(id=page.pk).update(history_date=datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC))
    told = metas(head(client, "/a/"))
    assert {name: value for name, value in told.items() if ":" in name or name == "description"} == {
        "description": "What it is about.",
        "og:site_name": "Communs",
        "og:type": "article",
        "og:title": "A title",
        "og:description": "What it is about.",
        "og:url": f"{SITE}/a/",
        "og:locale": "fr_FR",
        "og:image": f"{SITE}/static/img/share.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "twitter:card": "summary_large_image",
    }


def test_home_page_is_no_article(client):
    SiteSettings.objects.create(name="Our guide")
    factories.home("# The guide\n")
    told = metas(head(client, "/"))
    assert (told["og:type"], told["og:site_name"], told["og:title"]) == ("website", "Our guide", "The guide")
    assert [name for name in told if name.startswith("article:")] == []


def test_picture_of_the_site_is_as_large_as_it_says_and_light():
    with Image.open(IMAGES / "share.png") as picture:
        assert picture.size == (1200, 630)
    assert (IMAGES / "share.png").stat().st_size <= 120_000


@pytest.mark.parametrize(
    ("name", "size"),
    [("touch-icon.png", 180), ("icon-192.png", 192), ("icon-512.png", 512), ("icon-512-maskable.png", 512)],
)
def test_icon_is_as_large_as_it_says(name, size):
    with Image.open(IMAGES / name) as icon:
        assert icon.size == (size, size)


@pytest.mark.parametrize(
    ("description", "source", "told"),
    [
        ("Said.", "# A\n\nText.\n", "Said."),
        ("", "# A\n\nA *first*\nparagraph.\n\n## Part\n\nMore.\n", "A first paragraph. Part More."),
        ("", "# A\n\n" + "word, " * 40, "word, " * 25 + "word…"),
        ("", "# A\n", None),
    ],
)
def test_page_without_description_tells_how_it_begins(client, description, source, told):
    factories.page(factories.home(), "a", source, description=description)
    said = metas(head(client, "/a/"))
    assert (said.get("description"), said.get("og:description")) == (told, told)


@pytest.mark.parametrize(
    ("lang", "locale"), [("fr", "fr_FR"), ("en", "en_GB"), ("fr-ca", "fr_CA"), ("de", None)]
)
def test_language_is_told_where_it_takes_no_guess(client, lang, locale):
    factories.page(factories.home(), "a", lang=lang)
    assert metas(head(client, "/a/")).get("og:locale") == locale


# --- facts --------------------------------------------------------------------------------------------------


def test_page_is_an_article_of_the_guide_on_the_way_from_its_home(client):
    made = factories.guide()
    PageRevision.objects.filter(id=made["advice/first"].pk).update(
        history_date=datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC)
    )
    (told,) = facts(head(client, "/advice/first/"))
    article, way = told["@graph"]
    assert told["@context"] == "https://schema.org"
    assert article == {
        "@type": "Article",
        "@id": f"{SITE}/advice/first/#article",
        "headline": "First",
        "inLanguage": "fr",
        "license": "https://creativecommons.org/licenses/by-sa/4.0/",
        "datePublished": "2021-02-03T04:05:06+00:00",
        "dateModified": "2021-02-03T04:05:06+00:00",
        "isPartOf": {"@id": f"{SITE}/#guide"},
    }
    assert way == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "The guide", "item": f"{SITE}/"},
            {"@type": "ListItem", "position": 2, "name": "Advice", "item": f"{SITE}/advice/"},
            {"@type": "ListItem", "position": 3, "name": "First"},
        ],
    }  # fmt: skip


def test_home_page_is_the_guide(client):
    factories.guide()
    (told,) = facts(head(client, "/"))
    assert told["@graph"] == [
        {
            "@type": "WebSite",
            "@id": f"{SITE}/#guide",
            "name": "Communs",
            "url": f"{SITE}/",
            "headline": "The guide",
            "description": "A guide for tests.",
            "inLanguage": "fr",
            "license": "https://creativecommons.org/licenses/by-sa/4.0/",
        }
    ]


def test_article_was_published_when_it_first_could_be_read(client):
    page = factories.page(factories.home(), "a", state="draft")
    pages.publish(page, base=page.version, by=SYSTEM)
    days = {number: datetime(2021, 1, number, tzinfo=UTC) for number in (1, 2)}
    for number, day in days.items():
        PageRevision.objects.filter(id=page.pk, number=number).update(history_date=day)
    article = facts(head(client, "/a/"))[0]["@graph"][0]
    assert (article["datePublished"], article["dateModified"]) == (days[2].isoformat(), days[2].isoformat())


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("MIT", "https://spdx.org/licenses/MIT.html"),
        ("", None),
    ],
)
def test_article_of_a_book_bears_what_the_book_states(client, licence, address):
    book = Book.objects.create(
        name="G", source="x", readme="README.md", summary="S", licence=licence, imported_at=datetime.now(UTC)
    )
    page = factories.page(factories.home(), "a")
    Page.objects.filter(pk=page.pk).update(book=book)
    assert facts(head(client, "/a/"))[0]["@graph"][0].get("license") == address


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(client, words):
    root = factories.home(title=words, source="Text.\n", description=words)
    factories.page(root, "a", "Text.\n", title=words, description=words)
    text = head(client, "/a/")
    (told,) = facts(text)
    article, way = told["@graph"]
    spoken = " ".join(words.split())
    assert article["headline"] == words
    assert facts(head(client, "/"))[0]["@graph"][0]["description"] == spoken
    assert [step["name"] for step in way["itemListElement"]] == [words, words]
    assert (metas(text)["og:title"], metas(text)["og:description"]) == (words, spoken)
    assert text.count("<script>") == 0
    assert not set("<>&\u2028\u2029") & set(re.findall(r'ld\+json">(.*?)</script>', text)[0])


def test_nobody_is_named_as_the_author(client):
    author = factories.person(name="Ada Somebody")
    page = factories.page(factories.home(), "a")
    PageRevision.objects.filter(id=page.pk).update(history_user=author)
    assert "Ada Somebody" not in head(client, "/a/")


# --- hidden pages -------------------------------------------------------------------------------------------


def test_unlisted_page_is_in_no_index_and_is_shared_with_whom_one_likes(client):
    factories.page(factories.home(), "a", listed=False)
    text = head(client, "/a/")
    assert (metas(text)["robots"], metas(text)["og:title"], facts(text)) == ("noindex", "A", [])


def test_draft_tells_nothing_even_to_those_who_decide(client):
    factories.page(factories.home(), "a", state="draft")
    client.force_login(factories.moderator())
    text = head(client, "/a/")
    assert (metas(text)["robots"], facts(text)) == ("noindex", [])
    assert [name for name in metas(text) if name.startswith("og:")] == []


# --- the language of an answer ------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/advice/first/", "/nowhere/", "/accounts/login/"])
def test_answer_says_its_language(client, address):
    factories.guide()
    assert client.get(address)["Content-Language"] == "fr"
