"""purge(): the words of a page that was put away, taken out for ever; that it was, and who did what, stays.

No row of history goes and no number is given again: each keeps its date, its author and its number, and
nothing that was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.cache import caches
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import crediting, indexing, journal, rendering
from wiki.errors import BadPage, EditConflict
from wiki.models import (
    Comment,
    Draft,
    Fact,
    Feedback,
    Flag,
    Link,
    ModerationEntry,
    Page,
    PageRevision,
    QuotedText,
    Redirect,
    Review,
    Rewording,
    Stand,
    Subscription,
    Suggestion,
    SuggestionVersion,
    Thread,
    Ticks,
    Upkeep,
    Watch,
    Wording,
)
from wiki.models.flag import Rule
from wiki.models.page import Kind
from wiki.models.suggestion import LIVING, Stage

PURGED = "page.purge"
GONE = "—"  # where something has to stand
# What revisions keep of a page, and what stands in its place.
_WORDS: dict[str, Any] = {
    "nav_title": "",
    "description": "",
    "icon": "",
    "cover": "",
    "header": "",
    "source": "",
    "url": "",
    "book_path": "",
}
_DERIVED: dict[str, Any] = {"html": "", "plain": "", "outline": [], "links": [], "sort_key": ""}
_UNHELD: dict[str, Any] = {"place_state": "", "exact": "", "prefix": "", "suffix": "", "after": ""}
_NOWHERE = dict.fromkeys(("quoted", "quoted_start", "quoted_end", "start", "end"))
_UNHIDDEN: dict[str, Any] = {"hidden": None, "hidden_by": None, "hidden_reason": ""}
# Of a line of the journal on it, what tells no word: how many, which, whether.
_TOLD_IN_NUMBERS = (int, bool, type(None))
_STATES = "states"


@transaction.atomic
def purge(page: Page, *, by: Any, base: int, reason: str) -> Page:
    """Take away for ever what this page and its revisions say, what was said and proposed of it.

    EditConflict where it is another than at version `base`. Pages below it, and files, are let be.
    """
    rules.require(by, PURGED, page)
    if not reason.strip():
        raise BadPage(_("Say why: the journal keeps the reason."))
    now = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
    rules.require(by, PURGED, now)
    if now.version != base:
        raise EditConflict(now)
    told = {"revisions": PageRevision.objects.filter(id=now.pk).count()}
    title = _("Purged page no. %(number)d") % {"number": now.pk}
    rendering.forget(_addresses(now))
    _empty(now, title)
    told |= {"comments": _silence(now), "suggestions": _withdraw(now)}
    _forget(now, title)
    now.refresh_from_db()
    journal.note(PURGED, now, by=by, reason=reason, after=told)
    transaction.on_commit(caches["drawn"].clear)  # what was drawn of former texts, whatever it is called
    return now


def _addresses(page: Page) -> set[str]:
    """Where it stands, and stood."""
    former = PageRevision.objects.filter(id=page.pk).values_list("path", flat=True)
    return {page.path, *former, *Redirect.objects.filter(page=page).values_list("path", flat=True)} - {None}


def _empty(page: Page, title: str) -> None:
    """The page and its revisions, whose numbers, dates and authors stay."""
    place = {"title": title, "slug": f"purged-{page.pk}", "path": f"purged-{page.pk}"}
    PageRevision.objects.filter(id=page.pk).update(
        **place, **_WORDS, history_change_reason="", commit="", hidden_reason=_kept_short()
    )
    Page.objects.filter(pk=page.pk).update(
        **place,
        **_WORDS,
        **_DERIVED,
        path_folded=place["path"],
        kind=Kind.PAGE,
        book=None,
        upstream={},
        version=F("version") + 1,
        purged_at=timezone.now(),
    )


def _silence(page: Page) -> int:
    """What was said of it: threads and their comments stay where they stood, without a word. What was said of
    a reuse that was told there is about what others did."""
    threads = Thread.objects.filter(page=page, reuse=None)
    said = Comment.objects.filter(thread__in=threads)
    Wording.objects.filter(comment__in=said).delete()
    _dismiss(Flag.objects.filter(Q(comment__in=said) | Q(suggestion__page=page) | Q(page=page)))
    gone = {"text": "", "html": "", "held": False, "held_for": ""} | _UNHIDDEN
    count = said.update(**gone, deleted=Coalesce("deleted", timezone.now()))
    threads.update(**_UNHELD, **_NOWHERE)
    QuotedText.objects.filter(page=page).delete()
    return count


def _dismiss(flags: QuerySet[Flag]) -> None:
    """There is nothing left to look at."""
    flags.filter(upheld=None).update(upheld=False)
    flags.filter(rule=Rule.OTHER).update(reason=GONE)
    flags.exclude(rule=Rule.OTHER).update(reason="")


def _withdraw(page: Page) -> int:
    """What was proposed for it; what waited is over."""
    proposed = Suggestion.objects.filter(page=page)
    waiting = proposed.filter(Q(state__in=LIVING) | Q(state=Stage.DRAFT))
    waiting.update(state=Stage.WITHDRAWN, settled_at=timezone.now())
    for model, rows in (
        (Suggestion, proposed),
        (SuggestionVersion, SuggestionVersion.objects.filter(suggestion__in=proposed)),
    ):
        for row in rows.only("fields"):
            emptied = {name: "" if isinstance(value, str) else value for name, value in row.fields.items()}
            model._base_manager.filter(pk=row.pk).update(proposal="", summary=GONE, fields=emptied)
    Review.objects.filter(suggestion__in=proposed).exclude(reason="").update(reason=GONE)
    Review.objects.filter(suggestion__in=proposed).update(changes={})
    stands = Stand.objects.filter(suggestion__in=proposed)
    stands.exclude(reason="").update(reason=GONE)
    stands.exclude(other_way="").update(other_way=GONE)
    stands.update(changes={})
    return proposed.update(marks=[], held_for="")


def _forget(page: Page, title: str) -> None:
    """What was made of it, what led to it, what others type of it; and its former names in the journal."""
    Link.objects.filter(page=page).delete()
    Redirect.objects.filter(page=page).delete()
    Ticks.objects.filter(page=page).delete()
    Watch.objects.filter(Q(page=page) | Q(thread__page=page) | Q(suggestion__page=page)).delete()
    Subscription.objects.filter(page=page).delete()
    Fact.objects.filter(page=page, reuse=None).delete()
    Feedback.objects.filter(page=page).delete()
    Upkeep.objects.filter(page=page).delete()
    Rewording.objects.filter(revision__id=page.pk).delete()
    indexing.forget([page.pk])
    crediting.forget([page.pk])
    Draft.objects.filter(key__regex=_typed_there(page)).delete()
    for line in ModerationEntry.objects.filter(page=page).only("before", "after"):
        told = {"before": _in_numbers(line.before), "after": _in_numbers(line.after)}
        ModerationEntry.objects.filter(pk=line.pk).update(subject=title, **told)


def _typed_there(page: Page) -> str:
    """The names that browsers know the forms of this page by, and of what is said and proposed there."""
    own = [rf"(page|below|passage|thread|suggest|suggest-[a-z]+)-{page.pk}"]
    found = {
        "comment": Comment.objects.filter(thread__page=page),
        "reply": Thread.objects.filter(page=page),
        "(discuss|suggestion)": Suggestion.objects.filter(page=page),
    }
    for word, rows in found.items():
        own += [f"{word}-{pk}" for pk in rows.order_by().values_list("pk", flat=True)]
    return rf"^[0-9]+-({'|'.join(own)})(-|$)"


def _in_numbers(told: Any) -> dict[str, Any]:
    if not isinstance(told, Mapping):
        return {}
    return {
        name: value for name, value in told.items() if name == _STATES or isinstance(value, _TOLD_IN_NUMBERS)
    }


def _kept_short() -> Any:
    """Why a revision was hidden may quote it; that it is stays true."""
    return Case(When(hidden_at__isnull=False, then=Value(GONE)), default=Value(""))
