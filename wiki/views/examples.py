"""A reuse that becomes an example of a page: the editor of a suggestion opens with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from wiki import powers
from wiki.forms.reuse import named
from wiki.models import Page, Reuse
from wiki.models.suggestion import SUMMARY_LENGTH
from wiki.text import examples
from wiki.text.examples import Example
from wiki.views.reuses import reuse_of

LONGEST = 300  # characters of what was told that an example repeats


def reuse_named(request: HttpRequest, page: Page) -> Reuse | None:
    """The reuse that the address names, for those who may make of it an example of this page."""
    pk = named(request.GET.get("reuse", ""))
    reuse = reuse_of(request, pk) if pk else None
    if reuse is None or not request.user.is_authenticated or not reuse.is_shown:
        return None
    return reuse if page.pk in {one.pk for one in powers.exemplified(request.user, reuse)} else None


def filled_in(page: Page, reuse: Reuse) -> dict[str, Any]:
    """What the editor says at first: the page with the example at the end of those that it has."""
    with override(page.lang):
        place = reuse.organisation
        if reuse.happened:
            place = _("%(organisation)s, %(year)d") % {"organisation": place, "year": reuse.happened.year}
    said = Truncator(reuse.worked or reuse.done).chars(LONGEST)
    example = Example(reuse.title, place, said, reuse.address)
    summary = _("An example told by %(person)s: %(title)s") % {"person": reuse.author, "title": reuse.title}
    return {
        "source": examples.add(page.source, example, page.lang),
        "reason": Truncator(summary).chars(SUMMARY_LENGTH),
    }
