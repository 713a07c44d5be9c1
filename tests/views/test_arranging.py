"""Where pages stand: renamed, moved, put in order, put away; what will change is told first and changes nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from wiki.actions import pages
from wiki.models import ModerationEntry, Page, PageRevision, Redirect
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(client):
    made = factories.guide()
    client.force_login(factories.moderator(name="Ada"))
    return made


def now(page):
    return Page.objects.get(pk=page.pk)


def text(answer):
    return answer.content.decode()


def below(page):
    return list(Page.objects.filter(parent=page).order_by("position").values_list("slug", flat=True))


# --- another name -------------------------------------------------------------------------------------------


def test_page_is_renamed_in_all_its_places(client, guide):
    fields = {"base": 0, "title": "Counsel", "nav_title": "C.", "slug": "counsel", "reason": "Clearer"}
    answer = client.post("/advice/-/rename/", fields)
    page = now(guide["advice"])
    assert (answer["Location"], page.title, page.nav_title, page.path) == (
        "/counsel/",
        "Counsel",
        "C.",
        "counsel",
    )
    assert page.source.startswith("# Counsel\n")
    assert now(guide["advice/first"]).path == "counsel/first"
    assert Redirect.objects.filter(path__in=["advice", "advice/first"]).count() == 2
    assert PageRevision.objects.filter(id=page.pk).latest("number").reason == "Clearer"


def test_addresses_that_would_change_are_told_and_nothing_changes(client, guide):
    fields = {"base": 0, "title": "Advice", "slug": "counsel", "do": "look"}
    answer = client.post("/advice/-/rename/", fields)
    assert (answer.status_code, answer.context["foreseen"]["count"]) == (200, 3)
    assert answer.context["foreseen"]["pairs"][1] == ("/advice/first/", "/counsel/first/")
    assert now(guide["advice"]).version == 0


def test_other_title_changes_no_address(client, guide):
    answer = client.post("/advice/-/rename/", {"base": 0, "title": "Counsel", "slug": "advice", "do": "look"})
    assert answer.context["foreseen"]["count"] == 0
    client.post("/advice/-/rename/", {"base": 0, "title": "Counsel", "slug": "advice"})
    assert (now(guide["advice"]).title, now(guide["advice"]).path) == ("Counsel", "advice")


@pytest.mark.parametrize("slug", ["second", "a/b", "..", "-", "a\nb", "x" * 256, ""])
@pytest.mark.parametrize("button", ["look", "rename"])
def test_address_that_cannot_be_is_refused_beside_its_field(client, guide, slug, button):
    answer = client.post("/advice/first/-/rename/", {"base": 0, "title": "First", "slug": slug, "do": button})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["slug"])
    assert now(guide["advice/first"]).version == 0


def test_home_page_has_a_name_and_no_address(client, guide):
    answer = client.post("/-/home/rename/", {"base": 0, "title": "Our guide", "slug": "elsewhere"})
    assert (answer["Location"], now(guide[""]).title, now(guide[""]).path) == ("/", "Our guide", "")


@pytest.mark.parametrize(
    ("name", "fields"),
    [("rename", {"title": "Mine", "slug": "mine"}), ("move", {}), ("archive", {"reason": "Mine"})],
)
def test_page_that_changed_meanwhile_is_shown_as_it_stands(client, guide, name, fields):
    page = guide["advice/first"]
    pages.edit(page, by=factories.admin(name="Ben"), base=0, source="# First\n\nTheirs.\n")
    told = {"base": 0, "reason": "Kept", "parent": guide["lessons"].pk} | fields
    answer = client.post(f"/advice/first/-/{name}/", told)
    assert (answer.status_code, answer.context["form"]["base"].value(), "Ben" in text(answer)) == (
        409,
        1,
        True,
    )
    assert (now(page).version, now(page).path, now(page).state) == (1, "advice/first", "published")
    again = client.post(f"/advice/first/-/{name}/", told | {"base": 1})
    assert again.status_code == 302


# --- another place ------------------------------------------------------------------------------------------


def test_page_moves_with_all_below_it(client, guide):
    answer = client.post(
        "/advice/-/move/", {"base": 0, "parent": guide["lessons"].pk, "reason": "Learn first"}
    )
    assert (answer["Location"], now(guide["advice"]).parent) == ("/lessons/advice/", guide["lessons"])
    assert now(guide["advice/first"]).path == "lessons/advice/first"


def test_move_is_foreseen_and_not_made(client, guide):
    answer = client.post("/advice/-/move/", {"base": 0, "parent": guide["lessons"].pk, "do": "look"})
    assert answer.context["foreseen"]["pairs"][0] == ("/advice/", "/lessons/advice/")
    assert now(guide["advice"]).version == 0


def test_page_cannot_be_put_below_itself_nor_below_what_is_no_page(client, guide):
    link = factories.page(guide[""], "", "", title="Away", kind="link", url="https://example.org/")
    gone = factories.page(guide[""], "gone", state="archived")
    offered = [pk for pk, _title in client.get("/advice/-/move/").context["form"].fields["parent"].choices]
    assert offered == [guide[path].pk for path in ("", "lessons", "lessons/secret")]
    for parent in (guide["advice"], guide["advice/first"], link, gone):
        answer = client.post("/advice/-/move/", {"base": 0, "parent": parent.pk})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["parent"])


@pytest.mark.parametrize("parent", ["", "x", "0", "9" * 30])
def test_parent_that_is_none_is_refused(client, guide, parent):
    answer = client.post("/advice/-/move/", {"base": 0, "parent": parent})
    assert (answer.status_code, now(guide["advice"]).version) == (422, 0)


def test_page_that_stays_where_it_is_has_no_revision_for_that(client, guide):
    client.post("/advice/-/move/", {"base": 0, "parent": guide[""].pk})
    assert now(guide["advice"]).version == 0


def test_namesake_at_the_other_place_is_told(client, guide):
    factories.page(guide["lessons"], "first")
    answer = client.post("/advice/first/-/move/", {"base": 0, "parent": guide["lessons"].pk})
    assert (answer.status_code, "/lessons/first/" in text(answer)) == (422, True)


def asked(client, address):
    """How many queries a screen takes."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_choice_of_a_parent_costs_the_same_however_many_pages(client, guide):
    client.get("/advice/-/move/")  # what a worker asks once
    counts = []
    for slugs in (["one"], ["two", "three"]):
        for slug in slugs:
            factories.page(guide["lessons"], slug)
        counts.append(asked(client, "/advice/-/move/"))
    assert counts == [9, 9]


