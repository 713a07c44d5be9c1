"""What stands in the margin of a page beside its blocks: who brought their words, when, from what.

There may be hundreds of entries on one screen, of which a template would take ten times as long: here HTML is
put together, and every word in it escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote_plus

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.queries.attribution import Owner
from wiki.queries.authorship import Passage
from wiki.templatetags.wiki_tags import gesture
from wiki.text.anchor import Quote

register = template.Library()

SAID = 60  # characters of a passage that its link says aloud


@register.simple_tag
def margin_of(page: Page) -> Margin:
    """What draws the entries beside the blocks of this page."""
    return Margin(page)


@register.filter
def in_margin(owners: Iterable[Owner], margin: Margin) -> str:
    """Those whose words stand in a block, one below the other."""
    entries = [*owners]
    return "\n".join(margin.entry(owner, is_alone=len(entries) == 1) for owner in entries)


class Margin:
    """The words of all entries, asked for once."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.letters = {letter: quote_plus(letter) for letter in {*page.plain}}
        self.lang = get_language()
        self.revision = escape(_("revision %(number)s"))
        self.accepted = escape(_("accepted by %(person)s"))
        self.suggestion = escape(_("Suggestion %(number)s"))
        self.discussion = escape(_("its discussion"))
        self.origin = escape(gesture(page, "origin"))
        self.trail = escape(_("Where it comes from"))
        self.colon = escape(pgettext("before what it is", ":"))

    def entry(self, owner: Owner, *, is_alone: bool) -> str:
        key = "" if is_alone else f'<span class="by-key by{owner.pattern}">{owner.number}</span> '
        names = ", ".join(owner.passage.moment.co_authors)
        together = f" <span>{escape(_('with %(names)s') % {'names': names})}</span>" if names else ""
        return (
            f'<p class="c{owner.colour} age{owner.age}">'
            f'<span class="by-name">{key}<b>{escape(owner.name)}</b>{together}</span>'
            f"{self._revision(owner.passage.moment.revision)}{self._behind(owner.passage)}{self._trail(owner)}</p>"
        )

    def _revision(self, revision: Any) -> str:
        told = self.revision % {"number": revision.number}
        if not revision.masked_text:
            told = f'<a href="{escape(self.page.revision_address(revision.history_id))}">{told}</a>'
        at = localtime(revision.at)
        moment = f'<time datetime="{at.isoformat()}">{_day(at.date(), self.lang)}</time>'
        person = revision.accepted_by
        accepted = f"<span>{self.accepted % {'person': escape(str(person))}}</span>" if person else ""
        return f"<span>{moment}, {told}</span>{accepted}"

    def _behind(self, passage: Passage) -> str:
        """The suggestion and the discussion that led to the words."""
        if passage.suggestion is None:
            return ""
        number = passage.suggestion.pk
        address = reverse("wiki:suggestion", args=[number])
        links = f'<a href="{address}">{self.suggestion % {"number": number}}</a>'
        if passage.thread:
            links += f', <a href="{reverse("wiki:thread", args=[passage.thread])}">{self.discussion}</a>'
        return f'<span class="by-links">{links}, </span>'

    def _trail(self, owner: Owner) -> str:
        """The way to where the first words come from; each link says which, aloud."""
        if owner.quote is None:
            return ""
        exact = owner.quote.exact
        said = escape(exact if len(exact) <= SAID else f"{exact[:SAID]}…")
        return (
            f'<span class="by-links"><a class="by-trail" href="{self.origin}?{self._asked(owner.quote)}">'
            f'{self.trail}<span class="visually-hidden">{self.colon} {said}</span></a></span>'
        )

    def _asked(self, quote: Quote) -> str:
        """What `wiki_tags.asked` writes, put together of letters that were each written once."""
        told = (
            "".join([self.letters[letter] for letter in text])
            for text in (quote.exact, quote.prefix, quote.suffix)
        )
        return "exact={}&amp;before={}&amp;after={}".format(*told)


@lru_cache(maxsize=4_000)
def _day(day: date, _lang: str | None) -> str:
    return escape(date_format(day, "DATE_FORMAT"))
