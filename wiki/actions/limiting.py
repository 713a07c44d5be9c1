"""How often somebody may do a thing: counted from what they did, so that no counter drifts from the truth."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role, roles_of
from wiki.errors import BadComment, TooSoon
from wiki.models import Comment, Flag
from wiki.text.comment import Drawn

DAY = timedelta(days=1)


def is_new(person: Any) -> bool:
    """Whether nobody knows this person yet: no role was given, and few of their comments are in sight."""
    if not isinstance(person, User) or not _is_limited(person) or person.trusted:
        return False
    return Comment.objects.shown().filter(author=person).count() < settings.FIRST_POSTS


def comment(by: Any, text: str, drawn: Drawn) -> None:
    """TooSoon, or BadComment, when this comment is too much now; in the transaction that keeps it."""
    check_content(by, drawn)
    if not _is_limited(by):
        return
    limits = settings.LIMITS["trusted" if by.trusted else "contributor"]
    now = timezone.now()
    recent = list(
        Comment.objects.filter(author=by, created__gt=now - DAY)
        .order_by("-created")
        .values_list("created", "text")[: _most(limits["comment"])]
    )
    rates = [*limits["comment"]]
    if not by.trusted and by.date_joined > now - DAY:
        rates.append(limits["comment_first_day"])
    _require([at for at, _text in recent], rates, now)
    same = timedelta(seconds=limits["same_comment"])
    if any(said == text and at > now - same for at, said in recent):
        raise BadComment(_("You have just said the same, word for word."))


def check_content(by: Any, drawn: Drawn) -> None:
    """BadComment when a comment, or what it becomes when edited, holds more than this person may put in."""
    if drawn.pictures:
        raise BadComment(_("A comment holds no picture: give its address instead."))
    if not _is_limited(by):
        return
    limits = settings.LIMITS["trusted" if by.trusted else "contributor"]
    if len(drawn.links) > limits["links"]:
        said = ngettext(
            "Your comments may hold %(most)d link.", "Your comments may hold %(most)d links.", limits["links"]
        )
        raise BadComment(said % {"most": limits["links"]})
    if len(drawn.mentions) > limits["mentions"]:
        said = ngettext(
            "Your comments may mention %(most)d person.",
            "Your comments may mention %(most)d people.",
            limits["mentions"],
        )
        raise BadComment(said % {"most": limits["mentions"]})


def flag(by: Any) -> None:
    """TooSoon when this person has flagged enough for now."""
    if _is_limited(by):
        rates = settings.LIMITS["trusted" if by.trusted else "contributor"]["flag"]
        now = timezone.now()
        flags = Flag.objects.filter(by=by, at__gt=now - DAY).order_by("-at").values_list("at", flat=True)
        _require(list(flags[: _most(rates)]), rates, now)


def _is_limited(by: Any) -> bool:
    """Those who decide answer for what they do; tests of load switch the limits off, and say so."""
    deciding = roles_of(by) & {Role.MODERATOR, Role.ADMIN}
    return settings.LIMITS_ARE_KEPT and not deciding


def _most(rates: list[tuple[int, int]]) -> int:
    return max((most for most, _seconds in rates), default=0)


def _require(done: list[datetime], rates: list[tuple[int, int]], now: datetime) -> None:
    """`done` tells when it was done, the latest first; a rate is how often in how many seconds."""
    waits = [
        (done[most - 1] + timedelta(seconds=seconds) - now).total_seconds()
        for most, seconds in rates
        if len(done) >= most
    ]
    wait = int(max(waits, default=0) + 0.999)
    if wait > 0:
        raise TooSoon(_wait(wait), wait)


def _wait(seconds: int) -> str:
    """When to try again, as people say it."""
    if seconds < 60:
        said = ngettext(
            "Wait %(count)d second, then send it again.",
            "Wait %(count)d seconds, then send it again.",
            seconds,
        )
        return said % {"count": seconds}
    if seconds < 3600:
        minutes = -(-seconds // 60)
        said = ngettext(
            "Wait %(count)d minute, then send it again.",
            "Wait %(count)d minutes, then send it again.",
            minutes,
        )
        return said % {"count": minutes}
    hours = -(-seconds // 3600)
    said = ngettext("Send it again in %(count)d hour.", "Send it again in %(count)d hours.", hours)
    return said % {"count": hours}
