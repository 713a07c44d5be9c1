"""`manage.py bounces`: reports of mail servers are read, and addresses that take nothing in switched off."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from mailbox import Maildir
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from wiki.actions import bouncing
from wiki.rules import SYSTEM


class Command(BaseCommand):
    help = "Read one report of a mail server from the standard input, or all new ones of a Maildir folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", help="a Maildir folder; without it, one report is read")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMAIL_BOUNCES:
            raise CommandError(_("EMAIL_BOUNCES is not set: nothing comes back to an address of the site."))
        given = options["folder"]
        if given and not (Path(given) / "new").is_dir():
            raise CommandError(_("%(folder)s is no Maildir folder.") % {"folder": given})
        reports = _new_of(given) if given else iter([sys.stdin.buffer.read(bouncing.LARGEST)])
        found = Counter(bouncing.read(report, by=SYSTEM) for report in reports)
        for outcome in bouncing.Outcome:
            if found[outcome]:
                self.stdout.write(f"{found[outcome]} {outcome}")


def _new_of(folder: str) -> Iterator[bytes]:
    """Each report that was never read; one whose reading fails is read again next time."""
    box = Maildir(folder, create=False)
    for key in list(box.keys()):
        message = box[key]
        if message.get_subdir() == "new":
            yield message.as_bytes()
            message.set_subdir("cur")
            message.add_flag("S")
            box[key] = message
