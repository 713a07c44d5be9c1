"""Every address of the wiki that answers a reader, asked one by one: screens, feeds and files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from wiki import urls
from wiki.models import Charter, Comment, Page, PageRevision, Stand, Suggestion, Thread
from wiki.queries import people

# What an address holds beside numbers, paths and names.
WORDS: dict[str, list[str]] = {"key": ["rules"], "kind": ["odt"], "blob": [], "token": []}
# What the number of an address is of, by what its name holds.
NUMBERED: dict[str, Any] = {
    "suggestion": Suggestion,
    "thread": Thread,
    "comment": Comment,
    "revision": PageRevision,
    "restore": PageRevision,
    "charter": Charter,
    "stand": Stand,
    "person": User,
}


def addresses(persons: Sequence[Any]) -> Iterator[str]:
    """All that can be asked of the wiki as it stands, and of these people."""
    revisions = [*PageRevision.objects.order_by("pk").values_list("pk", flat=True)]
    known: dict[str, Sequence[Any]] = {
        "path": [path for path in Page.objects.values_list("path", flat=True) if path],
        "name": [people.name_of(person) for person in persons],
        "a": revisions,
        "b": revisions,
    } | WORDS
    for pattern in urls.urlpatterns:
        if pattern.name == "logo":
            continue  # a picture of the site's own
        names = [*pattern.pattern.regex.groupindex]
        for told in product(*(known[name] if name in known else _numbers(pattern.name) for name in names)):
            values = dict(zip(names, told, strict=True))
            if values.get("b", 1) == values.get("a", 0) + 1:  # a revision, and the one after it
                yield reverse(f"wiki:{pattern.name}", kwargs=values)


def _numbers(name: str) -> list[int]:
    model = next((model for part, model in NUMBERED.items() if part in name), None)
    return [*model.objects.order_by("pk").values_list("pk", flat=True)] if model else [1]


class Walk:
    """What one reader is answered. A reader who was here before says what they hold, and is told anew."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._held: dict[str, Mapping[str, str]] = {}
        self._said: dict[str, str] = {}

    def reads(self, asked: Sequence[str]) -> dict[str, str]:
        """The text of each address that answers with one; of what did not change, what was answered first."""
        found = {}
        for address in asked:
            answer = self.client.get(address, headers=self._held.get(address, {}))
            if answer.status_code == 304:
                found[address] = self._said[address]
            elif answer.status_code == 200:
                found[address] = self._said[address] = _text(answer)
                self._held[address] = {"if-none-match": answer["ETag"]} if answer.has_header("ETag") else {}
        return found

    def meets(self, words: Sequence[str], asked: Sequence[str]) -> list[str]:
        """Where any of these words is read, whatever their capitals."""
        told = [word.casefold() for word in words]
        return [
            address
            for address, text in self.reads(asked).items()
            if any(word in text.casefold() for word in told)
        ]


def _text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{dict(answer.headers)}\n{content.decode('utf-8', 'replace')}"
