"""`manage.py office_files DIR OUT`: what a GitBook folder holds to be filled in, as ODT and ODS."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from wiki.errors import BrokenBook
from wiki.exchange.office.folder import write_tools


class Command(BaseCommand):
    help = (
        "Write OUT/a/b.odt and OUT/a/b.ods for each page a/b.md of a folder that holds something to fill in."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, help="folder in GitBook's format")
        parser.add_argument("out", type=Path, help="folder to write to")
        parser.add_argument("--site", default=settings.SITE_URL, help="address where the guide is read")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            names = write_tools(options["dir"], options["out"], options["site"].rstrip("/"))
        except (BrokenBook, OSError) as problem:
            raise CommandError(str(problem)) from problem
        for name in names:
            self.stdout.write(f"{name}  {(options['out'] / name).stat().st_size}")
