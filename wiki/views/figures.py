"""The page of figures, for those who decide somewhere: drawn here, with a table beside each drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wiki import rules
from wiki.errors import NotAllowed
from wiki.queries import charts, figures, journal, statistics, together, tree, upkeep
from wiki.queries.charts import Chart, Value
from wiki.queries.figures import Asked, Figures
from wiki.views import answers

MOST_LATE = 5


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its words: what it shows, what one reads in it, the heads of its table."""

    key: str
    title: str
    said: str
    kind: str  # columns, rows, lines
    chart: Chart
    heads: tuple[str, ...]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The figures of the whole guide, or of a section."""
    try:
        rules.require(request.user, "figures.read")
    except NotAllowed as refusal:
        return answers.never_kept(answers.denied(request, refusal))
    menu = tree.menu(request.user)
    sections = journal.sections(menu)
    asked = _asked(request, menu, sections)
    found = figures.read(asked)
    context = {
        "menu": menu,
        "rows": menu.rows(None),
        "sections": sections,
        "section": asked.section,
        "months": len(asked.months),
        "periods": figures.MONTHS,
        "figures": found,
        "drawn": list(_drawn(asked, found)),
        "awaited": figures.awaited(asked),
        "late": _late(asked),
        "tasks": None if asked.section else together.now(request.user),
        "now": asked.now,
    }
    return answers.never_kept(answers.form(request, "figures/show.html", context))


def _asked(request: HttpRequest, menu: tree.Menu, sections: Any) -> Asked:
    wanted, period = request.GET.get("section", ""), request.GET.get("months", "")
    section = next((one for one in sections if str(one.pk) == wanted), None)
    count = next((one for one in figures.MONTHS if str(one) == period), figures.MONTHS[-1])
    now = timezone.now()
    months = statistics.months(timezone.localdate(now), count)
    return Asked(user=request.user, menu=menu, section=section, months=months, now=now)


def _late(asked: Asked) -> list[Any]:
    found = upkeep.late(asked.user).filter(asked.within()).select_related("page")
    return list(found.only("late_since", "page__title", "page__path", "page__kind")[:MOST_LATE])


# --- what is drawn ------------------------------------------------------------------------------------------


def _drawn(asked: Asked, found: Figures) -> Any:
    """Each chart in words and in numbers."""
    names = [(date_format(month, "F Y").capitalize(), date_format(month, "M")) for month in asked.months]
    yield _of_answers(names, found)
    yield _of_ages(found)
    people = [
        Value(name, all_of_them, short, first)
        for (name, short), (all_of_them, first) in zip(names, found.people, strict=True)
    ]
    said = _("Each month: the full line is all of them, the dotted one those whose first time it was.")
    heads = (_("Month"), _("All of them"), _("For the first time"))
    yield Drawn("people", _("People who write"), said, "lines", charts.lines(people), heads)
    yield _of_pages(found)


def _of_answers(names: list[tuple[str, str]], found: Figures) -> Drawn:
    told, promise = found.answers, found.answers.promise
    values = [Value(name, value, short) for (name, short), value in zip(names, told.by_month, strict=True)]
    said = _("Median in days, by the month in which a suggestion was sent.")
    if promise is not None:
        over = [value.label for value in values if value.value is not None and value.value > promise]
        promised = ngettext(
            "The dotted line is the promise, %(days)d day.",
            "The dotted line is the promise, %(days)d days.",
            promise,
        )
        said = f"{said} {promised % {'days': promise}}"
        if over:
            said += " " + _("It was not kept in: %(months)s.") % {"months": ", ".join(over)}
    heads = (_("Month"), _("Days"))
    return Drawn(
        "answers", _("Time to the first answer"), said, "columns", charts.columns(values, promise), heads
    )


def _of_ages(found: Figures) -> Drawn:
    names = [_("0 to 2 days"), _("3 to 7 days"), _("8 to 30 days"), _("More than 30 days")]
    values = [Value(name, count) for name, count in zip(names, found.open.by_age, strict=True)]
    late = found.open.late
    said = ngettext(
        "%(count)d waits longer for an answer than the charter promises.",
        "%(count)d wait longer for an answer than the charter promises.",
        late,
    )
    said = said % {"count": late} if late else _("None waits longer for an answer than the charter promises.")
    heads = (_("Age"), _("Suggestions"))
    return Drawn("ages", _("Open suggestions, by age"), said, "rows", charts.rows(values), heads)


def _of_pages(found: Figures) -> Drawn:
    told = found.freshness
    counted = [
        Value(_("Up to date"), told.fresh),
        Value(_("To look at soon"), told.soon),
        Value(_("Without a day"), told.without),
        Value(_("To be updated"), told.late),
    ]
    said = ngettext("%(count)d page is to be updated.", "%(count)d pages are to be updated.", told.late)
    said = said % {"count": told.late} if told.late else _("No page is to be updated.")
    return Drawn(
        "pages", _("Freshness of pages"), said, "rows", charts.rows(counted), (_("State"), _("Pages"))
    )
