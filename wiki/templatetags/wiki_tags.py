"""What templates need of ours, and the only place where text is declared safe."""

from __future__ import annotations

import re

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

_NARROW, _WIDE = "\u202f", "\u00a0"
_BEFORE_TALL = re.compile(r"[ \u00a0](?=[;!?%€])")
_BEFORE_COLON = re.compile(r" (?=:)|(?<=«)[ ]|[ ](?=»)")


@register.filter
def stored(html: str) -> SafeString:
    """HTML that the engine made and cleaned when it was written."""
    return mark_safe(html)  # noqa: S308


@register.filter
def typeset(text: str) -> str:
    """French spacing and apostrophes, in our own words only: what authors wrote is shown as they wrote it."""
    if not (get_language() or "").startswith("fr"):
        return text
    spaced = _BEFORE_COLON.sub(_WIDE, _BEFORE_TALL.sub(_NARROW, str(text)))
    return spaced.replace("'", "’")
