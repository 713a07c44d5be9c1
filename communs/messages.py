"""What was just done, told once, on the next screen: in a cookie of whoever is logged in.

In the session it would be written twice for each gesture, when it is said and when it is told, and everybody
who writes would wait for that. Strangers have it in a session: a cookie would follow readers without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage, Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponseBase


class SafeCookie(CookieStorage):
    """A cookie that no other host can set, where the site is on https."""

    cookie_name = f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}messages"


class Messages(BaseStorage):
    """In the cookie of whoever is logged in; in a session of strangers, and of what is long for a cookie."""

    def __init__(self, request: HttpRequest, *args: Any, **named: Any) -> None:
        super().__init__(request, *args, **named)
        self._cookie: Any = SafeCookie(request)
        self._session: Any = SessionStorage(request)

    def _get(self, *args: Any, **named: Any) -> tuple[list[Any], bool]:
        told = [self._cookie._get()[0] or [], self._session._get()[0] or []]
        return [message for some in told for message in some], True

    def _store(
        self, messages: Sequence[Message], response: HttpResponseBase, *args: Any, **named: Any
    ) -> list[Any]:
        left = list(messages)
        user = getattr(self.request, "user", None)
        if left and user is not None and user.is_authenticated:
            left = self._cookie._store(left, response, remove_oldest=False)
        elif SafeCookie.cookie_name in self.request.COOKIES:
            self._cookie._store([], response)
        return list(self._session._store(left, response))
