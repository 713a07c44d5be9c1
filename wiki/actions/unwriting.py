"""What an account wrote, taken back by new revisions: each edit by a merge, so that others' words stay.

Of several edits of one page, those that follow each other are one run, taken back together; the latest first.
A page is rendered once, however many edits it bears.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.actions import archiving, revising, titling
from wiki.actions.addressing import Tree
from wiki.actions.places import Places
from wiki.actions.rendering import Ready
from wiki.actions.spans import Span, Work, item
from wiki.errors import EditConflict, Refusal
from wiki.models import Origin, Page, PageRevision, ReversalItem
from wiki.models.page import State
from wiki.models.reversal import Fate, Sort, Why
from wiki.text import merge
from wiki.text.merge import Choice

FIELDS = ("title", "nav_title", "description", "icon", "cover", "header", "lang", "listed")
PLACE = ("parent_id", "path", "state")
DIRECT = (Origin.EDIT, Origin.RESTORE, Origin.MOVE)
LET_IN = (Origin.SUGGESTION, Origin.CONSENT)
REASON_LENGTH = 300  # of it, as the history of each page repeats it
ASKED_AT_ONCE = 100  # pages whose revisions are asked for together
OURS = Choice("theirs")  # of what others have changed since, their words; in a merge the page stands there

Items = Sequence[ReversalItem]


@dataclass
class Run:
    """Revisions of one page that follow each other, by the numbers of the state before them and the last."""

    before: int
    last: int
    items: list[ReversalItem]


@dataclass
class Rewritten:
    """A page in memory whose text was taken back, and what became of each thing; `ready` once drawn."""

    page: Page
    heard: str  # its title until now
    fates: list[tuple[ReversalItem, str, str]] = field(default_factory=list)
    ready: Ready | None = None
    is_changed: bool = False

    def turn(self, items: Iterable[ReversalItem], fate: str, why: str = "") -> None:
        self.fates += [(one, fate, why) for one in items]

    def settle(self, made: Any = None) -> None:
        """Tell each thing what became of it."""
        for one, fate, why in self.fates:
            one.turn(fate, why)
            if made is not None and fate == Fate.DONE:
                one.made = made


# --- what there is ------------------------------------------------------------------------------------------


def find(span: Span) -> list[ReversalItem]:
    """Edits, and pages that were made; what came with an import is nobody's deed here. In five queries."""
    asked = {Sort.TEXT: DIRECT, Sort.ACCEPTED: LET_IN}
    origins = [origin for sort, some in asked.items() if sort in span.sorts for origin in some]
    if Sort.PAGE in span.sorts:
        origins += DIRECT
    own = PageRevision.objects.filter(
        span.within("history_date"), history_user=span.person, origin__in=origins
    )
    rows = list(own.order_by("id", "number").values_list("pk", "id", "number", "origin"))
    states = dict(Page.objects.filter(pk__in={page for _pk, page, *_told in rows}).values_list("pk", "state"))
    living = {page for page, state in states.items() if state != State.ARCHIVED}
    made = {page for _pk, page, number, _origin in rows if number == 1 and page in living}
    found, alone = _pages(made, span) if made and Sort.PAGE in span.sorts else ([], set[int]())
    for pk, page, number, origin in rows:
        sort = Sort.TEXT if origin in DIRECT else Sort.ACCEPTED
        if number == 1 or page in alone or sort not in span.sorts:
            continue  # it goes with its page, or was not asked for
        why = "" if page in living else Why.ARCHIVED
        found.append(item(sort, pk, page=page, why=why, number=number))
    return found


def _pages(made: set[int], span: Span) -> tuple[list[ReversalItem], set[int]]:
    """Pages to be archived, those above first, and those that others share; the keys of the former."""
    tree = Tree.now()
    shared = set(_written_by_others(made, span.person.pk))
    root = {pk for pk in made if tree[pk].parent_pk is None}
    alone = made - shared - root
    while busy := {pk for pk in alone if any(below.pk not in alone for below in tree.below(pk))}:
        alone -= busy
    highest = sorted(made - root, key=lambda pk: (len(list(tree.above(pk))), pk))
    items = [item(Sort.PAGE, pk, page=pk, why="" if pk in alone else Why.SHARED) for pk in highest]
    return items, alone


def _written_by_others(pages: Iterable[int], person: int) -> list[int]:
    """Those of these pages whose text somebody else has changed; whoever only moved one, put it away or
    brought it back wrote nothing there."""
    others = PageRevision.objects.filter(id__in=pages).exclude(history_user=person)
    former = PageRevision.objects.filter(id=OuterRef("id"), number=OuterRef("number") - 1)
    told = others.annotate(former=Subquery(former.values("source")))
    wrote = told.filter(Q(former__isnull=True) | ~Q(source=F("former")))
    return list(wrote.order_by().values_list("id", flat=True).distinct())


# --- texts --------------------------------------------------------------------------------------------------


