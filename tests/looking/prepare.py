"""What a fresh import has not got, done to a site that is to be looked at; run by `manage.py shell` there."""

import json
import re
import sys
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.db.models.functions import Length
from django.test import Client
from django.utils import timezone, translation

from accounts.models import User
from communs.errors import answer
from tests.looking import governing, sharing
from wiki.actions import (
    deeds,
    feedback,
    hiding,
    notices,
    pages,
    recrediting,
    standing,
    suggestions,
    threads,
    upkeep,
)
from wiki.actions.deeds import Deed
from wiki.models import Comment, Fact, Page, PageRevision, Suggestion, Thread
from wiki.queries import people
from wiki.rules import SYSTEM

LONGEST = 20_000  # of the page that is read: a usual one, of 18 KB
MANY = 60  # revisions of a busy page, at least: more than one leaf holds
SENTENCE = re.compile(r"(?<=[.?!] )[A-ZÉÀ][^.?!\n|]{30,90}(?=[.?!])")
SAID = ("Ne faudrait-il pas le dire plus simplement ?", "Un exemple aiderait.", "Qui décide ici ?")
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
    discussed = discuss(changed, admin)
    change(changed, busy, admin)
    leave_behind(changed, admin)
    proposed = propose(changed, admin)
    tend(changed, busy, admin)
    pages.edit(unlisted, by=admin, base=unlisted.version, listed=False)
    pages.archive(archived, by=admin, base=archived.version, reason="Remplacée par une autre.")
    revisions = PageRevision.objects.filter(id=changed.pk).order_by("number").values_list("pk", flat=True)
    recrediting.catch_up(by=SYSTEM)  # a running site reads its past by a task
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
        "thread": discussed.thread_id,
        "comment": discussed.pk,
        "suggestion": proposed[0].pk,
        "conflict": proposed[1].pk,
        "plans": plan(changed, busy, proposed[0].author),
        "tasks": (tasks or changed).path,
        "person": people.name_of(admin),
        "hidden": put_out_of_sight(changed, admin),
        "sections": {name: section(name) for name in ("ressources", "tutoriel")},
        "governed": governing.govern(busy, admin),
        "reuse": sharing.share(changed, admin, User.objects.get(email="relecture@example.org")),
        "windows": governing.windows(),
        "session": session.cookies["session"].value,
        "failures": failures(),
    }
    for fact in Fact.objects.filter(told_at=None).order_by("pk"):  # a running site tells of it by a task
        notices.tell.func(fact.pk)
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


def discuss(page: Page, admin: User) -> Comment:
    """Threads on words that will stay, that will be changed and that will go, and on the whole page."""
    sentences = [found for found in SENTENCE.findall(page.plain) if page.plain.count(found) == 1]
    for number, words in enumerate([*sentences[1:3], "", *sentences[3:4]]):
        quote = threads.Selection(words) if words else None
        text = SAID[number % len(SAID)]
        said = threads.open(page, by=admin, text=text, uuid=uuid4(), quote=quote)
        threads.reply(said.thread, by=admin, text="Oui, *faisons ainsi*.", uuid=uuid4())
    return said


def leave_behind(page: Page, admin: User) -> None:
    """The words of a thread are changed, those of another taken away."""
    changed, gone = Thread.objects.filter(page=page, place_state="anchored").order_by("number")[:2]
    for words, instead in ((changed.exact.split()[1], "autrement"), (gone.exact, "")):
        text = page.source.replace(words, instead, 1)
        pages.edit(page, by=admin, base=page.version, source=text, reason="Préciser.")
    text = page.source.replace("autrement", "d’une autre façon", 1)
    pages.edit(page, by=SYSTEM, base=page.version, source=text, reason="Dire plus simplement.")


