"""The window on charters: an admin writes there, nobody else gets in, what came late is told so."""

import pytest
from django.urls import reverse

from tests import factories
from wiki.models import Charter, ModerationEntry

pytestmark = pytest.mark.django_db
LIST = "/admin/wiki/charter/"


@pytest.fixture
def section():
    return factories.page(factories.home(), "advice")


def form(section):
    return reverse("admin:wiki_charter_change", args=[section.pk])


def typed(**changed):
    usual = {"approvals": 1, "direct_edits": "referents", "consent_supports": 2, "answer_days": 7}
    return {"base": 0} | usual | changed


@pytest.mark.parametrize(
    ("who", "status"),
    [(factories.person, 302), (factories.moderator, 403), (lambda: factories.person(trusted=True), 302)],
)
def test_window_is_closed_to_all_but_admins(client, section, who, status):
    client.force_login(who())
    answers = [
        client.get(LIST),
        client.get(form(section)),
        client.post(form(section), typed(direct_edits="trusted")),
    ]
    assert ([answer.status_code for answer in answers], Charter.objects.count()) == ([status] * 3, 0)


def test_admin_writes_the_charter_of_a_section_that_had_none(client, section):
    admin, ada = factories.admin(), factories.person(name="Ada Dorn")
    client.force_login(admin)
    assert (client.get(LIST).status_code, client.get(form(section)).status_code) == (200, 200)
    sent = typed(referents=[ada.pk], own_acceptance="on", reason="To begin.")
    answer = client.post(form(section), sent | {"version": 9, "section": 1})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    kept = Charter.objects.get()
    assert (kept.section, kept.version, kept.own_acceptance) == (section, 1, True)
    assert ModerationEntry.objects.get(action="charter.edit").reason == "To begin."
    assert "Ada Dorn" in client.get(LIST).content.decode()


def test_form_that_came_late_is_told_so_and_sent_again_knowingly(client, section):
    factories.charter(section, own_acceptance=True)
    client.force_login(factories.admin())
    answer = client.post(form(section), typed(direct_edits="trusted"))
    assert (answer.status_code, Charter.objects.get().direct_edits) == (409, "referents")
    assert 'name="base" value="1"' in answer.content.decode()
    assert client.post(form(section), typed(base=1, direct_edits="trusted")).status_code == 302
    assert Charter.objects.get().direct_edits == "trusted"


@pytest.mark.parametrize(
    "changed", [{"approvals": 0}, {"approvals": 2}, {"direct_edits": "x"}, {"referents": [99]}, {"base": ""}]
)
def test_what_makes_no_sense_is_refused_with_a_sentence(client, section, changed):
    client.force_login(factories.admin())
    answer = client.post(form(section), typed(**changed))
    assert (answer.status_code, Charter.objects.count()) == (422, 0)


@pytest.mark.parametrize("pk", ["0", "x", "9" * 18, "9" * 30, "home", "below"])
def test_what_is_no_section_has_no_form(client, section, pk):
    client.force_login(factories.admin())
    known = {"home": section.parent_id, "below": factories.page(section, "b").pk}
    assert client.get(f"{LIST}{known.get(pk, pk)}/change/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_of_three_sections_as_of_one(client, section, count, django_assert_num_queries):
    client.force_login(factories.admin())
    for number in range(count):
        factories.charter(factories.page(section.parent, f"s{number}"), factories.person())
    with django_assert_num_queries(10):
        client.get(LIST)
