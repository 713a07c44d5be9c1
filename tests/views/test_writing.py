"""Beside the text that is written: words, tracked changes, advice, newer revisions and how they are taken in."""

import pytest

from tests import factories
from tests.views.test_editing import now, sent, text
from wiki.actions import pages
from wiki.models import PageRevision
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

EDIT = "/advice/first/-/edit/"
OLD = "# First\n\nOne line of words.\n\nAnother line of words.\n"


@pytest.fixture
def page(client):
    page = factories.guide()["advice/first"]
    pages.edit(page, by=SYSTEM, base=0, source=OLD)
    client.force_login(factories.moderator(name="Ada"))
    return now(page)


def last(page):
    return PageRevision.objects.filter(id=page.pk).latest("number")


def ask(client, page, do, source, **fields):
    """The editor with one of its buttons pressed."""
    seen = fields.pop("seen", last(page).pk)
    return client.post(
        EDIT, sent(fields.pop("base", page.version), source=source, do=do, seen=seen, **fields)
    )


@pytest.fixture
def yann(page):
    """Somebody else publishes: the first line is another one."""
    made = pages.edit(now(page), by=SYSTEM, base=page.version, source=OLD.replace("One line", "A first line"))
    return page, made


def test_form_that_is_opened_tells_its_words_and_what_to_watch(client, page):
    desk = client.get(EDIT).context["desk"]
    assert (desk.view, desk.total, desk.since, desk.newer, desk.is_counted) == (
        "write",
        8,
        last(page),
        None,
        False,
    )
    assert desk.watched == f"/advice/first/-/revisions/{last(page).pk}/newer/"


@pytest.mark.parametrize("view", ["write", "preview", "changes"])
def test_views_of_the_editor_keep_nothing(client, page, view):
    answer = ask(client, page, view, OLD.replace("One line", "Two lines"))
    desk = answer.context["desk"]
    assert (answer.status_code, desk.view, now(page).source) == (200, view, OLD)
    assert (bool(desk.preview), bool(desk.compared)) == (view == "preview", view == "changes")
    assert (desk.total, desk.delta.added, desk.delta.removed) == (8, "+2", "−2")
    assert "Two lines of words." in text(answer).replace("\r\n", "\n")


def test_changes_are_tracked_in_the_text_that_was_in_view(client, page):
    html = text(ask(client, page, "changes", OLD.replace("One", "Two")))
    assert '<del data-spoken="retiré\u00a0:">One</del>' in html
    assert '<ins data-spoken="ajouté\u00a0:">Two</ins>' in html


def test_text_that_is_the_same_says_so(client, page):
    answer = ask(client, page, "changes", OLD)
    assert (answer.context["desk"].compared.total, answer.context["desk"].delta) == (0, None)


def test_new_page_is_all_new(client, page):
    told = {
        "title": "Third",
        "source": "Some words.",
        "do": "changes",
        "slug": "",
        "description": "",
        "reason": "",
    }
    desk = client.post("/advice/-/new/", told).context["desk"]
    assert (desk.since, desk.watched, desk.compared.total) == (None, "", 1)


def test_advice_is_given_on_what_was_changed_alone(client, page):
    pages.edit(now(page), by=SYSTEM, base=page.version, source=f"{OLD}\n[old](../nowhere/)\n")
    typed = f"{OLD}\n[old](../nowhere/) [new](../neither/)\n\n#### Deep\n"
    answer = ask(client, now(page), "preview", typed)
    assert [(one.kind, one.about) for one in answer.context["desk"].remarks] == [
        ("link", "../neither/"),
        ("level", "Deep"),
    ]
    assert "Avant d’envoyer" in text(answer)


# --- published meanwhile ------------------------------------------------------------------------------------


def test_newer_revision_is_told_to_whoever_may_read(client, yann):
    page, made = yann
    seen = made.number - 1
    old = PageRevision.objects.get(id=page.pk, number=seen)
    client.logout()
    answer = client.get(f"/advice/first/-/revisions/{old.pk}/newer/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert f"/advice/first/-/compare/{old.pk}/{made.pk}/" in text(answer)
    assert client.get(f"/advice/first/-/revisions/{made.pk}/newer/").status_code == 204


def test_newer_revision_of_another_page_or_a_hidden_one_is_not_found(client, page):
    other = last(factories.page(page.parent, "other"))
    assert client.get(f"/advice/first/-/revisions/{other.pk}/newer/").status_code == 404
    assert client.get(f"/advice/first/-/revisions/{2**70}/newer/").status_code == 404
    hidden = factories.page(page.parent, "hidden", state="draft")
    client.logout()
    assert client.get(f"/advice/hidden/-/revisions/{last(hidden).pk}/newer/").status_code == 404


def test_question_for_a_newer_revision_asks_the_database_little(client, page, django_assert_max_num_queries):
    client.logout()
    with django_assert_max_num_queries(4):
        client.get(f"/advice/first/-/revisions/{last(page).pk}/newer/")


def test_what_was_published_is_taken_into_the_text_and_nothing_is_kept(client, yann):
    page, made = yann
    seen = PageRevision.objects.get(id=page.pk, number=made.number - 1).pk
    mine = OLD.replace("Another line", "My own line")
    answer = ask(client, page, "merge", mine, seen=seen)
    form, desk = answer.context["form"], answer.context["desk"]
    both = mine.replace("One line", "A first line")
    assert (form["source"].value(), form["base"].value(), form["seen"].value()) == (
        both,
        now(page).version,
        made.pk,
    )
    assert (desk.brought.is_clean, desk.newer) == (True, None)
    assert last(page) == made
    answer = client.post(EDIT, sent(form["base"].value(), source=both, seen=made.pk))
    assert (answer.status_code, now(page).source) == (302, both)


def test_title_that_was_not_touched_follows(client, page):
    seen = last(page).pk
    pages.edit(now(page), by=SYSTEM, base=page.version, description="Theirs")
    form = ask(client, page, "merge", OLD, seen=seen).context["form"]
    assert (form["title"].value(), form["description"].value()) == ("First", "Theirs")
    form = ask(client, page, "merge", OLD, seen=seen, description="Mine").context["form"]
    assert form["description"].value() == "Mine"


def test_words_that_both_changed_are_told_and_the_text_stays_as_typed(client, yann):
    page, made = yann
    seen = PageRevision.objects.get(id=page.pk, number=made.number - 1).pk
    mine = OLD.replace("One line", "My line")
    answer = ask(client, page, "merge", mine, seen=seen)
    form, desk = answer.context["form"], answer.context["desk"]
    assert (form["source"].value().replace("\r\n", "\n"), int(form["base"].value())) == (mine, page.version)
    assert [(one.ours.strip(), one.theirs.strip()) for one in desk.brought.conflicts] == [("My", "A first")]
    assert desk.newer.last == made
    assert "Les mêmes mots" in text(answer)


@pytest.mark.parametrize("seen", ["", "0", "999999", "x"])
def test_text_without_a_revision_in_view_is_left_alone(client, yann, seen):
    page, _made = yann
    answer = ask(client, page, "merge", OLD, seen=seen)
    assert (answer.status_code, answer.context["desk"].brought) == (200, None)
