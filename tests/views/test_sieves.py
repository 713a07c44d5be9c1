"""The filters of words and links behind their addresses: written by referents and admins, felt by newcomers."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from tests import factories
from tests.views.suggested import read
from wiki.actions import sieving, threads
from wiki.models import Comment, Sieve, Suggestion
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
LISTS = {"base": 0, "held_words": "casino", "refused_words": "", "known_hosts": "", "blocked_hosts": ""}


@pytest.fixture
def guide():
    return factories.guide()


@pytest.fixture
def referent(guide):
    who = factories.person(name="Ada")
    factories.charter(guide["advice"], who)
    return who


def signed(who):
    client = Client()
    client.force_login(who)
    return client


def at(page):
    return f"/-/charters/{page.pk}/filter/"


def test_referent_finds_it_from_the_charter_and_writes_it(guide, referent):
    section, mine = guide["advice"], signed(referent)
    assert at(section) in read(mine, f"/-/charters/{section.pk}/")
    assert "Mots qui font attendre un texte" in read(mine, at(section))
    answer = mine.post(at(section), LISTS | {"reason": "Spam."})
    assert (answer.status_code, answer["Location"]) == (302, f"/-/charters/{section.pk}/")
    assert (Sieve.objects.get().held_words, Sieve.objects.get().version) == ("casino", 1)


def test_admin_writes_that_of_the_site_from_the_administration(guide):
    mine = signed(factories.admin())
    listed = read(mine, "/admin/wiki/sieve/")
    assert "Tout le site" in listed
    assert listed.count("/filter/") == 3
    root = guide[""]
    assert mine.get(f"/admin/wiki/sieve/{root.pk}/change/")["Location"] == at(root)
    assert mine.get("/admin/wiki/sieve/0/change/").status_code == 404
    assert mine.post(at(root), LISTS)["Location"] == "/-/charters/"
    assert Sieve.objects.get().section_id == root.pk


def test_nobody_else_reads_or_writes_it(guide, referent, client):
    for who in (factories.person(trusted=True), factories.moderator()):
        theirs = signed(who)
        assert (
            theirs.get(at(guide["advice"])).status_code,
            theirs.post(at(guide["advice"]), LISTS).status_code,
        ) == (403, 403)
    assert signed(factories.moderator()).get("/admin/wiki/sieve/").status_code == 403
    assert signed(referent).get(at(guide[""])).status_code == 403
    assert client.get(at(guide["advice"])).status_code == 302
    assert signed(referent).get("/-/charters/0/filter/").status_code == 404
    assert Sieve.objects.count() == 0


def test_list_that_cannot_be_keeps_what_was_typed(guide, referent):
    mine = signed(referent)
    answer = mine.post(at(guide["advice"]), LISTS | {"blocked_hosts": "nonsense"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "« nonsense » n’est pas l’adresse d’un site" in shown.replace("\xa0", " ")
    assert "casino" in shown
    assert mine.post(at(guide["advice"]), {}).status_code == 400


def test_whoever_comes_second_sees_what_stands_and_keeps_their_words(guide, referent):
    mine, section = signed(referent), guide["advice"]
    mine.post(at(section), LISTS)
    answer = mine.post(at(section), LISTS | {"held_words": "poker"})
    assert answer.status_code == 409
    assert "poker" in answer.content.decode()
    assert 'name="base" value="1"' in answer.content.decode()
    assert mine.post(at(section), LISTS | {"base": 1, "held_words": "poker"}).status_code == 302


def test_newcomer_is_told_what_to_take_out_and_loses_nothing(guide):
    sieving.write(guide["advice"], by=SYSTEM, seen=0, refused_words="rude word")
    mine = signed(factories.person())
    sent = {"uuid": str(uuid4()), "text": "What a RUDE word here."}
    answer = mine.post("/advice/first/-/threads/new/", sent)
    assert answer.status_code == 422
    shown = answer.content.decode().replace("\xa0", " ")
    assert "« rude word » n’est pas accepté ici" in shown
    assert "What a RUDE word here." in shown
    assert Comment.objects.count() == 0


def test_held_comment_says_why_in_the_queue(guide):
    sieving.write(guide["advice"], by=SYSTEM, seen=0, held_words="casino")
    said = threads.open(guide["advice/first"], by=factories.person(), text="A casino.", uuid=uuid4())
    mine = signed(factories.moderator())
    assert "Retenu par un filtre" in read(mine, "/-/moderation/")
    assert "le filtre retient « casino »" in read(mine, f"/-/moderation/{said.pk}/").replace("\xa0", " ")


def test_held_suggestion_is_absent_for_others_and_let_through(guide, referent):
    sieving.write(guide["advice"], by=SYSTEM, seen=0, held_words="casino")
    made = factories.suggestion(guide["advice/first"], ("Text one.", "Casino."))
    address = f"/-/suggestions/{made.pk}/"
    other, author, mine = signed(factories.person()), signed(made.author), signed(referent)
    assert other.get(address).status_code == 404
    assert Client().get(address).status_code == 404
    assert "le filtre retient « casino »" in read(author, address).replace("\xa0", " ")
    assert "La laisser lire par tous" not in read(author, address)
    assert author.post(f"{address}release/", {"seen": 1}).status_code == 403
    assert other.post(f"{address}release/", {"seen": 1}).status_code == 404
    assert "La laisser lire par tous" in read(mine, address)
    assert "Retenue par un filtre" in read(mine, "/-/suggestions/?show=held")
    assert mine.post(f"{address}release/", {"seen": 1}).status_code == 302
    assert Suggestion.objects.get(pk=made.pk).held_for == ""
    assert "casino" in read(other, address).lower()


def test_form_of_a_charter_tells_what_it_would_have_changed(guide, referent):
    section, mine = guide["advice"], signed(referent)
    made = factories.suggestion(guide["advice/first"], ("Text one.", "Text first."))
    mine.post(f"/-/suggestions/{made.pk}/accept/", {"seen": 1, "chosen": ["1"]})
    shown = read(mine, f"/-/charters/{section.pk}/edit/?model=collegial")
    assert "<b>1</b> aurait attendu plus longtemps" in shown
    assert "1 d’entre elles aurait manqué d’une approbation" in shown
    assert "aucune ne passerait" in shown
    assert "Avec ces réglages" not in read(mine, f"/-/charters/{section.pk}/edit/")
    sent = {
        "base": 1,
        "referents": [referent.pk],
        "approvals": 1,
        "direct_edits": "referents",
        "consent_days": "",
    }
    sent |= {
        "consent_supports": 2,
        "answer_days": 7,
        "objection_asks": "",
        "reason": "",
        "newcomer": "",
        "do": "look",
    }
    looked = mine.post(f"/-/charters/{section.pk}/edit/", sent).content.decode()
    assert "<b>0</b> aurait attendu plus longtemps" in looked