def propose(page: Page, admin: User) -> list[Suggestion]:
    """Three changes by somebody else; and two of the admin's, one of whose words were written otherwise."""
    other = User.objects.create_user("atelier@example.org", name="Atelier du guide")
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    first, second, third = [found for found in SENTENCE.findall(page.plain) if page.source.count(found) == 1][
        5:8
    ]
    last = PageRevision.objects.filter(id=page.pk).order_by("-number")[0]
    text = page.source.replace(first, f"{first}, dès le début").replace(
        f"{second}.", f"{second}.\n\n{TEXT}", 1
    )
    text = text.replace(third, third.rpartition(" ")[0], 1)
    told = {"base": last.pk, "fields": {"description": "Décider à plusieurs, par écrit."}}
    summary = "Dire dès le début qui peut entrer dans le premier cercle"
    open_one = suggestions.propose(page, by=other, uuid=uuid4(), source=text, summary=summary, **told)
    words = third.split()
    text = page.source.replace(third, " ".join([*words[:-1], "parfois"]), 1).replace(
        first, f"{first} toujours"
    )
    summary = "Préciser la fin de la phrase"
    late = suggestions.propose(page, by=admin, uuid=uuid4(), base=last.pk, source=text, summary=summary)
    text = page.source.replace(third, " ".join([*words[:-1], "ainsi"]), 1)
    pages.edit(page, by=admin, base=page.version, source=text, reason="Préciser.")
    busy = suggestions.propose(
        page,
        by=admin,
        uuid=uuid4(),
        base=last.pk,
        source=f"{page.source}\n{TEXT}",
        summary="Un rappel",
        draft=True,
    )
    open_one.refresh_from_db()
    standing.support(open_one, by=admin, seen=open_one.version)
    against = {
        "reason": "On ne décide pas toujours dès le début.",
        "other_way": "Écrire « le plus tôt possible ».",
    }
    keys = {str(min(open_one.difference.numbers))}
    standing.object_to(open_one, by=admin, seen=open_one.version, chosen=keys, **against)
    threads.discuss(open_one, by=admin, text="Dès la première réunion ?", uuid=uuid4(), chosen=keys)
    threads.discuss(open_one, by=other, text="La question revient à chaque formation.", uuid=uuid4())
    return [open_one, late, busy]


def tend(page: Page, other: Page, by: User) -> None:
    """One page is right, the other waits to be looked at; readers said whether these helped them."""
    upkeep.check(page, by=by, seen=0, months=12, note="Liens et chiffres vérifiés.")
    upkeep.set_day(other, by=by, seen=0, due=timezone.localdate(), reason="La loi change.")
    said = [(True, ""), (True, "L’exemple m’a servi."), (False, "Il manque le cas des marchés."), (False, "")]
    for helped, words in said:
        feedback.give(page, by=AnonymousUser(), network=None, helped=helped, words=words)
    reader = User.objects.create(email="lectrice@example.org", name="Camille")
    EmailAddress.objects.create(user=reader, email=reader.email, verified=True, primary=True)
    threads.open(other, by=reader, text="Qui paie l’hébergement après la sortie ?", uuid=uuid4())


def plan(page: Page, other: Page, by: User) -> dict[str, int]:
    """What is proposed beside other words."""
    told = {"title": "Financer un commun", "description": "D’où vient l’argent, et qui en décide."}
    plans = {
        "page": (page, Deed("page", TEXT, told), "Rien ne dit d’où vient l’argent"),
        "place": (page, Deed("place", fields={"parent": other.pk}), "On la cherche plutôt là"),
        "archiving": (other, Deed("archive"), "Cette page répète la précédente"),
    }
    return {
        name: deeds.propose(about, deed, by=by, uuid=uuid4(), summary=summary).pk
        for name, (about, deed, summary) in plans.items()
    }


def put_out_of_sight(page: Page, admin: User) -> int:
    """One of its revisions, all of it; the one before it can still be hidden."""
    third = PageRevision.objects.filter(id=page.pk).order_by("-number")[2]
    hiding.hide(third, by=admin, reason="Le texte nommait quelqu’un.", text=True, author=True)
    return int(third.pk)


def section(name: str) -> str:
    found = Page.objects.filter(path__startswith=name, parent__path="", state="published").order_by("path")
    return found[0].path or ""


def failures() -> dict[int, str]:
    """The pages of failure as the site answers them, without the failure."""
    kept, again, known = {"kept": [("Texte", TEXT)]}, {"again": "/"}, {"request_id": "3f9c2ab07d51"}
    ways = {403: {"login": "/accounts/login/"}, 409: {}, 413: {}, 429: kept, 500: again, 503: again}
    with translation.override("fr"):
        return {status: answer(status, **told, **known).content.decode() for status, told in ways.items()}