# --- order --------------------------------------------------------------------------------------------------


@pytest.fixture
def five(guide):
    for name in ("third", "fourth", "fifth"):
        factories.page(guide["advice"], name)
    return guide["advice"]


def keys(page):
    return [child.pk for child in Page.objects.filter(parent=page).order_by("position")]


def seen(page):
    return ",".join(map(str, keys(page)))


@pytest.mark.parametrize(
    ("button", "place", "order"),
    [
        ("up", 2, ["first", "third", "second", "fourth", "fifth"]),
        ("down", 0, ["second", "first", "third", "fourth", "fifth"]),
        ("up", 0, ["first", "second", "third", "fourth", "fifth"]),
        ("down", 4, ["first", "second", "third", "fourth", "fifth"]),
    ],
)
def test_page_goes_a_place_up_or_down(client, five, button, place, order):
    moved = keys(five)[place]
    answer = client.post("/advice/-/order/", {"seen": seen(five), button: moved})
    assert (answer["Location"], below(five)) == (f"/advice/-/order/?moved={moved}-{button}", order)


def test_new_place_is_said_and_the_button_keeps_the_focus(client, five):
    moved = keys(five)[2]
    answer = client.post("/advice/-/order/", {"seen": seen(five), "up": moved}, follow=True)
    body = text(answer)
    assert "« Third » est maintenant à la place 2 sur 5." in body.replace("\u00a0", " ")
    assert body.count("autofocus") == 1


