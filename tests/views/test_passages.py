"""A passage changed as words, over HTTP: what becomes of the source, what is said when that cannot be."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.test import Client

from accounts.models import User
from tests import factories
from wiki.actions import pages, threads
from wiki.actions.threads import Selection
from wiki.models import Page, PageRevision, Suggestion
from wiki.rules import SYSTEM
from wiki.text.advice import LONG

pytestmark = pytest.mark.django_db

TEXT = """# Deciding

First of all, we agree on **three** things, [as told here](https://example.org/).[^1]

> A quotation
> over two lines.

- one
- two with `code`

```
ls   -l rules
```

Prices: « 12 euros » each.

[^1]: By whom?
"""


@pytest.fixture
def page() -> Page:
    return factories.page(factories.home(), "deciding", TEXT, title="Deciding")


@pytest.fixture
def person(client: Client) -> User:
    person = factories.person(name="Claire Dumont")
    client.force_login(person)
    return person


def where(page: Page) -> str:
    return f"/{page.path}/-/suggest/passage/"


def opened(client: Client, page: Page, exact: str) -> dict[str, str]:
    """What the form about these words holds."""
    answer = client.get(where(page), {"exact": exact})
    assert (answer.status_code, answer.templates[0].name) == (200, "suggestions/passage.html")
    form = answer.context["form"]
    return {name: str(form[name].value()) for name in form.fields} | {"reason": "It reads better."}


def send(client: Client, page: Page, exact: str, *change: str, **more: Any) -> Any:
    told = opened(client, page, exact)
    for old, new in zip(change[::2], change[1::2], strict=True):
        assert old in told["text"]
        told["text"] = told["text"].replace(old, new)
    return client.post(where(page), told | more)


def proposed() -> str:
    return Suggestion.objects.get().proposal


# --- what is proposed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exact", "old", "new", "before", "after"),
    [
        ("we agree", "three things", "four things", "**three** things", "**four** things"),
        ("as told", "as told", "as is told", "[as told here](", "[as is told here]("),
        ("over two", "two lines", "many lines", "over two lines", "over many lines"),
        ("two with", "two with", "both with", "two with `code`", "both with `code`"),
        ("ls   -l", "-l rules", "-a rules", "ls   -l rules", "ls   -a rules"),
        ("Prices", "each", "a piece", "« 12 euros » each", "« 12 euros » a piece"),
        ("Prices", "12 euros", "13 euros", "« 12 euros » each", "« 13 euros » each"),
    ],
)
def test_words_are_changed_in_the_source_and_all_around_them_stays(
    client: Client, page: Page, person: User, exact: str, old: str, new: str, before: str, after: str
) -> None:
    answer = send(client, page, exact, old, new)
    assert (answer.status_code, proposed()) == (302, TEXT.replace(before, after))


def test_suggestion_is_of_its_author_on_the_revision_in_view(
    client: Client, page: Page, person: User
) -> None:
    revision = PageRevision.objects.get(id=page.pk)
    send(client, page, "we agree", "First of all", "To begin")
    made = Suggestion.objects.get()
    assert (made.author, made.base_id, made.summary) == (person, revision.pk, "It reads better.")


def test_several_lines_are_changed_at_once(client: Client, page: Page, person: User) -> None:
    send(client, page, "one\ntwo with", "one", "first", "two with", "second with")
    assert proposed() == TEXT.replace("- one\n- two with", "- first\n- second with")


def test_line_ends_of_browsers_and_blanks_at_the_ends_change_nothing(
    client: Client, page: Page, person: User
) -> None:
    told = opened(client, page, "one\ntwo with")
    told["text"] = told["text"].replace("one", "first ").replace("\n", "\r\n") + "\r\n"
    client.post(where(page), told)
    assert proposed() == TEXT.replace("- one", "- first")


def test_same_form_sent_twice_is_one_suggestion(client: Client, page: Page, person: User) -> None:
    told = opened(client, page, "we agree") | {
        "text": "First of all, we agree on three things, as told here!"
    }
    answers = [client.post(where(page), told).status_code for _ in range(2)]
    assert (answers, Suggestion.objects.count()) == ([302, 302], 1)


def test_what_was_published_meanwhile_is_met(client: Client, page: Page, person: User) -> None:
    told = opened(client, page, "Prices")
    now = TEXT.replace("over two lines", "over some lines")
    pages.edit(page, by=SYSTEM, base=page.version, source=now)
    client.post(where(page), told | {"text": told["text"].replace("each", "apiece")})
    assert proposed() == now.replace("each", "apiece")


def test_home_page_has_its_passages_too(client: Client, person: User) -> None:
    factories.home("# Home\n\nWelcome to all.\n")
    answer = client.get("/-/home/suggest/passage/", {"exact": "Welcome"})
    assert answer.context["form"]["text"].value() == "Welcome to all."


# --- what is shown ------------------------------------------------------------------------------------------


def test_changes_are_shown_on_the_rendered_page_before_anything_is_kept(
    client: Client, page: Page, person: User
) -> None:
    answer = send(client, page, "we agree", "three things", "four things", do="preview", reason="")
    marked = re.findall(
        r"<(ins|del)\b[^>]*>(?:<span[^>]*>[^<]*</span>)?([^<]*)", answer.context["changes"][0]
    )
    assert (answer.status_code, marked) == (200, [("del", "three"), ("ins", "four")])
    assert Suggestion.objects.count() == 0


def test_change_that_words_cannot_say_is_told_while_one_types(
    client: Client, page: Page, person: User
) -> None:
    answer = send(client, page, "one\ntwo with", "one", "one\nand a half", do="preview", reason="")
    assert (answer.status_code, answer.context["changes"]) == (200, [])
    assert "source" not in answer.context["form"].fields
    assert answer.context["unshown"]


def test_passages_are_listed_where_none_is_asked_for(client: Client, page: Page, person: User) -> None:
    answer = client.get(where(page))
    listed = [passage.words for passage in answer.context["passages"]]
    assert listed == [
        "First of all, we agree on three things, as told here.",
        "A quotation over two lines.",
        "one",
        "two with code",
        "ls   -l rules",
        "Prices: « 12 euros » each.",
        "By whom?",
    ]
    chosen = client.get(where(page), {"passage": answer.context["passages"][2].first})
    assert chosen.context["form"]["text"].value() == "one"


@pytest.mark.parametrize("asked", ["exact=gone+words", "passage=99", "passage=-1", "passage=x", "revision=0"])
def test_words_or_a_passage_that_are_not_there_lead_to_the_list(
    client: Client, page: Page, person: User, asked: str
) -> None:
    answer = client.get(f"{where(page)}?{asked}")
    assert (answer.status_code, answer.templates[0].name) == (200, "suggestions/passages.html")


def test_licence_and_the_name_of_the_author_are_told(client: Client, page: Page, person: User) -> None:
    told = client.get(where(page), {"exact": "we agree"}, headers={"accept-language": "en"}).content.decode()
    assert "CC BY-SA 4.0" in told
    assert "Claire Dumont" in told


# --- what words cannot say ----------------------------------------------------------------------------------


def test_source_of_the_block_is_offered_where_words_cannot_do_it(
    client: Client, page: Page, person: User
) -> None:
    answer = send(client, page, "one\ntwo with", "one", "one\nand a half")
    form = answer.context["form"]
    assert (answer.status_code, form["source"].value()) == (422, "- one\n- two with `code`")
    assert form["text"].value() == "one\nand a half\ntwo with code"
    told = {name: str(form[name].value()) for name in form.fields}
    client.post(where(page), told | {"source": "- one\r\n- and a half\r\n- two with `code`"})
    assert proposed() == TEXT.replace("- one\n", "- one\n- and a half\n")


def test_words_are_gone_back_to_from_the_source(client: Client, page: Page, person: User) -> None:
    told = opened(client, page, "we agree") | {"text": "Mine", "source": "Mine.", "do": "words"}
    form = client.post(where(page), told).context["form"]
    assert (list(form.fields)[-2:], form["text"].value()) == (["text", "reason"], "Mine")


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({}, 422, "text"),
        ({"text": "x\0y"}, 422, "text"),
        ({"text": "x" * 270_000}, 413, "text"),
        ({"text": "Other words.", "reason": " "}, 422, "reason"),
        ({"text": "Other words.", "reason": "x" * 501}, 422, "reason"),
        ({"source": "A quotation"}, 200, ""),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(
    client: Client, page: Page, person: User, more: dict[str, str], status: int, field: str
) -> None:
    told = opened(client, page, "A quotation") | more
    if not field:  # the source as it stands
        told |= {"source": "> A quotation\n> over two lines."}
        status, field = 422, "source"
    answer = client.post(where(page), told)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (status, [field])
    assert form["text"].value() == told["text"]
    assert Suggestion.objects.count() == 0


@pytest.mark.parametrize(
    "more",
    [
        {"revision": "x"},
        {"revision": str(2**63)},
        {"first": "-1"},
        {"first": "40", "last": "40"},
        {"first": "3", "last": "1"},
        {"digest": "other"},
        {"digest": "x\0"},
    ],
)
def test_passage_that_does_not_exist_is_not_found_and_what_was_typed_is_kept(
    client: Client, page: Page, person: User, more: dict[str, str]
) -> None:
    answer = client.post(where(page), opened(client, page, "one") | {"text": "Mine"} | more)
    assert answer.status_code == 404
    assert "Mine" in answer.content.decode()


def test_revision_of_another_page_is_not_found(client: Client, page: Page, person: User) -> None:
    other = factories.page(Page.objects.get(parent=None), "other", TEXT, title="Other")
    foreign = PageRevision.objects.get(id=other.pk).pk
    told = opened(client, page, "one") | {"text": "Mine", "revision": str(foreign)}
    assert client.post(where(page), told).status_code == 404


def test_page_archived_meanwhile_is_told_and_what_was_typed_is_kept(
    client: Client, page: Page, person: User
) -> None:
    told = opened(client, page, "one") | {"text": "Mine"}
    pages.archive(page, by=SYSTEM, base=page.version, reason="It is old.")
    answer = client.post(where(page), told)
    assert (answer.status_code, "Mine" in answer.content.decode()) == (404, True)


def test_session_that_ended_keeps_what_was_typed(client: Client, page: Page, person: User) -> None:
    told = opened(client, page, "one") | {"text": "Mine"}
    client.cookies.pop(site.SESSION_COOKIE_NAME)
    answer = client.post(where(page), told)
    assert (answer.status_code, "Mine" in answer.content.decode()) == (403, True)


def test_strangers_are_led_to_the_door_and_back(client: Client, page: Page) -> None:
    answer = client.get(where(page), {"exact": "one"})
    assert (answer.status_code, "exact%3Done" in answer["Location"]) == (302, True)


def test_too_much_is_put_off_with_what_was_typed(
    client: Client, page: Page, person: User, settings: Any
) -> None:
    few = site.LIMITS["contributor"] | {"suggestion": [(1, 60)]}
    settings.LIMITS = site.LIMITS | {"contributor": few}
    send(client, page, "one", "one", "first")
    answer = client.post(where(page), opened(client, page, "one") | {"text": "Mine"})
    assert (answer.status_code, answer.context["form"]["text"].value()) == (429, "Mine")


@pytest.mark.parametrize("exact", ["one", "one\ntwo with"])
def test_form_asks_as_many_questions_whatever_the_passage(
    client: Client, page: Page, person: User, django_assert_max_num_queries: Any, exact: str
) -> None:
    client.get(where(page), {"exact": exact})
    with django_assert_max_num_queries(14):
        client.get(where(page), {"exact": exact})


def test_discussion_leads_to_its_passage_and_is_answered(client: Client, page: Page, person: User) -> None:
    quote = Selection("three things")
    thread = threads.open(page, by=factories.person(), text="How many?", uuid=uuid4(), quote=quote).thread
    address = f"{where(page)}?thread={thread.pk}"
    assert address in client.get("/deciding/").content.decode()
    form = client.get(address).context["form"]
    told = {name: str(form[name].value()) for name in form.fields}
    told |= {"text": told["text"].replace("three things", "four things"), "reason": "There are four."}
    assert client.post(where(page), told).status_code == 302
    made = Suggestion.objects.get()
    assert made.answers == thread
    assert f'href="/-/t/{thread.pk}/"' in client.get(f"/-/suggestions/{made.pk}/").content.decode()


@pytest.mark.parametrize("unknown", ["99999", "x", "9" * 30, "None"])
def test_discussion_that_is_unknown_is_no_reason_to_refuse_the_words(
    client: Client, page: Page, person: User, unknown: str
) -> None:
    assert client.get(f"{where(page)}?thread={unknown}").status_code == 200
    send(client, page, "three things", "three", "four", thread=unknown)
    assert Suggestion.objects.get().answers is None


# --- advice -------------------------------------------------------------------------------------------------


def remarks(answer: Any) -> list[tuple[str, str]]:
    return [(one.kind, one.about) for one in answer.context["remarks"]]


def test_advice_is_given_on_the_words_that_were_changed_alone(
    client: Client, page: Page, person: User
) -> None:
    """The page has a link that leads nowhere, and a sentence that is too long, already."""
    long = " ".join(["word"] * (LONG + 1)) + "."
    source = f"{TEXT}\n[Nowhere](../nowhere/)\n\n{long}\n"
    pages.edit(page, by=SYSTEM, base=page.version, source=source)
    answer = send(client, page, "we agree", "three things", "four things", do="preview")
    assert remarks(answer) == []
    assert "Avant d’envoyer" not in answer.content.decode()
    told = opened(client, page, "we agree")
    many = " ".join(["mot"] * (LONG + 1))
    answer = client.post(where(page), told | {"text": f"{told['text']} {many}.", "do": "preview"})
    assert remarks(answer) == [("sentence", f"{many}.")]
    assert "Avant d’envoyer" in answer.content.decode()
    assert client.post(where(page), told | {"text": f"{told['text']} {many}."}).status_code == 302


def test_advice_is_given_on_the_source_of_a_block(client: Client, page: Page, person: User) -> None:
    answer = send(client, page, "one\ntwo with", "one", "one\nand a half")
    form = answer.context["form"]
    told = {name: str(form[name].value()) for name in form.fields}
    source = "- one [gone](../gone/)\n- two ![](https://example.org/a.png)\n\n#### Deep"
    answer = client.post(where(page), told | {"source": source, "do": "preview"})
    assert remarks(answer) == [("link", "../gone/"), ("picture", "a.png"), ("level", "Deep")]
