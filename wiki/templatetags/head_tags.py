"""What stands in the head of a screen for those who find, share and keep it: machines above all."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.translation import get_language, to_locale

from wiki.models import Page
from wiki.queries import facts
from wiki.templatetags.wiki_tags import this_site

register = template.Library()

# A locale that asks for a country is told one; a language that is spoken in many would be told the wrong one.
LOCALES = {"fr": "fr_FR", "en": "en_GB"}


@register.simple_tag(takes_context=True)
def own_address(context: Context) -> str:
    """The one address of this screen, whatever host, question or other writing it was asked by."""
    request = context.get("request")
    return f"{settings.SITE_URL}{quote(request.path)}" if request is not None else ""


@register.filter
def absolute(address: str) -> str:
    """An address of this site as those read it who are elsewhere."""
    return f"{settings.SITE_URL}{address}"


@register.filter
def summary(page: Page) -> str:
    """What the page is about, in a sentence or two."""
    return facts.summary(page)


@register.filter
def locale(lang: str) -> str:
    """A language as Open Graph names it; nothing where that would take a guess."""
    told = LOCALES.get(lang) or to_locale(lang or get_language() or "")
    return told if "_" in told else ""


@register.simple_tag(takes_context=True)
def page_facts(context: Context) -> dict[str, Any]:
    """What the page of this screen says of itself to programs."""
    name, licence = str(this_site(context).name), context.get("licence")
    return facts.of_page(
        context["page"], context["around"], site=settings.SITE_URL, name=name, licence=licence
    )
