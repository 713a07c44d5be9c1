"""The window on the settings of the site: an admin writes there, nobody else gets in, nothing is lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from tests import album, factories
from wiki import rules
from wiki.actions import settings
from wiki.actions.settings import VALUES, default_source
from wiki.models import ModerationEntry, SiteSettings
from wiki.models.settings import TEXTS, Logo
from wiki.queries.settings import current

pytestmark = pytest.mark.django_db

WINDOW = "/admin/wiki/sitesettings/"
OTHERS = {
    "anonymous": lambda: None,
    "unverified": lambda: unverified(),
    "contributor": lambda: factories.person(),
    "trusted": lambda: factories.person(trusted=True),
    "moderator": lambda: factories.moderator(),
}
SMUGGLED = {"version": "99", "drawn": '{"legal": {"html": "<script>"}}', "number": "2", "pk": "2", "id": "2"}


def unverified():
    someone = factories.admin()
    someone.emailaddress_set.update(verified=False)
    return someone


def typed(**changed):
    """What the form sends when nothing else is touched."""
    site = current()
    texts = {key: getattr(site, key) or default_source(key, "fr") for key in TEXTS}
    plain = {name: getattr(site, name) for name in VALUES if name not in (*TEXTS, "logo")}
    return texts | plain | {"base": site.version, "reason": ""} | changed


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def admin(client):
    person = factories.admin()
    client.force_login(person)
    return person


# --- who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", OTHERS)
def test_window_is_closed_to_all_but_admins(client, who):
    person = OTHERS[who]()
    if person:
        client.force_login(person)
    answers = [client.get(WINDOW), client.post(WINDOW, typed(name="Mine"))]
    answers += [client.post("/-/about/legal/preview/", typed())]
    # Whoever is not staff is led to the door of the administration, which refuses them.
    refused = [403, 403, 403] if who in ("moderator", "unverified") else [302, 302, 403]
    assert [answer.status_code for answer in answers] == refused
    assert (SiteSettings.objects.count(), ModerationEntry.objects.count()) == (0, 0)


def test_moderator_is_not_shown_the_window(client):
    shown = []
    for person in (factories.moderator(), factories.admin()):
        client.force_login(person)
        shown.append(WINDOW in client.get("/admin/").content.decode())
    assert shown == [False, True]


def test_window_adds_and_deletes_nothing(client, admin):
    SiteSettings.objects.create()
    for address in (f"{WINDOW}add/", f"{WINDOW}1/delete/"):
        assert [client.get(address).status_code, client.post(address, {"post": "yes"}).status_code] == [
            403,
            403,
        ]
    assert SiteSettings.objects.count() == 1


@pytest.mark.parametrize("pk", ["1", "2", "0", "x", "9" * 30])
def test_row_has_no_window_of_its_own(client, admin, pk):
    answer = client.get(f"{WINDOW}{pk}/change/")
    assert (answer.status_code, answer["Location"]) == (302, WINDOW)


# --- writing ------------------------------------------------------------------------------------------------


def test_form_shows_what_stands_and_writes_nothing(client, admin):
    shown = html.fromstring(client.get(WINDOW).content.decode())
    texts = {area.get("name"): area.text_content().strip() for area in shown.cssselect("textarea")}
    assert texts == {key: default_source(key, "fr") for key in TEXTS} | {"welcome": ""}
    assert shown.cssselect("[name=name]")[0].get("value") == "Communs"
    assert SiteSettings.objects.count() == 0


def test_form_that_is_sent_back_as_it_was_writes_nothing(client, admin):
    answer = client.post(WINDOW, typed())
    assert (answer.status_code, answer["Location"], SiteSettings.objects.count()) == (302, WINDOW, 0)


def test_admin_writes_and_readers_read(client, admin):
    factories.home()
    sent = typed(
        name="Nos communs", legal="# Qui nous sommes\r\n\r\nNous.", licence="etalab-2.0", reason="Ours."
    )
    answer = client.post(WINDOW, sent | SMUGGLED, follow=True)
    assert "Les réglages du site sont enregistrés." in answer.content.decode()
    kept, line = SiteSettings.objects.get(), ModerationEntry.objects.get()
    assert (kept.number, kept.name, kept.legal, kept.version) == (
        1,
        "Nos communs",
        "# Qui nous sommes\n\nNous.",
        1,
    )
    assert (line.by, line.reason, sorted(line.after)) == (admin, "Ours.", ["legal", "licence", "name"])
    client.logout()
    assert "<h1>Qui nous sommes</h1>" in client.get("/-/about/legal/").content.decode()
    assert "Nos communs</a>" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("name", "a\x00b"),
        ("licence", "CC BY"),
        ("contact_address", "nobody"),
        ("conformity", "perfect"),
        ("legal", "x" * 70_000),
        ("reason", "x" * 501),
        ("base", ""),
        ("base", "-1"),
        ("base", "9" * 40),
    ],
)
def test_value_that_makes_no_sense_is_told_and_keeps_what_was_typed(client, admin, field, value):
    answer = client.post(WINDOW, typed(baseline="Typed with care") | {field: value})
    body = answer.content.decode()
    assert (answer.status_code, "errornote" in body, "Typed with care" in body) == (422, True, True)
    assert SiteSettings.objects.count() == 0


def test_two_admins_at_once_lose_nothing(client, admin):
    sent = typed(legal="# Mine\n", name="Mine")
    settings.edit(current(), by=rules.SYSTEM, base=0, name="Theirs")
    answer = client.post(WINDOW, sent)
    body = answer.content.decode()
    assert (answer.status_code, SiteSettings.objects.get().name) == (409, "Theirs")
    assert "<pre>Theirs</pre>" in body
    shown = html.fromstring(body)
    assert shown.cssselect("[name=legal]")[0].text_content().strip() == "# Mine"
    assert shown.cssselect("[name=base]")[0].get("value") == "1"
    assert client.post(WINDOW, sent | {"base": 1}).status_code == 302
    assert (SiteSettings.objects.get().name, SiteSettings.objects.get().version) == ("Mine", 2)


def test_licence_that_is_not_on_offer_stays_on_the_list(client, admin):
    settings.edit(current(), by=rules.SYSTEM, base=0, licence="Beerware")
    shown = html.fromstring(client.get(WINDOW).content.decode())
    assert shown.cssselect("[name=licence] option[selected]")[0].get("value") == "Beerware"


# --- preview ------------------------------------------------------------------------------------------------


def test_preview_shows_the_page_and_keeps_nothing(client, admin):
    answer = client.post(
        "/-/about/rules/preview/", typed(rules="# Nos règles\n\n<script>x</script>\n\n**Gras**")
    )
    body = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert ("<h1>Nos règles</h1>" in body, "<strong>Gras</strong>" in body, "<script>x" in body) == (
        True,
        True,
        False,
    )
    assert "rien n’est encore enregistré" in body
    assert SiteSettings.objects.count() == 0


def test_preview_is_not_a_page_to_read(client, admin):
    assert [
        client.get("/-/about/rules/preview/").status_code,
        client.post("/-/about/x/preview/").status_code,
    ] == [
        405,
        404,
    ]


def test_preview_needs_the_proof_of_a_form(admin):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin)
    assert strict.post("/-/about/rules/preview/", {"rules": "# X"}).status_code == 403


def test_journal_tells_the_change_to_moderators_without_the_address(client):
    settings.edit(current(), by=rules.SYSTEM, base=0, name="Ours", contact_address="who@example.org")
    client.force_login(factories.moderator())
    body = client.get(
        f"/admin/wiki/moderationentry/{ModerationEntry.objects.get().pk}/change/"
    ).content.decode()
    assert ("Ours" in body, re.findall("who@", body)) == (True, [])


# --- colours of sections ------------------------------------------------------------------------------------


def test_section_takes_the_colour_that_an_admin_chose_and_the_others_theirs_in_turn(client, admin):
    root = factories.home()
    sections = [factories.page(root, name) for name in ("a", "b", "c")]
    factories.page(sections[0], "below")
    chosen = {f"hue_{sections[0].pk}": "4", f"hue_{sections[2].pk}": "5"}
    assert client.post(WINDOW, typed() | chosen).status_code == 302
    assert current().hues == {str(sections[0].pk): 4, str(sections[2].pk): 5}
    hues = re.findall(r'<section class="door hue-(\d)">', Client().get("/").content.decode())
    assert (hues, 'class="wrap read hue-4' in Client().get("/a/below/").content.decode()) == (
        ["4", "2", "5"],
        True,
    )
    line = ModerationEntry.objects.get()
    told = client.get(f"/admin/wiki/moderationentry/{line.pk}/change/").content.decode()
    assert ("bleu" in told, "ardoise" in told, sections[0].title in told) == (True, True, True)


@pytest.mark.parametrize("hue", ["0", "6", "red", "-1", "1.5", "x" * 500])
def test_colour_that_is_none_of_the_palette_is_refused(client, admin, hue):
    section = factories.page(factories.home(), "a")
    assert client.post(WINDOW, typed() | {f"hue_{section.pk}": hue}).status_code == 422
    assert current().hues == {}


def test_language_that_an_admin_chose_is_that_of_readers(client, admin, django_capture_on_commit_callbacks):
    factories.home()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(WINDOW, typed(language="en"))
    assert Client().get("/")["Content-Language"] == "en"
    assert client.post(WINDOW, typed(language="de")).status_code == 422


# --- the logo -----------------------------------------------------------------------------------------------


def sent(image, name="logo.png"):
    return SimpleUploadedFile(name, image, "image/png")


def head_of(client):
    shown = html.fromstring(client.get("/").content.decode()).cssselect("header .brand, footer .brand")
    return [
        (one.text_content().strip(), [picture.get("alt") for picture in one.iter("img")]) for one in shown
    ]


def test_logo_that_an_admin_sends_stands_in_the_head_until_it_is_taken_away(client, admin):
    factories.home()
    assert (
        client.post(WINDOW, typed(name="Nous", logo=sent(album.png(album.halves(300, 300))))).status_code
        == 302
    )
    logo = Logo.read(current().logo)
    assert head_of(Client()) == [("Nous", ["Nous"])] * 2
    line = ModerationEntry.objects.get()
    assert (line.before["logo"], line.after["logo"]) == ("", str(logo))
    told = client.get(f"/admin/wiki/moderationentry/{line.pk}/change/").content.decode()
    assert f'src="{logo.address}"' in told
    # Sent back as it is, the form changes nothing of it.
    assert (client.post(WINDOW, typed()).status_code, current().version) == (302, 1)
    assert client.post(WINDOW, typed(logo_gone="on")).status_code == 302
    assert (current().logo, head_of(Client())) == ("", [("Nous", [])] * 2)


def test_logo_that_bears_the_name_is_the_name(client, admin):
    factories.home()
    client.post(WINDOW, typed(name="Nous", logo=sent(album.png(album.halves(400, 100)))))
    assert head_of(Client()) == [("", ["Nous"])] * 2
    card = re.findall(
        r'<meta (?:property|name)="(?:og:image|twitter:card)" content="([^"]*)"', page(Client())
    )
    assert (card[0].endswith("share.png"), card[1]) == (True, "summary_large_image")
    assert [icon["src"][:8] for icon in client.get("/site.webmanifest").json()["icons"]] == ["/static/"] * 4


def test_logo_that_is_large_and_square_stands_on_cards_and_among_programs(client, admin):
    factories.home()
    client.post(WINDOW, typed(logo=sent(album.png(album.halves(600, 600)))))
    logo = Logo.read(current().logo)
    assert f'property="og:image" content="http://localhost:8000{logo.shared_address}"' in page(Client())
    icons = client.get("/site.webmanifest").json()["icons"]
    assert icons == [{"src": logo.shared_address, "sizes": "512x512", "type": "image/png"}]


def test_logo_is_kept_for_good_by_browsers_and_none_that_was_never_sent_is_found(client, admin):
    client.post(WINDOW, typed(logo=sent(album.png(album.halves(600, 600)))))
    logo = Logo.read(current().logo)
    for address, kind in ((logo.address, "image/webp"), (logo.shared_address, "image/png")):
        answer = Client().get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert Client().get(address, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    absent = [
        f"/media/logo/{'0' * 40}.webp",
        f"/media/logo/{logo.key}.svg",
        "/media/logo/x.png",
        "/media/logo/",
    ]
    assert [Client().get(address).status_code for address in absent] == [404] * 4


def test_page_of_a_site_with_a_logo_is_made_of_two_queries(client, admin, django_assert_max_num_queries):
    factories.home()
    client.post(WINDOW, typed(logo=sent(album.png())))
    with django_assert_max_num_queries(2):
        assert "/media/logo/" in page(Client())


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", album.png()[:50]])
def test_picture_that_can_be_no_logo_is_refused_and_nothing_else_that_was_typed_is_lost(
    client, admin, content
):
    answer = client.post(WINDOW, typed(baseline="Typed with care", logo=sent(content)))
    body = answer.content.decode()
    assert (answer.status_code, "Typed with care" in body, 'class="errorlist"' in body) == (422, True, True)
    assert SiteSettings.objects.count() == 0


def test_logo_need_not_be_sent_again_with_a_form_to_be_mended(client, admin):
    answer = client.post(WINDOW, typed(name="", logo=sent(album.png())))
    kept = html.fromstring(answer.content.decode()).cssselect("[name=logo_kept]")[0].get("value")
    assert (answer.status_code, current().logo, Logo.read(kept).width) == (422, "", 40)
    client.post(WINDOW, typed(name="Nous", logo_kept=kept))
    assert current().logo == kept


@pytest.mark.parametrize("kept", ["x", f"{'a' * 40}-1x1-1x1", '"><script>', "x" * 300])
def test_logo_that_nobody_sent_is_none(client, admin, kept):
    client.post(WINDOW, typed(name="Nous", logo_kept=kept))
    assert current().logo == ""


def page(client):
    return client.get("/").content.decode()
