"""`manage.py render_tree DIR OUT`: the pages of a GitBook folder as HTML, with the place of each word."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wiki.errors import BrokenBook
from wiki.exchange.rendering_tree import render_tree


class Command(BaseCommand):
    help = "Render each page a/b.md of a folder in GitBook's format to OUT/a/b.md.html, beside a/b.md.json."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, help="folder in GitBook's format")
        parser.add_argument("out", type=Path, help="folder to write to; serve it at / to follow its links")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tally = render_tree(options["dir"], options["out"])
        except (BrokenBook, OSError) as problem:
            raise CommandError(str(problem)) from problem
        for remark in tally.remarks:
            self.stderr.write(remark)
        share = 100 * tally.placed / tally.words if tally.words else 100.0
        self.stdout.write(
            f"{tally.pages} pages, {tally.assets} other files, "
            f"{tally.words} words, {share:.2f} % with their place"
        )
