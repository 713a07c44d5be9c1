"""What people follow, and how they want to be told: chosen by hand, or by taking part."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from wiki import rules
from wiki.models import NoticeSettings, Page, Suggestion, Thread, Watch
from wiki.models.watch import Level
from wiki.queries import telling

FIELD = {Page: "page", Thread: "thread", Suggestion: "suggestion"}


@transaction.atomic
def follow(it: Any, *, by: Any, level: str, below: bool = False) -> Watch:
    """Follow a page, a thread, a suggestion or a person as closely as that; once more changes how closely."""
    rules.require(by, "watch.keep", it)
    told = {"level": level, "by_itself": False, "below": below and isinstance(it, Page)}
    watch, _is_new = Watch.objects.update_or_create(person=by, **{_field(it): it}, defaults=told)
    return watch


@transaction.atomic
def stop(watch: Watch, *, by: Any) -> None:
    """Follow it no more; what one takes part in may come back by taking part again."""
    rules.require(by, "watch.stop", watch)
    watch.delete()


def mute(it: Any, *, by: Any) -> None:
    """Hear of it no more, whatever it is to them; asked for from a mail, whether or not they may still read
    it. Within the transaction of who asks."""
    told = {"level": Level.NOTHING, "by_itself": False}
    Watch.objects.update_or_create(person=by, **{_field(it): it}, defaults=told)


def join(it: Any, *, by: Any, level: str = Level.DISCUSSION) -> None:
    """Whoever takes part follows, unless they said otherwise, of this or of all; within the transaction of
    what they do."""
    if not getattr(by, "pk", None) or not telling.settings_of(by).follows:
        return
    Watch.objects.get_or_create(person=by, **{_field(it): it}, defaults={"level": level, "by_itself": True})


@transaction.atomic
def set_up(person: Any, *, by: Any, **wanted: Any) -> NoticeSettings:
    """How somebody wants to be told."""
    rules.require(by, "notice.read", person)
    unknown = set(wanted) - {
        "follows", "answers", "mine", "deciding", "watched", "hour", "weekday", "paused_until"
    }  # fmt: skip
    if unknown:
        raise TypeError(f"set_up() does not change {', '.join(sorted(unknown))}")
    kept, _is_new = NoticeSettings.objects.update_or_create(person=person, defaults=wanted)
    return kept


def _field(it: Any) -> str:
    return FIELD.get(type(it), "whom")
