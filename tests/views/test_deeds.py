"""A new page, another place, an archiving: proposed, looked at, amended; read by those who decide."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories
from tests.views.suggested import of, read
from wiki.actions import deeds, pages
from wiki.actions.deeds import Deed
from wiki.models import Page, Suggestion
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def guide():
    return factories.guide()


def typed(**told):
    words = {"title": "Budget", "description": "", "slug": "", "source": "Where it comes from.\n"}
    return {"uuid": str(uuid4()), "reason": "It is missing.", "do": "send"} | words | told


def proposed(page, deed, by=None):
    by = by or factories.person()
    return deeds.propose(page, deed, by=by, uuid=uuid4(), summary="It is missing.")


def test_new_page_is_proposed(client, guide, reader):
    assert "Une nouvelle page" in read(client, "/advice/-/suggestions/")
    answer = client.post("/advice/-/suggest/page/", typed())
    made = Suggestion.objects.get()
    assert answer.headers["Location"] == of(made)
    assert (made.aim, made.state, made.page, made.fields["title"]) == (
        "page",
        "open",
        guide["advice"],
        "Budget",
    )
    shown = read(client, of(made))
    assert "Where it comes from." in shown
    assert "/advice/budget/" in shown
    assert "Where it comes from." in read(client, f"{of(made)}?view=source")


def test_new_page_is_looked_at_first_and_nothing_is_kept(client, guide, reader):
    shown = client.post("/advice/-/suggest/page/", typed(do="preview"))
    told = shown.content.decode()
    assert "/advice/budget/" in told
    assert "<p>Where it comes from.</p>" in told
    assert not Suggestion.objects.exists()


def test_new_page_is_kept_as_a_draft(client, guide, reader):
    client.post("/advice/-/suggest/page/", typed(do="keep"))
    assert Suggestion.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"title": ""}, "ui-title_error"),
        ({"reason": ""}, "ui-reason_error"),
        ({"slug": "first"}, "ui-slug_error"),
    ],
)
def test_what_is_wrong_is_told_and_all_that_was_typed_is_there(client, guide, reader, told, said):
    answer = client.post("/advice/-/suggest/page/", typed(**told))
    assert (answer.status_code, Suggestion.objects.count()) == (422, 0)
    assert said in answer.content.decode()
    assert "Where it comes from." in answer.content.decode()


def test_place_is_chosen_among_the_pages_that_one_finds(client, guide, reader):
    shown = read(client, "/advice/first/-/suggest/place/")
    assert "Lessons" in shown
    assert "Secret" not in shown
    sent = {"uuid": str(uuid4()), "reason": "It belongs there.", "parent": guide["lessons"].pk}
    client.post("/advice/first/-/suggest/place/", sent)
    made = Suggestion.objects.get()
    assert (made.aim, made.fields["parent"]) == ("place", guide["lessons"].pk)
    assert "/lessons/first/" in read(client, of(made))
    answer = client.post("/advice/first/-/suggest/place/", sent | {"parent": guide["lessons/secret"].pk})
    assert answer.status_code == 422


def test_archiving_is_proposed_with_a_reason(client, guide, reader):
    sent = {"uuid": str(uuid4()), "reason": ""}
    assert client.post("/advice/-/suggest/archiving/", sent).status_code == 422
    client.post("/advice/-/suggest/archiving/", sent | {"reason": "Nobody needs it."})
    assert "Archivage" in read(client, of(Suggestion.objects.get()))


def test_home_page_has_no_other_place(client, guide, reader):
    for name in ("place", "archiving"):
        assert client.get(f"/-/home/suggest/{name}/").status_code == 302
    assert client.get("/-/home/suggest/page/").status_code == 200


@pytest.mark.parametrize("name", ["page", "place", "archiving"])
def test_strangers_are_shown_the_door_and_forged_forms_are_refused(client, guide, name):
    address = f"/advice/first/-/suggest/{name}/"
    assert client.get(address).status_code == 302
    assert client.post(address, typed()).status_code == 403
    client.force_login(factories.person())
    assert client.post(address, typed(uuid="x")).status_code == 400
    assert client.get(f"/lessons/secret/-/suggest/{name}/").status_code == 404
    assert not Suggestion.objects.exists()


def test_author_amends_in_the_same_form(client, guide, reader):
    made = proposed(guide["advice"], Deed("page", "Words.\n", {"title": "Budget"}), reader)
    shown = read(client, of(made, "amend"))
    assert "# Budget" in shown
    sent = typed(title="Budget", source="# Budget\n\nMore words.\n", seen=made.version)
    answer = client.post(of(made, "amend"), sent)
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.proposal, made.versions.count()) == ("# Budget\n\nMore words.\n", 2)
    assert client.post(of(made, "amend"), sent).status_code == 409
    assert client.get(of(made, "settle")).status_code == 302


def test_accepted_new_page_leads_to_it_and_is_undone(client, guide):
    made = proposed(guide["advice"], Deed("page", "Words.\n", {"title": "Budget"}))
    client.force_login(factories.moderator())
    assert 'name="chosen" value="whole"' in read(client, of(made))
    client.post(of(made, "accept"), {"seen": 1, "chosen": "whole"})
    page = Page.objects.get(path="advice/budget")
    review = made.reviews.get()
    shown = read(client, of(made))
    assert reverse("wiki:permanent-revision", args=[review.revision_id]) in shown
    assert client.get(reverse("wiki:permanent-revision", args=[review.revision_id])).status_code == 302
    client.post(of(made, "undo"), {"review": review.pk})
    page.refresh_from_db()
    assert page.state == "archived"


def test_archived_page_comes_back_from_the_screen_of_its_suggestion(client, guide):
    made = proposed(guide["advice/first"], Deed("archive"))
    client.force_login(factories.moderator())
    shown = read(client, of(made))
    assert "/advice/" in shown
    client.post(of(made, "accept"), {"seen": 1, "chosen": "whole"})
    assert Page.objects.get(pk=guide["advice/first"].pk).state == "archived"
    assert "Annuler" in read(client, of(made))
    for who, status in ((made.author, 200), (factories.person(), 404)):
        client.force_login(who)
        read(client, of(made), status)
    client.force_login(factories.moderator())
    client.post(of(made, "undo"), {"review": made.reviews.get().pk})
    assert Page.objects.get(pk=guide["advice/first"].pk).state == "published"


def test_what_stands_against_a_deed_is_told_before_and_after(client, guide):
    made = proposed(guide["advice"], Deed("page", "Words.\n", {"title": "Budget", "slug": "budget"}))
    factories.page(guide["advice"], "budget")
    client.force_login(factories.moderator())
    assert "Impossible en l’état" in read(client, of(made))
    answer = client.post(of(made, "accept"), {"seen": 1, "chosen": "whole"})
    assert (answer.status_code, Suggestion.objects.get().state) == (422, "open")


def test_page_above_that_was_archived_is_not_offered(client, guide):
    made = proposed(guide["advice/first"], Deed("place", fields={"parent": guide["lessons"].pk}))
    page = Page.objects.get(pk=guide["lessons"].pk)
    pages.archive(page, by=SYSTEM, base=page.version, reason="Gone.")
    client.force_login(factories.moderator())
    answer = client.post(of(made, "accept"), {"seen": 1, "chosen": "whole"})
    assert (answer.status_code, Suggestion.objects.get().state) == (422, "open")


def test_referent_of_one_section_alone_is_told_that_the_other_must_agree(client, guide):
    who = factories.person()
    factories.charter(guide["advice"], who)
    made = proposed(guide["advice/first"], Deed("place", fields={"parent": guide["lessons"].pk}))
    client.force_login(who)
    assert "Impossible en l’état" in read(client, of(made))
    assert client.post(of(made, "accept"), {"seen": 1, "chosen": "whole"}).status_code == 403


def test_deed_declined_says_why(client, guide):
    made = proposed(guide["advice"], Deed("archive"))
    client.force_login(factories.moderator())
    assert "whole" in read(client, f"{of(made, 'decline')}?seen=1&chosen=whole")
    client.post(of(made, "decline"), {"seen": 1, "chosen": "whole", "reason": "It is read."})
    assert Suggestion.objects.get().state == "declined"
    assert "It is read." in read(client, of(made))
