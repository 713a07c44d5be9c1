"""The moderators' queue behind its addresses: read, decided on, refused, and told to whoever was late."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.views.suggested import read
from wiki.actions import moderation, threads
from wiki.actions.threads import Selection
from wiki.forms.moderation import REASONS, told_in
from wiki.models import Comment, Flag, Page
from wiki.queries import queue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
QUEUE = "/-/moderation/"


@pytest.fixture
def guide() -> dict[str, Page]:
    return factories.guide()


@pytest.fixture
def moderator(client: Client) -> Any:
    who = factories.moderator(name="Mona Olin")
    client.force_login(who)
    return who


def said(page: Page, text: str = "Rude words.", *, held: bool = False, **by: Any) -> Comment:
    quote = Selection("Text one.") if page.path == "advice/first" else None
    made = threads.open(page, by=factories.person(**by), text=text, uuid=uuid4(), quote=quote)
    Comment.objects.filter(pk=made.pk).update(held=held)
    return made


def flagged(page: Page, text: str = "Rude words.", **by: Any) -> Comment:
    made = said(page, text, **by)
    moderation.flag(made, by=factories.person(name="Otto Herr"), reason="It aims at somebody.")
    return made


def at(comment: Comment, asked: str = "") -> str:
    return f"{QUEUE}{comment.pk}/{asked}"


def sent(comment: Comment, do: str, **told: str) -> dict[str, str]:
    """What the form says, of the comment as it is now."""
    now = Comment.objects.get(pk=comment.pk)
    seen = moderation.looked_at(now, queue.flags_of(now))
    return {"do": do, "seen": seen, "because": "", "reason": ""} | told


def hidden_for(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).hidden_reason


def counted(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_list_tells_what_waits_and_leads_to_each(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    rude = flagged(guide["advice/first"], name="Ana Bel")
    held = said(guide["lessons"], "Good day.", held=True)
    said(guide["lessons"], "Nothing is wrong with it.")
    shown = read(client, QUEUE)
    assert f'href="{at(rude)}"' in shown
    assert f'href="{at(held)}"' in shown
    assert "1 signalement" in shown
    assert "2 à regarder" in shown
    assert "Nothing is wrong with it." not in shown
    flags = read(client, f"{QUEUE}?show=flagged")
    assert f'href="{at(rude, "?show=flagged")}"' in flags
    assert "Good day." not in flags
    section = f"section={guide['lessons'].pk}"
    assert "Rude words." not in read(client, f"{QUEUE}?{section}")
    assert f'href="{at(held, f"?{section}")}"' in read(client, f"{QUEUE}?{section}")


@pytest.mark.parametrize("asked", ["?show=x", "?section=x&page=-1", "?page=99", "?section=99999"])
def test_filter_that_is_none_is_that_of_all(
    client: Client, guide: dict[str, Page], moderator: Any, asked: str
) -> None:
    flagged(guide["lessons"])
    assert "Rude words." in read(client, f"{QUEUE}{asked}")


def test_comment_is_shown_with_all_that_tells_how_to_read_it(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    rude = flagged(guide["advice/first"], name="Ana Bel")
    threads.reply(rude.thread, by=factories.person(), text="Let us speak of the text.", uuid=uuid4())
    shown = read(client, at(rude))
    for told in (
        "Text one.",
        "Let us speak of the text.",
        "It aims at somebody.",
        "Otto Herr",
        "Ana Bel",
        "1 commentaire visible",
        "0 signalement fondé",
        "1 sur 1",
    ):
        assert told in shown
    assert rude.author.email not in shown


def test_kept_comment_leads_to_the_next(client: Client, guide: dict[str, Page], moderator: Any) -> None:
    first, second = flagged(guide["lessons"]), said(guide["lessons"], held=True)
    answer = client.post(at(first, "?show=all"), sent(first, "keep"))
    assert (answer.status_code, answer["Location"]) == (302, at(second))
    assert Flag.objects.get().upheld is False
    answer = client.post(at(second), sent(second, "keep"))
    assert (answer.status_code, answer["Location"]) == (302, QUEUE)
    assert Comment.objects.filter(held=True).count() == 0
    assert "Plus rien à regarder" in read(client, QUEUE)


def test_next_one_is_of_the_same_filter(client: Client, guide: dict[str, Page], moderator: Any) -> None:
    first = flagged(guide["lessons"])
    said(guide["lessons"], held=True)
    second = flagged(guide["lessons"])
    asked = f"?show=flagged&section={guide['lessons'].pk}"
    assert client.post(at(first, asked), sent(first, "keep"))["Location"] == at(second, asked)


def test_comment_is_hidden_for_a_reason_in_ones_own_words(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    rude = flagged(guide["lessons"])
    assert client.post(at(rude), sent(rude, "hide", because="tone", reason="My words.")).status_code == 302
    assert hidden_for(rude) == "My words."


@pytest.mark.parametrize("reason", REASONS, ids=[reason.key for reason in REASONS])
def test_reason_that_is_chosen_stands_for_what_is_not_typed(
    client: Client, guide: dict[str, Page], moderator: Any, reason: Any
) -> None:
    rude = flagged(guide["lessons"])
    client.post(at(rude), sent(rude, "hide", because=reason.key, reason="  "))
    assert hidden_for(rude) == told_in("fr")[reason.key]


def test_author_is_written_to_in_their_language(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    rude = flagged(guide["lessons"], language="en")
    assert "Mise en cause" in read(client, at(rude))
    client.post(at(rude), sent(rude, "hide", because="person"))
    assert hidden_for(rude).startswith("Your comment is about a person")
    assert told_in("fr") != told_in("en")
    assert told_in("xx") == told_in("fr")


def test_comment_is_not_hidden_without_a_reason(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    rude = flagged(guide["lessons"])
    answer = client.post(at(rude), sent(rude, "hide"))
    assert (answer.status_code, hidden_for(rude)) == (422, "")
    assert 'aria-invalid="true"' in answer.content.decode()
    answer = client.post(at(rude), sent(rude, "hide", reason="x" * 501))
    assert (answer.status_code, hidden_for(rude)) == (422, "")


def test_whoever_is_late_is_told_so_and_led_on(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    first, second = flagged(guide["lessons"]), flagged(guide["lessons"])
    before = sent(first, "hide", reason="My words.")
    moderation.keep(first, by=factories.moderator(), seen=before["seen"])
    answer = client.post(at(first), before, follow=True)
    assert answer.redirect_chain == [(at(second), 302)]
    assert "Quelqu’un d’autre a décidé entre-temps" in answer.content.decode()
    assert hidden_for(first) == ""


def test_whoever_read_other_words_reads_again_and_loses_none(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    rude = flagged(guide["lessons"])
    before = sent(rude, "hide", reason="My words.")
    threads.edit(rude, by=rude.author, text="Ruder words.")
    answer = client.post(at(rude), before)
    shown = answer.content.decode()
    assert (answer.status_code, hidden_for(rude)) == (409, "")
    assert "Ruder words." in shown
    assert "My words." in shown
    assert sent(rude, "hide")["seen"] in shown


@pytest.mark.parametrize(
    "told", [{"do": "burn"}, {"do": ""}, {"seen": ""}, {"seen": "x" * 61}, {"because": "none of ours"}]
)
def test_forged_form_is_refused(
    client: Client, guide: dict[str, Page], moderator: Any, told: dict[str, str]
) -> None:
    rude = flagged(guide["lessons"])
    assert client.post(at(rude), sent(rude, "hide", reason="My words.") | told).status_code == 400
    assert hidden_for(rude) == ""


def test_comment_that_was_looked_at_is_shown_with_the_way_back(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    rude, kind = flagged(guide["lessons"]), said(guide["lessons"], "Kind words.")
    client.post(at(rude), sent(rude, "hide", reason="My words."))
    shown = read(client, at(rude))
    assert f"/-/comments/{rude.pk}/restore/" in shown
    assert 'name="do"' not in shown
    assert f"/-/comments/{kind.pk}/hide/" in read(client, at(kind))
    decided = read(client, f"{QUEUE}?show=decided")
    assert f"/-/comments/{rude.pk}/restore/" in decided
    assert "My words." in decided
    client.post(f"/-/comments/{rude.pk}/restore/", {"reason": "A quote."})
    assert f"/-/comments/{rude.pk}/hide/" in read(client, f"{QUEUE}?show=decided")


def test_comment_that_was_deleted_is_told_of_without_its_words(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    rude = flagged(guide["lessons"])
    before = sent(rude, "keep")
    threads.delete(rude, by=factories.moderator(), reason="Rude.")
    shown = read(client, at(rude))
    assert "Rude words." not in shown
    assert 'name="do"' not in shown
    answer = client.post(at(rude), before, follow=True)
    assert "a été supprimé entre-temps" in answer.content.decode()


def test_others_are_refused(client: Client, guide: dict[str, Page]) -> None:
    rude, held = flagged(guide["lessons"]), said(guide["lessons"], held=True)
    for address in (QUEUE, at(rude)):
        assert client.get(address).status_code == 302
    assert (client.get(at(held)).status_code, client.post(at(rude)).status_code) == (404, 403)
    for who in (factories.person(trusted=True), held.author):
        client.force_login(who)
        assert [client.get(one).status_code for one in (QUEUE, f"{QUEUE}?show=decided", at(rude))] == [
            403
        ] * 3
        answer = client.post(at(rude), sent(rude, "hide", reason="My words."))
        assert (answer.status_code, hidden_for(rude)) == (403, "")
    assert client.get(f"{QUEUE}99999999999999999999/").status_code == 404
    client.force_login(factories.moderator())
    assert client.post(QUEUE).status_code == 405


@pytest.mark.parametrize("where", ["{queue}", "{item}", "{queue}?show=decided"])
def test_screens_ask_the_same_for_one_row_and_for_three(
    client: Client, guide: dict[str, Page], moderator: Any, where: str
) -> None:
    rude = flagged(guide["advice/first"])
    moderation.hide(said(guide["lessons"]), by=moderator, reason="Rude.")
    address = where.format(queue=QUEUE, item=at(rude))
    one = counted(client, address)
    for _time in range(2):
        flagged(guide["advice/first"])
        said(guide["lessons"], held=True)
        moderation.flag(rude, by=factories.person(), reason="Once more.")
        threads.reply(rude.thread, by=factories.person(), text="An answer.", uuid=uuid4())
        moderation.hide(said(guide["lessons"]), by=moderator, reason="Rude.")
    assert counted(client, address) == one


def test_first_screen_takes_eight_queries_at_most(
    client: Client, guide: dict[str, Page], moderator: Any
) -> None:
    flagged(guide["lessons"])
    assert counted(client, QUEUE) <= 8


def test_header_counts_what_waits_for_those_who_moderate_and_asks_nobody_else(
    client: Client, guide: dict[str, Page]
) -> None:
    rude = flagged(guide["lessons"])
    client.force_login(factories.person(trusted=True))
    assert QUEUE not in read(client, "/")
    others = counted(client, "/")
    client.force_login(factories.moderator())
    assert '<b class="count">1</b>' in read(client, "/")
    assert counted(client, "/") <= others + 1
    client.post(at(rude), sent(rude, "keep"))
    shown = read(client, "/")
    assert QUEUE in shown
    assert 'class="count"' not in shown
