"""`manage.py import_book SOURCE`: a guide in GitBook's format comes in, with its history, or up to date."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki import rules
from wiki.errors import Refusal
from wiki.exchange.importing import Report, import_book
from wiki.exchange.publishing import Imported
from wiki.exchange.remarks import sentence
from wiki.exchange.sources import shown
from wiki.models import Page

BAR = 30  # characters


class Command(BaseCommand):
    help = "Bring a guide in GitBook's format in, with every past version and author."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "source",
            help="a folder, a zip or tar archive, a git bundle, a local repository or an https git address",
        )
        parser.add_argument("--branch", default="", help="branch to take (default: the repository's own)")
        parser.add_argument("--space", default="", help="folder of the one space to take, of several")
        parser.add_argument("--at", default="", help="address of the book's root (default: the site's root)")
        parser.add_argument("--without-history", action="store_true", help="only the last state of each page")
        parser.add_argument("--check", action="store_true", help="say what would be done, and write nothing")
        parser.add_argument("--repair", action="store_true", help="mend characters that were broken")
        parser.add_argument("--if-empty", action="store_true", help="do nothing if the site has any page")
        parser.add_argument("--map", type=Path, help="file to write {file: address} to, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Page.objects.exists():
            return
        try:
            report = import_book(
                str(options["source"]),
                by=rules.SYSTEM,
                branch=options["branch"],
                space=options["space"],
                at=options["at"],
                with_history=not options["without_history"],
                check=options["check"],
                repair=options["repair"],
                progress=self._draw if sys.stderr.isatty() else _silent,
            )
        except (Refusal, OSError) as problem:
            raise CommandError(_fit(str(problem))) from problem
        if options["verbosity"]:
            self._tell(report, checked=options["check"])
        if options["map"]:
            _write_map(options["map"], report)

    def _tell(self, report: Report, *, checked: bool) -> None:
        if len(report.branches) > 1:
            self.stdout.write(_fit(_("Branches of %(name)s:") % {"name": report.name}))
            for branch in report.branches:
                self.stdout.write(_fit(_branch(branch, branch.name == report.branch)))
        for remark in report.remarks:
            self.stdout.write(f"- {sentence(remark)}")
        if checked:
            self.stdout.write(_("Nothing was written. An import would do this:"))
        for book in report.books:
            self.stdout.write(_fit(_book(book)))
        if not report.books:
            self.stdout.write(_("The site holds all of it already: nothing was changed."))

    def _draw(self, stage: str, done: int, total: int) -> None:
        """A bar on the terminal, redrawn in place."""
        share = done / total if total else 1.0
        bar = "█" * int(BAR * share)
        self.stderr.write(f"\r{_STAGES[stage]():<22}{bar:<{BAR}} {done}/{total} ", ending="")
        if done >= total:
            self.stderr.write("")


_STAGES = {
    "reading": lambda: _("Reading"),
    "files": lambda: _("Keeping files"),
    "pages": lambda: _("Rendering pages"),
    "history": lambda: _("Writing history"),
}


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


def _fit(line: str) -> str:
    """What strangers wrote may hold what steers a terminal."""
    return shown(line, len(line))


def _branch(branch: Any, taken: bool) -> str:
    pages = ngettext("%(count)d page", "%(count)d pages", branch.pages) % {"count": branch.pages}
    date = formats.date_format(branch.last_at, "SHORT_DATE_FORMAT")
    mark = "*" if taken else " "
    return f"{mark} {branch.name}: {pages}, {date}, {branch.last_author}"


def _book(book: Imported) -> str:
    said = _(
        "%(book)s: pages made %(made)d, changed %(changed)d, archived %(archived)d; "
        "revisions %(revisions)d; files %(files)d; redirects %(redirects)d."
    )
    return said % {
        "book": book.name,
        "made": book.made,
        "changed": book.changed,
        "archived": book.archived,
        "revisions": book.revisions,
        "files": book.files,
        "redirects": book.redirects,
    }


def _write_map(file: Path, report: Report) -> None:
    told = json.dumps(dict(report.addresses), ensure_ascii=False, indent=0, sort_keys=True)
    try:
        file.write_text(told, encoding="utf-8")
    except OSError as problem:
        names = {"file": file, "why": problem.strerror}
        raise CommandError(_("%(file)s cannot be written: %(why)s.") % names) from problem
