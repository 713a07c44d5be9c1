"""What tests of imports say most: bring this book in, and the page that stands at a path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wiki import rules
from wiki.exchange.importing import Report, import_book
from wiki.models import Page

SECTIONS = ["Recommandations", "Tutoriel", "Ressources"]  # of the starter guide


def bring(source: str | Path, **options: Any) -> Report:
    """Import a source as the site itself does."""
    return import_book(str(source), by=rules.SYSTEM, **options)


def at(path: str) -> Page:
    return Page.objects.at(path).get()
