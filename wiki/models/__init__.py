"""What is kept: the wiki's models, by name."""

from wiki.models.attachment import Attachment
from wiki.models.book import Book, Commit
from wiki.models.journal import ModerationEntry
from wiki.models.link import Link
from wiki.models.page import Page, PageQuerySet, PageRevision
from wiki.models.redirect import Redirect
from wiki.models.revision import Change, Origin
from wiki.models.search import SearchEntry, Word
from wiki.models.settings import SiteSettings

__all__ = [
    "Attachment",
    "Book",
    "Change",
    "Commit",
    "Link",
    "ModerationEntry",
    "Origin",
    "Page",
    "PageQuerySet",
    "PageRevision",
    "Redirect",
    "SearchEntry",
    "SiteSettings",
    "Word",
]
