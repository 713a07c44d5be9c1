"""Make the data folder ready: tables, static files, and the starter guide if there is no page."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate, gather the static files, and fill an empty site with the starter guide."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("import_book", settings.STARTER_GUIDE, if_empty=True, verbosity=0)
        # Pages that were written before search knew them; most often none.
        call_command("rebuild_search", missing=True, verbosity=0)
        # What an interrupted task left to check; most often nothing.
        call_command("check_pictures", verbosity=0)
