"""`manage.py load_guide [DIR]`: the pages of a guide in GitBook's format, by default the starter guide."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from wiki import rules
from wiki.errors import BrokenBook
from wiki.exchange.loading import load_guide


class Command(BaseCommand):
    help = "Make the pages of a guide in GitBook's format that are not there yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        starter = Path(settings.BASE_DIR, "communs", "guide")
        parser.add_argument(
            "dir", nargs="?", type=Path, default=starter, help="folder (default: the starter guide)"
        )
        parser.add_argument("--if-empty", action="store_true", help="do nothing if the site has any page")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_guide(options["dir"], by=rules.SYSTEM, if_empty=options["if_empty"])
        except (BrokenBook, OSError) as problem:
            raise CommandError(str(problem)) from problem
        for remark in loaded.remarks:
            self.stderr.write(remark)
        said = _("Pages made: %(made)s. Left as they were: %(kept)s.")
        self.stdout.write(said % {"made": len(loaded.made), "kept": loaded.kept})
