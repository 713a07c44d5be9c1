"""How each row of the matrix is tried over HTTP: the requests of each, and how one sees what they did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from tests.views.world import PASSWORD, SECRET, World
from wiki.actions import settings
from wiki.models import (
    Attachment,
    Comment,
    ModerationEntry,
    Page,
    PageRevision,
    Sieve,
    SiteSettings,
    Thread,
)
from wiki.queries import people
from wiki.queries.settings import current

NEW_PASSWORD = "another long sentence"
WORDS = "Words that nobody else wrote."
REASON = {"reason": "Because of the rules."}


@dataclass
class Way:
    """One request, and how one sees that what it asks for took place."""

    address: str
    sent: dict[str, Any] | None = None  # nothing is sent by GET
    done: Callable[[Any], bool] = lambda answer: answer.status_code == 200
    own: bool = False  # on what is one's own: for the letter O
    secret: bool = False  # refused as if it were not there
    never: bool = False  # refused whatever the letter: it goes beyond the row
    refused: int = 0  # how, where it is not as all else
    always: bool = False  # allowed whatever the letter: a right that the row leaves to whoever it names
    mentions: str = ""  # read by all; what it must not say to those who may not
    asked: bool = False  # of whoever has just said who they are
    door: bool = False  # of the accounts and the administration: forms too are answered by the way in


# --- what takes place ---------------------------------------------------------------------------------------


def _is_now(model: Any, pk: int, **expected: Any) -> Callable[[Any], bool]:
    def look(answer: Any) -> bool:
        row = model.objects.filter(pk=pk).values(*expected).first() or {}
        return answer.status_code == 302 and row == expected

    return look


def _there_is(model: Any, **told: Any) -> Callable[[Any], bool]:
    return lambda answer: answer.status_code == 302 and model.objects.filter(**told).exists()


def _is_gone(model: Any, pk: int) -> Callable[[Any], bool]:
    return lambda answer: answer.status_code == 302 and not model.objects.filter(pk=pk).exists()


def _says(words: str) -> Callable[[Any], bool]:
    return lambda answer: answer.status_code == 200 and words in answer.content.decode()


def _has_new_password(pk: int) -> Callable[[Any], bool]:
    return lambda answer: User.objects.get(pk=pk).check_password(NEW_PASSWORD)


def _both(address: str, sent: dict[str, Any], done: Callable[[Any], bool], **how: Any) -> list[Way]:
    """A form: opened, and sent."""
    return [Way(address, **how), Way(address, sent, done, **how)]


def _window(model: str, pk: int | None = None, view: str = "change", app: str = "wiki") -> str:
    name = f"admin:{app}_{model}_{view if pk else 'changelist'}"
    return reverse(name, args=[pk] if pk else [])


def _bulk(world: World, who: str, action: str, path: str, done: Callable[[Any], bool]) -> Way:
    """One of the actions of the window on pages."""
    page = Page.objects.get(pk=world.pages[path])
    sent = {"action": action, "_selected_action": [page.pk], "base": [f"{page.pk}:{page.version}"]}
    # A referent is no operator: they do so by the gestures of the site.
    return Way(_window("page"), sent | REASON, done, door=True, never=who == "RE")


def _account(world: World, who: str, **changed: Any) -> tuple[str, dict[str, Any]]:
    """The form of the window on people, with something changed."""
    person = world.person(who)
    assert person is not None
    kept = {name: getattr(person, name) for name in ("name", "bio", "language")}
    flags = {name: getattr(person, name) for name in ("trusted", "moderator", "watched", "is_active")}
    ticked = {name: "on" for name, value in (flags | changed).items() if value}
    return _window("user", person.pk, app="accounts"), kept | ticked


# --- rows ---------------------------------------------------------------------------------------------------


def reading(world: World, row: int, who: str) -> list[Way]:
    """Pages, their past, their files."""
    first, files = "/advice/first/", world.files
    last = PageRevision.objects.filter(id=world.pages["advice/first"]).order_by("-number")[0].pk
    secret = PageRevision.objects.get(id=world.pages[SECRET]).pk
    at = {name: Attachment.objects.get(pk=pk).address for name, pk in files.items()}
    if row == 1:
        return [Way(address) for address in ("/", first, "/-/map/", "/-/search/?q=first", "/-/threads/")]
    if row == 2:
        names = ("", "-/history/", "-/threads/", "-/threads/fresh/", f"-/revisions/{secret}/")
        shut = [Way(f"/{SECRET}/{name}", secret=True) for name in names]
        shut += [Way(f"/{SECRET}/-/compare/", secret=True, done=_leads_on)]
        shut += [Way(f"/{SECRET}.md", secret=True)]
        shut += [Way(f"/-/t/{world.other['secret thread']}/", secret=True, done=_leads_on)]
        shut += [Way(f"/-/comments/{world.other['secret comment']}/history/", secret=True)]
        open_ones = ("/", "/lessons/", "/lessons/locked/", "/-/map/", "/sitemap.xml", "/-/threads/?show=all")
        open_ones += ("/-/activity/", "/-/activity/feed/", "/lessons/-/feed/below/")
        open_ones += (
            "/-/search/?q=secret",
            "/-/search/titles/?q=secret",
            f"/-/people/{_name(world, 'aide')}/",
        )
        return shut + [Way(address, mentions=SECRET) for address in open_ones]
    if row == 4:
        found = ("-/history/", f"-/revisions/{world.old}/", f"-/compare/{world.old}/{last}/")
        leading = (f"{first}-/compare/", f"/-/r/{world.old}/")
        return [Way(first + name) for name in found] + [Way(address, done=_leads_on) for address in leading]
    if row == 6:
        return [Way("/advice/first.md", done=_is_plain), Way("/index.md", done=_is_plain)]
    if row == 34:
        return [Way(at["shown"])]
    return [Way(at["hidden"], secret=True), Way(at["orphan"], secret=True)]


def _leads_on(answer: Any) -> bool:
    return answer.status_code in (200, 302) and "/accounts/" not in answer.headers.get("Location", "")


def _is_plain(answer: Any) -> bool:
    told = answer["Content-Type"], answer["X-Content-Type-Options"]
    return told == ("text/plain; charset=utf-8", "nosniff")


def _name(world: World, who: str) -> str:
    person = world.person(who)
    assert person is not None
    return people.name_of(person)


def talking(world: World, row: int, who: str) -> list[Way]:
    """Threads and comments."""
    me, other = world.people[who], world.other
    said = {"text": WORDS, "uuid": str(uuid4())}
    mine = world.own.get(who, world.own["other"])
    on = "/-/comments/{}/{}/".format
    if row == 7:
        told = said | {"exact": "Text one."}
        return _both("/advice/first/-/threads/new/", told, _there_is(Comment, text=WORDS, author=me))
    if row == 8:
        return _both(f"/-/t/{other['thread']}/reply/", said, _there_is(Comment, text=WORDS, author=me))
    if row == 9:
        done = _there_is(Comment, text=WORDS, author=me)
        numbers = other["secret thread"], other["hidden thread"]
        shut = [f"/{SECRET}/-/threads/new/", *(f"/-/t/{pk}/reply/" for pk in numbers)]
        return [
            way
            for address in shut
            for way in _both(address, said | {"uuid": str(uuid4())}, done, secret=True)
        ]
    if row == 10:
        pk = mine["comment"]
        return _both(on(pk, "edit"), {"text": WORDS}, _is_now(Comment, pk, text=WORDS), own=True)
    if row == 11:
        return _both(on(other["comment"], "edit"), {"text": WORDS}, _is_now(Comment, 0))
    if row == 12:
        return _both(on(mine["comment"], "delete"), {}, _is_now(Comment, mine["comment"], text=""), own=True)
    if row == 13:
        kept = Comment.objects.filter(pk=other["comment"], deleted__isnull=False, text="Said by other.")
        return _both(on(other["comment"], "delete"), REASON, lambda answer: kept.exists())
    return [way for own in (True, False) for way in _settling(mine if own else other, own=own)]


def _settling(which: dict[str, int], *, own: bool) -> list[Way]:
    resolved, again = (
        _is_now(Thread, which["thread"], state="resolved"),
        _is_now(Thread, which["settled"], state="open"),
    )
    ways = _both(f"/-/t/{which['thread']}/resolve/", {}, resolved, own=own)
    return ways + _both(f"/-/t/{which['settled']}/reopen/", {}, again, own=own)


def writing(world: World, row: int, who: str) -> list[Way]:
    """The text of pages, and where they stand."""
    first, told = "advice/first", {"title": "First", "source": f"# First\n\n{WORDS}\n"} | REASON
    if row in (23, 24):
        path = first if row == 23 else "lessons/locked"
        pk = world.pages[first if row == 23 else "locked"]
        sent = told | {
            "title": "New",
            "source": f"# New\n\n{WORDS}\n",
            "base": Page.objects.get(pk=pk).version,
        }
        return _both(f"/{path}/-/edit/", sent, _is_now(Page, pk, title="New"))
    if row == 25:
        number = PageRevision.objects.filter(id=world.pages[first]).count() + 1
        done = _there_is(PageRevision, id=world.pages[first], number=number, origin="restore")
        return _both(f"/{first}/-/restore/{world.old}/", world.base(first) | REASON, done)
    if row == 27:
        sent = {"title": "New", "slug": "new", "source": "Text.", "listed": "on"}
        return _both("/advice/-/new/", sent, _there_is(Page, path="advice/new")) + [
            Way("/-/home/new/", sent, _there_is(Page, path="new"), never=who == "RE")  # in no section
        ]
    if row == 28:
        return _moving(world)
    if row == 29:
        secret = {"title": "Secret", "do": "publish", "source": f"# Secret\n\n{WORDS}\n"}
        sent = told | world.base(SECRET) | secret
        done = _is_now(Page, world.pages[SECRET], state="published")
        back = _is_now(Page, world.pages["advice/second"], state="draft")
        return [
            Way(f"/{SECRET}/-/edit/", sent, done, secret=True),
            _bulk(world, who, "unpublish", "advice/second", back),
            _bulk(world, who, "publish", SECRET, done),
        ]
    if row == 30:
        away = _is_now(Page, world.pages["advice/second"], state="archived")
        sent = world.base("advice/second") | REASON
        lessons = _is_now(Page, world.pages["lessons"], state="archived")
        return _both("/advice/second/-/archive/", sent, away) + [
            _bulk(world, who, "archive", "lessons", lessons)
        ]
    back = _is_now(Page, world.pages["gone"], state="published")
    address, sent = f"/-/archived/{world.pages['gone']}/", world.base("gone") | REASON
    return [*_both(address, sent, back, secret=True), _bulk(world, who, "unarchive", "gone", back)]


def _moving(world: World) -> list[Way]:
    second, lessons = "advice/second", world.pages["lessons"]
    sent = world.base(second) | {"title": "Second", "slug": "other"} | REASON
    ways = _both(f"/{second}/-/rename/", sent, _is_now(Page, world.pages[second], path="advice/other"))
    first = world.base("advice/first") | {"parent": lessons} | REASON
    done = _is_now(Page, world.pages["advice/first"], path="lessons/first")
    ways += _both("/advice/first/-/move/", first, done)
    below = list(
        Page.objects.filter(parent=world.pages["advice"]).order_by("position").values_list("pk", flat=True)
    )
    order = {"seen": ",".join(map(str, below)), "down": below[0]}
    return ways + _both("/advice/-/order/", order, _there_is(ModerationEntry, action="page.reorder"))


def keeping(world: World, row: int, who: str) -> list[Way]:
    """Files sent, replaced, taken away."""
    where, spare = "/advice/-/files/", world.files["spare"]
    if row == 33:
        sent = {"do": "upload", "file": _file(b"%PDF-1.7 new")}
        return [Way(where, sent, _there_is(Attachment, path__endswith="new.pdf"))]
    replaced = _is_now(Attachment, spare, size=len(b"%PDF-1.7 other bytes"))
    sent = {"do": f"replace-{spare}", "file": _file(b"%PDF-1.7 other bytes")}
    return [
        Way(where, sent, replaced),
        Way(where, {"do": f"delete-{spare}"}, _is_gone(Attachment, spare)),
    ]


def _file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("new.pdf", content)


def moderating(world: World, row: int, who: str) -> list[Way]:
    """What those who decide see, hide, show again."""
    secret = who != "RE"  # row 9: what is hidden in their section, they read
    other, on = world.other, "/-/comments/{}/{}/".format
    if row == 38:
        lists = [Way(_window(model), door=True) for model in ("flag", "comment", "thread")]
        lists += [Way(_window("flag", other["flag"]), door=True)]
        held = _is_now(Comment, other["held"], held=False)
        return lists + _both(on(other["held"], "release"), {}, held, secret=secret)
    hidden = Comment.objects.filter(pk=other["comment"], hidden__isnull=False)
    ways = _both(on(other["comment"], "hide"), REASON, lambda answer: hidden.exists())
    restored = _is_now(Comment, other["hidden"], hidden=None)
    ways += _both(on(other["hidden"], "restore"), REASON, restored, secret=secret)
    locked = _is_now(Thread, other["thread"], state="locked")
    return ways + _both(f"/-/t/{other['thread']}/lock/", REASON, locked)


def ones_own(world: World, row: int, who: str) -> list[Way]:
    """The account of whoever asks."""
    me = world.people[who] or 0
    email = getattr(world.person(who), "email", "")
    told = {"own": True, "door": True}
    if row == 45:
        ways = [Way(reverse("account_email"), done=_says(email), **told), Way(reverse("mfa_index"), **told)]
        ways += [Way(reverse("account_data"), **told)]
        return [*ways, Way(reverse("account_export"), {}, **told)]
    if row == 46:
        leaving = User.objects.filter(pk=me, leaves_at__isnull=False)
        return _both(reverse("account_leave"), {}, lambda answer: leaving.exists(), **told)
    named = {"name": "Another", "bio": "", "language": "", "theme": ""}
    ways = _both(reverse("account_profile"), named, _is_now(User, me, name="Another"), **told)
    passwords = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    kept = told | {"always": who == "BA"}
    ways += _both(reverse("account_change_password"), passwords, _has_new_password(me), **kept)
    asked = _there_is(EmailAddress, user=me, email="n@example.org")
    ways.append(Way(reverse("account_email"), done=_says(email), **kept))  # to see it is row 45
    sent = {"email": "n@example.org", "action_add": ""}
    return [*ways, Way(reverse("account_email"), sent, asked, **told)]


def looking_at_people(world: World, row: int, who: str) -> list[Way]:
    """What is told of others."""
    profile, people_list = f"/-/people/{_name(world, 'other')}/", _window("user", app="accounts")
    other = world.person("other")
    assert other is not None
    if row == 48:
        return [Way(profile, done=_says(other.name))]
    if row == 49:
        listed = Way("/-/moderation/people/", done=_says(other.name))
        return [Way(people_list, door=True, never=who == "MO"), listed]
    email = str(other.email)
    shown = [profile, "/advice/first/", f"/-/t/{world.other['settled']}/", "/advice/first/-/history/"]
    shown += ["/-/threads/", *(_window(model) for model in ("comment", "thread", "flag", "moderationentry"))]
    shown += [_window("comment", world.other["comment"])]
    return [Way(people_list, done=_says(email), door=True), *(Way(one, mentions=email) for one in shown)]


def administering(world: World, row: int, who: str) -> list[Way]:
    """The windows of operators."""
    if row == 54:
        site = current()
        sent = {name: getattr(site, name) for name in settings.VALUES}
        sent |= {"base": site.version, "name": "Another"}
        return _both(_window("sitesettings"), sent, _there_is(SiteSettings, name="Another"), door=True)
    if row == 61:
        sent = {"base": 1, "approvals": 1, "direct_edits": "trusted", "consent_supports": 1, "answer_days": 1}
        done = _is_now(Page, world.pages["advice"], charter__direct_edits="trusted")
        lists, at = {"base": 0, "held_words": "x"}, f"/-/charters/{world.pages['advice']}"
        filtered = _both(f"{at}/filter/", lists, _there_is(Sieve, held_words="x"))
        return filtered + _both(f"{at}/edit/", sent, done)
    if row == 55:
        return [Way("/admin/", door=True), Way(reverse("admin:app_list", args=["wiki"]), door=True)]
    entry = ModerationEntry.objects.order_by("pk")[0].pk
    if row == 56:
        return [Way(_window("moderationentry"), door=True), Way(_window("moderationentry", entry), door=True)]
    nothing = {"reason": "x", "post": "yes"}
    if row == 57:
        return [
            Way(_window("moderationentry", entry, view), nothing, door=True) for view in ("change", "delete")
        ]
    revision, views = world.old, ("change", "delete")
    seen = [Way(_window("pagerevision"), door=True), Way(_window("pagerevision", revision), door=True)]
    return seen + [
        Way(_window("pagerevision", revision, view), nothing, never=True, door=True) for view in views
    ]


def maintaining(world: World, row: int, who: str) -> list[Way]:
    """The one thing that is made again through the web is what was drawn; all else is the shell's."""
    if who == "AD":
        return []
    sent = {"action": "render_again", "_selected_action": [world.pages["advice/first"]]}
    return [Way(_window("page"), sent, door=True, refused=302 if who == "MO" else 0)]


ROWS: dict[int, Callable[[World, int, str], list[Way]]] = {
    **dict.fromkeys((1, 2, 4, 6, 34, 35), reading),
    **dict.fromkeys((7, 8, 9, 10, 11, 12, 13, 14), talking),
    **dict.fromkeys((23, 24, 25, 27, 28, 29, 30, 31), writing),
    **dict.fromkeys((33, 36), keeping),
    **dict.fromkeys((38, 39), moderating),
    **dict.fromkeys((45, 46, 47), ones_own),
    **dict.fromkeys((44, 48, 49), looking_at_people),
    **dict.fromkeys((54, 55, 56, 57, 58, 61), administering),
    60: maintaining,
}
