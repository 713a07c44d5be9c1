"""What all that is done with suggestions shares: whoever comes second is told, and what was said is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from wiki import rules
from wiki.actions import (
    answering,
    limiting,
    newcomers,
    notices,
    proving,
    rebasing,
    sieving,
    taking,
    threads,
    trusting,
    uploading,
)
from wiki.actions.rebasing import Met
from wiki.errors import BadSuggestion, SuggestionSettled
from wiki.models import Page, Review, Suggestion, SuggestionVersion
from wiki.models.notice import Kind
from wiki.models.page import State
from wiki.models.sieve import FIRST, UNPROVED
from wiki.models.suggestion import LIVING, SUMMARY_LENGTH, Stage, Verdict

NEEDING_THE_TEXT = ("suggestion.amend", "suggestion.send", "suggestion.accept")  # of a page that lives
WRITTEN = [*rebasing.CARRIED, "summary", "version", "numbered", "open_since", "answered_at"]


def found() -> Any:
    return Suggestion.objects.select_related("on", "page", "author", "answers__page")


def begun(page: Page, *, by: Any, uuid: UUID, base: Any, summary: str, draft: bool) -> Suggestion:
    """A suggestion that says not yet what it would change."""
    made = Suggestion(uuid=uuid, page=page, author=by, base=base, on=base, summary=said(summary))
    made.state = Stage.DRAFT
    if not draft:
        open_again(made)
    return made


def hold(made: Suggestion, proof: str | None) -> None:
    """Without the proof of work that was asked for, or where first posts wait, it is shown to those who
    decide alone, until one of them lets it through."""
    if proving.is_missing(proof):
        made.held_for = UNPROVED
    elif newcomers.are_held(made.author, made.page):
        made.held_for = FIRST


def open_again(suggestion: Suggestion) -> None:
    """Its words of now wait to be decided, from now on; the caller saves."""
    suggestion.state, suggestion.open_since, suggestion.answered_at = Stage.OPEN, timezone.now(), None


def require(suggestion: Suggestion, action: str, by: Any, seen: int) -> None:
    """SuggestionSettled for whoever had another version in view; NotAllowed, or BadSuggestion of a page that
    was put away."""
    if suggestion.version != seen:
        raise SuggestionSettled(
            _("This suggestion was amended or decided meanwhile: read it as it is now, then decide.")
        )
    rules.require(by, action, suggestion)
    if action in NEEDING_THE_TEXT and suggestion.page.state == State.ARCHIVED:
        raise BadSuggestion(_("“%(page)s” was archived meanwhile.") % {"page": suggestion.page})


def claim(suggestion: Suggestion, action: str, by: Any, seen: int) -> Suggestion:
    """The suggestion as it is now, until the transaction ends, for whoever saw its latest version."""
    require(suggestion, action, by, seen)
    if action == "suggestion.accept":
        trusting.hold(suggestion.author_id)
    rebasing.hold(suggestion.page_id)
    suggestion = found().get(pk=suggestion.pk)
    require(suggestion, action, by, seen)
    suggestion.version += 1
    return suggestion


@transaction.atomic
def keep(made: Suggestion, newest: Any, met: Met | None, source: str) -> Suggestion | None:
    """Keep a new suggestion on the text that it met, if it is about one; None where the page has another by
    now. The same `uuid` once more is the one that was kept."""
    by, page = made.author, made.page
    # One suggestion of a person after the other, so that limits count right, and a second click is seen.
    User.objects.select_for_update(of=("self",)).values_list("pk").get(pk=by.pk)
    kept = Suggestion.objects.filter(uuid=made.uuid).first()
    if kept is not None:
        if kept.author_id != by.pk:
            raise BadSuggestion(_("This form was sent already: open the page again to propose more."))
        return kept
    limiting.suggestion(by, opens=made.state == Stage.OPEN)
    now = Page.objects.select_for_update(of=("self",)).only("state", "kind", "version").get(pk=page.pk)
    rules.require(by, "suggestion.propose", now)
    if met is not None:
        if rebasing.latest(page).pk != newest.pk:
            return None
        if newest.pk != made.on_id:
            rebasing.stand(made, newest, met)
    made.save()
    keep_version(made, by, made.base, source)
    heard(made)
    return made


def note(suggestion: Suggestion, verdict: str, *, by: Any, reason: str, **told: Any) -> Review:
    """What was decided, of the version that was in view; its author may be trusted by it."""
    who = by if getattr(by, "pk", None) else None
    version = suggestion.version - 1
    review = Review.objects.create(
        suggestion=suggestion, verdict=verdict, by=who, reason=reason.strip(), version=version, **told
    )
    if verdict == Verdict.ACCEPTED:
        trusting.gain(suggestion.author)
        Suggestion.objects.filter(pk=suggestion.pk).exclude(held_for="").update(held_for="")
    answering.hear(suggestion, by=by)
    taking.is_over(suggestion, by=by)
    notices.decided(review, by=by)
    return review


def heard(suggestion: Suggestion, *, kind: Kind = Kind.PROPOSED) -> None:
    """Everybody may read it from now on, or reads it otherwise: those who decide are told, and those who
    follow; within the transaction that shows it."""
    if suggestion.state in LIVING and not suggestion.held_for:
        notices.note(kind, suggestion.page, by=suggestion.author, suggestion=suggestion)


def answer(suggestion: Suggestion, *, by: Any) -> None:
    """It was accepted as a whole: what was asked in the thread that it answers is done."""
    thread = suggestion.answers
    if thread is not None and rules.may(by, "thread.resolve", thread):
        threads.resolve(thread, by=by)


def keep_version(suggestion: Suggestion, by: Any, on: Any, source: str) -> None:
    """What it says from now on, for good; its pictures are shown to those who decide."""
    uploading.hand_over(suggestion, source)
    held_for = sieving.suggestion(suggestion, by=by, base=on, source=source)
    if suggestion.held_for in (UNPROVED, FIRST):  # for as long as nobody has read it, whatever it says
        held_for = suggestion.held_for
    if held_for != suggestion.held_for:
        suggestion.held_for = held_for
        suggestion.save(update_fields=["held_for"])
    last = suggestion.versions.count()
    SuggestionVersion.objects.create(
        suggestion=suggestion,
        number=last + 1,
        by=by,
        on=on,
        proposal=source,
        fields=suggestion.fields,
        summary=suggestion.summary,
    )


def said(summary: str) -> str:
    """Why something is proposed, on one line, or BadSuggestion."""
    line = " ".join(summary.replace("\x00", "").split())
    if not line:
        raise BadSuggestion(_("Say in a few words why."))
    if len(line) > SUMMARY_LENGTH:
        raise BadSuggestion(_("Say why in %(most)d characters at most.") % {"most": SUMMARY_LENGTH})
    return line
