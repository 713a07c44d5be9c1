"""Light or dark, as somebody chose: a cookie that holds nothing else, read before the first paint."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

COOKIE = "theme"
YEAR = 31_536_000


def show_in(answer: HttpResponse, theme: str, *, forget: bool = False) -> None:
    """Bring the choice to this browser; without one, what the browser holds stays, unless it is to forget."""
    if theme:
        # No HttpOnly: the button of the head changes it.
        answer.set_cookie(COOKIE, theme, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    elif forget:
        answer.delete_cookie(COOKIE, samesite="Lax")
