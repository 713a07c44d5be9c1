"""Whose words a page's text is made of: kept in the transaction that writes the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wiki.models import Credit, Page, PageRevision, Rewording
from wiki.text import credit, rewording
from wiki.text.credit import Span
from wiki.text.rewording import Narrowed

_MADE = [field.attname for field in Credit._meta.concrete_fields if not field.primary_key]


def carry(page: Page, old: str | None, revision: int | None = None) -> bool:
    """Tell the owners of a page's words from those of the words that it had; without a revision, what was
    drawn anew belongs to the last one. False if nothing is known of the former words: all is made again then.
    """
    kept = (
        Credit.objects.filter(pk=page.pk, engine_version=credit.VERSION).first() if old is not None else None
    )
    if old is not None and (kept is None or kept.digest != credit.fingerprint(old)):
        return False
    if kept is not None and kept.digest == credit.fingerprint(page.plain):
        Credit.objects.filter(pk=page.pk).update(revision=revision or kept.revision)
        return True
    number = revision or (kept.revision if kept else 1)
    made = credit.follow(told(kept) if kept else credit.Credit(), old or "", page.plain, number)
    brought = {} if kept is None else kept.brought
    if revision is not None:
        brought |= {str(revision): credit.brought_by(made, page.plain, revision)}
    fresh = row(page, made, number, brought)
    keep([fresh])
    if revision is not None and kept is not None and old is not None:
        _note_lost(page, kept, fresh, old)
    return True


def _note_lost(page: Page, was: Credit, now: Credit, old: str) -> None:
    """Whose words this revision took away, for those who are to be told."""
    gone = rewording.lost(was.words, now.words)
    if not gone:
        return
    authors = PageRevision.objects.filter(id=page.pk, number__in=gone).values_list("number", "history_user")
    noted = reworded(page.recorded, gone, dict(authors), Narrowed(old, page.plain, was.spans))
    if noted is not None:
        noted.save(force_insert=True)


def reworded(
    made: PageRevision, gone: Mapping[str, int], authors: Mapping[int, int | None], told: Narrowed
) -> Rewording | None:
    """What a revision took away of others' words: not its own author's, nor those of whoever let it in."""
    own = (None, made.history_user_id, made.accepted_by_id)
    lost = {number: count for number, count in gone.items() if authors.get(int(number)) not in own}
    if not lost:
        return None
    spans = [span for span in told.spans if str(span[2]) in lost]
    told = rewording.narrowed(told.before, told.after, spans)
    return Rewording(revision=made, lost=lost, spans=told.spans, before=told.before, after=told.after)


def keep(rows: Iterable[Credit]) -> None:
    """Write what is known of these pages in the place of what was."""
    Credit.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["page"], update_fields=_MADE, batch_size=100
    )


def forget(pages: Iterable[int]) -> None:
    """These pages are taken away for good."""
    Credit.objects.filter(pk__in=pages).delete()


def told(kept: Credit) -> credit.Credit:
    """What is kept of a page, as the engine reads it."""
    spans = tuple(Span(*span) for span in kept.spans)
    return credit.Credit(spans, dict(said.split(" ", 1) for said in kept.known))


def row(page: Page, made: credit.Credit, revision: int, brought: dict[str, int]) -> Credit:
    return Credit(
        page=page,
        revision=revision,
        digest=credit.fingerprint(page.plain),
        engine_version=credit.VERSION,
        spans=[list(span) for span in made.spans],
        words={str(number): count for number, count in credit.shares(made, page.plain).items()},
        brought={number: count for number, count in brought.items() if count},
        known=[f"{key} {runs}" for key, runs in made.known.items()],
    )