def test_whole_order_is_kept_in_one_line_of_the_journal(client, five):
    order = keys(five)[::-1]
    answer = client.post("/advice/-/order/", {"seen": seen(five), "order": ",".join(map(str, order))})
    assert (answer["Location"], below(five)[0]) == ("/advice/", "fifth")
    assert ModerationEntry.objects.filter(action="page.reorder").count() == 1


def test_order_that_changed_meanwhile_is_shown_as_it_stands(client, five):
    was = seen(five)
    pages.reorder(five, by=SYSTEM, order=keys(five)[::-1])
    answer = client.post("/advice/-/order/", {"seen": was, "up": keys(five)[3]})
    assert (answer.status_code, answer.context["seen"], below(five)[0]) == (409, seen(five), "fifth")


def test_order_with_pages_of_elsewhere_or_twice_is_refused(client, five, guide):
    for order in ([guide["lessons"].pk], [keys(five)[0]] * 2, [10**6]):
        told = {"seen": seen(five), "order": ",".join(map(str, order))}
        assert client.post("/advice/-/order/", told).status_code == 422
    assert below(five) == ["first", "second", "third", "fourth", "fifth"]


@pytest.mark.parametrize(
    "told", [{}, {"seen": "x"}, {"seen": "1,,2"}, {"seen": "1", "up": "x"}, {"seen": "²"}]
)
def test_order_that_is_none_is_no_form_of_ours(client, five, told):
    assert client.post("/advice/-/order/", told).status_code == 400
    assert below(five)[0] == "first"


def test_page_without_pages_below_has_no_order(client, guide):
    assert "/advice/first/-/new/" in text(client.get("/advice/first/-/order/"))


def test_drafts_unlisted_pages_and_links_have_their_place_too(client, guide):
    factories.page(guide["lessons"], "hidden", listed=False)
    factories.page(guide["lessons"], "", "", title="Away", kind="link", url="https://example.org/")
    factories.page(guide["lessons"], "gone", state="archived")
    shown = [entry.title for entry, _focus in client.get("/lessons/-/order/").context["lines"]]
    assert shown == ["Secret", "Hidden", "Away"]


# --- put away -----------------------------------------------------------------------------------------------


def test_what_goes_along_and_what_will_break_is_said_first(client, guide):
    outside = factories.page(guide["lessons"], "reader", "# Reader\n\n[A](/advice/first/) [B](/advice/)\n")
    answer = client.get("/advice/-/archive/")
    assert [spot.title for spot in answer.context["going"]] == ["First", "Second"]
    assert [page.pk for page in answer.context["broken"]] == [outside.pk]


def test_page_is_archived_with_its_reason_and_its_own(client, guide):
    answer = client.post("/advice/-/archive/", {"base": 0, "reason": "Out of date"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert [now(guide[path]).state for path in ("advice", "advice/first", "lessons")] == [
        "archived",
        "archived",
        "published",
    ]
    entry = ModerationEntry.objects.get(action="page.archive")
    assert (entry.reason, str(entry.by)) == ("Out of date", "Ada")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_page_is_not_archived_without_a_reason(client, guide, reason):
    answer = client.post("/advice/-/archive/", {"base": 0, "reason": reason})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert now(guide["advice"]).state == "published"


def test_question_costs_the_same_however_many_pages_go(client, guide):
    client.get("/advice/-/archive/")  # what a worker asks once
    counts = []
    for slugs in (["one"], ["two", "three"]):
        for slug in slugs:
            factories.page(guide["advice"], slug)
            factories.page(guide["lessons"], f"reads-{slug}", f"# R\n\n[A](/advice/{slug}/)\n")
        counts.append(asked(client, "/advice/-/archive/"))
    assert counts == [10, 10]
