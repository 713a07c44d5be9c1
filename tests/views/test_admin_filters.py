"""What lists of the administration are filtered by: each finds what it says, and is called by a word of ours."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests import factories
from wiki.actions import flagging, measures, moderation, threads
from wiki.models import Comment, Page
from wiki.models.measure import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def guide() -> dict[str, Page]:
    return factories.guide()


@pytest.fixture(autouse=True)
def admin(client: Client) -> Any:
    one = factories.admin()
    client.force_login(one)
    return one


def say(page: Page, text: str) -> Comment:
    return threads.open(page, by=factories.person(), text=text, uuid=uuid4())


def shown(client: Client, window: str, asked: str) -> str:
    answer = client.get(f"/admin/wiki/{window}/?{asked}")
    assert answer.status_code == 200
    return re.sub(r"(?s).*?id=\"result_list\"", "", answer.content.decode())


@pytest.mark.parametrize("window", ["comment", "thread", "flag", "moderationentry", "suggestion", "measure"])
def test_list_is_filtered_by_section(client: Client, guide: dict[str, Page], window: str, admin: Any) -> None:
    found = {}
    for name, page in (("advice", guide["advice/first"]), ("lessons", guide["lessons"])):
        said = say(page, f"Said in {name}.")
        moderation.flag(said, by=factories.person(), reason=f"Flagged in {name}.")
        flagging.flag(page, by=factories.person(), rule="law", reason=f"Flagged page in {name}.")
        moderation.hide(said, by=admin, reason=f"Hidden in {name}.")
        factories.suggestion(page, ("# ", f"# In {name}, "), summary=f"Proposed in {name}.")
        found[name] = len(re.findall("<tr", shown(client, window, f"section={guide[name].pk}")))
    assert found["advice"] == found["lessons"] >= 2  # with its head
    assert len(re.findall("<tr", shown(client, window, "section=nothing"))) > found["advice"]


def test_comments_are_filtered_by_whether_they_are_hidden(
    client: Client, guide: dict[str, Page], admin: Any
) -> None:
    hidden, standing = say(guide["lessons"], "Rude words."), say(guide["lessons"], "Kind words.")
    moderation.hide(hidden, by=admin, reason="Rude.")
    for value, words in (("0", "Rude words."), ("1", "Kind words.")):
        rows = shown(client, "comment", f"hidden__isempty={value}")
        assert [text in rows for text in ("Rude words.", "Kind words.")] == [
            text == words for text in ("Rude words.", "Kind words.")
        ]
    gone = shown(client, "comment", "deleted__isempty=0")
    assert (standing.text in gone, hidden.text in gone) == (False, False)


@pytest.mark.parametrize(
    ("became", "names"),
    [
        ("contested", {"Ana"}),
        ("standing", {"Ana", "Ben", "Eva"}),
        ("upheld", {"Ben"}),
        ("reversed", {"Cid"}),
        ("lifted", {"Cid", "Dan"}),
        ("burnt", {"Ana", "Ben", "Cid", "Dan", "Eva"}),
    ],
)
def test_decisions_are_filtered_by_what_became_of_them(
    client: Client, guide: dict[str, Page], admin: Any, became: str, names: set[str]
) -> None:
    by, other = factories.moderator(), factories.moderator()
    made = {}
    for name in ("Ana", "Ben", "Cid", "Dan", "Eva"):
        person = factories.person(name=name)
        made[name] = measures.take(person, by=by, kind=Kind.WARN, reason="Rude.")
        if name < "Dan":
            made[name] = measures.contest(made[name], by=person, words="No.")
    measures.answer(made["Ben"], by=other, upheld=True, reason="It stands.")
    measures.answer(made["Cid"], by=other, upheld=False, reason="Sorry.")
    measures.lift(made["Dan"], by=other, reason="Sorry.")
    rows = shown(client, "measure", f"became={became}")
    assert {name for name in made if f">{name}<" in rows} == names


def test_filters_are_called_by_what_they_ask(client: Client, guide: dict[str, Page], admin: Any) -> None:
    measures.take(factories.person(), by=admin, kind=Kind.WARN, reason="Rude.")
    body = client.get("/admin/wiki/measure/").content.decode()
    assert re.findall(r"<summary>([^<]*)</summary>", body) == ["Mesure", "Suites", "Section", "Date"]
    for one in ("comment", "thread", "flag", "pagerevision", "moderationentry", "import", "invitation"):
        titles = re.findall(r"<summary>([^<]*)</summary>", client.get(f"/admin/wiki/{one}/").content.decode())
        assert not {title for title in titles if title.startswith("Par ") or title in ("Le", "History date")}
