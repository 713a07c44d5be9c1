"""What people follow, and how they want to be told: chosen by hand, or by taking part."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from wiki import rules
from wiki.models import Notice, NoticeSettings, Page, Suggestion, Thread, Watch
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
        "follows", "answers", "mine", "words", "deciding", "watched", "hour", "weekday", "paused_until"
    }  # fmt: skip
    if unknown:
        raise TypeError(f"set_up() does not change {', '.join(sorted(unknown))}")
    told = wanted | {"refused_at": None}  # whoever chooses how mails come has them tried again
    kept, _is_new = NoticeSettings.objects.update_or_create(person=person, defaults=told)
    return kept


def try_again(person: Any, *, by: Any) -> None:
    """Their address was confirmed, or is another: mails leave to it again."""
    rules.require(by, "notice.stop", person)
    NoticeSettings.objects.filter(person=person).update(refused_at=None)


def forget(person: Any, *, by: Any) -> None:
    """Whoever leaves follows nothing, is followed by nobody and told of nothing; within that transaction."""
    rules.require(by, "person.erase", person)
    Watch.objects.filter(Q(person=person) | Q(whom=person)).delete()
    Notice.objects.filter(person=person).delete()
    NoticeSettings.objects.filter(person=person).delete()


def _field(it: Any) -> str:
    return FIELD.get(type(it), "whom")
