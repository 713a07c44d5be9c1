"""Where one stands with trust, on one's profile: for oneself alone, in each case, at a constant cost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Trust, User
from tests import factories
from wiki.actions import moderation, suggestions, threads
from wiki.models import Comment, Page
from wiki.queries import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
QUERIES = 12  # of which three count what is accepted and flagged, and ask for the address
WORDS = ("one", "two", "three", "four")


@pytest.fixture
def here():
    text = "# A\n\nHere stand: and one, and two, and three, and four.\n"
    return factories.page(factories.home(), "a", text)


@pytest.fixture
def ada():
    return factories.person(name="Ada Lovelace")


def accepted(here, author, count, first=0):
    by = factories.moderator()
    for word in WORDS[first : first + count]:
        page = Page.objects.get(pk=here.pk)
        suggestions.accept(
            factories.suggestion(page, (f"and {word}", f"and the {word}"), by=author), by=by, seen=1
        )


def hidden(here, author):
    said = threads.open(here, by=author, text="Rude.", uuid=uuid4())
    moderation.flag(Comment.objects.get(pk=said.pk), by=factories.person(), reason="Rude.")
    return moderation.hide(Comment.objects.get(pk=said.pk), by=factories.moderator(), reason="Rude.")


def shown(client, person, reader=None):
    """What the profile says of trust, on one line; nothing where it says nothing."""
    client.force_login(User.objects.get(pk=(reader or person).pk))
    body = client.get(reverse("wiki:person", args=[people.name_of(person)])).content.decode()
    _before, found, rest = body.partition('<section class="stack trust"')
    return " ".join(rest.partition("</section>")[0].split()) if found else ""


def test_profile_says_how_many_suggestions_are_accepted_of_how_many(client, here, ada):
    assert "0 suggestion acceptée sur 3" in shown(client, ada)
    accepted(here, ada, 2)
    text = shown(client, ada)
    assert "2 suggestions acceptées sur 3" in text
    assert "Encore 1 suggestion que d’autres accepteront" in text


def test_profile_says_what_trust_allows_and_how_it_is_lost(client, here, ada):
    text = shown(client, ada)
    assert "<td>30 secondes</td><td>5 secondes</td>" in text
    assert "<td>5</td><td>sans limite</td>" in text
    assert "Elle se perd quand un signalement" in text
    assert 'href="/-/journal/"' in text


def test_profile_says_that_trust_grew(client, here, ada):
    accepted(here, ada, 3)
    text = shown(client, ada)
    assert "Ce guide vous fait confiance." in text
    assert "ont accepté 3 suggestions" in text
    assert "acceptées sur 3" not in text


CASES = {
    "granted": ({"trusted": True, "trust": Trust.GRANTED}, "La modération vous a accordé cette confiance."),
    "withdrawn": ({"trust": Trust.WITHDRAWN}, "La modération a retiré cette confiance"),
    "withdrawn by hand": ({"trust": Trust.GROWN}, "La modération a retiré cette confiance"),
}


@pytest.mark.parametrize(("fields", "expected"), CASES.values(), ids=CASES)
def test_profile_says_what_a_moderator_said(client, here, ada, fields, expected):
    User.objects.filter(pk=ada.pk).update(**fields)
    text = shown(client, ada)
    assert expected in text
    assert "Encore" not in text


def test_profile_says_that_a_flag_holds_trust_back_for_a_year(client, here, ada):
    said = hidden(here, ada)
    accepted(here, ada, 3)
    assert "après un signalement fondé" in shown(client, ada)
    Comment.objects.filter(pk=said.pk).update(hidden=timezone.now() - timedelta(days=366))
    text = shown(client, ada)
    assert "après un signalement fondé" not in text
    assert "Dès la prochaine que d’autres accepteront" in text


def test_profile_asks_for_the_address_first(client, here, ada):
    ada.emailaddress_set.update(verified=False)
    assert "Confirmez d’abord votre adresse électronique." in shown(client, ada)


def test_profile_says_nothing_of_it_to_others(client, here, ada):
    accepted(here, ada, 3)
    readers = (factories.person(), factories.moderator(), factories.admin())
    assert [shown(client, ada, reader) for reader in readers] == ["", "", ""]
    client.logout()
    body = client.get(reverse("wiki:person", args=[people.name_of(ada)])).content.decode()
    assert ("Confiance" in body, "confiance." in body) == (False, False)


@pytest.mark.parametrize("role", [{"moderator": True}, {"is_superuser": True}], ids=str)
def test_profile_says_nothing_of_it_to_those_who_are_not_limited(client, here, role):
    assert shown(client, factories.person(**role)) == ""


def test_profile_costs_the_same_for_one_suggestion_and_for_three(
    client, here, ada, django_assert_num_queries
):
    address = reverse("wiki:person", args=[people.name_of(ada)])
    client.force_login(ada)
    client.get(address)  # notes that the session is in use
    for count, first in ((1, 0), (2, 1)):
        accepted(here, ada, count, first)
        with django_assert_num_queries(QUERIES):
            client.get(address, {"accepted": count})
