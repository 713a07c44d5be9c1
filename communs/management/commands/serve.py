"""Serve the site: prepare it, print the first admin's link while nobody is one, and answer."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django.urls import reverse

from accounts import actions
from communs import server


class Command(BaseCommand):
    help = "Serve the site, and run its background tasks."

    def handle(self, *args: Any, **options: Any) -> None:
        site = settings.SITE
        addresses = self._free_addresses(site.host, site.port)
        try:
            call_command("prepare")
            key = actions.issue_first_admin_key()
        except DatabaseError as problem:
            raise CommandError(f"The database cannot be used: {str(problem).strip()}") from None
        self._say(addresses, key)
        # The workers are forked from here: each opens its own.
        connections.close_all()
        server.Server(site, addresses).run()

    def _say(self, addresses: list[str], key: str | None) -> None:
        """Where the site is, and the link of the first admin; the address alone is what most people need."""
        behind = "" if settings.SITE.local else f", behind a proxy, on {' and '.join(addresses)}"
        self.stdout.write(f"Communs: {settings.SITE_URL}{behind}  (stop with Ctrl+C)")
        if key:
            self.stdout.write("Nobody administers this site yet. Create the first account, once, at:")
            self.stdout.write(f"  {settings.SITE_URL}{reverse('first_admin', args=[key])}")
        self.stdout.flush()

    def _free_addresses(self, host: str, port: int) -> list[str]:
        try:
            return server.addresses(host, port)
        except server.AddressTaken:
            raise CommandError(
                f"Port {port} is already in use on {host}. Stop what uses it, or choose another: "
                f"PORT={port + 1 if port < 65535 else 8000} make run"
            ) from None
        except OSError as problem:
            raise CommandError(f"HOST {host} cannot be listened on: {problem.strerror}.") from None
