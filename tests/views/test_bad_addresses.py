"""Bad addresses of every kind get a fitting status and a page that helps; none makes the site fail."""

import re

import pytest

from tests import factories
from wiki import rules
from wiki.actions import pages
from wiki.models import Page, PageRevision, Redirect

pytestmark = pytest.mark.django_db

LONG = "x" * 3_000
DEEP = "a/" * 700
BIG = "9" * 40
# address → what anybody is answered. `{own}` and `{other}` are revisions of /advice/first/ and of another page.
BAD = {
    # no page, by every spelling
    "/nowhere/": 404,
    "/nowhere": 404,
    "/nowhere.md": 404,
    "/advice/first/nowhere/": 404,
    "/advice/first.md/": 404,
    "/advice/first/.md": 404,
    "/advice//first/": 404,
    "/./": 404,
    "/../": 404,
    "/advice/./first/": 404,
    "/%2e%2e/etc/passwd": 404,
    "/advice%2ffirst/": 200,  # the same path for a server
    "/advice/first/?": 200,
    "/advice/first/%20/": 404,
    "/%F0%9F%98%80/": 404,
    "/%ff%fe/": 404,
    "/%ed%a0%80/": 404,
    "/%00": 404,
    "/advice/first%00/": 404,
    "/%0a%0d/": 404,
    "/\u2028/": 404,
    f"/{LONG}/": 404,
    f"/{LONG}": 404,
    f"/{LONG}.md": 404,
    f"/{DEEP}": 404,
    "/-": 404,
    "/-/": 404,
    "/advice/-/": 404,
    "/advice/-/nothing/": 404,
    "/-/nothing/": 404,
    "/<script>alert(1)</script>/": 404,
    "/{{ 7|add:7 }}/": 404,
    "/%25s%25(n)s/": 404,
    # moved, renamed, written in another way
    "/old/place/": 301,
    "/old/place": 301,
    "/Old/PLACE/": 302,
    "/TO/secret/": 404,
    "/old/place.md": 301,
    "/old/place/?page=2": 301,
    "/ADVICE/First/": 302,
    "/advice/first": 301,
    # hidden: like what never was
    "/lessons/secret/": 404,
    "/lessons/secret": 404,
    "/lessons/secret.md": 404,
    "/lessons/secret/-/history/": 404,
    "/lessons/gone/": 404,
    "/lessons/gone.md": 404,
    "/lessons/gone/-/history/": 404,
    "/to/secret/": 404,
    # the past of a page
    "/advice/first/-/history/?page=0": 200,
    "/advice/first/-/history/?page=-1": 200,
    "/advice/first/-/history/?page=999": 200,
    "/advice/first/-/history/?page=x": 200,
    "/advice/first/-/history/?page=%00": 200,
    f"/advice/first/-/history/?page={BIG}": 200,
    "/advice/first/-/history/?page=1&page=2": 200,
    "/nowhere/-/history/": 404,
    "/advice/first/-/revisions/{other}/": 404,
    "/advice/first/-/revisions/0/": 404,
    "/advice/first/-/revisions/-1/": 404,
    "/advice/first/-/revisions/x/": 404,
    f"/advice/first/-/revisions/{BIG}/": 404,
    "/-/home/revisions/{own}/": 404,
    "/-/r/0/": 404,
    f"/-/r/{BIG}/": 404,
    "/-/r/x/": 404,
    # what the site says of itself
    "/-/about/": 404,
    "/-/about/nothing/": 404,
    "/-/about/legal": 404,
    f"/-/about/{LONG}/": 404,
    "/-/map": 404,
    "/-/map/?page=x": 200,
    # files, and what only programs ask for
    "/media/nothing/": 404,
    "/media/%00/a.png": 404,
    f"/media/{'a' * 64}/a.png": 404,
    f"/media/{LONG}/a.png": 404,
    "/static/nothing.css": 404,
    "/static/%00": 404,
    "/.git/config": 404,
    "/.env": 404,
    "/wp-login.php": 404,
    # queries that mean nothing
    "/advice/first/?%00": 200,
    "/advice/first/?%ff=%ff": 200,
    f"/advice/first/?q={LONG}": 200,
    f"/?{'a&' * 900}": 200,
}


