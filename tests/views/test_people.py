"""A public profile: what somebody wrote and anybody may read, and nothing of who they are besides."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests import factories
from wiki.models import PageRevision
from wiki.queries import people

pytestmark = pytest.mark.django_db

QUERIES = 4


@pytest.fixture
def ada() -> User:
    return factories.person(name="Ada Lovelace", email="ada@example.org", bio="<b>Numbers</b>")


def sign(pages, person):
    PageRevision.objects.filter(id__in=[page.pk for page in pages]).update(history_user=person)


def address(person):
    return reverse("wiki:person", args=[people.name_of(person)])


def test_profile_shows_what_anybody_may_read_and_no_address(client, ada):
    guide = factories.guide()
    sign([guide["advice/first"], guide["lessons/secret"]], ada)
    answer = client.get(address(ada))
    assert [one.page.path for one in answer.context["contributions"]] == ["advice/first"]
    text = answer.content.decode()
    assert ("ada@example.org" in text, "Secret" in text, "<b>Numbers" in text) == (False, False, False)


def test_profile_shows_drafts_to_those_who_decide_alone(client, ada):
    sign([factories.guide()["lessons/secret"]], ada)
    assert client.get(address(ada)).status_code == 404
    client.force_login(factories.moderator())
    assert client.get(address(ada)).status_code == 200


def test_profile_of_whoever_wrote_nothing_is_theirs_alone(client, ada):
    factories.home()
    assert client.get(address(ada)).status_code == 404
    client.force_login(ada)
    assert client.get(address(ada)).status_code == 200


def test_profile_follows_a_name_that_changed(client, ada):
    sign([factories.home()], ada)
    assert client.get(f"/-/people/somebody-{ada.pk}/")["Location"] == address(ada)


@pytest.mark.parametrize("name", ["0", "-1", "ada", str(2**63), "9" * 40, "٣"])
def test_profile_of_nobody_is_not_found(client, name):
    factories.home()
    assert client.get(f"/-/people/{name}/").status_code == 404


def test_profile_costs_the_same_for_one_page_and_for_three(client, ada, django_assert_num_queries):
    guide = factories.guide()
    for paths in (["advice"], ["advice", "lessons", "advice/first"]):
        sign([guide[path] for path in paths], ada)
        with django_assert_num_queries(QUERIES):
            client.get(address(ada), {"written": len(paths)})
