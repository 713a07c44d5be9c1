"""What a link is made of, for whoever writes it: where the titles that search proposes lead from a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wiki.book.pointing import Stand, written
from wiki.models import Page
from wiki.models.page import address_of
from wiki.queries.search import Title

_ANY = "-"  # the last segment of a page that has none yet: no path ends so


def destinations(titles: Sequence[Title], *, of: int, below: bool, by: Any, site: str) -> list[str]:
    """One query. `of` is the page that is written, or the one below which it will be."""
    pages = Page.objects.visible_to(by).filter(pk__in={of, *(title.entry.pk for title in titles)})
    stands = {
        pk: Stand(address_of(path or ""), book, file)
        for pk, path, book, file in pages.values_list("pk", "path", "book_id", "book_path")
    }
    here = stands.get(of)
    if here and below:
        here = Stand(f"{here.address}{_ANY}/")
    found = []
    for title in titles:
        address, _, fragment = title.address.partition("#")
        target = replace(stands.get(title.entry.pk, Stand("")), address=address)
        found.append(written(target, of=here, fragment=fragment, site=site))
    return found