def foresee(items: Items) -> dict[int, Rewritten]:
    """What would become of these edits, by page, on the texts of now; nothing is drawn, nothing written."""
    by_page: defaultdict[int, list[ReversalItem]] = defaultdict(list)
    for one in items:
        by_page[one.page_id or 0].append(one)
    return _rewritten({page: _runs(edits) for page, edits in by_page.items()}, Fate.DONE, Fate.LEFT)


def _foresee_back(items: Items) -> dict[int, Rewritten]:
    """The same of bringing them back: what is taken back then is the revision that undid them."""
    by_page: defaultdict[int, dict[int, Run]] = defaultdict(dict)
    for one in items:
        number = _made(one).number
        run = by_page[one.page_id or 0].setdefault(number, Run(number - 1, number, []))
        run.items.append(one)
    return _rewritten({page: list(runs.values()) for page, runs in by_page.items()}, Fate.BACK, Fate.KEPT)


def prepare(items: Items) -> dict[int, Rewritten]:
    """The same, drawn: to be written at once. Slow: before any lock."""
    if not items:
        return {}
    return _drawn(foresee([one for one in items if one.fate == Fate.WAITING]), Fate.LEFT, Places.now())


def prepare_back(items: Items, places: Places) -> dict[int, Rewritten]:
    """The same of bringing them back, drawn as the site will stand by then."""
    return _drawn(_foresee_back([one for one in items if one.made_id]), Fate.KEPT, places)


def _made(one: ReversalItem) -> Any:
    """The revision that took it back; those that have none are not asked for."""
    return one.made


def _runs(items: Iterable[ReversalItem]) -> list[Run]:
    """The latest first."""
    runs: list[Run] = []
    for one in sorted(items, key=lambda one: one.before["number"]):
        number = one.before["number"]
        if runs and runs[-1].last == number - 1:
            runs[-1].last = number
            runs[-1].items.append(one)
        else:
            runs.append(Run(number - 1, number, [one]))
    return runs[::-1]


def _rewritten(by_page: Mapping[int, list[Run]], done: str, left: str) -> dict[int, Rewritten]:
    pages = Page.objects.in_bulk(list(by_page))
    states = _states(by_page)
    told: dict[int, Rewritten] = {}
    for pk, runs in by_page.items():
        page = pages[pk]
        one = told[pk] = Rewritten(page, page.title)
        before = [page.source, *(getattr(page, name) for name in FIELDS)]
        for run in runs:
            if page.state == State.ARCHIVED:
                one.turn(run.items, left, Why.ARCHIVED)
            else:
                _take_back(one, run, states, done, left)
        one.is_changed = [page.source, *(getattr(page, name) for name in FIELDS)] != before
        if not one.is_changed:  # they take back each other
            gone = (done, "") if done == Fate.BACK else (left, Why.GONE)
            one.fates = [(it, *(gone if fate == done else (fate, why))) for it, fate, why in one.fates]
    return told


def _states(by_page: Mapping[int, list[Run]]) -> dict[tuple[int, int], Any]:
    """The revisions of these runs, and those before them, by page and number."""
    wanted = [
        Q(id=pk, number__in={number for run in runs for number in range(run.before, run.last + 1)})
        for pk, runs in by_page.items()
    ]
    found: dict[tuple[int, int], Any] = {}
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        asked = reduce(or_, wanted[start : start + ASKED_AT_ONCE])
        found |= {(one.id, one.number): one for one in PageRevision.objects.filter(asked)}
    return found


def _take_back(one: Rewritten, run: Run, states: Mapping[tuple[int, int], Any], done: str, left: str) -> None:
    """On the page in memory, what this run wrote. Where others have changed some of it, each revision by
    itself, the latest first, so that the report says which."""
    page = one.page
    before = {name: getattr(page, name) for name in ("source", *FIELDS)}
    former, seen = states[page.pk, run.before], states[page.pk, run.last]
    if former.text_hidden:  # it would be everybody's again
        one.turn(run.items, left, Why.REFUSED)
        return
    changed, disputed = _unwrite(page, former, seen)
    if disputed and run.last - run.before > 1:
        for name, value in before.items():
            setattr(page, name, value)
        for it in sorted(run.items, key=lambda it: -it.before["number"]):
            number = it.before["number"]
            _take_back(one, Run(number - 1, number, [it]), states, done, left)
        return
    is_placed = any(getattr(former, name) != getattr(seen, name) for name in PLACE)
    if changed:
        one.turn(run.items, done, Why.PARTLY if disputed else Why.PLACED if is_placed else "")
    elif disputed:
        one.turn(run.items, left, Why.CONFLICT)
    elif done == Fate.BACK:  # somebody has brought it back
        one.turn(run.items, done)
    else:
        one.turn(run.items, left, Why.PLACED if is_placed else Why.GONE)


