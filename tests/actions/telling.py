"""Accounts of reuses for tests, told by the same road as the site's own."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from wiki.actions import reuses
from wiki.actions.reuses import Account
from wiki.models import Page, Reuse


def account(*pages: Page, **told: Any) -> Account:
    words = {
        "title": "A charter for seven libraries",
        "organisation": "A district",
        "structure": "local",
        "done": "We took the table and had it voted.",
        "worked": "The table was taken as it is.",
        "failed": "Seven days are few.",
    }
    return Account(pages=pages, **words | told)


def tell(*pages: Page, by: Any, **told: Any) -> Reuse:
    return reuses.tell(account(*pages, **told), by=by, uuid=uuid4())
