"""What templates need of ours, and the only place where text is declared safe."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from wiki.models import Page
from wiki.models.page import gestures_of

register = template.Library()


@register.filter
def stored(html: str) -> SafeString:
    """HTML that the engine made and cleaned when it was written."""
    return mark_safe(html)


@register.filter
def revision_address(page: Page, pk: int) -> str:
    """Where a revision of this page is read."""
    return page.revision_address(pk)


@register.filter
def gesture(page: Page, name: str) -> str:
    """The address of what is done to this page: `edit`, `new`, `move`…"""
    return f"{gestures_of(page.path or '')}{name}/"
