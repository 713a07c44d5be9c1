"""The filters of words and links as screens show them: that of the site, that of each section."""

from __future__ import annotations

from dataclasses import dataclass

from wiki.models import Page, Sieve
from wiki.queries import charters


@dataclass(frozen=True, slots=True)
class Place:
    """Where a filter holds: the home page stands for the whole site."""

    page: Page
    sieve: Sieve
    is_site: bool


def home() -> Page | None:
    """The page from which the filter of the whole site hangs."""
    return Page.objects.filter(parent=None).defer("source", "html", "plain").first()


def own(page: Page) -> Sieve:
    """The filter of a section, or of the site by its home page; one that was never written is empty."""
    return Sieve.objects.filter(section=page).first() or Sieve(section=page)


def place(pk: int) -> Place | None:
    """Where a filter of this number holds, if one may be there."""
    root = home()
    if root is not None and root.pk == pk:
        return Place(root, own(root), is_site=True)
    section = charters.section(pk)
    return Place(section, own(section), is_site=False) if section else None


def places() -> list[Place]:
    """All of them, the site's first, then in the order of the menu; in four queries."""
    root = home()
    pages = [root] if root else []
    pages += [charter.section for charter in charters.of_sections()]
    kept = Sieve.objects.in_bulk()  # one of each section at most
    return [
        Place(page, kept.get(page.pk) or Sieve(section=page), is_site=page.parent_id is None)
        for page in pages
    ]
