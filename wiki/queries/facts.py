"""What a page tells programs of itself, in the words of schema.org: nothing that the page does not say."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from wiki.book.licences import Licence, named
from wiki.models import Page
from wiki.queries.settings import Site
from wiki.queries.tree import Surroundings

LONGEST_SUMMARY = 160  # characters; search engines and cards show no more
_LONGEST_READ = 1_000


def summary(page: Page) -> str:
    """The page's description, else the words that it begins with."""
    if page.description:
        return " ".join(page.description.split())
    words = " ".join(page.plain[:_LONGEST_READ].split())
    if len(words) <= LONGEST_SUMMARY:
        return words
    return words[:LONGEST_SUMMARY].rpartition(" ")[0].rstrip(" ,;:.–—-") + "…"


def licence(page: Page, site: Site | None) -> Licence | None:
    """That of the page's book, even if it states none; the site's own for what was written here. Of a page
    told `with_last_revision`."""
    if page.book_licence is None:
        return site.licence if site else None
    return named(page.book_licence) if page.book_licence else None


def of_page(
    page: Page, around: Surroundings, *, site: str, name: str, licence: Licence | None
) -> dict[str, Any]:
    """The home page is the guide itself; any other is an article of it, with the way that leads there.

    Who wrote a page is told by its history: a name here would be a guess at who is the author. What an
    article is about stands in the head of its page already.
    """
    guide: dict[str, Any] = {"@type": "WebSite", "@id": f"{site}/#guide", "name": name, "url": f"{site}/"}
    about = {"inLanguage": page.lang, "license": _address(licence)}
    if page.parent_id is None:
        described = " ".join((page.description or "").split())
        return _graph(guide | {"headline": page.title, "description": described} | about)
    article = {
        "@type": "Article",
        "@id": f"{site}{page.address}#article",
        "headline": page.title,
        **about,
        "datePublished": page.first_at.isoformat(timespec="seconds") if page.first_at else "",
        "dateModified": page.last_at.isoformat(timespec="seconds") if page.last_at else "",
        "isPartOf": {"@id": guide["@id"]},  # which the home page tells of
    }
    return _graph(article, _way(page, around, site))


def _way(page: Page, around: Surroundings, site: str) -> dict[str, Any]:
    """The last step is the page itself, whose address need not be said."""
    above = [entry for entry in around.ancestors if not entry.is_link]
    steps: list[dict[str, Any]] = [
        {"@type": "ListItem", "position": place, "name": entry.title, "item": f"{site}{entry.address}"}
        for place, entry in enumerate(above, 1)
    ]
    steps.append({"@type": "ListItem", "position": len(steps) + 1, "name": page.title})
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _address(licence: Licence | None) -> str:
    """Where the licence reads; one that we know by its SPDX name alone reads at SPDX."""
    if licence is None:
        return ""
    return licence.address or f"https://spdx.org/licenses/{quote(licence.spdx)}.html"


def _graph(*things: dict[str, Any]) -> dict[str, Any]:
    """What is not known is not said."""
    said = [{name: value for name, value in thing.items() if value} for thing in things]
    return {"@context": "https://schema.org", "@graph": said}
