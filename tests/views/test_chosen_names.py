"""A name, or none: whoever hides theirs, or takes another, is called so on every screen and in every file."""

import io
import json
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import factories
from wiki.actions import rendering, revising, threads, trusting
from wiki.models import Comment, ModerationEntry, Page, PageRevision, Wording

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
NAME, SLUG = "Éloïse Ndiaye", "eloise-ndiaye"


@pytest.fixture
def eloise():
    return factories.moderator(name=NAME)


@pytest.fixture
def screens(eloise):
    """All that names somebody, once she has written, accepted, spoken and been spoken of."""
    guide = factories.guide()
    page, other = guide["advice/first"], factories.person(name="Blaise Pascal")
    ready = rendering.prepare("# First\n\nUn bien commun.\n", path=page.path)
    revising.record(page, ready, author=eloise, by=eloise, reason="Dire mieux")
    ready = rendering.prepare("# First\n\nUn bien commun partagé.\n", path=page.path)
    together = [{"name": NAME, "person": eloise.pk}]
    revising.record(page, ready, author=other, by=eloise, co_authors=together)
    made = factories.suggestion(page, ("partagé", "partagé par tous"), by=eloise)
    comment = threads.open(page, by=eloise, text="Qu’en dites-vous ?", uuid=uuid4())
    answer = threads.reply(comment.thread, by=other, text=f"Oui, @{SLUG}, et toi ?", uuid=uuid4())
    threads.edit(answer, by=other, text=f"Oui @{SLUG}. Pas @{SLUG}-durand.")
    newest = PageRevision.objects.filter(id=page.pk).order_by("-number")[:2]
    stem, pair = "/advice/first/-", sorted(one.pk for one in newest)
    return {
        "history": f"{stem}/history/",
        "revision": f"{stem}/revisions/{newest[1].pk}/",
        "comparison": f"{stem}/compare/{pair[0]}/{pair[1]}/",
        "credits": f"{stem}/credits/",
        "credits of the section": "/advice/-/credits/?with=below",
        "credits of the site": "/-/credits/",
        "citation": f"{stem}/cite/",
        "BibTeX": f"{stem}/cite.bib",
        "CSL-JSON": f"{stem}/cite.json",
        "page": "/advice/first/",
        "home": "/",
        "suggestion": reverse("wiki:suggestion", args=[made.pk]),
        "suggestions": "/-/suggestions/",
        "thread": reverse("wiki:thread", args=[comment.thread_id]),
        "profile": f"/-/people/{SLUG}-{eloise.pk}/",
        "former words": f"/-/comments/{answer.pk}/history/",
    }


def naming(client, addresses):
    """Where the name still stands."""
    found = set()
    for screen, address in addresses.items():
        body = client.get(address, follow=True).content.decode().replace(f"{SLUG}-durand", "").lower()
        if NAME.lower() in body or f"{SLUG}" in body:
            found.add(screen)
    return found


def hide(person, name=""):
    client = Client()
    client.force_login(person)
    told = {"name": name, "bio": "", "language": "", "theme": ""}
    assert client.post(reverse("account_profile"), told).status_code == 302
    person.refresh_from_db()


def test_whoever_hides_their_name_is_named_on_no_screen_and_in_no_file(client, screens, eloise, tmp_path):
    assert naming(client, screens) == set(screens)
    hide(eloise)
    assert naming(client, screens) == set()
    client.force_login(factories.admin())
    assert (
        naming(client, screens | {"window": "/admin/wiki/pagerevision/", "people": "/admin/accounts/user/"})
        == set()
    )
    call_command("export_book", str(tmp_path / "out"), stdout=io.StringIO())
    assert not [
        file for file in tmp_path.rglob("*") if file.is_file() and NAME in file.read_text(errors="ignore")
    ]


def test_what_stands_in_its_place_is_a_number_but_in_citations(client, screens, eloise):
    hide(eloise)
    assert str(eloise) in client.get(screens["credits"]).content.decode()
    assert str(eloise).endswith(str(eloise.pk))
    [item] = json.loads(client.get(screens["CSL-JSON"]).content)
    assert item["author"] == [{"literal": "Blaise Pascal"}]


def test_another_name_takes_the_place_of_the_former_one_everywhere(client, screens, eloise):
    hide(eloise, "Ada Lovelace")
    assert naming(client, screens) == set()
    assert "Ada Lovelace" in client.get(screens["comparison"]).content.decode()
    assert f"@ada-lovelace-{eloise.pk}" in Comment.objects.get(text__startswith="Oui").text


def test_mention_still_leads_to_whoever_hides_and_other_words_of_others_stay(screens, eloise):
    hide(eloise)
    comment = Comment.objects.get(text__startswith="Oui")
    assert comment.text == f"Oui @{eloise.pk}. Pas @{SLUG}-durand."
    assert f'href="/-/people/{eloise.pk}/">@{eloise.pk}</a>' in comment.html
    assert [one.text for one in Wording.objects.filter(comment=comment)] == [f"Oui, @{eloise.pk}, et toi ?"]


def test_lines_of_the_journal_about_them_call_them_as_they_are_called_now(screens, eloise):
    person = factories.person(name="Zoé Ferré")
    trusting.grant(person, by=eloise, reason="Elle relit bien.")
    lines = ModerationEntry.objects.filter(subject="Zoé Ferré")
    assert lines.exists()
    hide(person)
    assert not lines.exists()


def test_admin_hides_the_name_of_somebody_on_request(client, screens, eloise):
    ghost = User.objects.create(name="Jean Martin", is_active=False, ghost=True)
    page = Page.objects.at("advice/second").get()
    together = [{"name": "Jean Martin", "person": ghost.pk}]
    ready = rendering.prepare("# Second\n", path=page.path)
    revising.record(page, ready, author=ghost, by=eloise, co_authors=together)
    client.force_login(factories.admin())
    address = reverse("admin:accounts_user_change", args=[ghost.pk])
    assert client.post(address, {"name": "", "bio": "", "language": ""}).status_code == 302
    assert "Jean Martin" not in client.get("/advice/second/-/history/").content.decode()
    assert PageRevision.objects.filter(co_authors__icontains="Jean Martin").count() == 0
