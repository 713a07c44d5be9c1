"""An acceptance undone: the words that it changed are as they were, by a new revision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import deeds, limiting, merging, rendering, revising, titling
from wiki.actions.places import Places
from wiki.errors import BadSuggestion, EditConflict
from wiki.models import Origin, Page, PageRevision, Review
from wiki.models.suggestion import Aim
from wiki.queries import reversals

ATTEMPTS = 3  # at a page that others write meanwhile
FIELDS = ("title", "description", "source")


def undo(review: Review, *, by: Any) -> Any:
    """A revision that takes back what this acceptance published, whatever was written elsewhere since.

    BadSuggestion where it published nothing, was undone already, or others have changed its words since.
    """
    page = review.suggestion.page
    rules.require(by, "suggestion.undo", review.suggestion)
    limiting.gesture(by, "edit")
    if review.revision is None or is_undone(review):
        raise BadSuggestion(_("There is nothing to undo, or it was undone already."))
    if review.suggestion.aim != Aim.TEXT:
        return deeds.undo(review, by=by)
    former = PageRevision.objects.get(id=page.pk, number=review.revision.number - 1)
    if former.text_hidden:
        raise BadSuggestion(_("What stood there before is hidden: edit the page instead."))
    wanted = {name: getattr(former, name) for name in FIELDS}
    for _attempt in range(ATTEMPTS):
        page = Page.objects.get(pk=page.pk)
        brought = merging.bring(wanted, seen=review.revision, now=page)
        if not brought.is_clean:
            raise BadSuggestion(_("Others have changed the same words since: edit the page instead."))
        if not brought.changes:
            raise BadSuggestion(_("The page does not say any of it any more."))
        try:
            return _written(page, brought.changes, review, by)
        except EditConflict:
            continue
    raise EditConflict(page)


def is_undone(review: Review) -> bool:
    """Whether what it published was taken back."""
    back = PageRevision.objects.filter(suggestion=review.suggestion_id, origin=Origin.RESTORE)
    if review.revision is None:
        return False
    is_back = back.filter(number__gt=review.revision.number).exists()
    return is_back or reversals.taken_back(review.revision_id).exists()


def _written(page: Page, changes: Mapping[str, Any], review: Review, by: Any) -> Any:
    heard, number = page.title, getattr(review.revision, "number", 0)
    for name, value in changes.items():
        setattr(page, name, value)
    ready = titling.agreed(page, heard, Places.now())  # slow: before the lock
    with transaction.atomic():
        revision = revising.record(
            page,
            ready,
            author=by,
            by=by,
            reason=_("Undoes revision %(number)d.") % {"number": number},
            origin=Origin.RESTORE,
            suggestion=review.suggestion,
        )
        rendering.refresh([page.path or ""])
    return revision
