"""Moderators see every suggestion in the admin and decline what they choose for a reason; nothing else is written
there, and drafts stay their authors' alone."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from wiki.actions import standing, suggestions
from wiki.admin.suggestions import MOST
from wiki.models import Page, Review, Suggestion
from wiki.models.suggestion import Stage

pytestmark = pytest.mark.django_db
LIST = "admin:wiki_suggestion_changelist"


def suggested(number=2, **how):
    """Suggestions on a page of a section, in the order they were made."""
    root = Page.objects.filter(path="").first() or factories.home()
    section = factories.page(root, f"s{Page.objects.count()}")
    page = factories.page(section, "a", "# A\n\nThe first words.\n")
    return [factories.suggestion(page, ("first", f"word {one}"), **how) for one in range(number)]


def objects(suggestion, **told):
    told = {"reason": "It is wrong.", "other_way": "Otherwise."} | told
    return standing.object_to(suggestion, by=factories.person(), seen=suggestion.version, **told)


def states():
    return list(Suggestion.objects.order_by("pk").values_list("state", flat=True))


def decline(client, *chosen, **sent):
    told = {"action": "decline", "_selected_action": [one.pk for one in chosen]} | sent
    return client.post(reverse(LIST), told, follow=True)


def seen(*chosen):
    return {"seen": [f"{one.pk}:{one.version}" for one in chosen]}


def listed(client, **asked):
    return [one.pk for one in client.get(reverse(LIST), asked).context["cl"].result_list]


def row(suggestion):
    return reverse("admin:wiki_suggestion_change", args=[suggestion.pk])


@pytest.mark.parametrize("who", [None, factories.person, lambda: factories.person(trusted=True)])
def test_window_is_closed_to_those_who_do_not_decide(client, who):
    [one] = suggested(1)
    if who:
        client.force_login(who())
    assert {client.get(address).status_code for address in (reverse(LIST), row(one))} <= {302, 403}
    decline(client, one, reason="No.", **seen(one))
    assert states() == ["open"]


def test_list_tells_who_is_for_and_against(client):
    first, second = suggested()
    for _ in range(2):
        standing.support(first, by=factories.person(), seen=first.version)
    objects(second)
    client.force_login(factories.moderator())
    rows = client.get(reverse(LIST)).context["cl"].result_list
    assert [(one.pk, one.supports, one.objections) for one in rows] == [(second.pk, 0, 1), (first.pk, 2, 0)]


def test_list_is_filtered_and_searched(client):
    [here] = suggested(1, summary="A riddle.")
    [there] = suggested(1)
    suggestions.withdraw(there, by=there.author, seen=there.version)
    client.force_login(factories.moderator())
    assert listed(client, state__exact=Stage.OPEN) == [here.pk]
    assert listed(client, state__exact=Stage.WITHDRAWN) == [there.pk]
    assert listed(client, section=here.page.parent_id) == [here.pk]
    assert listed(client, section="x") == listed(client) == [there.pk, here.pk]
    assert listed(client, aim__exact="text", footing__exact="current") == [there.pk, here.pk]
    assert listed(client, created__gte="2999-01-01 00:00:00+00:00") == []
    assert listed(client, q="riddle") == listed(client, q=here.author.name) == [here.pk]
    assert listed(client, q=here.author.email) == []


@pytest.mark.parametrize("who", [factories.moderator, factories.admin])
def test_drafts_are_their_authors_alone(client, who):
    [draft] = suggested(1, draft=True)
    client.force_login(who())
    assert listed(client) == []
    assert client.get(row(draft)).status_code == 302
    decline(client, draft, reason="No.", **seen(draft))
    assert states() == ["draft"]


@pytest.mark.parametrize(("who", "links"), [(factories.moderator, False), (factories.admin, True)])
def test_page_of_one_tells_its_versions_reviews_and_stands(client, who, links):
    [one] = suggested(1)
    decides = factories.moderator(name="Decides")
    objects(one, reason="Not so.", other_way="The other way.")
    gone = objects(one, reason="Gone.")
    standing.take_back(gone, by=gone.by)
    suggestions.ask(one, by=decides, seen=one.version, reason="Say <b>why</b>.")
    client.force_login(who())
    body = client.get(row(one)).content.decode()
    assert "Not so." in body
    assert "The other way." in body
    assert "Gone." not in body
    assert "Say &lt;b&gt;why&lt;/b&gt;." in body
    assert "The word 0 words." in body
    assert f'href="{reverse("wiki:suggestion", args=[one.pk])}"' in body
    shown = body.partition("<main")[2]
    assert ("/admin/accounts/user/" in shown, "/admin/wiki/pagerevision/" in shown) == (links, links)
    assert one.author.email not in body


def test_nothing_is_added_changed_or_deleted_even_by_an_admin(client):
    [one] = suggested(1)
    client.force_login(factories.admin())
    before = list(Suggestion.objects.values())
    for view, args in (("add", []), ("change", [one.pk]), ("delete", [one.pk])):
        answer = client.post(
            reverse(f"admin:wiki_suggestion_{view}", args=args), {"summary": "x", "post": "yes"}
        )
        assert answer.status_code == 403
    sent = {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"}
    client.post(reverse(LIST), sent)
    assert list(Suggestion.objects.values()) == before


# --- declining ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [factories.moderator, factories.admin])
def test_chosen_ones_are_declined_once_a_reason_is_given(client, who):
    first, second, third = suggested(3)
    someone = who()
    client.force_login(someone)
    asked = decline(client, first, second).content.decode()
    assert (states(), f'value="{first.pk}:{first.version}"' in asked) == (["open"] * 3, True)
    untold = decline(client, first, second, reason=" ", **seen(first, second))
    assert ("errorlist" in untold.content.decode(), states()) == (True, ["open"] * 3)
    decline(client, first, second, reason="Not here.", **seen(first, second))
    assert states() == ["declined", "declined", "open"]
    told = Review.objects.values_list("verdict", "by", "reason")
    assert list(told) == [("declined", someone.pk, "Not here.")] * 2
    assert third.pk in listed(client, state__exact="open")


def test_one_that_was_decided_or_amended_since_it_was_asked_says_so_and_the_others_are_done(client):
    first, second, third = suggested(3)
    client.force_login(factories.moderator())
    told = seen(first, second, third)
    suggestions.withdraw(first, by=first.author, seen=first.version)
    base = {"base": second.on_id, "source": "# A\n\nOther words.\n", "summary": "Anew."}
    suggestions.amend(second, by=second.author, seen=second.version, **base)
    answer = decline(client, first, second, third, reason="No.", **told).content.decode()
    assert states() == ["withdrawn", "open", "declined"]
    assert answer.count('class="error"') == 2


def test_nobody_declines_their_own(client):
    decides = factories.moderator()
    [own] = suggested(1, by=decides)
    client.force_login(decides)
    assert 'name="reason"' not in decline(client, own).content.decode()
    answer = decline(client, own, reason="Mine.", **seen(own)).content.decode()
    assert (states(), 'class="error"' in answer) == (["open"], True)


@pytest.mark.parametrize("told", ["", "x", "1", "1:", ":1", "1:99999999999999999999", "1:-1", "1:9"])
def test_version_that_is_none_declines_nothing(client, told):
    [one] = suggested(1)
    client.force_login(factories.moderator())
    decline(client, one, reason="No.", seen=[told.replace("1", str(one.pk), 1)])
    assert states() == ["open"]


def test_too_many_are_refused_at_once(client):
    [one] = suggested(1)
    kept = Suggestion.objects.get()
    rows = []
    for _ in range(MOST):
        kept.pk, kept.uuid = None, uuid4()
        rows.append(Suggestion(**{f.attname: getattr(kept, f.attname) for f in Suggestion._meta.fields}))
    Suggestion.objects.bulk_create(rows)
    client.force_login(factories.moderator())
    everything = list(Suggestion.objects.all())
    decline(client, *everything, reason="No.", **seen(*everything))
    assert set(states()) == {"open"}


def test_asking_costs_the_same_for_one_and_for_three(client):
    chosen = suggested(3, by=factories.person())
    own = factories.moderator()
    chosen += suggested(1, by=own) + suggested(1, by=own)
    client.force_login(own)
    decline(client, *chosen)  # Django asks some things once a process
    counts = []
    for some in (chosen[2:4], chosen):
        with CaptureQueriesContext(connection) as asked:
            decline(client, *some)
        counts.append(len(asked))
    assert counts[0] == counts[1]