def _unwrite(page: Page, former: Any, seen: Any) -> tuple[bool, bool]:
    """Take back what led from one revision to the other; where others changed it since, theirs stays. Whether
    something was taken back, and whether something was not."""
    changed, disputed = False, False
    for name in FIELDS:
        was, is_, now = (getattr(it, name) for it in (former, seen, page))
        if was in (is_, now):
            continue
        if now == is_:
            setattr(page, name, was)
        changed, disputed = changed or now == is_, disputed or now != is_
    if former.source != seen.source:
        merged = merge.merge(seen.source, former.source, page.source)
        text = merged.resolved({conflict.number: OURS for conflict in merged.conflicts})
        disputed = disputed or bool(merged.conflicts)
        changed, page.source = changed or text != page.source, text
    return changed, disputed


def _drawn(told: dict[int, Rewritten], left: str, places: Places) -> dict[int, Rewritten]:
    for one in told.values():
        if not one.is_changed:
            continue
        try:
            one.ready = titling.agreed(one.page, one.heard, places)
            revising.check(one.page, one.ready)
        except Refusal:
            one.is_changed = False
            one.fates = [(it, left, Why.REFUSED) for it, _fate, _why in one.fates]
    return told


def write(work: Work, items: Items, ready: Mapping[int, Rewritten]) -> None:
    """What was prepared, one new revision for each page. A page that moved meanwhile is left to wait."""
    _write(work, ready, {id(one) for one in items}, _undoes)


def write_back(work: Work, items: Items, ready: Mapping[int, Rewritten]) -> None:
    """What they said stands again, beside all that was written since."""
    _write(work, ready, {id(one) for one in items}, _brings_back)


def _write(work: Work, ready: Mapping[int, Rewritten], meant: set[int], why: Any) -> None:
    for pk in sorted(ready):
        one = ready[pk]
        if not all(id(it) in meant for it, _fate, _why in one.fates):
            continue  # somebody else has settled them
        if one.ready is None:
            one.settle()
            continue
        told = {"author": work.by, "by": work.by, "reason": why(work, one), "origin": Origin.RESTORE}
        try:
            made = revising.record(one.page, one.ready, **told)
        except EditConflict:
            continue
        one.settle(made)
        work.refreshed.append(one.page.path or "")


def _undoes(work: Work, one: Rewritten) -> str:
    numbers = sorted(it.before["number"] for it, fate, _why in one.fates if fate == Fate.DONE)
    said = ngettext("Undoes revision %(numbers)s.", "Undoes revisions %(numbers)s.", len(numbers))
    undone = said % {"numbers": ", ".join(map(str, numbers))}
    return f"{undone} {work.reversal.public_reason[:REASON_LENGTH]}".strip()


def _brings_back(_work: Work, one: Rewritten) -> str:
    numbers = sorted({_made(it).number for it, _fate, _why in one.fates})
    return _("Undoes revision %(number)d.") % {"number": numbers[-1]}


# --- pages --------------------------------------------------------------------------------------------------


def archive(work: Work, items: Items) -> None:
    """Put away with those below, unless somebody else has written there meanwhile."""
    pages = Page.objects.in_bulk([one.target for one in items])
    kept = work.reversal.items.filter(sort=Sort.PAGE).exclude(fate=Fate.LEFT)
    meant = {*pages, *kept.values_list("target", flat=True)}
    alone = meant - set(_written_by_others(meant, work.reversal.person_id))
    tree = Tree.held()
    gone: set[int] = set()
    for one in items:
        page = pages[one.target]
        along = {below.pk for below in tree.below(page.pk)}
        if page.pk in gone:
            one.turn(Fate.DONE)
        elif page.state == State.ARCHIVED:
            one.turn(Fate.LEFT, Why.ARCHIVED)
        elif not {page.pk, *along} <= alone:
            one.turn(Fate.LEFT, Why.SHARED)
        elif (made := _put_away(work, page)) is not None:
            one.made = made
            one.turn(Fate.DONE)
            gone |= {page.pk, *along}
    kept.filter(target__in=gone - pages.keys()).update(fate=Fate.DONE)  # whose turn would have come later


def _put_away(work: Work, page: Page) -> Any:
    """The revision that says so; None of a page that somebody has written this very moment."""
    why = work.reversal.public_reason[:REASON_LENGTH]
    try:
        return archiving.archive(page, by=work.by, base=page.version, reason=why, origin=Origin.RESTORE)
    except EditConflict:
        return None


def unarchive(work: Work, items: Items) -> None:
    """Back where they stood, with those below; beside it, where another page has taken their address."""
    for one in items:
        page = Page.objects.get(pk=one.target)  # it may have come with the one above
        if page.state != State.ARCHIVED:
            one.turn(Fate.BACK)
            continue
        path = page.path
        try:
            archiving.unarchive(page, by=work.by, base=page.version, origin=Origin.RESTORE)
        except EditConflict:
            continue
        except Refusal:
            one.turn(Fate.KEPT, Why.REFUSED)
            continue
        one.turn(Fate.BACK, Why.TAKEN if page.path != path else "")
