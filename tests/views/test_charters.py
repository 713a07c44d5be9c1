"""Charters over HTTP: read by anybody in plain words, written by referents and admins; each beside its refusal."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from wiki.actions import charters
from wiki.models import Charter, CharterVersion
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def section():
    return factories.page(factories.home(), "advice", "# Advice\n")


def at(section, what=""):
    return f"/-/charters/{section.pk}/{what}"


def text(answer):
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def typed(section, **fields):
    kept = Charter.objects.filter(section=section).first()
    told = {
        "base": kept.version if kept else 0,
        "approvals": 1,
        "direct_edits": "referents",
        "consent_days": "",
        "consent_supports": 2,
        "answer_days": 7,
        "objection_asks": "",
        "reason": "So we said.",
        "do": "publish",
    }
    return told | fields


def test_rule_of_a_section_without_charter_is_the_sites(client, section):
    body = text(client.get(at(section)))
    assert (
        "La modération décide" in body or "la modération décide" in body,
        "Le silence n’adopte rien" in body,
    ) == (True, True)


def test_rule_is_told_in_plain_words_with_what_it_said_before(client, section):
    ada, bob = factories.person(name="Ada"), factories.person(name="Bob")
    factories.charter(section, ada)
    told = {
        "approvals": 2,
        "consent_days": 7,
        "consent_supports": 3,
        "own_acceptance": True,
        "reason": "More of us.",
    }
    charters.amend(section, by=SYSTEM, seen=1, referents=[ada, bob], **told)
    answer = client.get(at(section))
    body = text(answer)
    for said in (
        "<b>2 référents</b>",
        "<b>au bout de 7 jours</b>",
        "<b>3 personnes au moins</b>",
        "Ada",
        "Bob",
        "More of us.",
        "Version 1",
    ):
        assert said in body
    assert answer["ETag"]


def test_rule_of_today_is_told_once_however_many_versions_there_are(client, section):
    factories.charter(section, factories.person(name="Ada"))
    for days in (None, 7):
        if days:
            charters.amend(section, by=SYSTEM, seen=1, consent_days=days, reason="Silence is consent.")
        body = text(client.get(at(section)))
        assert body.count('class="rule"') == CharterVersion.objects.count()
        assert body.count("la règle d’aujourd’hui, ci-dessus") == 1


def test_charters_of_all_sections_are_listed_in_as_many_questions(client, section):
    counts = []
    for name in ("b", "c", "d"):
        factories.charter(factories.page(section.parent, name), factories.person())
        client.get("/-/charters/")
        with CaptureQueriesContext(connection) as asked:
            answer = client.get("/-/charters/")
        counts.append(len(asked))
    assert (len(answer.context["charters"]), counts[0]) == (4, counts[-1])


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_charter_of_a_section_that_one_may_not_read_is_absent(client, section, state):
    type(section).objects.filter(pk=section.pk).update(state=state)
    assert (client.get(at(section)).status_code, client.get(at(section, "edit/")).status_code) == (404, 404)
    assert section.title not in text(client.get("/-/charters/"))


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_charter_of_nothing_is_absent(client, section, pk):
    assert client.get(f"/-/charters/{pk}/").status_code == 404


def test_page_that_is_no_section_has_none(client, section):
    assert client.get(at(factories.page(section, "deep"))).status_code == 404


# --- written ------------------------------------------------------------------------------------------------


@pytest.fixture
def referent(client, section):
    ada = factories.person(name="Ada")
    factories.charter(section, ada)
    client.force_login(ada)
    return ada


def test_referent_writes_the_rule(client, section, referent):
    sent = typed(
        section, referents=[referent.pk], consent_days=5, consent_supports=4, objection_asks=" A  risk. "
    )
    answer = client.post(at(section, "edit/"), sent)
    kept = Charter.objects.get(section=section)
    assert (answer.status_code, answer["Location"]) == (302, at(section))
    assert (kept.version, kept.consent_days, kept.consent_supports, kept.objection_asks) == (
        2,
        5,
        4,
        "A risk.",
    )
    assert (kept.consent_since is not None, CharterVersion.objects.first().reason) == (True, "So we said.")


def test_rule_is_looked_at_before_it_is_written(client, section, referent):
    answer = client.post(
        at(section, "edit/"), typed(section, referents=[referent.pk], consent_days=9, do="look")
    )
    body = text(answer)
    assert (answer.status_code, "<b>au bout de 9 jours</b>" in body) == (200, True)
    assert Charter.objects.get(section=section).version == 1


def test_model_is_where_one_begins(client, section, referent):
    form = client.get(at(section, "edit/?model=trusting")).context["form"]
    assert (form["consent_days"].value(), form["direct_edits"].value(), form["base"].value()) == (
        3,
        "trusted",
        1,
    )
    assert client.get(at(section, "edit/?model=nonsense")).context["form"]["consent_days"].value() is None


def test_newcomer_is_named_by_the_address_of_their_profile(client, section, referent):
    bob = factories.person(name="Bob")
    sent = typed(section, referents=[referent.pk], newcomer=f"/-/people/bob-{bob.pk}/")
    client.post(at(section, "edit/"), sent)
    assert Charter.objects.get(section=section).referents.count() == 2


@pytest.mark.parametrize("newcomer", ["Bob", "/-/people/nobody-999999/", "9" * 40])
def test_newcomer_whom_nobody_knows_is_refused_and_nothing_lost(client, section, referent, newcomer):
    answer = client.post(at(section, "edit/"), typed(section, newcomer=newcomer, reason="Kept words"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["newcomer"])
    assert ("Kept words" in text(answer), Charter.objects.get(section=section).version) == (True, 1)


def test_list_of_accounts_is_not_told_to_referents(client, section, referent):
    stranger = factories.person(name="Stranger")
    assert stranger.name not in text(client.get(at(section, "edit/")))
    answer = client.post(at(section, "edit/"), typed(section, referents=[stranger.pk]))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["referents"])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"approvals": 2}, "ne pourrait jamais"),
        ({"approvals": 0}, ""),
        ({"consent_days": 91}, ""),
        ({"consent_supports": 0}, ""),
        ({"answer_days": 0}, ""),
        ({"objection_asks": "x" * 301}, ""),
    ],
)
def test_rule_without_sense_is_refused(client, section, referent, fields, said):
    answer = client.post(at(section, "edit/"), typed(section, referents=[referent.pk], **fields))
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert Charter.objects.get(section=section).version == 1


def test_whoever_comes_second_sees_what_stands_and_keeps_their_words(client, section, referent):
    sent = typed(section, referents=[referent.pk], consent_days=5)
    charters.amend(section, by=SYSTEM, seen=1, answer_days=3)
    answer = client.post(at(section, "edit/"), sent)
    assert (answer.status_code, answer.context["form"]["consent_days"].value()) == (409, "5")
    assert answer.context["form"]["base"].value() == "2"


@pytest.mark.parametrize("who", [factories.person, factories.moderator])
def test_nobody_else_writes_it(client, section, who):
    client.force_login(who())
    assert client.get(at(section, "edit/")).status_code == 403
    assert client.post(at(section, "edit/"), typed(section)).status_code == 403
    assert not Charter.objects.exists()


def test_stranger_is_shown_the_door(client, section):
    assert client.get(at(section, "edit/")).status_code == 302
    assert client.post(at(section, "edit/"), typed(section)).status_code == 403


# --- away ---------------------------------------------------------------------------------------------------


def test_referent_says_until_when_they_are_away_and_the_charter_tells_it(client, section, referent):
    bob, until = factories.person(name="Bob"), timezone.localdate() + timedelta(days=3)
    answer = client.post(
        at(section, "away/"), {"until": until.isoformat(), "deputy": f"/-/people/bob-{bob.pk}/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, at(section))
    client.logout()
    assert "Bob décide en attendant" in text(client.get(at(section)))
    client.force_login(referent)
    form = client.get(at(section, "away/")).context["form"]
    assert (form["until"].value(), form["deputy"].value()) == (until, f"/-/people/bob-{bob.pk}/")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"until": "2001-01-01"}, "until"),
        ({"until": "never"}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"until": "", "deputy": "Nobody"}, "deputy"),
    ],
)
def test_absence_that_makes_no_sense_is_told_beside_its_field(client, section, referent, sent, field):
    answer = client.post(at(section, "away/"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize("who", [factories.person, factories.admin])
def test_nobody_else_is_away(client, section, who):
    client.force_login(who())
    assert (client.get(at(section, "away/")).status_code, client.post(at(section, "away/")).status_code) == (
        403,
        403,
    )
