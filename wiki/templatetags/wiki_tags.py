"""What templates need of ours, and the only place where text is declared safe."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def stored(html: str) -> SafeString:
    """HTML that the engine made and cleaned when it was written."""
    return mark_safe(html)
