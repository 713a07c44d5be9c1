"""What a notice says of a decision about its reader: what was decided and why, and never by whom."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from wiki.models import Measure, Notice
from wiki.models.measure import Kind as Decided
from wiki.models.notice import Kind
from wiki.queries.saying import LONGEST, Line


def line(notice: Notice) -> Line:
    """In the language of now; it leads to the decisions about oneself, where one contests them."""
    fact = notice.fact
    measure, kind = fact.measure, Kind(fact.kind)
    assert measure is not None
    return Line(
        keys=[notice.pk],
        who="",
        said=_SAID[kind](measure),
        quote=Truncator(_why(measure, kind)).chars(LONGEST),
        changes=[],
        more=0,
        address=f"{reverse('wiki:my-measures')}#ui-measure-{measure.pk}",
        link=_("Read the decision, and contest it") if kind == Kind.MEASURED else _("Read the decision"),
        because=str(notice.get_why_display()),
        icon="check" if kind == Kind.LIFTED else "flag",
        tone="ok" if kind == Kind.LIFTED else "warn",
        at=fact.at,
        is_unread=notice.read_at is None,
        fact=fact,
    )


def _why(measure: Measure, kind: Kind) -> str:
    """In the words of whoever decided, as the decisions about oneself tell them."""
    if kind == Kind.MEASURED:
        return measure.reason
    return measure.answer or measure.lifted_reason


def _decided(measure: Measure) -> str:
    told = {"number": _number(measure), "date": _day(measure), "reuse": measure.reuse}
    return {
        Decided.HIDE: _("Your comment in thread %(number)s was hidden:"),
        Decided.ASK: _("You are asked to write your comment in thread %(number)s in other words:"),
        Decided.REUSE: _("What you told of “%(reuse)s” was hidden:"),
        Decided.WARN: _("Those who moderate warn you:"),
        Decided.SUSPEND: _("Your account is suspended until %(date)s. You may read, and write nothing:"),
        Decided.BAN: _("Your account is banned. You may read, and write nothing:"),
    }[Decided(measure.kind)] % told


def _upheld(measure: Measure) -> str:
    return _("The decision that you contested stands (%(measure)s):") % _named(measure)


def _lifted(measure: Measure) -> str:
    return _("A decision about you was taken back (%(measure)s):") % _named(measure)


_SAID: dict[Kind, Callable[[Measure], str]] = {
    Kind.MEASURED: _decided,
    Kind.UPHELD: _upheld,
    Kind.LIFTED: _lifted,
}


def _named(measure: Measure) -> dict[str, str]:
    return {"measure": measure.get_kind_display()}


def _number(measure: Measure) -> str:
    return str(measure.comment.thread.number) if measure.comment else ""


def _day(measure: Measure) -> str:
    return date_format(timezone.localtime(measure.until), "DATETIME_FORMAT") if measure.until else ""
