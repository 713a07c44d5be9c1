"""What is kept: the wiki's models, by name."""

from wiki.models.page import Page, PageQuerySet, PageRevision
from wiki.models.redirect import Redirect
from wiki.models.revision import Change, Origin

__all__ = ["Change", "Origin", "Page", "PageQuerySet", "PageRevision", "Redirect"]