@pytest.fixture
def guide():
    made = factories.guide()
    gone = factories.page(made["lessons"], "gone")
    pages.archive(gone, by=rules.SYSTEM, base=gone.version, reason="Done.")
    Redirect.objects.create(path="old/place", page=made["advice/first"])
    Redirect.objects.create(path="to/secret", page=made["lessons/secret"])
    return made


def revision_of(page):
    return PageRevision.objects.filter(id=page.pk).latest("number").history_id


def answers(client, guide):
    """What each bad address is answered."""
    own, other = revision_of(guide["advice/first"]), revision_of(guide["advice/second"])
    return {
        address: client.get(address.replace("{own}", str(own)).replace("{other}", str(other)))
        for address in BAD
    }


def test_bad_address_has_a_fitting_status(client, guide):
    assert {address: answer.status_code for address, answer in answers(client, guide).items()} == BAD


def test_bad_address_that_is_not_found_has_a_page_that_helps(client, guide):
    lost = [answer for answer in answers(client, guide).values() if answer.status_code == 404]
    shown = [answer.content.decode() for answer in lost if "/static/" not in answer.request["PATH_INFO"]]
    assert {re.findall(r"<h1>(.*?)</h1>", body)[0] for body in shown} == {"Il n’y a pas de page ici"}
    assert {(body.count('action="/-/search/"'), body.count('<a class="btn" href="/"')) for body in shown} == {
        (1, 1)
    }


def test_moved_address_leads_to_the_page_within_the_site(client, guide):
    led = {
        address: answer["Location"]
        for address, answer in answers(client, guide).items()
        if "Location" in answer
    }
    assert led == {
        "/old/place/": "/advice/first/",
        "/old/place": "/advice/first/",
        "/Old/PLACE/": "/advice/first/",
        "/old/place.md": "/advice/first.md",
        "/old/place/?page=2": "/advice/first/?page=2",
        "/ADVICE/First/": "/advice/first/",
        "/advice/first": "/advice/first/",
    }


def test_bad_address_fails_for_nobody_who_decides(client, guide):
    client.force_login(factories.admin())
    assert {answer.status_code for answer in answers(client, guide).values()} <= {200, 301, 302, 404}


def test_other_gestures_than_reading_change_nothing(client, guide):
    before = list(Page.objects.order_by("pk").values())
    for address in ("/nowhere/", "/advice/", "/-/map/", "/lessons/secret/", "/%00"):
        sent = (client.post, client.put, client.patch, client.delete, client.options)
        assert [send(address).status_code for send in sent] == [405] * 5, address
    assert list(Page.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    "address",
    [
        "/lessons/secret/",
        "/lessons/secret",
        "/lessons/secret.md",
        "/lessons/secret/-/history/",
        "/to/secret/",
    ],
)
@pytest.mark.parametrize("who", [None, factories.person, lambda: factories.person(trusted=True)])
def test_hidden_page_answers_byte_for_byte_as_if_it_never_was(client, guide, address, who):
    if who:
        client.force_login(who())
    answers = []
    for _ in range(2):
        answer = client.get(address)
        body = answer.content.decode().replace(answer["X-Request-Id"], "")
        headers = {name: value for name, value in answer.items() if name != "X-Request-Id"}
        answers.append((answer.status_code, body, headers))
        Page.objects.filter(pk=guide["lessons/secret"].pk).update(path="never/was", path_folded="never/was")
        Redirect.objects.filter(path="to/secret").delete()
    assert answers[0] == answers[1]


@pytest.mark.parametrize("fragment", ["#one", "#nothing", "#%00", "#" + "x" * 500])
def test_old_anchor_is_the_browsers_and_changes_nothing(client, guide, fragment):
    assert client.get(f"/advice/first/{fragment}").content == client.get("/advice/first/").content
