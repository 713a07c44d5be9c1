"""Charters as screens show them: those of all sections, the one that governs a page, what it said before."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from accounts.models import User
from wiki.models import Charter, CharterVersion, Page, Referent
from wiki.models.page import Kind, State


def load(pages: Collection[Page]) -> None:
    """Tell each page its charter, in one query: the rules then ask nothing more about them."""
    Charter.objects.load(pages)


def of(page: Page) -> Charter:
    """The charter that governs a page: that of its section, or the site's own."""
    return Charter.objects.of(page)


def section(pk: int) -> Page | None:
    """A section that may have a charter."""
    return sections().filter(pk=pk).first()


def own(section: Page) -> Charter:
    """The charter of a section, as it is now; one that was never written has the section all the same."""
    Charter.objects.load([section])
    return _with(section)


def of_sections() -> list[Charter]:
    """The charter of each section in the order of the menu, its referents told; in three queries."""
    all_of_them = list(sections())
    Charter.objects.load(all_of_them)
    found = [_with(one) for one in all_of_them]
    people = User.objects.in_bulk({pk for charter in found for pk in charter.referent_pks})
    for charter in found:
        charter.people = [people[pk] for pk in sorted(charter.referent_pks) if pk in people]
    return found


def named(section: Page) -> list[Referent]:
    """Whom the charter of a section names, by name, and who decides in the place of those who are away."""
    found = Referent.objects.filter(charter=section.pk).select_related("person", "deputy")
    return list(found.order_by("person__name", "person"))


def versions(section: Page) -> Any:
    """What the charter of a section said, the latest first."""
    return CharterVersion.objects.filter(charter=section.pk).select_related("by")


def _with(section: Page) -> Charter:
    charter = Charter.objects.of(section)
    charter.section = section
    return charter


def sections() -> Any:
    """The pages of the first level, in the order of the menu."""
    first = Page.objects.filter(parent__isnull=False, parent__parent=None)
    living = first.exclude(state=State.ARCHIVED).exclude(kind=Kind.LINK)
    return living.order_by("position", "sort_key", "pk").defer("source", "html", "plain")
