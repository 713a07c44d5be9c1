"""Gather the strings of the interface and compile their translations; gettext is not needed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communs import catalogues


class Command(BaseCommand):
    help = "Update the catalogues of communs/locale; with --check, only say what is missing in them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if anything is missing."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        problems = catalogues.problems() if check else catalogues.update()
        for problem in problems:
            self.stderr.write(problem)
        if check and problems:
            raise CommandError(
                "The translations are not complete: type « make messages », then fill the gaps."
            )
