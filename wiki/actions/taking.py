"""Taking a thing to decide, so that two people do not read it at once: a courtesy, and no lock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import notices
from wiki.errors import TakenAlready
from wiki.models import Comment, Fact, Suggestion, Taking
from wiki.models.notice import Kind
from wiki.models.suggestion import Stage
from wiki.models.taking import SLACK, SPAN, Taken

FORGOTTEN = timedelta(days=1)  # rows that lapsed say who was at what, which is nobody's business


def take(it: Suggestion | Comment, *, by: Any) -> Taking:
    """Be at it for half an hour from now on; once more is for another half. TakenAlready where somebody else
    is: of two at the same moment, exactly one has it."""
    rules.require(by, _action(it), it)
    now = timezone.now()
    mine = {"by": by, "at": now, "until": now + SPAN}
    with transaction.atomic():
        Taking.objects.filter(until__lt=now - FORGOTTEN).delete()
        row = Taking.objects.filter(kind=_kind(it), key=it.pk)
        lapsed = Q(until__lte=now) | Q(until__gt=now + SPAN + SLACK)  # see TakingQuerySet.standing
        if row.filter(by=by).update(**mine):
            return row.select_related("by").get()
        if row.filter(lapsed).update(**mine):
            _tell(it, by)
            return row.select_related("by").get()
        try:
            with transaction.atomic():
                taken = Taking.objects.create(kind=_kind(it), key=it.pk, **mine)
                _tell(it, by)
                return taken
        except IntegrityError:
            raise TakenAlready(_said(row.select_related("by").get())) from None


def _tell(it: Suggestion | Comment, by: Any) -> None:
    """Its author hears that it is being read, once for what they sent, whoever takes it after that."""
    if not isinstance(it, Suggestion) or it.held_for:
        return
    told = Fact.objects.filter(kind=Kind.TAKEN, suggestion=it)
    if not told.filter(at__gte=it.open_since or it.created).exists():
        notices.note(Kind.TAKEN, it.page, by=by, suggestion=it)


@transaction.atomic
def give_back(it: Suggestion | Comment, *, by: Any) -> bool:
    """Be at it no more; whether one was. What lapsed and is another's by now stays theirs."""
    rules.require(by, _action(it), it)
    return bool(_of(it).filter(by=by).delete()[0])


def require_free(it: Suggestion | Comment, *, by: Any, despite: bool = False) -> None:
    """TakenAlready where somebody else is at it, unless this person decides `despite` that."""
    taken = None if despite else _of(it).standing().exclude(by=by).select_related("by").first()
    if taken is not None:
        raise TakenAlready(_("%(said)s Tick that you decide all the same, or wait.") % {"said": _said(taken)})


def is_over(it: Suggestion | Comment, *, by: Any) -> None:
    """This person has decided: they are at it no more; nobody is, where nothing waits. Within the transaction
    that decides."""
    waits = isinstance(it, Suggestion) and it.state == Stage.OPEN
    found = _of(it).filter(by=getattr(by, "pk", None)) if waits else _of(it)
    found.delete()


def _of(it: Suggestion | Comment) -> Any:
    return Taking.objects.filter(kind=_kind(it), key=it.pk)


def _kind(it: Suggestion | Comment) -> str:
    return Taken.SUGGESTION if isinstance(it, Suggestion) else Taken.COMMENT


def _action(it: Suggestion | Comment) -> str:
    return "suggestion.take" if isinstance(it, Suggestion) else "comment.judge"


def _said(taken: Taking) -> str:
    told = {"person": taken.by, "time": time_format(timezone.localtime(taken.until), "H:i")}
    return _("%(person)s is reviewing this until %(time)s.") % told
