"""Who wrote a book goes out with it: whose each page and its words are, in a file of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from wiki.exchange.shelving import once
from wiki.exchange.writing import Output
from wiki.models import Page
from wiki.queries import authorship, credits
from wiki.queries.authorship import Passage, Share
from wiki.queries.credits import Acceptance

NAME = ".communs/credits.json"
FORMAT = "communs-credits-1"  # README.md says what it holds

Advance = Callable[[int, int], None]


def attributed(files: Mapping[str, int], advance: Advance) -> Output:
    """The file that names who wrote these pages, by the name of each page's file, as anybody is told it."""
    found = authorship.with_credit().in_bulk([*files.values()])
    pages = {}
    for number, (name, pk) in enumerate(sorted(files.items()), 1):
        pages[name] = _page(found[pk])
        advance(number, len(files))
    told = {"format": FORMAT, "site": settings.SITE_URL, "pages": pages}
    content = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return Output("file", partial(once, content.encode("utf-8", "replace")))


def _page(page: Page) -> dict[str, Any]:
    """`words` of a page is nothing where it is not known yet whose they are."""
    owed = credits.of_page(page)
    told = authorship.of_page(page, AnonymousUser())
    return {
        "title": page.title,
        "address": _address(page.address),
        "wrote": [_share(share) for share in (*owed.standing, *owed.gone)],
        "accepted": [_acceptance(one) for one in owed.accepted],
        "words": [_passage(one) for one in told.passages] if told.is_known else None,
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "person": str(share.person),
        "words": share.words,
        "together": share.together,
        "first": share.first_at.date().isoformat(),
        "last": share.last_at.date().isoformat(),
    }


def _acceptance(one: Acceptance) -> dict[str, Any]:
    dates = {"first": one.first_at.date().isoformat(), "last": one.last_at.date().isoformat()}
    return {"person": str(one.person)} | dates


def _passage(passage: Passage) -> dict[str, Any]:
    """`by` is nobody where the site itself wrote, or where who did is hidden."""
    revision = passage.moment.revision
    address = reverse("wiki:permanent-revision", args=[revision.history_id])
    return {
        "text": passage.text,
        "by": str(passage.author) if passage.author else None,
        "with": list(passage.moment.co_authors),
        "accepted_by": str(revision.accepted_by) if revision.accepted_by else None,
        "date": passage.at.date().isoformat(),
        "revision": revision.number,
        "address": None if revision.masked_text else _address(address),
    }


def _address(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path
