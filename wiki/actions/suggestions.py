"""What is done with suggestions: proposed, amended, withdrawn; accepted, whole or in part, or declined."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import (
    deciding,
    deeds,
    journal,
    limiting,
    rebasing,
    rendering,
    revising,
    suggesting,
    titling,
)
from wiki.actions.places import Places
from wiki.actions.rebasing import FIELDS, Met
from wiki.actions.rendering import Ready
from wiki.errors import BadSuggestion, EditConflict
from wiki.models import Origin, Page, PageRevision, Reuse, Review, Stand, Suggestion, Thread
from wiki.models.notice import Kind
from wiki.models.suggestion import LIVING, Aim, Footing, Stage, Verdict
from wiki.text import diff, merge

ATTEMPTS = 3  # at a page that others write meanwhile; each begins again from the merge


def propose(
    page: Page,
    *,
    by: Any,
    uuid: UUID,
    base: int,
    source: str,
    summary: str,
    fields: Mapping[str, str] | None = None,
    draft: bool = False,
    answers: Thread | None = None,
    proof: str | None = None,
    reuse: Reuse | None = None,
) -> Suggestion:
    """Another text for a page, or title and description (`fields`), from the revision `base` that its author
    had in view; the same `uuid` twice is the same suggestion. It meets what was published since at once.

    Accepted as a whole, it resolves the thread that it `answers`; an example made of a `reuse` credits who
    told that. Without the `proof` that was asked for, it waits to be read.
    """
    rules.require(by, "suggestion.propose", page)
    revision = _revision(page, base)
    made = suggesting.begun(page, by=by, uuid=uuid, base=revision, summary=summary, draft=draft)
    made.answers = answers if answers is not None and answers.page_id == page.pk else None
    if reuse is not None:
        rules.require(by, "reuse.exemplify", reuse)
        made.reuse = reuse if reuse.uses.filter(page=page).exists() else None
    source, made.fields = _read(page, revision, source, fields or {})
    rebasing.put(made, diff.compare(revision.source, source))
    if not (made.marks or made.fields):
        raise BadSuggestion(_("Nothing was changed: there is nothing to propose."))
    suggesting.hold(made, proof)
    for _attempt in range(ATTEMPTS):
        newest = rebasing.latest(page)
        met = rebasing.meet(made, newest)
        if met.is_empty:
            raise BadSuggestion(_("The page says so already: somebody was faster."))
        if (kept := suggesting.keep(made, newest, met, source)) is not None:
            return kept
    raise EditConflict(page, {"source": source, "summary": summary})


def amend(
    suggestion: Suggestion,
    *,
    by: Any,
    seen: int,
    base: int,
    source: str,
    summary: str,
    fields: Mapping[str, str] | None = None,
) -> Suggestion:
    """Propose otherwise; `seen` is the version of the suggestion, `base` the revision, that were in view.

    A change that says what it said keeps its number. Where it was sent back it is open again.
    """
    suggesting.require(suggestion, "suggestion.amend", by, seen)
    limiting.gesture(by, "edit")
    page = suggestion.page
    revision = _revision(page, base)
    source, changed = _read(page, revision, source, fields or {})
    met = rebasing.meet(suggestion, revision)
    difference = merge.amend(met.difference, source, after=suggestion.numbered)
    if not (difference.hunks or changed):
        raise BadSuggestion(_("Nothing is left of the suggestion: withdraw it instead."))
    with transaction.atomic():
        suggestion = suggesting.claim(suggestion, "suggestion.amend", by, seen)
        suggestion.summary, suggestion.on, suggestion.fields = suggesting.said(summary), revision, changed
        rebasing.put(suggestion, difference)
        suggestion.footing = Footing.UP_TO_DATE
        if suggestion.state in LIVING:
            suggesting.open_again(suggestion)
        newest = rebasing.latest(page)
        if newest.pk != revision.pk:
            rebasing.stand(suggestion, newest, rebasing.meet(suggestion, newest))
        suggestion.save(update_fields=suggesting.WRITTEN)
        suggesting.keep_version(suggestion, by, revision, source)
        rebasing.lapse(suggestion)
        suggesting.heard(suggestion, kind=Kind.AMENDED)
    return suggestion


@transaction.atomic
def withdraw(suggestion: Suggestion, *, by: Any, seen: int) -> Suggestion:
    """Its author takes back what is still open of it."""
    suggestion = suggesting.claim(suggestion, "suggestion.withdraw", by, seen)
    rebasing.settle(suggestion, Stage.WITHDRAWN)
    suggestion.save(update_fields=suggesting.WRITTEN)
    return suggestion


@transaction.atomic
def reopen(suggestion: Suggestion, *, by: Any, seen: int) -> Suggestion:
    """What was withdrawn is a draft again, on the text of today."""
    suggestion = suggesting.claim(suggestion, "suggestion.reopen", by, seen)
    suggestion.state, suggestion.settled_at, suggestion.open_since = Stage.DRAFT, None, None
    suggestion.save(update_fields=suggesting.WRITTEN)
    return suggestion


@transaction.atomic
def send(suggestion: Suggestion, *, by: Any, seen: int) -> Suggestion:
    """A draft is everybody's to read, and waits to be decided."""
    suggestion = suggesting.claim(suggestion, "suggestion.send", by, seen)
    limiting.suggestion(by, opens=True)
    suggesting.open_again(suggestion)
    newest = rebasing.latest(suggestion.page)
    if suggestion.aim == Aim.TEXT and newest.pk != suggestion.on_id:
        met = rebasing.meet(suggestion, newest)
        if met.is_empty:
            raise BadSuggestion(_("The page says so already: somebody was faster."))
        rebasing.stand(suggestion, newest, met)
    suggestion.save(update_fields=suggesting.WRITTEN)
    suggesting.heard(suggestion)
    return suggestion


