"""People and pages for tests, made by the same roads as the site's own."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from model_bakery import baker

from accounts.models import User
from wiki.actions import charters, pages, rendering, suggestions
from wiki.models import Charter, Page, PageRevision, Suggestion
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


def last_revision(page: Page) -> Any:
    return PageRevision.objects.filter(id=page.pk).order_by("-number")[0]


def suggestion(page: Page, *changes: tuple[str, str], by: User | None = None, **how: Any) -> Suggestion:
    """Somebody proposes other words for some of those of a page, as it stands in memory."""
    source = page.source
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    base = how.pop("base", None) or last_revision(page).pk
    told = {"uuid": uuid4(), "base": base, "source": source, "summary": "It reads better."} | how
    return suggestions.propose(page, by=by or person(), **told)


def charter(section: Page, *referents: User, **values: Any) -> Charter:
    """What the charter of a section says from now on; whoever was in memory knows only what it said before."""
    seen = Charter.objects.filter(section=section).values_list("version", flat=True).first() or 0
    for known in (section, *referents):
        for name in ("_charter", "_sections_led"):
            known.__dict__.pop(name, None)
    return charters.amend(section, by=SYSTEM, seen=seen, referents=referents, **values)


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
