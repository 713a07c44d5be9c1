"""What a fresh import has not got, done to a site that is to be looked at; run by `manage.py shell` there."""

import json
import sys

from allauth.account.models import EmailAddress
from django.db.models import Count
from django.db.models.functions import Length
from django.test import Client
from django.utils import translation

from accounts.models import User
from communs.errors import answer
from wiki.actions import pages
from wiki.models import Page, PageRevision

LONGEST = 20_000  # of the page that is read: a usual one, of 18 KB
MANY = 60  # revisions of a busy page, at least: more than one leaf holds
TEXT = "Chacun peut relire ce qui a été décidé.\n"


def prepare() -> None:
    """One page changed twice, one many times, one unlisted, one archived; where all is, as JSON."""
    admin = User.objects.create_superuser("team@example.org", name="Équipe du guide")
    EmailAddress.objects.create(user=admin, email=admin.email, verified=True, primary=True)
    inner = Page.objects.filter(kind="page", state="published", listed=True, path__contains="/")
    changed = inner.annotate(long=Length("source")).filter(long__lt=LONGEST).order_by("-long", "path")[0]
    others = inner.exclude(pk=changed.pk)
    counted = PageRevision.objects.filter(id__in=others.values("pk")).values("id").annotate(many=Count("pk"))
    busy = others.get(pk=counted.order_by("-many", "id")[0]["id"])
    away = list(others.exclude(pk=busy.pk).filter(children=None).order_by("-path")[:2])
    if len(away) < 2:  # the starter guide is small, and stays whole
        source = f"# Une page de plus\n\n{TEXT}"
        away = [pages.create(changed.parent, by=admin, source=source) for _time in range(2)]
    archived, unlisted = away
    tasks = others.filter(source__contains="[ ] ").exclude(pk__in=[archived.pk, unlisted.pk]).first()
    change(changed, busy, admin)
    pages.edit(unlisted, by=admin, base=unlisted.version, listed=False)
    pages.archive(archived, by=admin, base=archived.version, reason="Remplacée par une autre.")
    revisions = PageRevision.objects.filter(id=changed.pk).order_by("number").values_list("pk", flat=True)
    session = Client()
    session.force_login(admin)
    told = {
        "page": changed.path,
        "pk": changed.pk,
        "first": revisions.first(),
        "last": revisions.last(),
        "busy": busy.path,
        "unlisted": unlisted.path,
        "archived": archived.path,
        "tasks": (tasks or changed).path,
        "sections": {name: section(name) for name in ("ressources", "tutoriel")},
        "session": session.cookies["session"].value,
        "failures": failures(),
    }
    sys.stdout.write(json.dumps(told))


def change(changed: Page, busy: Page, admin: User) -> None:
    for before, after in ((". ", ", en commun. "), ("## ", "### ")):
        text = changed.source.replace(before, after, 2)
        pages.edit(changed, by=admin, base=changed.version, source=text, reason="Préciser.")
    text = busy.source
    for number in range(MANY - PageRevision.objects.filter(id=busy.pk).count()):
        text += f"\n\nUn exemple de plus, le {number + 1}.\n"
        reason = "" if number % 3 else "Ajouter un exemple."
        pages.edit(busy, by=admin, base=busy.version, source=text, reason=reason)


def section(name: str) -> str:
    found = Page.objects.filter(path__startswith=name, parent__path="", state="published").order_by("path")
    return found[0].path or ""


def failures() -> dict[int, str]:
    """The pages of failure as the site answers them, without the failure."""
    kept, again, known = {"kept": [("Texte", TEXT)]}, {"again": "/"}, {"request_id": "3f9c2ab07d51"}
    ways = {403: {"login": "/accounts/login/"}, 409: {}, 413: {}, 429: kept, 500: again, 503: again}
    with translation.override("fr"):
        return {status: answer(status, **told, **known).content.decode() for status, told in ways.items()}
