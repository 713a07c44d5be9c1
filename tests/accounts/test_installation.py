"""The first start: one link, once, names the site, says its licence and who may come, and makes its first admin."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import FirstAdminKey, User
from communs import speaking
from tests import album, factories
from wiki.models import ModerationEntry, SiteSettings
from wiki.models.settings import Logo
from wiki.queries.settings import current

pytestmark = pytest.mark.django_db
PASSWORD = "a long sentence of mine"
YOU = {"email": "ada@example.org", "name": "Ada", "password": PASSWORD, "password_again": PASSWORD}
SITE = {"site_name": "Our commons", "language": "en", "licence": "CC0-1.0", "sign_up": "closed"}


@pytest.fixture
def link():
    return reverse("first_admin", args=[actions.issue_first_admin_key()])


def kept():
    site = current()
    return site.name, site.language, site.licence, site.sign_up


def test_site_is_named_with_its_first_admin_and_the_journal_tells(
    link, client, django_capture_on_commit_callbacks
):
    body = client.get(link).content.decode()
    told = ("CC BY-SA 4.0", "CC BY 4.0", "CC0 1.0", 'value="Communs"', 'value="closed"')
    assert [word in body for word in told] == [True] * 5
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(link, YOU | SITE)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert kept() == ("Our commons", "en", "CC0-1.0", "closed")
    line = ModerationEntry.objects.get()
    assert (line.action, line.by, line.role) == ("site.settings", User.objects.get(), "admin")
    assert (FirstAdminKey.objects.count(), speaking.site_language()) == (0, "en")
    factories.home()
    reader = Client()
    page = reader.get("/")
    assert (page["Content-Language"], "Our commons" in page.content.decode()) == ("en", True)
    assert reader.post(reverse("account_signup"), {}).status_code == 200


def test_what_is_left_alone_stays_as_it_is(link, client):
    client.post(link, YOU)
    assert kept() == ("Communs", "fr", "CC-BY-SA-4.0", "open")


def test_whoever_has_a_guide_is_led_to_bring_it_in(link, client):
    answer = client.post(link, YOU | SITE | {"import": "1"})
    assert answer["Location"] == reverse("admin:wiki_import_add")
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    "bad", [{"licence": "GPL"}, {"sign_up": "x"}, {"language": "de"}, {"site_name": "n" * 81}, {"email": "x"}]
)
def test_what_is_wrong_is_told_and_nothing_is_made_nor_lost(link, client, bad):
    answer = client.post(link, YOU | SITE | bad)
    body = answer.content.decode()
    assert (answer.status_code, 'class="err"' in body, 'value="Ada"' in body) == (422, True, True)
    assert (User.objects.count(), SiteSettings.objects.count(), FirstAdminKey.objects.count()) == (0, 0, 1)


def test_link_that_was_used_names_nothing_again(link, client):
    client.post(link, YOU | SITE)
    answer = Client().post(link, YOU | {"email": "eve@example.org"} | SITE | {"site_name": "Eve's"})
    assert (answer.status_code, current().name, User.objects.count()) == (410, "Our commons", 1)


def test_address_in_use_undoes_all_of_it(link, client):
    factories.person(email="ada@example.org")
    assert client.post(link, YOU | SITE).status_code == 422
    assert (SiteSettings.objects.count(), FirstAdminKey.objects.count()) == (0, 1)


def test_welcome_is_read_by_whoever_makes_an_account(client):
    SiteSettings.objects.create(welcome="Come <b>in</b>.\nSit down.")
    body = client.get(reverse("account_signup")).content.decode()
    assert "Come &lt;b&gt;in&lt;/b&gt;.<br>Sit down." in body


def test_site_is_opened_with_its_logo_which_is_sent_once(link, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    logo = SimpleUploadedFile("logo.png", album.png(album.halves(90, 90)), "image/png")
    answer = client.post(link, YOU | SITE | {"email": "x", "logo": logo})
    body = answer.content.decode()
    kept = re.search(r'name="logo_kept" value="([^"]+)"', body)[1]
    assert (answer.status_code, "inutile de le renvoyer" in body) == (422, True)
    assert client.post(link, YOU | SITE | {"logo_kept": kept}).status_code == 302
    factories.home()
    assert (current().logo, Logo.read(kept).address in Client().get("/").content.decode()) == (kept, True)


def test_picture_that_can_be_no_logo_is_told_and_opens_nothing(link, client):
    drawing = SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")
    answer = client.post(link, YOU | SITE | {"logo": drawing})
    assert (answer.status_code, "PNG, JPEG, WebP ou AVIF" in answer.content.decode()) == (422, True)
    assert (User.objects.count(), FirstAdminKey.objects.count()) == (0, 1)
