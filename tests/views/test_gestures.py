"""Who may open and send each gesture on a page: strangers are shown the door, others told so, the hidden absent."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from tests import factories
from wiki import rules
from wiki.actions import pages
from wiki.models import ModerationEntry, Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

NAMES = ("edit", "new", "rename", "move", "order", "archive", "files", "restore")
AT_HOME = ("edit", "new", "rename", "order", "files", "restore")
DECIDED = tuple(name for name in NAMES if name != "files")  # whoever proposes sends pictures too
WORDS = {
    "title": "T",
    "source": "# T\n\nMy words.\n",
    "slug": "t",
    "reason": "Because",
    "base": "0",
    "seen": "",
}
# What no form of ours takes: whoever, whatever, whenever.
ADDED = {
    **dict.fromkeys(("is_staff", "is_superuser", "status", "published", "author", "author_id"), "1"),
    **dict.fromkeys(("user", "created_at", "hidden", "page", "id", "pk", "history_user", "state"), "2"),
}


def unverified():
    someone = factories.moderator()
    someone.emailaddress_set.update(verified=False)
    return someone


REFUSED = {
    "UV": unverified,
    "CO": lambda: factories.person(),
    "TC": lambda: factories.person(trusted=True),
}
ALLOWED = {"MO": lambda: factories.moderator(), "AD": lambda: factories.admin()}


def address(page, name):
    """Where this gesture on the page stands; an old revision of it is the one that is restored."""
    stem = f"/{page.path}/-/" if page.path else "/-/home/"
    if name != "restore":
        return f"{stem}{name}/"
    return f"{stem}restore/{PageRevision.objects.get(id=page.pk, number=1).pk}/"


@pytest.fixture
def guide():
    made = factories.guide()
    for path in ("advice/first", ""):  # with a past to come back to
        pages.edit(made[path], by=SYSTEM, base=0, source=f"# {made[path].title}\n\nNewer.\n")
    return made


def state():
    """All that a gesture could have changed."""
    words = ("path", "title", "source", "state", "position", "version")
    return [*Page.objects.order_by("pk").values_list(*words), ModerationEntry.objects.count()]


@pytest.mark.parametrize("name", NAMES)
def test_stranger_is_shown_the_door_and_the_way_back(client, guide, name):
    where = address(guide["advice/first"], name)
    answer = client.get(where)
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next={where}")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", NAMES)
def test_stranger_who_sends_is_refused_and_keeps_the_text(client, guide, name):
    before = state()
    answer = client.post(address(guide["advice/first"], name), WORDS)
    assert (answer.status_code, answer["Cache-Control"], state()) == (403, "no-store", before)
    assert "# T\n\nMy words.\n" in answer.content.decode()


@pytest.mark.parametrize("path", ["/lessons/secret/", "/no/such/page/"])
def test_stranger_who_sends_learns_not_which_pages_there_are(client, guide, path):
    answer = client.post(f"{path}-/edit/", WORDS)
    assert (answer.status_code, "My words." in answer.content.decode()) == (403, True)


@pytest.mark.parametrize("who", REFUSED)
@pytest.mark.parametrize("name", DECIDED)
def test_whoever_does_not_decide_is_told_so_and_changes_nothing(client, guide, name, who):
    person, where, before = REFUSED[who](), address(guide["advice/first"], name), state()
    client.force_login(person)
    assert client.get(where).status_code == 403
    answer = client.post(where, WORDS)
    assert (answer.status_code, "My words." in answer.content.decode(), state()) == (403, True, before)


@pytest.mark.parametrize("who", ALLOWED)
@pytest.mark.parametrize("name", NAMES)
def test_whoever_decides_is_given_a_form_that_nobody_keeps(client, guide, name, who):
    client.force_login(ALLOWED[who]())
    before = state()
    answer = client.get(address(guide["advice/first"], name))
    told = (answer.status_code, answer["Cache-Control"], answer["X-Robots-Tag"], state())
    assert told == (200, "no-store", "noindex", before)


@pytest.mark.parametrize("name", AT_HOME)
def test_home_page_has_its_gestures_at_its_own_address(client, guide, name):
    client.force_login(factories.moderator())
    assert client.get(address(guide[""], name)).status_code == 200


@pytest.mark.parametrize("name", ["move", "archive"])
def test_home_page_is_neither_moved_nor_archived(client, guide, name):
    client.force_login(factories.admin())
    assert client.get(f"/-/home/{name}/").status_code == 404


@pytest.mark.parametrize("who", {"anonymous": None} | REFUSED)
@pytest.mark.parametrize("name", [name for name in NAMES if name != "restore"])
def test_gesture_on_a_hidden_page_is_absent(client, guide, name, who):
    if who != "anonymous":
        client.force_login(REFUSED[who]() if who != "UV" else factories.person())
    hidden, absent = (client.get(f"/lessons/{slug}/-/{name}/") for slug in ("secret", "nothing"))
    assert (hidden.status_code, absent.status_code) == (404, 404)


@pytest.mark.parametrize("name", DECIDED)
def test_form_of_before_the_role_was_taken_away_is_refused(client, guide, name):
    someone = factories.moderator()
    client.force_login(someone)
    where = address(guide["advice/first"], name)
    assert client.get(where).status_code == 200
    someone.moderator = False
    someone.save()
    assert client.post(where, WORDS).status_code == 403


def test_gesture_follows_a_page_that_has_moved(client, guide):
    client.force_login(factories.moderator())
    pages.rename(guide["advice"], by=SYSTEM, base=0, slug="counsel")
    answer = client.get("/advice/first/-/edit/")
    assert (answer.status_code, answer["Location"]) == (301, "/counsel/first/-/edit/")


def test_what_is_sent_to_a_page_that_has_moved_meets_the_page(client, guide):
    client.force_login(factories.moderator())
    pages.rename(guide["advice"], by=SYSTEM, base=0, slug="counsel")
    answer = client.post("/advice/first/-/edit/", WORDS | {"base": "1"})
    assert (answer.status_code, "My words." in answer.content.decode()) == (409, True)


def test_what_is_sent_to_a_page_that_was_archived_is_kept_for_those_who_decide(client, guide):
    client.force_login(factories.moderator())
    pages.archive(guide["advice/first"], by=SYSTEM, base=1, reason="Old")
    answer = client.post("/advice/first/-/edit/", WORDS)
    assert (answer.status_code, "My words." in answer.content.decode()) == (409, True)


def test_what_is_sent_to_a_page_that_is_not_there_is_kept_and_says_not_whether_it_was(client, guide):
    pages.archive(guide["advice/first"], by=SYSTEM, base=1, reason="Old")
    asked = [(factories.person(), "advice/first"), (factories.admin(), "advice/never")]
    for someone, path in asked:
        client.force_login(someone)
        answer = client.post(f"/{path}/-/edit/", WORDS)
        assert (answer.status_code, "My words." in answer.content.decode()) == (404, True)


@pytest.mark.parametrize("path", ["a" * 700, "a%00b", "a%0Ab"])
def test_what_could_not_be_a_path_is_absent(client, guide, path):
    client.force_login(factories.moderator())
    assert [
        client.get(f"/{path}/-/edit/").status_code,
        client.post(f"/{path}/-/edit/", WORDS).status_code,
    ] == [404, 404]


@pytest.mark.parametrize("name", ["edit", "rename", "move", "archive", "restore"])
@pytest.mark.parametrize("base", [None, "", "x", "-1", "9" * 30])
def test_change_that_says_not_what_it_is_based_on_is_no_form_of_ours(client, guide, name, base):
    client.force_login(factories.moderator())
    sent = {key: value for key, value in WORDS.items() if key != "base"} | (
        {} if base is None else {"base": base}
    )
    before = state()
    answer = client.post(address(guide["advice/first"], name), sent | {"parent": str(guide["lessons"].pk)})
    assert (answer.status_code, state()) == (400, before)


def test_what_no_form_of_ours_holds_is_ignored(client, guide):
    page = guide["advice/first"]
    client.force_login(factories.moderator(name="Ada"))
    sent = {"title": "First", "source": "# First\n\nMine.\n", "listed": "on", "base": "1", "reason": ""}
    assert client.post(address(page, "edit"), ADDED | sent).status_code == 302
    now = Page.objects.get(pk=page.pk)
    latest = PageRevision.objects.filter(id=page.pk).latest("number")
    told = (
        now.state,
        now.parent_id,
        now.locked,
        now.path,
        str(latest.author),
        latest.accepted_by,
        latest.number,
    )
    assert told == ("published", page.parent_id, False, "advice/first", "Ada", None, 3)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("name", NAMES)
def test_gesture_is_opened_and_sent_and_nothing_else(client, guide, name, method):
    client.force_login(factories.moderator())
    assert getattr(client, method)(address(guide["advice/first"], name)).status_code == 405


def test_form_without_its_proof_is_refused_and_changes_nothing(guide):

    strict, before = Client(enforce_csrf_checks=True), state()
    strict.force_login(factories.moderator())
    assert (strict.post("/advice/first/-/edit/", WORDS).status_code, state()) == (403, before)


# --- what a page offers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", {"anonymous": None} | REFUSED)
def test_page_offers_nothing_to_those_who_may_nothing(client, guide, who):
    if who != "anonymous":
        client.force_login(REFUSED[who]() if who != "UV" else factories.person())
    assert "/-/edit/" not in client.get("/advice/first/").content.decode()


def test_page_offers_its_gestures_to_those_who_may(client, guide):
    client.force_login(factories.moderator())
    body = client.get("/advice/first/").content.decode()
    offered = [name for name in NAMES if f'href="/advice/first/-/{name}/"' in body]
    assert offered == [name for name in NAMES if name != "restore"]
    home = client.get("/").content.decode()
    assert [name for name in NAMES if f'href="/-/home/{name}/"' in home] == [
        "edit",
        "new",
        "rename",
        "order",
        "files",
    ]


def test_gestures_cost_a_reader_without_account_no_query(client, guide, django_assert_num_queries):
    client.get("/advice/first/")
    with django_assert_num_queries(0):
        assert rules.allowed(AnonymousUser(), guide["advice/first"]) == frozenset()


@pytest.mark.parametrize("name", ["edit", "rename", "move", "archive", "restore", "order"])
def test_nothing_at_all_is_no_form_of_ours(client, guide, name):
    client.force_login(factories.moderator())
    before = state()
    assert (client.post(address(guide["advice/first"], name)).status_code, state()) == (400, before)


@pytest.mark.parametrize(("name", "wrong"), [("new", "title"), ("files", "file")])
def test_nothing_at_all_names_what_is_missing(client, guide, name, wrong):
    client.force_login(factories.moderator())
    answer = client.post(address(guide["advice/first"], name))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [wrong])
