"""What programs are told: where all pages are, what they may read, how the site is drawn beside programs."""

import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from tests import factories
from wiki.models import Page, PageRevision, SiteSettings

pytestmark = pytest.mark.django_db
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MACHINES = ["/sitemap.xml", "/robots.txt", "/site.webmanifest", "/.well-known/security.txt"]


@pytest.fixture(autouse=True)
def at(settings):
    settings.SITE_URL = "https://guide.example.org"


def mapped(client):
    """Each address of the map, with its date."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return [(entry.findtext(f"{SPACE}loc"), entry.findtext(f"{SPACE}lastmod")) for entry in root]


def addresses(client):
    return [address.removeprefix("https://guide.example.org") for address, _changed in mapped(client)]


# --- the map of all pages -----------------------------------------------------------------------------------


def test_map_has_every_page_of_the_menu_in_its_order(client):
    factories.guide()
    assert addresses(client) == ["/", "/advice/", "/advice/first/", "/advice/second/", "/lessons/"]


def test_map_says_when_each_page_changed_last(client):
    root = factories.home()
    factories.page(root, "a")
    PageRevision.objects.filter(path="").update(history_date=datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC))
    PageRevision.objects.filter(path="a").update(history_date=datetime(2022, 1, 1, tzinfo=UTC))
    assert [changed for _address, changed in mapped(client)] == [
        "2021-02-03T04:05:06Z",
        "2022-01-01T00:00:00Z",
    ]


def test_map_quotes_addresses(client):
    factories.page(factories.home(), "é-&-<b>")
    assert addresses(client) == ["/", "/%C3%A9-%26-%3Cb%3E/"]


def test_map_of_an_empty_site_is_empty(client):
    assert mapped(client) == []


@pytest.mark.parametrize("who", [None, factories.person, factories.moderator, factories.admin])
@pytest.mark.parametrize(
    "hidden",
    [{"state": "draft"}, {"listed": False}, {"state": "archived"}],
    ids=["draft", "unlisted", "archived"],
)
def test_map_gives_away_no_hidden_page_nor_what_stands_below_it(client, who, hidden):
    root = factories.home()
    page = factories.page(root, "hidden")
    factories.page(page, "below")
    Page.objects.filter(pk=page.pk).update(**hidden)
    if who:
        client.force_login(who())
    assert addresses(client) == ["/"]
    assert b"hidden" not in client.get("/sitemap.xml").content


def test_map_has_groups_and_no_link_of_the_menu(client):
    root = factories.home()
    group = factories.page(root, "group", "", kind="group")
    factories.page(group, "inside")
    factories.page(root, "", "", title="Away", kind="link", url="https://example.org/")
    assert addresses(client) == ["/", "/group/", "/group/inside/"]


@pytest.mark.parametrize("rows", [1, 3])
def test_map_is_one_query(client, django_assert_num_queries, rows):
    root = factories.home()
    for number in range(rows):
        factories.page(root, f"p{number}")
    with django_assert_num_queries(1):
        client.get("/sitemap.xml")


# --- what programs may read ---------------------------------------------------------------------------------


def allowed(rules, path):
    """Whether the rules let a path be read, as RFC 9309 reads them: the longest that fits, leave before refusal."""
    fitting = []
    for verb, pattern in re.findall(r"^(Allow|Disallow): (\S+)$", rules, re.MULTILINE):
        if re.match(re.escape(pattern).replace(r"\*", ".*"), path):
            fitting.append((len(pattern), verb == "Allow"))
    return max(fitting)[1] if fitting else True


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/", True),
        ("/advice/first/", True),
        ("/advice/first.md", True),
        ("/a-/b/", True),
        ("/media/abc/picture.png", True),
        ("/static/css/site.css", True),
        ("/-/about/legal/", True),
        ("/-/map/", True),
        ("/-/r/12/", True),
        ("/a/b/-/revisions/12/", True),
        ("/-/home/revisions/12/", True),
        ("/a/b/-/history/", False),
        ("/a/b/-/compare/1/2/", False),
        ("/-/home/compare/1/2/", False),
        ("/a/-/edit/", False),
        ("/-/search/", False),
        ("/accounts/login/", False),
        ("/admin/", False),
    ],
)
def test_programs_may_read_and_make_no_gesture(client, path, may):
    assert allowed(client.get("/robots.txt").content.decode(), path) is may


def test_programs_are_told_where_the_map_is(client):
    rules = client.get("/robots.txt").content.decode()
    assert rules.splitlines()[0] == "User-agent: *"
    assert rules.splitlines()[-1] == "Sitemap: https://guide.example.org/sitemap.xml"


# --- whom to tell of a hole ---------------------------------------------------------------------------------


def security(client):
    text = client.get("/.well-known/security.txt").content.decode()
    return dict(line.split(": ", 1) for line in text.splitlines())


def test_hole_is_told_to_the_contact_of_the_site(client):
    told = security(client)
    assert told.pop("Expires")
    assert told == {
        "Contact": "https://guide.example.org/-/about/contact/",
        "Preferred-Languages": "fr, en",
        "Canonical": "https://guide.example.org/.well-known/security.txt",
    }
    SiteSettings.objects.create(contact_address="a+b@example.org")
    assert security(client)["Contact"] == "mailto:a%2Bb@example.org"


def test_way_to_tell_of_a_hole_holds_for_less_than_a_year_and_more_than_half_of_one(client):
    left = datetime.fromisoformat(security(client)["Expires"]) - timezone.now()
    assert timedelta(days=183) < left < timedelta(days=365)


# --- beside programs ----------------------------------------------------------------------------------------


def test_manifest_names_the_site_and_icons_that_are_there(client):
    SiteSettings.objects.create(name="Nos « communs »", baseline="À nous.")
    told = json.loads(client.get("/site.webmanifest").content)
    assert (told["name"], told["description"], told["lang"]) == ("Nos « communs »", "À nous.", "fr")
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "minimal-ui")
    sizes = {"any", "192x192", "512x512"}
    assert {icon["sizes"] for icon in told["icons"]} == sizes
    assert [
        icon["src"] for icon in told["icons"] if not finders.find(icon["src"].removeprefix("/static/"))
    ] == []


def test_manifest_of_a_new_site_has_the_names_that_come_with_it(client):
    assert json.loads(client.get("/site.webmanifest").content)["name"] == "Communs"


def test_browser_that_asks_for_an_icon_finds_it(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/img/favicon.ico")


# --- as any other text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kind"),
    list(
        zip(
            MACHINES,
            ["application/xml", "text/plain", "application/manifest+json", "text/plain"],
            strict=True,
        )
    ),
)
def test_answer_says_what_it_is_and_is_checked_each_time(client, address, kind):
    factories.guide()
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, f"{kind}; charset=utf-8")
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-cache", "nosniff")
    assert not answer.cookies


@pytest.mark.parametrize("address", MACHINES)
def test_answer_that_is_known_is_not_sent_again(client, address):
    factories.guide()
    known = client.get(address)["ETag"]
    again = client.get(address, headers={"if-none-match": known})
    assert (again.status_code, again.content) == (304, b"")


def test_map_that_changed_is_sent_again(client):
    root = factories.home()
    known = client.get("/sitemap.xml")["ETag"]
    factories.page(root, "new")
    assert client.get("/sitemap.xml", headers={"if-none-match": known}).status_code == 200


@pytest.mark.parametrize("address", MACHINES)
def test_answer_to_head_is_the_same_without_a_body(client, address):
    factories.guide()
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head["ETag"], head.content) == (200, whole["ETag"], b"")


@pytest.mark.parametrize("address", MACHINES)
def test_nothing_is_written_there(client, address):
    assert client.post(address).status_code == 405
