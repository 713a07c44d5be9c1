"""Revisions that those who moderate hide, and show again: the text of one, or who wrote it and why."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import journal
from wiki.errors import BadPage
from wiki.models import Page, PageRevision

HIDDEN, SHOWN = "revision.hide", "revision.show"
FIELDS = ("text_hidden", "author_hidden", "hidden_at", "hidden_by", "hidden_reason")


@transaction.atomic
def hide(revision: Any, *, by: Any, reason: str, text: bool = True, author: bool = False) -> Any:
    """Take its text, or its author and reason, from everybody but those who moderate; nothing is erased.

    BadPage where it is what its page says now: that is restored or corrected first.
    """
    revision = _claim(revision, HIDDEN, by)
    _require_reason(reason)
    if not (text or author):
        raise BadPage(_("Say what is hidden: the text, the author, or both."))
    if is_current(revision):
        raise BadPage(
            _(
                "This is the page as everybody reads it: restore an earlier revision, or correct it, "
                "then hide this one."
            )
        )
    revision.text_hidden, revision.author_hidden = text, author
    revision.hidden_at, revision.hidden_reason = timezone.now(), reason.strip()
    revision.hidden_by = by if getattr(by, "pk", None) else None
    return _kept(revision, HIDDEN, by, reason, text=text, author=author)


@transaction.atomic
def show(revision: Any, *, by: Any, reason: str) -> Any:
    """All of it is everybody's again."""
    revision = _claim(revision, SHOWN, by)
    _require_reason(reason)
    revision.text_hidden = revision.author_hidden = False
    revision.hidden_at, revision.hidden_by, revision.hidden_reason = None, None, ""
    return _kept(revision, SHOWN, by, reason)


def is_current(revision: Any) -> bool:
    """Whether its page has none that is newer."""
    return not PageRevision.objects.filter(id=revision.id, number__gt=revision.number).exists()


def _claim(revision: Any, action: str, by: Any) -> Any:
    """The revision as it is until the transaction ends."""
    now = PageRevision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
    rules.require(by, action, now)
    return now


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise BadPage(_("Say why: the journal keeps the reason."))


def _kept(revision: Any, action: str, by: Any, reason: str, **told: bool) -> Any:
    """A row of history is written once; what hides it is written beside, and noted."""
    PageRevision.objects.filter(pk=revision.pk).update(**{name: getattr(revision, name) for name in FIELDS})
    page = Page.objects.filter(pk=revision.id).first()
    told_of = {"revision": revision.pk, "number": revision.number} | told
    if page is not None:
        journal.note(action, page, by=by, reason=reason, after=told_of)
    return revision
