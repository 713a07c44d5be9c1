"""Under an open suggestion its page moves or is put away, its form is not ours, its author is logged out: it
follows, a sentence says what happened, and nothing is lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as site

from tests import factories
from tests.views.suggested import TEXT, TWO, edited, form_of, of, read, state_of
from wiki.actions import pages, threads
from wiki.actions.threads import Selection
from wiki.models import Page, PageRevision, Stand, Suggestion
from wiki.rules import SYSTEM
from wiki.text import limits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def judge() -> Any:
    return factories.moderator()


def now(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def moved(page: Page, slug: str = "else") -> None:
    """The page goes below another, with what stands below it."""
    shelf = factories.page(Page.objects.get(parent=None), slug)
    pages.move(now(page), by=SYSTEM, base=now(page).version, parent=shelf)


# --- its page moves -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("whole", [False, True], ids=["the page", "the page above"])
def test_suggestion_follows_its_page_and_is_read_and_accepted_there(client, judge, whole):
    above = factories.page(factories.home(), "above")
    here = factories.page(above, "a", TEXT)
    factories.page(above, "b", "# B\n")
    links = ("first words", "[first](../b/) [words](../none/)"), TWO[1]
    made = factories.suggestion(here, *links)
    thread = threads.open(here, by=judge, text="Why?", uuid=uuid4(), quote=Selection("an end")).thread
    old = here.address
    moved(above if whole else here)
    client.force_login(judge)
    shown = read(client, of(made))
    address = now(here).address
    assert address != old
    assert f'href="{address}"' in shown
    assert f'href="{old}"' not in shown
    assert of(made) in read(client, f"{address}-/suggestions/")
    touched = read(client, of(made, "touches"))
    assert f"/-/t/{thread.pk}/" in touched
    assert "../none/" in touched
    assert "../b/" not in touched
    made.refresh_from_db()
    keys = [str(number) for number in made.difference.numbers]
    client.post(of(made, "accept"), {"seen": made.version, "chosen": keys})
    page = now(here)
    assert (state_of(made), page.address) == ("accepted", address)
    assert page.source == made.proposal
    # It was written at the former address: it leads where its author meant, wherever that is now.
    assert f'href="{"/else" if whole else ""}/above/b/"' in page.html


def test_form_opened_before_the_page_moved_is_taken_in(client, here, author):
    client.force_login(author)
    form, address = form_of(here), f"{here.address}-/suggest/"
    moved(here)
    answer = client.post(address, form)
    made = Suggestion.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, of(made))
    assert (made.page, made.proposal) == (here, form["source"])


def test_author_amends_and_settles_on_a_page_that_moved(client, here, made, author):
    moved(here)
    edited(here, "The first words", "The last words")
    client.force_login(author)
    made.refresh_from_db()
    form = {"seen": made.version, "base": factories.last_revision(here).pk, "take-1": "theirs"}
    assert client.post(of(made, "settle"), form)["Location"] == of(made)
    made.refresh_from_db()
    assert (made.footing, made.proposal) == (
        "current",
        now(here).source.replace("last", "foremost").replace("an end", "the end"),
    )


# --- its page is put away -----------------------------------------------------------------------------------


@pytest.mark.parametrize("gesture", ["accept", "retouch", "amend"])
def test_page_put_away_keeps_its_suggestion_and_what_was_typed_on_it(
    client, here, made, author, judge, gesture
):
    form = form_of(here, seen=1, chosen=["1", "2"], reason="It reads worse.")
    pages.archive(now(here), by=SYSTEM, base=now(here).version, reason="Out of date")
    count = PageRevision.objects.count()
    client.force_login(author if gesture == "amend" else judge)
    answer = client.post(of(made, gesture), form)
    assert answer.status_code == 422
    if gesture != "accept":
        assert "It reads worse." in answer.content.decode()
    assert (PageRevision.objects.count(), state_of(made)) == (count, "open")
    pages.unarchive(now(here), by=SYSTEM, base=now(here).version)
    client.force_login(judge)
    told = {"seen": Suggestion.objects.get().version, "chosen": ["1", "2"]}
    assert client.post(of(made, "accept"), told).status_code == 302
    assert now(here).source == made.proposal


# --- forms that are not ours --------------------------------------------------------------------------------


def test_revision_that_is_gone_is_told_and_what_was_typed_stays(client, here, author):
    client.force_login(author)
    gone = PageRevision.objects.order_by("-pk")[0].pk + 100
    answer = client.post("/a/-/suggest/", form_of(here, base=gone))
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert "very first" in answer.content.decode()
    for do in ("preview", "changes", "merge"):
        looked = client.post("/a/-/suggest/", form_of(here, base=gone, do=do))
        assert (looked.status_code, "very first" in looked.content.decode()) == (200, True)
    assert not Suggestion.objects.exists()


COSTLY = {
    "lines": "\n" * (limits.LINES + 1) + "very first",
    "marks in one paragraph": "very first " + "[" * 600,
    "nested quotations": ">" * 3_000 + " very first",
    "footnotes": "very first" + "[^a]" * (limits.FOOTNOTES + 1),
}


@pytest.mark.parametrize("name", COSTLY)
def test_markup_that_the_engine_refuses_is_told_and_read_as_it_was_written(client, here, author, judge, name):
    """Such a text is a page that reads as it was written, with a notice: seen before it is sent as after."""
    client.force_login(author)
    source = f"# A\n\n{COSTLY[name]}\n"
    for do in ("preview", "changes", "send"):
        answer = client.post("/a/-/suggest/", form_of(here, source=source, do=do), follow=True)
        assert answer.status_code == 200
        assert "very first" in answer.content.decode()
    made = Suggestion.objects.get()
    client.force_login(judge)
    assert client.get(of(made, "touches")).status_code == 200
    chosen = [str(number) for number in made.difference.numbers]
    assert client.post(of(made, "accept"), {"seen": 1, "chosen": chosen}).status_code == 302
    assert "very first" in read(client, here.address)


def test_changes_of_another_suggestion_are_not_decided(client, here, made, judge):
    client.force_login(judge)
    other = factories.suggestion(here, ("first", "last"), ("come", "go"), ("an end", "no end"))
    (foreign,) = other.difference.numbers - made.difference.numbers
    for chosen in ([str(foreign)], ["1", str(foreign)]):
        told = {"seen": 1, "chosen": chosen, "about": " ".join(chosen), "reason": "No.", "other_way": "None."}
        client.force_login(judge)
        answers = [client.post(of(made, gesture), told) for gesture in ("accept", "decline")]
        client.force_login(factories.person())
        answers += [client.post(of(made, gesture), told) for gesture in ("support", "object")]
        assert [answer.status_code for answer in answers] == [422] * 4
        assert "No." in answers[1].content.decode()
        assert "None." in answers[3].content.decode()
    assert (state_of(made), state_of(other), now(here).source) == ("open", "open", TEXT)
    assert not Stand.objects.exists()


# --- its session ends ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gesture", "who"),
    [("amend", "author"), ("settle", "author"), ("decline", "judge"), ("ask", "judge"), ("object", "judge")],
)
def test_session_that_ended_keeps_what_was_typed_on_a_suggestion(client, made, author, judge, gesture, who):
    client.force_login({"author": author, "judge": judge}[who])
    client.cookies.pop(site.SESSION_COOKIE_NAME)
    told = {
        "seen": 1,
        "chosen": ["1"],
        "source": "Typed text.",
        "reason": "Typed reason.",
        "other_way": "Leave it so.",
    }
    answer = client.post(of(made, gesture), told)
    html = answer.content.decode()
    assert (answer.status_code, answer.templates[0].name) == (403, "editing/kept.html")
    assert ("Typed text." in html, "Typed reason." in html) == (True, True)
    assert of(made, gesture).replace("/", "%2F") in html or of(made, gesture) in html
    assert state_of(made) == "open"
