"""Screens on which a revision is hidden and shown again, and what all others tell of it meanwhile."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from wiki.actions import hiding, pages, threads
from wiki.actions.threads import Selection
from wiki.models import Page, PageRevision
from wiki.queries import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
RUDE = "Rudest"
SENT = {"text": "on", "author": "on", "reason": "It named somebody."}


@pytest.fixture
def page():
    """Four revisions, the third of which is rude."""
    made = factories.page(factories.home(), "a", "# A\n\nThe first words.\n")
    author = factories.moderator(name="Rudi Ruff")
    for source, by in (("One.", factories.moderator()), (f"{RUDE} words.", author), ("Mended.", None)):
        made = Page.objects.get(pk=made.pk)
        pages.edit(
            made,
            by=by or factories.moderator(),
            base=made.version,
            source=f"# A\n\n{source}\n",
            reason=source,
        )
    return Page.objects.get(pk=made.pk)


def state(page, number):
    return PageRevision.objects.get(id=page.pk, number=number)


def client_of(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def test_moderator_hides_from_the_revision_and_shows_again(page):
    client, rude = client_of(factories.moderator()), state(page, 3)
    here = f"/a/-/revisions/{rude.pk}/"
    assert f'href="/-/r/{rude.pk}/hide/"' in client.get(here).content.decode()
    answer = client.post(f"/-/r/{rude.pk}/hide/", SENT)
    assert answer["Location"] == here
    screen = client.get(here).content.decode()
    for words in (f"{RUDE} words", "Rudi Ruff", "Motif", SENT["reason"], f'href="/-/r/{rude.pk}/show/"'):
        assert words in screen, words
    assert "/restore/" not in screen
    client.post(f"/-/r/{rude.pk}/show/", {"reason": "Settled."})
    assert not state(page, 3).is_hidden


def test_form_says_what_is_missing_and_keeps_what_was_typed(page):
    client, rude = client_of(factories.moderator()), state(page, 3)
    nothing = client.post(f"/-/r/{rude.pk}/hide/", {"reason": "Kept words."})
    assert nothing.status_code == 422
    assert "Dites ce qui est masqué" in nothing.content.decode()
    assert "Kept words." in nothing.content.decode()
    assert client.post(f"/-/r/{rude.pk}/hide/", {"text": "on", "reason": " "}).status_code == 422
    last = state(page, 4)
    assert "restaurez une révision antérieure" in client.get(f"/-/r/{last.pk}/hide/").content.decode()
    assert client.post(f"/-/r/{last.pk}/hide/", SENT).status_code == 422
    assert not PageRevision.objects.exclude(hidden_at=None).exists()


@pytest.mark.parametrize("what", ["text", "author"])
def test_history_goes_on_around_it(page, what):
    hiding.hide(
        state(page, 3), by=factories.moderator(), reason="Rude.", text=what == "text", author=what == "author"
    )
    first, second, rude, last = (state(page, number) for number in (1, 2, 3, 4))
    client = client_of(factories.person())
    history = client.get("/a/-/history/").content.decode()
    assert f"/compare/{first.pk}/{second.pk}/" in history
    for pair in (f"{second.pk}/{rude.pk}", f"{rude.pk}/{last.pk}"):
        assert (f"/compare/{pair}/" in history) == (what == "author"), pair
    assert (RUDE in history, "Rudi Ruff" in history) == (what == "text", what == "text")
    assert "Masqué" in history
    beside = client.get(f"/a/-/revisions/{last.pk}/").content.decode()
    assert f"/a/-/revisions/{(second if what == 'text' else rude).pk}/" in beside
    assert client.get(f"/a/-/revisions/{rude.pk}/").status_code == (404 if what == "text" else 200)
    across = client.get(f"/a/-/compare/{second.pk}/{last.pk}/").content.decode()
    assert RUDE not in across


def test_nobody_finds_a_way_back_to_a_hidden_text(page):
    rude, trusted = state(page, 3), factories.person(trusted=True)
    factories.charter(Page.objects.get(path="a"), trusted)
    hiding.hide(rude, by=factories.moderator(), reason="Rude.")
    client = client_of(trusted)
    addresses = [f"/-/r/{rude.pk}/", f"/a/-/revisions/{rude.pk}/", f"/a/-/revisions/{rude.pk}/newer/"]
    addresses += [
        f"/a/-/restore/{rude.pk}/",
        f"/a/-/compare/{rude.pk}/{state(page, 4).pk}/",
        f"/-/r/{rude.pk}/show/",
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
    sent = {"title": "A", "source": "# A\n\nMine.\n", "base": page.version - 1, "seen": rude.pk, "reason": ""}
    conflict = client.post("/a/-/edit/", sent)
    assert conflict.status_code == 409
    assert "Mine." in conflict.content.decode()
    assert RUDE not in conflict.content.decode()
    changes = client.post("/a/-/edit/", sent | {"do": "changes"})
    assert (changes.status_code, RUDE in changes.content.decode()) == (200, False)


def test_words_that_a_thread_quotes_from_it_are_told_to_those_who_moderate_alone(page):
    author, dea = factories.person(), factories.moderator()
    pages.edit(page, by=dea, base=page.version, source=f"# A\n\n{RUDE} words again.\n")
    said = threads.open(page, by=author, text="Hm.", uuid=uuid4(), quote=Selection(f"{RUDE} words again"))
    page = Page.objects.get(pk=page.pk)
    pages.edit(page, by=dea, base=page.version, source="# A\n\nThe end of it.\n")
    hiding.hide(state(page, 5), by=dea, reason="Rude.")
    at = f"/-/t/{said.thread_id}/"
    told = [
        [RUDE in client_of(person).get(address).content.decode() for address in (at, f"{at}reply/", "/a/")]
        for person in (author, dea)
    ]
    assert told[0] == [False, False, False]
    assert told[1][1:] == [True, True]


def test_hidden_author_is_no_writer_of_the_page_on_their_profile(page):
    rude = state(page, 3)
    profile = f"/-/people/{people.name_of(rude.author)}/"
    assert Client().get(profile).status_code == 200
    hiding.hide(rude, by=factories.moderator(), reason="Rude.", text=False, author=True)
    assert Client().get(profile).status_code == 404


def test_admin_hides_from_the_window_for_a_reason_that_is_asked_first(page):
    client, window = client_of(factories.admin()), reverse("admin:wiki_pagerevision_changelist")
    rude, last = state(page, 3), state(page, 4)
    rows = {"action": "hide", "_selected_action": [rude.pk, last.pk]}
    asked = client.post(window, rows)
    assert (asked.status_code, "Rudi Ruff" in asked.content.decode()) == (200, True)
    assert not state(page, 3).is_hidden
    done = client.post(window, rows | SENT, follow=True).content.decode()
    assert "1 révision a été modifiée" in done.replace("\xa0", " ")
    assert "restaurez une révision antérieure" in done
    assert (state(page, 3).is_hidden, state(page, 4).is_hidden) == (True, False)
    shown = {"action": "show", "_selected_action": [rude.pk], "reason": "Settled."}
    client.post(window, shown)
    assert not state(page, 3).is_hidden
    assert client_of(factories.moderator()).post(window, rows | SENT).status_code == 403
