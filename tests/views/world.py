"""A site with one of everything, and its people by their place in the matrix of permissions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from tests import factories
from tests.actions.telling import tell
from tests.shelf import document
from wiki.actions import flagging, hiding, measures, moderation, pages, standing, threads, vetting
from wiki.actions.threads import Selection
from wiki.models import Comment, Flag, Import, Link, Measure, Page, PageRevision, Reuse, Reversal, Suggestion
from wiki.models.measure import Kind
from wiki.models.reversal import Stride
from wiki.rules import SYSTEM

PASSWORD = "a long sentence of mine"
SECRET = "lessons/secret"
VEILED = "Rudest"  # what a hidden revision says, and why it was made


@dataclass
class World:
    """Numbers of what stands on the site, and its people by their place in the matrix."""

    people: dict[str, int | None] = field(default_factory=dict)
    own: dict[str, dict[str, int]] = field(default_factory=dict)
    other: dict[str, Any] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    old: int = 0

    def person(self, who: str) -> User | None:
        pk = self.people[who]
        return None if pk is None else User.objects.get(pk=pk)

    def base(self, path: str) -> dict[str, int]:
        return {"base": Page.objects.get(pk=self.pages[path]).version}


def build() -> World:
    """One of everything. Whoever calls keeps it for many tests, each of which gives it back as it was."""
    world, made = World(), factories.guide()
    for name in ("locked", "gone"):
        made[name] = factories.page(made["lessons"], name, f"# {name.capitalize()}\n\nText.\n")
    Page.objects.filter(pk=made["locked"].pk).update(locked=True)
    gone = Page.objects.get(pk=made["gone"].pk)
    pages.archive(gone, by=SYSTEM, base=gone.version, reason="Done.")
    first = made["advice/first"]
    world.old = PageRevision.objects.filter(id=first.pk).get().pk
    text = first.source + "\n\nA line more.\n"
    pages.edit(first, by=SYSTEM, base=first.version, source=text)
    world.pages = {path: page.pk for path, page in made.items()}
    _fill_shelf(world, made)
    _let_people_in(world)
    _let_people_talk(world, made)
    _let_people_propose(world, made)
    asked = Import.objects.create(source="https://example.org/former.git", stage="read")
    failed = DBTaskResult.objects.create(
        task_path="accounts.letters.carry", status="FAILED", args_kwargs={}, run_after=timezone.now()
    )
    world.other |= {"import": asked.pk, "task": failed.pk}
    told = {"person": world.person("other"), "by": world.person("aide"), "reason": "Spam."}
    deed = Reversal.objects.create(uuid=uuid4(), until=timezone.now(), stride=Stride.DONE, **told)
    world.other["reversal"] = deed.pk
    _let_people_tell(world, made)
    _let_people_be_judged(world, made)
    _hide_a_revision(world, made)
    return world


def _fill_shelf(world: World, made: dict[str, Page]) -> None:
    uploaded = {"uploaded_at": timezone.now()}
    shown, hidden, orphan, spare = (
        document(b"%PDF-1.7 " + name.encode(), f".gitbook/assets/{name}.pdf", **uploaded)
        for name in ("shown", "hidden", "orphan", "spare")
    )
    Link.objects.create(page=made["advice/first"], kind="asset", target=shown.blob)
    Link.objects.create(page=made[SECRET], kind="asset", target=hidden.blob)
    every = {"shown": shown, "hidden": hidden, "orphan": orphan, "spare": spare}
    world.files = {name: attachment.pk for name, attachment in every.items()}


def _let_people_in(world: World) -> None:
    made = {
        "UV": factories.person(name="Una Verne"),
        "CO": factories.person(name="Colin Odet"),
        "TC": factories.person(name="Tea Cado", trusted=True),
        "RE": factories.person(name="Rene Eloy", trusted=True),
        "MO": factories.moderator(name="Mona Olin"),
        "AD": factories.admin(name="Ada Dorn"),
        "BA": factories.person(name="Bao Anh", trusted=True, moderator=True),
        "chief": factories.admin(name="Cheng Hi"),
        "aide": factories.moderator(name="Aida Ide"),
        "other": factories.person(name="Otto Herr", trusted=True),
        "barred": factories.person(name="Basil Arrow"),
        "closed": factories.person(name="Clos Eden"),
    }
    for person in made.values():
        person.set_password(PASSWORD)
        person.save()
    world.people = {"AN": None} | {who: person.pk for who, person in made.items()}
    PageRevision.objects.filter(id=world.pages["advice/first"]).update(history_user=made["other"])
    for section in ("advice", "lessons"):
        factories.charter(Page.objects.get(pk=world.pages[section]), made["RE"])


def _let_people_talk(world: World, made: dict[str, Page]) -> None:
    page = made["advice/first"]

    def begin(by: User, text: str, where: Page = page) -> Comment:
        quote = Selection("Text one.") if where is page else None
        return threads.open(where, by=by, text=text, uuid=uuid4(), quote=quote)

    for who, pk in world.people.items():
        if pk is not None:
            by = User.objects.get(pk=pk)
            said, settled = begin(by, f"Said by {who}."), begin(by, f"Settled by {who}.")
            threads.resolve(settled.thread, by=by)
            world.own[who] = {
                "comment": said.pk,
                "thread": said.thread_id,
                "settled": settled.thread_id,
            }
    other, moderator = world.person("other"), world.person("aide")
    assert other is not None
    assert moderator is not None
    hidden, held, settled = (begin(other, text) for text in ("Rude words.", "Held words.", "Done."))
    moderation.hide(hidden, by=moderator, reason="Rude.")
    Comment.objects.filter(pk=held.pk).update(held=True)
    threads.resolve(settled.thread, by=other)
    secret = begin(moderator, "Between us.", made[SECRET])
    moderation.flag(Comment.objects.get(pk=world.own["UV"]["comment"]), by=other, reason="Odd.")
    world.other = world.own["other"] | {
        "settled": settled.thread_id,
        "hidden": hidden.pk,
        "hidden thread": hidden.thread_id,
        "held": held.pk,
        "secret thread": secret.thread_id,
        "secret comment": secret.pk,
        "flag": Flag.objects.get().pk,
    }


def _let_people_propose(world: World, made: dict[str, Page]) -> None:
    """Each on a page that nobody writes since; one on a page that somebody wrote, one on what is hidden now."""
    lessons, second = (Page.objects.get(pk=made[name].pk) for name in ("lessons", "advice/second"))
    for who, pk in world.people.items():
        if pk is not None:
            by, said = User.objects.get(pk=pk), f"Proposed by {who}: Words that nobody else wrote."
            suggested = factories.suggestion(
                lessons, ("# Lessons\n", f"# Lessons\n\n{who}\n"), by=by, summary=said
            )
            world.own[who]["suggestion"] = suggested.pk
    other = world.person("other")
    stale = factories.suggestion(second, ("See", "Read"), by=other)
    pages.edit(second, by=SYSTEM, base=second.version, source=f"{second.source}\nA line more.\n")
    hidden = factories.page(lessons, "hidden", "# Hidden\n\nText.\n")
    secret = factories.suggestion(hidden, ("Text", "Words"), by=other)
    pages.unpublish(hidden, by=SYSTEM, base=hidden.version)
    proposed = Suggestion.objects.get(pk=world.own["other"]["suggestion"])
    held = factories.suggestion(lessons, ("# Lessons\n", "# Lessons\n\nBuy.\n"), by=other)
    Suggestion.objects.filter(pk=held.pk).update(held_for="word buy")
    world.other |= {
        "held suggestion": held.pk,
        "suggestion": proposed.pk,
        "stand": standing.support(proposed, by=User.objects.get(pk=world.people["aide"]), seen=1).pk,
        "stale suggestion": stale.pk,
        "secret suggestion": secret.pk,
    }


def _let_people_tell(world: World, made: dict[str, Page]) -> None:
    """A reuse that everybody reads, one that is hidden, one that waits."""
    other, page = world.person("other"), made["advice/first"]
    shown, hidden, held = (tell(page, by=other, title=f"Told {how}.") for how in ("by other", "", "and held"))
    vetting.hide(hidden, by=world.person("aide"), reason="Rude.")
    Reuse.objects.filter(pk=held.pk).update(held=True)
    world.other |= {"reuse": shown.pk, "hidden reuse": hidden.pk, "held reuse": held.pk}


def _let_people_be_judged(world: World, made: dict[str, Page]) -> None:
    """What was flagged beside comments, what was decided of people, and contested."""
    aide, by = (User.objects.get(pk=world.people[who]) for who in ("aide", "barred"))
    other = User.objects.get(pk=world.people["other"])
    proposed = Suggestion.objects.get(pk=world.other["suggestion"])
    flagging.flag(proposed, by=by, rule="law", reason="Flagged suggestion.")
    flagging.flag(made["advice/first"], by=by, rule="law", reason="Flagged page.")
    warned = measures.take(other, by=aide, kind=Kind.WARN, reason="Warned for it.")
    measures.contest(warned, by=other, words="It was not me.")
    world.other |= {
        "measure": warned.pk,
        "ban": measures.take(by, by=aide, kind=Kind.BAN, reason="Banned for it.").pk,
        "hiding": Measure.objects.get(comment=world.other["hidden"]).pk,
    }


def enter(world: World, who: str, *, asked: bool = False, suspended: bool = False) -> Client:
    """The browser of this actor, logged in, maybe just asked for the password; what then befell them is done."""
    client, person = Client(), world.person(who)
    if person is not None:
        client.force_login(person)
    if person is not None and asked:
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    if who == "UV":
        person.emailaddress_set.update(verified=False)
    if who == "BA":  # their sessions are ended with it: this is one that was left, or begun anew
        until = timezone.now() + timedelta(days=1) if suspended else None
        User.objects.filter(pk=person.pk).update(banned=not suspended, suspended_until=until)
    if who == "closed":
        User.objects.filter(pk=person.pk).update(is_active=False)
    return client


def _hide_a_revision(world: World, made: dict[str, Page]) -> None:
    """The second of three of a page."""
    page, other = factories.page(made["lessons"], "mended", "# Mended\n\nWell said.\n"), world.person("other")
    for source, reason in ((f"# {VEILED}\n\n{VEILED} words.\n", VEILED), (page.source, "Mended.")):
        page = Page.objects.get(pk=page.pk)
        pages.edit(page, by=SYSTEM, base=page.version, source=source, title="Mended", reason=reason)
    first, second, third = PageRevision.objects.filter(id=page.pk).order_by("number")
    PageRevision.objects.filter(pk=second.pk).update(history_user=other)
    hiding.hide(second, by=world.person("aide"), reason="Rude.", text=True, author=True)
    world.revisions = {"before": first.pk, "hidden": second.pk, "after": third.pk}
