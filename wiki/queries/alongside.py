"""Some rows that a page carries along, in the very query that finds it."""

from __future__ import annotations

from typing import Any

from django.db.models import JSONField, QuerySet, Subquery

from wiki.models import Page
from wiki.models.page import PageQuerySet


def carry(pages: PageQuerySet, rows: QuerySet[Any], name: str, most: int) -> PageQuerySet:
    """Pages with the first of these rows, each of which has a JSON object `told`."""
    told = rows.values("told")
    return pages.annotate(
        **{
            f"{name}_{number}": Subquery(told[number : number + 1], output_field=JSONField())
            for number in range(most)
        }
    )


def carried(page: Page, name: str, most: int) -> list[dict[str, Any]]:
    """What the rows that a page carries under this name tell; fewer where there are fewer."""
    told = (getattr(page, f"{name}_{number}") for number in range(most))
    return [one for one in told if one]
