"""Each open suggestion meets the new text of its page: up to date, merged, or left to its author."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Subquery
from django.utils import timezone
from django_tasks import task

from wiki.models import Page, PageRevision, Review, Stand, Suggestion
from wiki.models.stand import Stance
from wiki.models.suggestion import PUBLISHING, Aim, Footing, Stage, Verdict
from wiki.text import merge
from wiki.text.diff import Difference
from wiki.text.merge import Conflict

AT_ONCE = 5  # suggestions that meet a text in the transaction that writes it; the queue brings the others
FIELDS = ("title", "description")
WHOLE = "whole"  # the key of what is decided as a whole
CARRIED = ["on", "proposal", "marks", "coarse", "fields", "footing", "state", "settled_at"]


@dataclass(frozen=True)
class Met:
    """A suggestion as it meets one text: `difference` and `fields` are what it would still change there.

    `disputed` are the fields that were changed otherwise meanwhile, `there` what that text says already: by
    key, what it stood for and what was proposed.
    """

    footing: str
    difference: Difference
    fields: Mapping[str, str]
    conflicts: tuple[Conflict, ...] = ()
    disputed: frozenset[str] = frozenset()
    there: Mapping[str, Any] = field(default_factory=dict)

    @property
    def keys(self) -> frozenset[str]:
        """What can be decided: the numbers of the hunks, and the names of the fields."""
        return frozenset(map(str, self.difference.numbers)) | self.fields.keys()

    @property
    def is_empty(self) -> bool:
        return not (self.keys or self.conflicts or self.disputed)


def meet(suggestion: Suggestion, text: Any) -> Met:
    """A suggestion on the text of a page as it is now, or of one of its revisions; nothing is written.

    Slow for long texts: before any lock, where it can be.
    """
    fields, disputed, settled = _fields(suggestion, text)
    there: dict[str, Any] = {
        name: [getattr(suggestion.on, name), suggestion.fields[name]] for name in settled
    }
    difference = suggestion.difference
    if suggestion.on.source == text.source:
        footing = suggestion.footing if suggestion.footing != Footing.CONFLICT else Footing.MERGED
        conflicts: tuple[Conflict, ...] = ()
    else:
        met = merge.rebase(difference, text.source)
        there |= told(difference, met.settled)
        difference, conflicts, footing = met.difference, met.conflicts, Footing.MERGED
    if conflicts or disputed:
        footing = Footing.CONFLICT
    return Met(footing, difference, fields, conflicts, disputed, there)


def _fields(suggestion: Suggestion, text: Any) -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """What it would still make of the fields; which were changed otherwise; which say so already."""
    kept, disputed, settled = {}, set(), set()
    for name, proposed in suggestion.fields.items():
        now = getattr(text, name)
        if now == proposed:
            settled.add(name)
        elif now == getattr(suggestion.on, name):
            kept[name] = proposed
        else:
            disputed.add(name)
    return kept, frozenset(disputed), frozenset(settled)


def told(difference: Difference, numbers: Collection[int]) -> dict[str, Any]:
    """Some hunks by their keys, in their own words: what a review keeps of them."""
    return {
        str(hunk.number): [hunk.removed, hunk.added] for hunk in difference.hunks if hunk.number in numbers
    }


def keys(suggestion: Suggestion) -> frozenset[str]:
    """What of it can be decided: the numbers of the hunks and the names of the fields, or the whole."""
    if suggestion.aim != Aim.TEXT:
        return frozenset({WHOLE})
    return frozenset(map(str, suggestion.difference.numbers)) | suggestion.fields.keys()


def first(keys: Collection[str]) -> str:
    """The key by which changes that are decided together are known; "" for the whole."""
    numbers = sorted(int(key) for key in keys if key.isdigit())
    names = sorted(key for key in keys if not key.isdigit() and key != WHOLE)
    return names[0] if names else str(numbers[0]) if numbers else ""


def in_words(suggestion: Suggestion, keys: Collection[str]) -> dict[str, Any]:
    """These changes of it in their own words, by key: what was, and what was proposed."""
    if suggestion.aim != Aim.TEXT:
        return {WHOLE: [suggestion.fields, suggestion.proposal]}
    named = {name: [getattr(suggestion.on, name), suggestion.fields[name]] for name in FIELDS if name in keys}
    return told(suggestion.difference, {int(key) for key in keys if key not in FIELDS}) | named


def stand(suggestion: Suggestion, revision: Any, met: Met) -> None:
    """Put a suggestion on the text that it met, unless its author must say how; the caller saves."""
    suggestion.footing = met.footing
    if met.footing == Footing.CONFLICT:
        return
    suggestion.on, suggestion.fields = revision, dict(met.fields)
    put(suggestion, met.difference)


def put(suggestion: Suggestion, difference: Difference) -> None:
    """Keep a difference, whose old text is that of the revision it stands on; the caller saves."""
    suggestion.proposal = difference.keep()
    suggestion.marks = [list(mark) for mark in difference.marks]
    suggestion.coarse = difference.coarse
    suggestion.numbered = max([suggestion.numbered, *difference.numbers])


def hold(page: int) -> None:
    """Wait for one's turn at a page, until the transaction ends: first of all, whoever writes its suggestions
    as whoever publishes. So none is met by one text while another decides on it, nor waits in a circle."""
    Page.objects.select_for_update(of=("self",)).values_list("pk").get(pk=page)


def carry(page: Page, revision: Any) -> None:
    """The page has a new text: in the transaction that writes it, the oldest few meet it at once."""
    waiting = list(_waiting(page.pk).exclude(on=revision.pk)[: AT_ONCE + 1])
    for suggestion in waiting[:AT_ONCE]:
        _carry(suggestion, revision)
    if len(waiting) > AT_ONCE:
        transaction.on_commit(partial(_rest.enqueue, page.pk))


def later(pages: Collection[int]) -> None:
    """These pages were written all at once: the queue brings their suggestions to what they say now."""
    behind = Suggestion.objects.living().filter(page__in=pages).order_by()
    for page in behind.values_list("page", flat=True).distinct():
        transaction.on_commit(partial(_rest.enqueue, page))


@task()
def _rest(page: int) -> int:
    """Bring the suggestions that still stand on an older text of this page; how many were brought."""
    newest = PageRevision.objects.filter(id=page).order_by("-number")
    behind = _waiting(page).exclude(on=Subquery(newest.values("pk")[:1]))
    done = 0
    for key in list(behind.values_list("pk", flat=True)):
        with transaction.atomic():
            hold(page)
            done += bring(key)
    return done


def bring(pk: int) -> bool:
    """Have one suggestion meet the newest text of its page, which the caller holds; whether it was living."""
    suggestion = (
        Suggestion.objects.living().filter(pk=pk, aim=Aim.TEXT).select_related("on", "author").first()
    )
    if suggestion is None:
        return False
    _carry(suggestion, PageRevision.objects.filter(id=suggestion.page_id).order_by("-number")[0])
    return True


def _waiting(page: int) -> Any:
    texts = Suggestion.objects.living().filter(page=page, aim=Aim.TEXT)
    return texts.select_related("on", "author").order_by("pk")


def _carry(suggestion: Suggestion, revision: Any) -> None:
    met = meet(suggestion, revision)
    stand(suggestion, revision, met)
    if met.there and met.footing != Footing.CONFLICT:
        Review.objects.create(
            suggestion=suggestion,
            verdict=Verdict.PUBLISHED,
            version=suggestion.version,
            changes=dict(met.there),
            revision=revision,
        )
        _credit(revision, suggestion)
        if met.is_empty:
            settle(suggestion, Stage.ACCEPTED)
    suggestion.save(update_fields=CARRIED)
    lapse(suggestion)


def _credit(revision: Any, suggestion: Suggestion) -> None:
    """Somebody proposed what somebody else has just published: both are told of its words."""
    told = named(suggestion.author)
    if suggestion.author_id != revision.history_user_id and told not in revision.co_authors:
        revision.co_authors = [*revision.co_authors, told]
        type(revision).objects.filter(pk=revision.pk).update(co_authors=revision.co_authors)


def named(person: Any) -> dict[str, Any]:
    """A co-author, as a revision tells them."""
    return {"name": str(person), "person": person.pk}


def lapse(suggestion: Suggestion) -> None:
    """What is proposed reads otherwise now: supports of other words count no more. An objection stands until
    it is taken back, for else a comma would be rid of it. Within the caller's transaction."""
    supports = list(Stand.objects.standing().filter(suggestion=suggestion, stance=Stance.SUPPORT))
    if not supports:
        return
    words = in_words(suggestion, keys(suggestion))
    gone = [one.pk for one in supports if not _still_said(one, words)]
    Stand.objects.filter(pk__in=gone).update(lapsed=timezone.now())


def _still_said(stand: Stand, words: dict[str, Any]) -> bool:
    """Whether all that is still open of what it was about reads as it did."""
    about = words.keys() & stand.changes.keys() if stand.change else words.keys()
    return bool(about) and all(words[key] == stand.changes.get(key) for key in about)


def settle(suggestion: Suggestion, state: str) -> None:
    """Its life ends so, or in part so where another verdict was given before; the caller saves."""
    yes = list(PUBLISHING)
    other = [Verdict.DECLINED] if state == Stage.ACCEPTED else yes
    is_split = suggestion.reviews.filter(verdict__in=other, taken_back=None).exists()
    suggestion.state = Stage.PARTLY_ACCEPTED if is_split else state
    suggestion.settled_at = timezone.now()


def latest(page: Page) -> Any:
    """The revision that is read now."""
    return PageRevision.objects.filter(id=page.pk).order_by("-number")[0]
