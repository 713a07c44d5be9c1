"""Four people who edit from the same revision at once: each word that was typed is on the page, or given back."""

from __future__ import annotations

import os
from functools import partial
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.actions.test_races import race
from wiki.models import Page, PageRevision

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unlimited")]
ROUNDS = int(os.environ.get("RACE_ROUNDS", "12"))
WORDS = ("one", "two", "three", "four")
TEXT = "# A\n\n" + "\n\n".join(f"Here stands the word {word}, with others about it." for word in WORDS) + "\n"


def form(page: Page, old: str, new: str) -> dict[str, Any]:
    told = {"title": page.title, "description": "", "listed": "on", "reason": new, "base": page.version}
    return told | {
        "seen": factories.last_revision(page).pk,
        "source": page.source.replace(f"word {old}", f"word {new}"),
        "do": "publish",
    }


def clients() -> list[Client]:
    found = [Client() for _word in WORDS]
    for client in found:
        client.force_login(factories.moderator())
    return found


def test_edits_of_other_words_from_one_revision_are_all_kept() -> None:
    page = factories.page(factories.home(), "a", TEXT)
    people = clients()
    said = list(WORDS)
    for number in range(ROUNDS):
        page = Page.objects.get(pk=page.pk)
        wanted = [f"{word} {number}" for word in WORDS]
        forms = [form(page, old, new) for old, new in zip(said, wanted, strict=True)]
        posts = [partial(person.post, "/a/-/edit/", sent) for person, sent in zip(people, forms, strict=True)]
        for answer, post, sent in zip(race(*posts), posts, forms, strict=True):
            assert not isinstance(answer, Exception), answer
            if (
                answer.status_code == 409
            ):  # busy: the text is in the form that comes back, and is sent once more
                assert sent["source"].split("\n")[-2] in answer.content.decode()
                assert post().status_code == 302
            else:
                assert answer.status_code == 302
        source = Page.objects.get(pk=page.pk).source
        assert [source.count(f"word {new},") for new in wanted] == [1] * len(WORDS)
        said = wanted
    numbers = PageRevision.objects.filter(id=page.pk).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, ROUNDS * len(WORDS) + 2))


def test_edits_of_the_same_words_from_one_revision_have_one_winner() -> None:
    page = factories.page(factories.home(), "a", TEXT)
    people, said = clients(), "one"
    for number in range(ROUNDS):
        page = Page.objects.get(pk=page.pk)
        wanted = [f"{name}{number}" for name in ("north", "south", "east", "west")]
        forms = [form(page, said, new) for new in wanted]
        posts = [partial(person.post, "/a/-/edit/", sent) for person, sent in zip(people, forms, strict=True)]
        became = race(*posts)
        assert sorted(answer.status_code for answer in became) == [302, 409, 409, 409]
        for answer, new in zip(became, wanted, strict=True):
            if answer.status_code == 409:
                assert f"word {new}," in answer.content.decode()
            else:
                said = new
        assert Page.objects.get(pk=page.pk).source.count(f"word {said},") == 1
