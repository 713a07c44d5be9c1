"""What happened in the guide, day by day: of all of it, or of a section, of one kind, of somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki import rules
from wiki.queries import happenings, journal, together, tree
from wiki.queries.happenings import Line
from wiki.views import answers

LONGEST_NAME = 200  # of somebody who is looked for
REPEATED = ("edited", "imported")
FEWEST_FOLDED = 2  # changes that are worth a fold


class Run(NamedTuple):
    """A line, and those that say the same of one page and one person right before it."""

    line: Line
    more: list[Line]


class Day(NamedTuple):
    """What happened on it. Never called today: what strangers read is kept until somebody writes."""

    date: date
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class Filters:
    """What an address asks for, as far as it is known; of what is not, the sentence that says so."""

    section: tree.Entry | None
    kind: str
    person: str
    unknown: str

    @property
    def query(self) -> str:
        told = {"section": self.section.pk if self.section else "", "kind": self.kind, "person": self.person}
        return urlencode({name: value for name, value in told.items() if value})

    def asked(self, user: Any, menu: tree.Menu, **how: Any) -> happenings.Asked:
        return happenings.Asked(
            user=user,
            menu=menu,
            within=tree.pages_below(self.section) if self.section else None,
            kind=self.kind,
            persons=happenings.called(self.person) if self.person else None,
            **how,
        )


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The lines, the latest first."""
    menu = tree.menu(request.user)
    sections = journal.sections(menu)
    filters = read(request.GET, sections)
    before = happenings.mark_of(request.GET.get("before", ""))
    leaf = happenings.leaf(filters.asked(request.user, menu, before=before))
    to_support, tasks = together.now_with_suggestions(request.user)
    context = {
        "key": "activity",
        "menu": menu,
        "rows": menu.rows(None),
        "days": days(leaf.lines),
        "names": sorted({line.name for line in leaf.lines if line.person and not line.hides_author}),
        "leaf": leaf,
        "is_older": before is not None,
        "filters": filters,
        "sections": sections,
        "kinds": kinds(),
        "to_support": to_support,
        "tasks": tasks,
        "may_count": rules.may(request.user, "figures.read"),
    }
    return answers.reading(request, "activity/show.html", context, indexed=False)


def read(told: QueryDict, sections: Iterable[tree.Entry]) -> Filters:
    """What the question of an address asks for."""
    wanted, kind = told.get("section", ""), told.get("kind", "")
    section = next((one for one in sections if str(one.pk) == wanted), None)
    unknown = []
    if wanted and section is None:
        unknown.append(_("There is no such section to choose: those of the whole guide are shown."))
    if kind and kind not in happenings.KINDS:
        unknown.append(_("There is no such subject to choose: all of them are shown."))
    person = told.get("person", "").replace("\x00", "").strip()[:LONGEST_NAME]
    return Filters(section, kind if kind in happenings.KINDS else "", person, " ".join(unknown))


def days(lines: Iterable[Line]) -> list[Day]:
    """The lines by the day on which they happened here."""
    grouped = groupby(lines, key=lambda line: timezone.localtime(line.at).date())
    return [Day(day, list(_runs(some))) for day, some in grouped]


def _runs(lines: Iterable[Line]) -> Iterator[Run]:
    """One line stands for each change in a row of changes: whoever saves often hides nobody else."""
    for (what, *_same), group in groupby(lines, key=_alike):
        first, *others = group
        if what in REPEATED and len(others) >= FEWEST_FOLDED:
            yield Run(first, others)
        else:
            yield from (Run(line, []) for line in (first, *others))


def _alike(line: Line) -> tuple[Any, ...]:
    return line.what, line.page and line.page.pk, line.name, line.hides_text


def kinds() -> list[tuple[str, str]]:
    """What there is to ask for, by its key."""
    said = [_("Revisions"), _("Suggestions"), _("Discussions"), _("Pages"), _("People"), _("Reuses")]
    return list(zip(happenings.KINDS, said, strict=True))
