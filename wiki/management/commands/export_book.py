"""`manage.py export_book DIR`: a guide goes out as a folder in GitBook's format, as it stands on the site."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.errors import Refusal
from wiki.exchange import attributing
from wiki.exchange.exporting import Report, export_book
from wiki.exchange.remarks import sentence
from wiki.exchange.sources import shown

BAR = 30  # characters


class Command(BaseCommand):
    help = "Write a guide to a folder in GitBook's format: its pages, its contents and its files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that is absent or empty")
        parser.add_argument("--at", default="", help="address of the book's root (default: the site's root)")

        parser.add_argument(
            "--without-credits",
            action="store_true",
            help=f"leave out {attributing.NAME}, which says who wrote each page and its words",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = self._draw if sys.stderr.isatty() else _silent
        try:
            report = export_book(
                options["folder"],
                at=options["at"],
                with_credits=not options["without_credits"],
                progress=progress,
            )
        except (Refusal, OSError) as problem:
            raise CommandError(_fit(str(problem))) from problem
        if options["verbosity"]:
            self._tell(report, options["folder"])

    def _tell(self, report: Report, folder: Path) -> None:
        for remark in report.remarks:
            self.stdout.write(f"- {sentence(remark)}")
        if report.drafts:
            said = ngettext("%(count)d draft is left out.", "%(count)d drafts are left out.", report.drafts)
            self.stdout.write(said % {"count": report.drafts})
        said = _("%(book)s: pages %(pages)d, files %(files)d, written to %(folder)s.")
        book = ", ".join(report.names)
        told = {"book": book, "pages": report.pages, "files": report.files, "folder": folder}
        self.stdout.write(_fit(said % told))

    def _draw(self, stage: str, done: int, total: int) -> None:
        """A bar on the terminal, redrawn in place."""
        share = done / total if total else 1.0
        bar = "█" * int(BAR * share)
        self.stderr.write(f"\r{_STAGES[stage]():<26}{bar:<{BAR}} {done}/{total} ", ending="")
        if done >= total:
            self.stderr.write("")


_STAGES = {
    "binding": lambda: _("Putting pages together"),
    "attributing": lambda: _("Naming who wrote"),
    "writing": lambda: _("Writing files"),
}


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


def _fit(line: str) -> str:
    """What strangers wrote may hold what steers a terminal."""
    return shown(line, len(line))
