"""How often somebody may do a thing.

What is said is counted from what was said, so that no counter drifts from the truth; gestures and questions
in the cache that all workers share, which forgets them within minutes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from time import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role, roles_of
from wiki.errors import BadComment, BadSuggestion, TooSoon
from wiki.models import Comment, Flag, Reuse, Suggestion
from wiki.models.page import led_by
from wiki.models.suggestion import Stage
from wiki.rules import SYSTEM
from wiki.text.comment import Drawn

DAY = timedelta(days=1)
UNSEEN = (Stage.DRAFT, Stage.DECLINED, Stage.WITHDRAWN)  # these make nobody known


def is_new(person: Any) -> bool:
    """Whether nobody knows this person yet: no role was given, and few of their comments and suggestions are
    in sight."""
    if not isinstance(person, User) or not _is_limited(person) or person.trusted:
        return False
    said = Comment.objects.shown().filter(author=person).order_by().values("pk")
    proposed = Suggestion.objects.filter(author=person, held_for="").exclude(state__in=UNSEEN)
    return said.union(proposed.order_by().values("pk"), all=True).count() < settings.FIRST_POSTS


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


def reuse(by: Any) -> None:
    """TooSoon when this person has told enough for now."""
    if _is_limited(by):
        rates = settings.LIMITS["trusted" if by.trusted else "contributor"]["reuse"]
        now = timezone.now()
        told = Reuse.objects.filter(author=by, created__gt=now - DAY).order_by("-created")
        _require(list(told.values_list("created", flat=True)[: _most(rates)]), rates, now)


def suggestion(by: Any, *, opens: bool) -> None:
    """TooSoon when this person has proposed enough for now; BadSuggestion when one more may not be open."""
    if not _is_limited(by):
        return
    limits = settings.LIMITS["trusted" if by.trusted else "contributor"]
    now = timezone.now()
    made = Suggestion.objects.filter(author=by, created__gt=now - DAY).order_by("-created")
    rates = limits["suggestion"]
    _require(list(made.values_list("created", flat=True)[: _most(rates)]), rates, now)
    most = limits.get("suggestions_open") if opens else None
    if most is not None and Suggestion.objects.living().filter(author=by).count() >= most:
        said = ngettext(
            "You have %(most)d open suggestion already: wait until it is decided, or withdraw it.",
            "You have %(most)d open suggestions already: wait until one is decided, or withdraw one.",
            most,
        )
        raise BadSuggestion(said % {"most": most})


def gesture(by: Any, what: str) -> None:
    """TooSoon when this person has edited, moved or uploaded enough for now: a session may be stolen."""
    if by is SYSTEM or not settings.LIMITS_ARE_KEPT:
        return
    rate = settings.LIMITS[_level(by)].get(what)
    wait = _pace(f"{what} {by.pk}", *rate) if rate else 0
    if wait:
        raise TooSoon(_wait(wait), wait)


def question(by: Any, network: str | None, what: str) -> None:
    """TooSoon when search was asked enough for now by whoever is logged in; else by their network, which may
    be that of a whole administration. None is a network that is not counted."""
    is_known = isinstance(by, User)
    if not settings.LIMITS_ARE_KEPT or not (is_known or network):
        return
    most, seconds = settings.LIMITS["account" if is_known else "network"][what]
    wait = _pace(f"{what} {by.pk if is_known else network}", most, seconds)
    if wait:
        raise TooSoon(_wait_for_answers(wait, is_known=is_known), wait)


def subscription(network: str | None) -> None:
    """TooSoon when enough mails were asked for from this network; None is one that is not counted."""
    if not settings.LIMITS_ARE_KEPT or not network:
        return
    wait = _pace(f"subscription {network}", *settings.LIMITS["network"]["subscription"])
    if wait:
        raise TooSoon(_wait(wait), wait)


def is_written_to_enough(email: str) -> bool:
    """Whether strangers had enough written to this address for now, whoever they are."""
    if not settings.LIMITS_ARE_KEPT:
        return False
    return _pace(f"written to {email.strip().lower()}", *settings.LIMITS["address"]["subscription"]) > 0


def feedback(network: str | None) -> bool:
    """Whether so many readers of one network have spoken that theirs stand apart: it may be that of a whole
    administration, so none is refused, up to what no administration sends: TooSoon."""
    if not settings.LIMITS_ARE_KEPT or not network:
        return False
    limits = settings.LIMITS["network"]
    wait = _pace(f"feedback at most {network}", *limits["feedback_at_most"])
    if wait:
        raise TooSoon(_wait(wait), wait)
    return _pace(f"feedback {network}", *limits["feedback"]) > 0


def _level(by: Any) -> str:
    roles = roles_of(by)
    if roles & {Role.MODERATOR, Role.ADMIN} or led_by(by):
        return "decider"
    return "trusted" if Role.TRUSTED in roles else "contributor"


def _pace(key: str, most: int, seconds: int) -> int:
    """One more of these, counted in this stretch of time; 0, or how long to wait where it is one too many.

    What is left of the stretch before counts too, as if it had come evenly. Keys are digests that change with
    each stretch: nobody is told, nor followed, by what is left in the cache.
    """
    now = time()
    stretch, age = divmod(now, seconds)
    this, last = _digest(key, stretch), _digest(key, stretch - 1)
    try:
        count = cache.incr(this)
    except ValueError:  # the first; or nothing can be counted now, and the cache has said why
        count = 1 if cache.add(this, 1, 2 * seconds) else cache.incr(this)
    before = cache.get(last, 0)
    if count + before * (1 - age / seconds) <= most:
        return 0
    cache.decr(this)
    if count > most:  # the stretch is full: until the next has made room for one
        return ceil(seconds - age + seconds / max(most, 1))
    return ceil(seconds * (1 - (most - count) / before) - age)


def _digest(key: str, stretch: float) -> str:
    return salted_hmac(__name__, f"{key} {stretch}", algorithm="sha256").hexdigest()[:32]


def _is_limited(by: Any) -> bool:
    """Those who decide answer for what they do; tests of load switch the limits off, and say so."""
    deciding = roles_of(by) & {Role.MODERATOR, Role.ADMIN} or by is not SYSTEM and led_by(by)
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


def _wait_for_answers(seconds: int, *, is_known: bool) -> str:
    if is_known:
        said = ngettext(
            "You have searched many times within a minute: search again in %(count)d second.",
            "You have searched many times within a minute: search again in %(count)d seconds.",
            seconds,
        )
    else:
        said = ngettext(
            "Many searches have come from your network within a minute: search again in %(count)d second, "
            "or log in to be counted by yourself.",
            "Many searches have come from your network within a minute: search again in %(count)d seconds, "
            "or log in to be counted by yourself.",
            seconds,
        )
    return said % {"count": seconds}


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