@transaction.atomic
def release(suggestion: Suggestion, *, by: Any, seen: int) -> Suggestion:
    """What a filter held back is everybody's to read, and its days count from here."""
    suggestion = suggesting.claim(suggestion, "suggestion.release", by, seen)
    suggestion.held_for = ""
    if suggestion.state == Stage.OPEN:
        suggestion.open_since = timezone.now()
    suggestion.save(update_fields=[*suggesting.WRITTEN, "held_for"])
    suggesting.heard(suggestion)
    journal.note("suggestion.release", suggestion.page, by=by, after={"suggestion": suggestion.pk})
    return suggestion


@transaction.atomic
def ask(suggestion: Suggestion, *, by: Any, seen: int, reason: str) -> Review:
    """Send it back to its author, who is told what to change."""
    _require_reason(reason)
    suggestion = suggesting.claim(suggestion, "suggestion.decide", by, seen)
    suggestion.state = Stage.CHANGES_ASKED
    suggestion.save(update_fields=suggesting.WRITTEN)
    return suggesting.note(suggestion, Verdict.CHANGES_ASKED, by=by, reason=reason)


@transaction.atomic
def decline(
    suggestion: Suggestion, *, by: Any, seen: int, reason: str, chosen: Collection[str] | None = None
) -> Review:
    """Say no to all of it, or to the changes of these keys; the others stay open."""
    _require_reason(reason)
    suggestion = suggesting.claim(suggestion, "suggestion.decide", by, seen)
    open_keys = rebasing.keys(suggestion)
    refused = open_keys if chosen is None else set(chosen)
    _require_known(refused, open_keys)
    told = rebasing.in_words(suggestion, refused)
    if suggestion.aim == Aim.TEXT:
        drop(suggestion, refused)
    if refused == open_keys:
        rebasing.settle(suggestion, Stage.DECLINED)
    suggestion.save(update_fields=suggesting.WRITTEN)
    lined = {"suggestion": suggestion.pk}
    journal.note("suggestion.decline", suggestion.page, by=by, reason=reason, after=lined)
    return suggesting.note(suggestion, Verdict.DECLINED, by=by, reason=reason, changes=told)


def accept(
    suggestion: Suggestion,
    *,
    by: Any,
    seen: int,
    chosen: Collection[str] | None = None,
    reason: str = "",
    silently: bool = False,
) -> Review:
    """Publish it, or the changes of these keys, as its author's words; what is left stays open, re-based.

    Exactly once: SuggestionSettled for whoever comes second. EditConflict where all or some of what was
    chosen needs its author first. Where the charter asks for more people it is an approval, without revision.
    `silently` is by tacit consent: nobody decided, and the charter is asked once more as it is published.
    """
    suggesting.require(suggestion, "suggestion.accept", by, seen)
    if suggestion.aim != Aim.TEXT:
        return deeds.accept(suggestion, by=by, seen=seen, reason=reason)
    limiting.gesture(by, "edit")
    for _attempt in range(ATTEMPTS):
        suggestion = suggesting.found().get(pk=suggestion.pk)
        suggesting.require(suggestion, "suggestion.accept", by, seen)
        page = suggestion.page
        met = rebasing.meet(suggestion, page)
        accepted = _accepted(suggestion, met, chosen)
        words = {int(key) for key in accepted if key not in FIELDS}
        for name in accepted & met.fields.keys():
            setattr(page, name, met.fields[name])
        page.source = met.difference.keep(words)
        ready = rendering.of_page(page, Places.now())  # slow: before any lock
        page.title = ready.title or page.title
        try:
            told = {"by": by, "seen": seen, "reason": reason, "silently": silently}
            return _publish(suggestion, page, ready, met, accepted, **told)
        except EditConflict:
            continue
    raise EditConflict(suggestion.page)


