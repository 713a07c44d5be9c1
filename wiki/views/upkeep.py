"""When a page is looked at anew: found right as it stands, given another day, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wiki.actions import upkeep
from wiki.errors import BadDate, EditConflict
from wiki.forms.upkeep import CHECK, DAY, DROP, CheckForm, DayForm, UpkeepForm
from wiki.models import Page, Upkeep
from wiki.queries import upkeep as kept_of
from wiki.views import answers
from wiki.views.gestures import frame, gesture

SCREEN = "editing/upkeep.html"


@gesture("upkeep", "page.upkeep")
def edit(request: HttpRequest, page: Page) -> HttpResponse:
    """Two forms: it is right today, or another day."""
    kept = kept_of.of(page)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if request.method == "POST" and do not in (CHECK, DAY, DROP):
        raise BadRequest("what is to be done is missing")
    check, day = _forms(request, do, kept)
    context = frame(request, page) | {"upkeep": kept, "check": check, "day": day}
    context |= {"checks": kept_of.checks(page), "form": check if do in ("", CHECK) else day}
    sent: UpkeepForm = context["form"]
    if sent.is_bound and sent.is_forged:
        raise BadRequest("the base of the change is missing")
    if not sent.is_valid():
        return answers.form(request, SCREEN, context)
    try:
        said = _DONE[do](page, request.user, sent.cleaned_data)
    except BadDate as refusal:
        sent.refuse("due" if do == DAY else "months", str(refusal))
        return answers.form(request, SCREEN, context)
    except EditConflict:
        return _once_more(request, page, do, context)
    return answers.done(request, said, page.address)


def _forms(request: HttpRequest, do: str, kept: Upkeep, typed: Any = None) -> tuple[CheckForm, DayForm]:
    data = typed if typed is not None else request.POST
    check = CheckForm(data if do == CHECK else None, upkeep=kept)
    return check, DayForm(data if do in (DAY, DROP) else None, upkeep=kept, drops=do == DROP)


def _once_more(request: HttpRequest, page: Page, do: str, context: dict[str, Any]) -> HttpResponse:
    """What was typed over what stands now, to be sent knowingly."""
    kept, typed = kept_of.of(page), request.POST.copy()
    typed["base"] = str(kept.version)
    check, day = _forms(request, do, kept, typed)
    again = check if do == CHECK else day
    again.refuse(None, _("Somebody else looked at this page meanwhile: see below, then send it again."))
    context |= {"upkeep": kept, "check": check, "day": day, "form": again, "checks": kept_of.checks(page)}
    return answers.form(request, SCREEN, context, status=409)


def _check(page: Page, user: Any, told: dict[str, Any]) -> str:
    made = upkeep.check(page, by=user, seen=told["base"], months=told["months"], note=told["note"])
    day = date_format(made.due, "DATE_FORMAT")
    return _("Noted: the page is right today. It is looked at anew on %(day)s.") % {"day": day}


def _set_day(page: Page, user: Any, told: dict[str, Any]) -> str:
    made = upkeep.set_day(page, by=user, seen=told["base"], due=told["due"], reason=told["reason"])
    return _("The page is looked at anew on %(day)s.") % {"day": date_format(made.due, "DATE_FORMAT")}


def _drop(page: Page, user: Any, told: dict[str, Any]) -> str:
    upkeep.drop(page, by=user, seen=told["base"], reason=told["reason"])
    return _("The page has no day any more.")


_DONE: dict[str, Callable[[Page, Any, dict[str, Any]], str]] = {CHECK: _check, DAY: _set_day, DROP: _drop}
