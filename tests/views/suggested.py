"""Suggestions behind their addresses, for the tests of each screen: a page, two changes of it, a form."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from tests import factories
from wiki.actions import pages
from wiki.models import Page, Suggestion
from wiki.rules import SYSTEM

TEXT = "# A\n\nThe first words stand here.\n\nThen come some other ones.\n\nAnd an end.\n"
ADDED = 'data-spoken="ajouté\u00a0:"'  # what is said aloud before an addition
TWO = (("first", "foremost"), ("an end", "the end"))


def of(suggestion: Suggestion, gesture: str = "") -> str:
    name = f"wiki:suggestion-{gesture}" if gesture else "wiki:suggestion"
    return reverse(name, args=[suggestion.pk])


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def edited(page: Page, old: str, new: str) -> Any:
    page = Page.objects.get(pk=page.pk)
    return pages.edit(page, by=SYSTEM, base=page.version, source=page.source.replace(old, new))


def state_of(suggestion: Suggestion) -> str:
    return Suggestion.objects.get(pk=suggestion.pk).state


def form_of(here: Page, **typed: Any) -> dict[str, Any]:
    told = {
        "uuid": str(uuid4()),
        "base": factories.last_revision(here).pk,
        "title": here.title,
        "description": here.description,
        "source": here.source.replace("first", "very first"),
        "reason": "It reads better.",
        "do": "send",
    }
    return told | typed