@transaction.atomic
def _publish(
    suggestion: Suggestion,
    page: Page,
    ready: Ready,
    met: Met,
    accepted: frozenset[str],
    *,
    by: Any,
    seen: int,
    reason: str,
    silently: bool,
) -> Review:
    """Write the text that was made ready, or EditConflict where the page was written meanwhile."""
    was = page.version
    suggestion = suggesting.claim(suggestion, "suggestion.accept", by, seen)
    if not Page.objects.filter(pk=page.pk, version=was).exists():
        raise EditConflict(page)
    told = rebasing.in_words(suggestion, accepted)
    if silently:
        deciding.require_consent(suggestion, accepted)
    elif not deciding.is_enough(suggestion, told, by=by):
        return deciding.approve(suggestion, told, by=by, version=seen, reason=reason)
    whole = accepted == met.keys and not (met.conflicts or met.disputed)
    return go_in(suggestion, page, ready, told, whole=whole, by=by, reason=reason, silently=silently)


def go_in(
    suggestion: Suggestion,
    page: Page,
    ready: Ready,
    told: Mapping[str, Any],
    *,
    whole: bool,
    by: Any,
    reason: str,
    co_authors: Sequence[Mapping[str, Any]] = (),
    silently: bool = False,
) -> Review:
    """Publish the text that was made of these changes of a claimed suggestion, told in their own words."""
    # What goes in leaves it first: its rest meets the new text as all others of the page do.
    drop(suggestion, told)
    if whole:
        rebasing.settle(suggestion, Stage.ACCEPTED)
    suggestion.save(update_fields=suggesting.WRITTEN)
    revision = revising.record(
        page,
        ready,
        author=suggestion.author,
        by=by,
        reason=suggestion.summary,
        origin=Origin.CONSENT if silently else Origin.SUGGESTION,
        co_authors=[*co_authors, *_tellers(suggestion)],
        suggestion=suggestion,
    )
    rendering.refresh([page.path or ""])
    if whole:
        suggesting.answer(suggestion, by=by)
    verdict = Verdict.CONSENT if silently else Verdict.ACCEPTED
    return suggesting.note(suggestion, verdict, by=by, reason=reason, changes=told, revision=revision)


def _tellers(suggestion: Suggestion) -> list[dict[str, Any]]:
    """Whoever told what an example was made of, if that is somebody else."""
    reuse = suggestion.reuse
    return [rebasing.named(reuse.author)] if reuse and reuse.author_id != suggestion.author_id else []


# --- what they share ----------------------------------------------------------------------------------------


def _accepted(suggestion: Suggestion, met: Met, chosen: Collection[str] | None) -> frozenset[str]:
    """The keys to accept; EditConflict where one of them needs its author first."""
    in_conflict = {str(number) for conflict in met.conflicts for number in conflict.hunks} | met.disputed
    accepted = met.keys | in_conflict if chosen is None else frozenset(chosen)
    _require_known(accepted, met.keys | in_conflict)
    if accepted & in_conflict:
        raise EditConflict(suggestion.page, {"suggestion": suggestion.pk, "conflicts": met.conflicts})
    return accepted


def _require_known(chosen: Collection[str], known: Collection[str]) -> None:
    if not chosen:
        raise BadSuggestion(_("Choose one change at least."))
    if set(chosen) - set(known):
        raise BadSuggestion(_("These changes are not of this suggestion, or were decided already."))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise BadSuggestion(_("Say why: its author reads the reason."))


def _numbers(keys: Collection[str]) -> set[int]:
    return {int(key) for key in keys if key not in FIELDS}


def drop(suggestion: Suggestion, keys: Collection[str]) -> None:
    """These changes are asked for no more, nor is anybody for or against them; the caller saves."""
    rebasing.put(suggestion, suggestion.difference.without(_numbers(keys)))
    suggestion.fields = {name: text for name, text in suggestion.fields.items() if name not in keys}
    Stand.objects.standing().filter(suggestion=suggestion, change__in=keys).update(lapsed=timezone.now())


def _revision(page: Page, key: int) -> Any:
    revision = PageRevision.objects.filter(pk=key, id=page.pk).first()
    if revision is not None and revision.text_hidden:
        raise BadSuggestion(
            _("The revision that you began with is hidden: begin with the page as it reads today.")
        )
    if revision is None:
        raise BadSuggestion(_("This revision is of another page."))
    return revision


def written(page: Page, source: str, fields: Mapping[str, str]) -> Ready:
    """The page in memory with this text, title and description, and what the engine makes of it; BadPage
    where no page could be that: a new title is said by the heading that opens the text, if one does. Slow."""
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"a suggestion does not change {', '.join(sorted(unknown))}")
    heard = page.title
    page.source, page.title = source.replace("\r\n", "\n"), fields.get("title", heard)
    page.description = fields.get("description", page.description)
    ready = titling.agreed(page, heard, Places.now())
    revising.check(page, ready)
    return ready


def _read(page: Page, revision: Any, source: str, fields: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """A proposal as it is kept. Slow: before any lock."""
    there = copy(page)
    there.title, there.description = revision.title, revision.description
    ready = written(there, source, fields)
    changed = {
        name: getattr(there, name) for name in FIELDS if getattr(there, name) != getattr(revision, name)
    }
    if ready.title:
        changed.pop("title", None)
    return there.source, changed
