"""`manage.py check_pictures`: pictures that wait are queued, or checked at once; their progress is told."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import pictures
from wiki.models import Book


class Command(BaseCommand):
    help = "Queue the pictures that wait to be checked, and say how many of each book were."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--now", action="store_true", help="check them here, without waiting for the server"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["now"]:
            pictures.resume(by=rules.SYSTEM)
        for book in Book.objects.all():
            while options["now"] and pictures.check_for_a_while(book.pk):
                self._tell(book, options["verbosity"] > 1)
            self._tell(book, options["verbosity"] == 1)

    def _tell(self, book: Book, is_asked: bool) -> None:
        if not is_asked:
            return
        checked, total = pictures.progress(book)
        self.stdout.write(
            _("%(book)s: %(checked)d of %(total)d pictures checked.")
            % {"book": book, "checked": checked, "total": total}
        )
