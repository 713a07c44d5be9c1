"""`manage.py rebuild_search [--missing]`: what search knows, made again from the pages."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import indexing


class Command(BaseCommand):
    help = "Make the search index again, or index only the pages that it lacks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--missing", action="store_true", help="index only the pages that it lacks")

    def handle(self, *args: Any, **options: Any) -> None:
        make = indexing.catch_up if options["missing"] else indexing.rebuild
        written = make(by=rules.SYSTEM)
        if options["verbosity"]:
            self.stdout.write(_("Pages indexed: %(count)d.") % {"count": written})
