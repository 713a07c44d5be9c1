"""Suggestions of a deed: a new page, another place for one, its archiving; proposed, and done once accepted.

They are decided as a whole, and meet no text: whether the deed can be done is seen when it is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import (
    archiving,
    deciding,
    limiting,
    moving,
    pages,
    rebasing,
    rendering,
    revising,
    suggesting,
    titling,
)
from wiki.actions.places import Places
from wiki.actions.rendering import Ready
from wiki.errors import BadSuggestion
from wiki.models import Origin, Page, PageRevision, Review, Suggestion
from wiki.models.notice import Kind
from wiki.models.page import State
from wiki.models.suggestion import LIVING, Aim, Footing, Stage, Verdict


@dataclass(frozen=True, slots=True)
class Deed:
    """What is proposed: of a new page, its text and its title, description and slug; of another place, the
    key of the page that would stand above."""

    aim: str
    source: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


def propose(
    page: Page,
    deed: Deed,
    *,
    by: Any,
    uuid: UUID,
    summary: str,
    draft: bool = False,
    proof: str | None = None,
) -> Suggestion:
    """Propose a page below this one, or what would become of this one; the same `uuid` twice is the same."""
    rules.require(by, "suggestion.propose", page)
    made = suggesting.begun(page, by=by, uuid=uuid, base=rebasing.latest(page), summary=summary, draft=draft)
    _put(made, _read(page, deed))
    suggesting.hold(made, proof)
    kept = suggesting.keep(made, None, None, made.proposal)
    assert kept is not None  # it waits for no text
    return kept


def amend(suggestion: Suggestion, deed: Deed, *, by: Any, seen: int, summary: str) -> Suggestion:
    """Propose otherwise; `seen` is the version of the suggestion that was in view."""
    suggesting.require(suggestion, "suggestion.amend", by, seen)
    limiting.gesture(by, "edit")
    if deed.aim != suggestion.aim:
        raise TypeError("a suggestion keeps its aim")
    deed = _read(suggestion.page, deed)
    with transaction.atomic():
        suggestion = suggesting.claim(suggestion, "suggestion.amend", by, seen)
        suggestion.summary = suggesting.said(summary)
        _put(suggestion, deed)
        if suggestion.state in LIVING:
            suggesting.open_again(suggestion)
        suggestion.save(update_fields=suggesting.WRITTEN)
        suggesting.keep_version(suggestion, by, suggestion.on, suggestion.proposal)
        rebasing.lapse(suggestion)
        suggesting.heard(suggestion, kind=Kind.AMENDED)
    return suggestion


@transaction.atomic
def accept(suggestion: Suggestion, *, by: Any, seen: int, reason: str = "") -> Review:
    """Do what was proposed, in its author's name; where the charter asks for more people, an approval."""
    suggestion = suggesting.claim(suggestion, "suggestion.accept", by, seen)
    told = rebasing.in_words(suggestion, rebasing.keys(suggestion))
    if not deciding.is_enough(suggestion, told, by=by):
        return deciding.approve(suggestion, told, by=by, version=seen, reason=reason)
    rebasing.settle(suggestion, Stage.ACCEPTED)
    suggestion.save(update_fields=suggesting.WRITTEN)
    revision = _DONE[Aim(suggestion.aim)](suggestion, by)
    return suggesting.note(
        suggestion, Verdict.ACCEPTED, by=by, reason=reason, changes=told, revision=revision
    )


@transaction.atomic
def undo(review: Review, *, by: Any) -> Any:
    """Do the contrary: the page that was made is archived, the one that was moved goes back, the one that was
    archived comes back. Refused as the contrary would be."""
    suggestion, done = review.suggestion, review.revision
    assert done is not None
    page = Page.objects.select_related("parent").get(pk=done.id)
    told: dict[str, Any] = {
        "by": by,
        "base": page.version,
        "origin": Origin.RESTORE,
        "suggestion": suggestion,
    }
    told["reason"] = _("Undoes revision %(number)d.") % {"number": done.number}
    if suggestion.aim == Aim.PAGE:
        return archiving.archive(page, **told)
    if suggestion.aim == Aim.ARCHIVE:
        return archiving.unarchive(page, **told)
    former = PageRevision.objects.get(id=page.pk, number=done.number - 1)
    parent = Page.objects.filter(pk=former.parent_id).exclude(state=State.ARCHIVED).first()
    if parent is None:
        raise BadSuggestion(_("The page that stood above is archived: move this one by hand."))
    return moving.move(page, parent=parent, **told)


def _put(suggestion: Suggestion, deed: Deed) -> None:
    suggestion.aim, suggestion.proposal, suggestion.fields = deed.aim, deed.source, dict(deed.fields)
    suggestion.footing = Footing.UP_TO_DATE


def _read(page: Page, deed: Deed) -> Deed:
    """The deed as it is kept, or the sentence that says why it could never be done."""
    if deed.aim == Aim.PAGE:
        return _page(page, deed)
    if page.parent_id is None:
        raise BadSuggestion(_("The home page stays where it is."))
    if deed.aim == Aim.PLACE:
        above = Page.objects.filter(pk=deed.fields["parent"]).first()
        if above is None or above.pk == page.parent_id:
            raise BadSuggestion(_("Choose another page than the one that stands above already."))
        moving.address_below(page, above)
        return Deed(deed.aim, fields={"parent": above.pk, "former": page.parent_id})
    return deed


def drawn(parent: Page, deed: Deed) -> tuple[Page, Ready]:
    """A page that is not there yet, in memory, and what the engine makes of it. Slow: before any lock."""
    told = {name: " ".join(str(text).split()) for name, text in deed.fields.items()}
    page = Page(parent=parent, **told)
    page.path = pages.path_for(page, None)
    page.source = titling.headed(deed.source.replace("\r\n", "\n"), page.title)
    ready = rendering.of_page(page, Places.now())
    page.title = ready.title or page.title
    return page, ready


def _page(parent: Page, deed: Deed) -> Deed:
    page, ready = drawn(parent, deed)
    revising.check(page, ready)
    told = {"title": page.title, "description": page.description, "slug": deed.fields.get("slug", "")}
    return Deed(deed.aim, page.source, told)


def _made(suggestion: Suggestion, by: Any) -> Any:
    made = pages.create(
        suggestion.page, by=by, source=suggestion.proposal, **suggestion.fields, **_credit(suggestion)
    )
    return rebasing.latest(made)


def _moved(suggestion: Suggestion, by: Any) -> Any:
    page, parent = suggestion.page, Page.objects.filter(pk=suggestion.fields["parent"]).first()
    if parent is None or parent.state == State.ARCHIVED:
        raise BadSuggestion(_("The page that would stand above was archived meanwhile."))
    if parent.pk == page.parent_id:
        raise BadSuggestion(_("The page stands there already."))
    return moving.move(page, by=by, base=page.version, parent=parent, **_credit(suggestion))


def _archived(suggestion: Suggestion, by: Any) -> Any:
    page = suggestion.page
    return archiving.archive(page, by=by, base=page.version, **_credit(suggestion))


def _credit(suggestion: Suggestion) -> dict[str, Any]:
    """How the revision tells where it comes from."""
    return {
        "author": suggestion.author,
        "reason": suggestion.summary,
        "origin": Origin.SUGGESTION,
        "suggestion": suggestion,
    }


_DONE = {Aim.PAGE: _made, Aim.PLACE: _moved, Aim.ARCHIVE: _archived}
