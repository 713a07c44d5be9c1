"""The summary of a revision, worded otherwise by its author."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.actions import summaries
from wiki.errors import BadPage, TooSoon
from wiki.forms.summary import SummaryForm
from wiki.models import Page, PageRevision
from wiki.views import answers
from wiki.views.finding import MOST
from wiki.views.gestures import frame, on, sent


def _find(request: HttpRequest, pk: int) -> Any:
    """A revision of a page that this person may read."""
    pages = Page.objects.visible_to(request.user).filter(path__isnull=False)
    found = PageRevision.objects.filter(pk=pk, id__in=pages.values("pk")) if pk <= MOST else None
    return found.select_related("history_user", "accepted_by").first() if found is not None else None


@on(_find, "revision.summary")
def reword(request: HttpRequest, revision: Any) -> HttpResponse:
    """What it changed and why, in other words; what it said before stays in the journal."""
    page = Page.objects.get(pk=revision.id)
    form = SummaryForm(sent(request), revision=revision)
    context = frame(request, page) | {"form": form, "revision": revision}
    if not form.is_valid():
        return answers.form(request, "history/reword.html", context)
    try:
        summaries.reword(revision, by=request.user, summary=form.cleaned_data["reason"])
    except (BadPage, TooSoon) as refusal:
        return answers.refused(request, "history/reword.html", context, refusal, "reason")
    said = _("The summary is reworded. The journal keeps the former one.")
    return answers.done(request, said, page.revision_address(revision.pk))
