"""The summary of a revision, worded otherwise by whoever wrote it; the journal keeps what it said before."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import journal, limiting, sieving
from wiki.errors import BadPage
from wiki.models import Page, PageRevision

MOST = 500  # characters, as of the reason that is given with a change


def reword(revision: Any, *, by: Any, summary: str) -> Any:
    """Say otherwise what a revision changed and why. The text, its author and its date stay as they are."""
    rules.require(by, "revision.summary", revision)
    summary = summary.strip()
    if not summary or len(summary) > MOST or "\x00" in summary:
        raise BadPage(_("A summary says something, in %(most)d characters at most.") % {"most": MOST})
    page = Page.objects.get(pk=revision.id)
    sieving.summary(by, page, summary, revision.reason)
    limiting.gesture(by, "edit")
    with transaction.atomic():
        kept = PageRevision.objects.select_for_update().get(pk=revision.pk)
        rules.require(by, "revision.summary", kept)
        if kept.reason == summary:
            return kept
        # The one line of history that its author may change: all that it said is told by the journal.
        told = {"history_change_reason": summary, "reworded": timezone.now()}
        PageRevision.objects.filter(pk=kept.pk).update(**told)
        before, after = {"summary": kept.reason}, {"revision": kept.number, "summary": summary}
        journal.note("revision.summary", page, by=by, before=before, after=after)
    for name, value in told.items():
        setattr(revision, name, value)
    return revision
