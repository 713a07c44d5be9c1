"""What a deed that is proposed would do, as it is read before it is decided: a new page, another place…

What is counted of other pages is what whoever decides may know; others read what is proposed alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import deeds, moving
from wiki.actions.deeds import Deed
from wiki.actions.rendering import Ready
from wiki.errors import Refusal
from wiki.models import Page, Suggestion
from wiki.models.page import State
from wiki.models.suggestion import Aim
from wiki.queries import backlinks, placing


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would come of a deed, and `problem`: why it could not be done as things stand."""

    aim: str
    page: Page  # the new one, or the one that it is about
    ready: Ready | None = None
    address: str = ""
    above: Page | None = None  # where it would stand; nothing where the reader knows not of that page
    former: Page | None = None
    along: int | None = None  # pages below it
    broken: list[Page] | None = None  # those that lead to what would be archived
    problem: str = ""


def of(suggestion: Suggestion, user: Any) -> Outlook:
    """The outlook of a suggestion, for this reader."""
    if suggestion.aim == Aim.PAGE:
        return _new(suggestion)
    decides = rules.may(user, "page.archive", suggestion.page)
    return (_moved if suggestion.aim == Aim.PLACE else _archived)(suggestion, user, decides)


def _new(suggestion: Suggestion) -> Outlook:
    deed = Deed(Aim.PAGE, suggestion.proposal, suggestion.fields)
    try:
        page, ready = deeds.drawn(suggestion.page, deed)
        return Outlook(Aim.PAGE, page, ready, page.address, suggestion.page)
    except Refusal as refusal:  # another page has come to stand there
        free = Deed(Aim.PAGE, deed.source, {**deed.fields, "slug": ""})
        page, ready = deeds.drawn(suggestion.page, free)
        return Outlook(Aim.PAGE, page, ready, "", suggestion.page, problem=str(refusal))


def _moved(suggestion: Suggestion, user: Any, decides: bool) -> Outlook:
    page, known = suggestion.page, Page.objects.visible_to(user)
    above, former = (known.filter(pk=suggestion.fields[name]).first() for name in ("parent", "former"))
    address, problem = "", ""
    if suggestion.is_living and above is not None:
        try:
            address = moving.address_below(page, above)
        except Refusal as refusal:
            problem = str(refusal)
    if decides and above is not None and not rules.may(user, "page.move", above):
        problem = _("Those who decide where it would stand must agree: you are not one of them.")
    along = len(placing.subtree(page)) if decides else None
    return Outlook(Aim.PLACE, page, None, address, above, former, along, problem=problem)


def _archived(suggestion: Suggestion, user: Any, decides: bool) -> Outlook:
    page = suggestion.page
    if not decides or page.state == State.ARCHIVED:
        return Outlook(Aim.ARCHIVE, page)
    going = placing.subtree(page)
    paths = [page.path or "", *(spot.path for spot in going if spot.path)]
    broken = backlinks.leading_to(paths, besides=[page.pk, *(spot.pk for spot in going)])
    return Outlook(Aim.ARCHIVE, page, along=len(going), broken=broken)
