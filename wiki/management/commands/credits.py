"""`manage.py credits [--page PATH | --missing]`: find out again who wrote which words."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import recrediting
from wiki.models import Page
from wiki.models.page import Kind


class Command(BaseCommand):
    help = "Find out again who wrote which words, from the whole history of the pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--page", metavar="PATH", help="path of one page, as in “tutoriel/choisir”")
        which.add_argument("--missing", action="store_true", help="only where nothing is known yet")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["missing"]:
            done = recrediting.catch_up(by=rules.SYSTEM)
        else:
            done = recrediting.rebuild(self._asked(options["page"]), by=rules.SYSTEM)
        self.stdout.write(_("Pages read: %(count)d.") % {"count": done})

    def _asked(self, path: str | None) -> Any:
        if path is None:
            return Page.objects.exclude(kind=Kind.LINK)
        bare = path.strip("/")
        found = Page.objects.at(bare)
        if not found.exists():
            raise CommandError(_("No page stands at /%(path)s/.") % {"path": bare})
        return found
