"""People and pages for tests, made by the same roads as the site's own."""

from __future__ import annotations

from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from model_bakery import baker

from accounts.models import User
from wiki.actions import pages, rendering
from wiki.models import Page
from wiki.rules import SYSTEM

_numbers = count(1)


def person(**fields: Any) -> User:
    """Somebody who may log in, their address verified."""
    number = next(_numbers)
    fields = {"email": f"person{number}@example.org", "name": f"Person {number}"} | fields
    made = baker.make(User, **fields)
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def moderator(**fields: Any) -> User:
    return person(moderator=True, **fields)


def admin(**fields: Any) -> User:
    return person(is_superuser=True, **fields)


def home(source: str = "# Home\n", **fields: Any) -> Page:
    """The home page: the first page of any site."""
    return pages.create(None, by=SYSTEM, source=source, **fields)


def page(parent: Page, slug: str, source: str | None = None, **fields: Any) -> Page:
    """A published page below another."""
    text = f"# {slug.capitalize()}\n" if source is None else source
    return pages.create(parent, by=SYSTEM, slug=slug, source=text, **{"title": slug.capitalize()} | fields)


def guide() -> dict[str, Page]:
    """A home page, two sections, three pages and one draft, by path."""
    root = home("# The guide\n\nWelcome.\n", description="A guide for tests.")
    advice = page(
        root, "advice", "# Advice\n\nWhat to do. [First](/advice/first/)\n", description="What to do."
    )
    lessons = page(root, "lessons", "# Lessons\n")
    first = page(advice, "first", "# First\n\n## One\n\nText one.\n\n### Deeper\n\n## Two\n\nText two.\n")
    second = page(advice, "second", "# Second\n\nSee [the first](../first/#one).\n")
    secret = page(lessons, "secret", "# Secret\n\nHidden words.\n", state="draft")
    rendering.rebuild([advice], by=SYSTEM)  # it led to a page that came after it
    return {made.path or "": made for made in (root, advice, lessons, first, second, secret)}
