"""`manage.py rebuild [PATH …]`: render pages again, after the engine or what they lead to has changed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import rendering, settings
from wiki.models import Page
from wiki.models.page import State


class Command(BaseCommand):
    help = "Render pages again: all of them, or those at the given paths and below."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", help="path of a page, as in “tutoriel/choisir”")

    def handle(self, *args: Any, **options: Any) -> None:
        living = Page.objects.exclude(state=State.ARCHIVED)
        changed = count = 0
        for path in options["paths"] or [""]:
            bare = path.strip("/")
            found = living.filter(path=bare) | living.filter(path__startswith=f"{bare}/" if bare else "")
            pages = list(found.order_by("pk").values_list("pk", flat=True))
            if not pages:
                raise CommandError(_("No page stands at /%(path)s/.") % {"path": bare})
            changed += rendering.rebuild(living.filter(pk__in=pages).order_by("pk"), by=rules.SYSTEM)
            count += len(pages)
        if not options["paths"]:  # all of them: the texts of the site's foot too
            settings.redraw(by=rules.SYSTEM)
        said = _("Pages rendered: %(count)d. Changed: %(changed)d.")
        self.stdout.write(said % {"count": count, "changed": changed})
