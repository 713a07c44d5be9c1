"""Following: a page, a thread, a suggestion, a person; all that one follows, and how one wants to be told."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from wiki.actions import watching
from wiki.forms.watching import LEVELS, FollowForm, SettingsForm
from wiki.models import Page, Suggestion, Thread, Watch
from wiki.models.watch import Level, Topic
from wiki.queries import people, telling, tree
from wiki.queries import watching as followed
from wiki.views import answers
from wiki.views.deciding import on_suggestion
from wiki.views.discussing import attempt, on_thread, place_of
from wiki.views.finding import MOST
from wiki.views.flagging import person_of
from wiki.views.gestures import frame, gesture, on, sent
from wiki.views.suggestions import address_of

MINE = "wiki:watches"


@gesture("watch", "watch.keep")
def page(request: HttpRequest, page: Page) -> HttpResponse:
    """Follow a page, with what lies below it or without."""
    below = page.parent_id is None or Page.objects.visible_to(request.user).filter(parent=page).exists()
    return _follow(request, page, "page", page.address, frame(request, page) | {"has_below": below})


@on_thread("watch.keep")
def thread(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Follow a discussion."""
    return _follow(request, thread, "thread", place_of(thread), frame(request, thread.page))


@on_suggestion("watch.keep")
def suggestion(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Follow what somebody proposes."""
    around = frame(request, suggestion.page)
    return _follow(request, suggestion, "suggestion", address_of(suggestion), around)


@on(person_of, "watch.keep")
def person(request: HttpRequest, person: User) -> HttpResponse:
    """Follow what somebody contributes."""
    back = reverse("wiki:person", args=[people.name_of(person)])
    return _follow(request, person, "whom", back, {"menu": tree.menu(request.user)})


def _follow(request: HttpRequest, it: Any, kind: str, back: str, around: dict[str, Any]) -> HttpResponse:
    kept = followed.find(request.user, it, kind)
    usual = Level.DISCUSSION if kind in ("thread", "suggestion") else Level.CHANGES
    begin = {"level": kept.level if kept else usual, "below": bool(kept and kept.below)}
    has_below = around.get("has_below", False)
    form = FollowForm(sent(request), kind="above" if has_below else kind, initial=begin)

    def done() -> HttpResponse:
        watching.follow(it, by=request.user, **form.cleaned_data)
        is_mute = form.cleaned_data["level"] == Level.NOTHING
        said = _("You will hear no more of it.") if is_mute else _("You follow it.")
        return answers.done(request, said, back)

    levels = [(one, LEVELS[Level(str(one.data["value"]))][1]) for one in form["level"]]
    context = around | {"form": form, "back": back, "what": kind, "kept": kept, "it": it, "levels": levels}
    return attempt(request, "notices/follow.html", context, done, field="level")


def _own(request: HttpRequest, pk: int) -> Watch | None:
    """That of somebody else is answered as if it were not there."""
    found = Watch.objects.filter(person=request.user.pk, pk=pk) if pk <= MOST else Watch.objects.none()
    return found.select_related("page", "thread", "suggestion", "whom", "person").first()


@login_required
@on(_own, "watch.stop")
def change(request: HttpRequest, watch: Watch) -> HttpResponse:
    """More of it, less of it, or no more, from the list."""
    if request.method != "POST":
        return answers.moved(request, reverse(MINE), for_good=False, asked=False)
    if request.POST.get("do") == "stop":
        watching.stop(watch, by=request.user)
        return answers.done(request, _("You follow it no more."), reverse(MINE))
    form = FollowForm({"level": request.POST.get("level", "")}, kind="above" if watch.below else watch.kind)
    if not form.is_valid():
        return answers.done(request, _("Choose one of the levels."), reverse(MINE), plainly=True)
    watching.follow(watch.it, by=request.user, level=form.cleaned_data["level"], below=watch.below)
    return answers.done(request, _("It is noted."), reverse(MINE))


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """All that one follows, and how one wants to be told."""
    return answers.never_kept(_mine(request, _settings_form(request.user)))


@require_POST
@login_required
def set_up(request: HttpRequest) -> HttpResponse:
    """How one wants to be told, from now on."""
    form = _settings_form(request.user, request.POST)
    if not form.is_valid():
        return answers.never_kept(_mine(request, form))
    watching.set_up(request.user, by=request.user, **form.cleaned_data)
    return answers.never_kept(answers.done(request, _("Your choices are kept."), reverse(MINE)))


def _settings_form(person: Any, data: Any = None) -> SettingsForm:
    wanted = telling.settings_of(person)
    names = [*Topic.values, "follows", "hour", "weekday", "paused_until"]
    return SettingsForm(data, initial={name: getattr(wanted, name) for name in names})


def _mine(request: HttpRequest, form: SettingsForm) -> HttpResponse:
    lines = [
        (one, FollowForm(kind=one.kind, short=True, initial={"level": one.watch.level}))
        for one in followed.of(request.user)
    ]
    context = {
        "lines": lines,
        "form": form,
        "topics": [form[topic.value] for topic in Topic],
        "refused_at": telling.settings_of(request.user).refused_at,
        "menu": tree.menu(request.user),
    }
    return answers.form(request, "notices/watches.html", context)
