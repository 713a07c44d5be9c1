"""What the site says of itself: five pages and the plan of the guide, for anybody, with nothing hidden in them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from wiki import rules
from wiki.actions import pages, settings
from wiki.models import ModerationEntry, Page, SiteSettings
from wiki.models.settings import TEXTS
from wiki.queries.settings import current

pytestmark = pytest.mark.django_db

TITLES = {
    "legal": "Mentions légales",
    "privacy": "Données personnelles",
    "accessibility": "Accessibilité",
    "rules": "Règles de la communauté",
    "contact": "Contact",
}
SCREENS = [f"/-/about/{key}/" for key in TEXTS] + ["/-/map/"]


def edited(**values):
    return settings.edit(current(), by=rules.SYSTEM, base=current().version, **values)


def text(answer):
    return answer.content.decode()


def foot(body):
    return body[body.index('<footer class="foot">') : body.index("</footer>")]


def main(body):
    return body[body.index("<main") : body.index("</main>")]


def listed(body):
    """Each link of the plan: where it leads, its words, how many lists hold it."""
    depth, found = 0, []
    parts = main(body)[main(body).index('<section class="part') : main(body).rindex("</section>")]
    pattern = r'<(/?)ul>|<a href="([^"]*)"[^>]*>([^<]*)</a>'
    for closes, address, words in re.findall(pattern, parts):
        if address:
            found.append((address, words, depth))
        else:
            depth += -1 if closes else 1
    return found


# --- the five pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", TEXTS)
def test_page_of_the_foot_says_the_default_until_it_is_written(client, key):
    factories.guide()
    answer = client.get(f"/-/about/{key}/")
    body = text(answer)
    assert (answer.status_code, body.count("<h1")) == (200, 1)
    assert f"<h1>{TITLES[key]}</h1>" in body
    assert f"<title>{TITLES[key]} · Communs</title>" in body
    assert settings.default(key, "fr").html in body
    assert (dict(answer.cookies), answer["Cache-Control"], answer.has_header("ETag")) == (
        {},
        "no-cache",
        True,
    )
    assert (SiteSettings.objects.count(), ModerationEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize("key", TEXTS)
def test_page_of_the_foot_says_what_an_admin_wrote(client, key):
    factories.guide()
    edited(**{key: "# Chez nous\n\nUn **texte** à nous.", "name": "Nos & communs"})
    body = text(client.get(f"/-/about/{key}/"))
    assert "<h1>Chez nous</h1>" in body
    assert "<p>Un <strong>texte</strong> à nous.</p>" in body
    assert "<title>Chez nous · Nos &amp; communs</title>" in body
    assert "Écrit le <time" in body


def test_text_without_a_title_has_the_name_of_its_page(client):
    edited(legal="Sans titre.")
    assert "<h1>Mentions légales</h1>" in text(client.get("/-/about/legal/"))


@pytest.mark.parametrize(
    "key", ["", "Legal", "legal2", "legal%00", "drawn", "version", "../legal", "x" * 3_000]
)
def test_page_that_the_foot_has_not_is_not_found(client, key):
    assert client.get(f"/-/about/{key}/").status_code == 404


@pytest.mark.parametrize("address", SCREENS)
def test_screen_answers_to_reading_alone(client, address):
    factories.guide()
    assert client.head(address).status_code == 200
    again = client.get(address, headers={"if-none-match": client.get(address)["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert [client.post(address).status_code, client.put(address).status_code] == [405, 405]


@pytest.mark.parametrize("address", SCREENS)
def test_screen_stands_on_a_site_without_any_page(client, address):
    assert (client.get(address).status_code, Page.objects.count()) == (200, 0)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "most"), [("/-/about/legal/", 2), ("/-/map/", 1)])
def test_screen_takes_the_same_queries_however_many_pages(client, address, most, rows):
    root = factories.home()
    for number in range(rows):
        factories.page(factories.page(root, f"s{number}"), "p")
    edited(legal="# Ours")
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) == most


def test_contact_address_shows_on_its_own_page_alone(client):
    factories.guide()
    edited(contact_address="equipe@example.org")
    shown = [address for address in [*SCREENS, "/", "/advice/"] if "equipe@" in text(client.get(address))]
    assert shown == ["/-/about/contact/"]
    body = main(text(client.get("/-/about/contact/")))
    assert '<a href="mailto:equipe@example.org">equipe@example.org</a>' in body


def test_contact_page_without_an_address_says_so(client):
    body = main(text(client.get("/-/about/contact/")))
    assert ("mailto:" in body, "n’a pas encore donné d’adresse" in body) == (False, True)


@pytest.mark.parametrize(
    ("conformity", "words"),
    [
        ("unknown", "Accessibilité\u00a0: non évaluée"),
        ("none", "Accessibilité\u00a0: non conforme"),
        ("partial", "Accessibilité\u00a0: partiellement conforme"),
        ("full", "Accessibilité\u00a0: totalement conforme"),
    ],
)
def test_foot_and_page_say_how_accessible_the_site_was_found(client, conformity, words):
    factories.guide()
    edited(conformity=conformity)
    assert f">{words}</a>" in foot(text(client.get("/advice/")))
    assert f"<b>{words}</b>" in main(text(client.get("/-/about/accessibility/")))


def test_only_an_admin_is_shown_the_way_to_write(client):
    factories.guide()
    address = "/admin/wiki/sitesettings/#id_legal"
    seen = []
    for person in (None, factories.person(trusted=True), factories.moderator(), factories.admin()):
        if person:
            client.force_login(person)
        seen.append(address in text(client.get("/-/about/legal/")))
    assert seen == [False, False, False, True]


def test_reader_in_another_language_reads_what_was_written_as_what_it_is(client):
    factories.guide()
    client.force_login(factories.person(language="en"))
    assert "<h1>Rules of the community</h1>" in text(client.get("/-/about/rules/"))
    edited(rules="# Nos règles")
    assert '<h1 lang="fr">Nos règles</h1>' in text(client.get("/-/about/rules/"))


# --- the foot of every screen -------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/advice/", "/advice/first/", "/-/map/", "/accounts/login/"])
def test_foot_says_who_speaks_and_leads_to_the_service(client, address):
    factories.guide()
    edited(name="Nos <communs>", baseline="À nous & vous", licence="etalab-2.0")
    body = text(client.get(address))
    links = re.findall(r'href="(/-/[^"]*)"', foot(body))
    said = [f"about/{key}" for key in ("accessibility", "privacy", "legal", "contact")]
    those = ("charters", "about/rules", "journal", *said)
    assert links == [f"/-/{end}/" for end in ("map", "credits", "threads", "activity", *those)]
    assert "<p>À nous &amp; vous</p>" in foot(body)
    licence = '<a rel="license" href="https://spdx.org/licenses/etalab-2.0.html">Licence Ouverte 2.0</a>'
    assert licence in foot(body)
    assert body.count("Nos &lt;communs&gt;</a>") == 2
    assert "Nos <communs>" not in body


def test_licence_that_we_do_not_know_is_named_without_a_link(client):
    factories.home()
    edited(licence="Beerware")
    assert ("rel=" in foot(text(client.get("/"))), "Beerware" in foot(text(client.get("/")))) == (False, True)


# --- the plan -----------------------------------------------------------------------------------------------


def test_plan_holds_the_whole_guide_in_its_order(client):
    made = factories.guide()
    factories.page(made["advice/first"], "deep", "# D\n", nav_title="<Deep> & far")
    pages.create(
        made["lessons"],
        by=rules.SYSTEM,
        title="Away",
        kind="link",
        url="https://example.org/",
        state="published",
    )
    answer = client.get("/-/map/")
    assert listed(text(answer)) == [
        ("/advice/", "Advice", 0),
        ("/advice/first/", "First", 1),
        ("/advice/first/deep/", "&lt;Deep&gt; &amp; far", 2),
        ("/advice/second/", "Second", 1),
        ("/lessons/", "Lessons", 0),
        ("https://example.org/", "Away", 1),
    ]
    assert "Le guide compte 6\u00a0pages." in text(answer)
    assert 'class="away" rel="nofollow noopener">Away</a>' in text(answer)


def test_plan_hides_what_the_menu_hides(client):
    made = factories.guide()
    hidden = factories.page(made["lessons"], "hidden", listed=False)
    factories.page(hidden, "under")
    gone = factories.page(made["lessons"], "gone")
    pages.archive(gone, by=rules.SYSTEM, base=gone.version, reason="Done.")
    for person, drafts in ((None, 0), (factories.person(trusted=True), 0), (factories.moderator(), 1)):
        if person:
            client.force_login(person)
        body = text(client.get("/-/map/"))
        assert [body.count(f'href="/lessons/{slug}/') for slug in ("hidden", "gone")] == [0, 0]
        assert (
            main(body).count('<a href="/lessons/secret/">Secret</a> <span class="chip">Brouillon') == drafts
        )
        assert ("secret" in body) == bool(drafts)


def test_plan_of_a_site_without_pages_says_so(client):
    assert "Le guide ne compte encore aucune page." in text(client.get("/-/map/"))


def test_plan_is_as_deep_as_the_guide(client):
    page = factories.home()
    for number in range(30):
        page = factories.page(page, f"d{number}")
    found = listed(text(client.get("/-/map/")))
    assert [depth for _address, _words, depth in found] == list(range(30))
    body = main(text(client.get("/-/map/")))
    assert body.count("<ul>") == body.count("</ul>") == 29
