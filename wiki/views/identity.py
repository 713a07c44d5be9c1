"""How every screen knows the name of the site: asked of the database only when it is read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wiki.queries import settings


def site(request: HttpRequest) -> dict[str, Any]:
    """`site` for templates; screens that hold the menu bring their own, for no query."""
    return {"site": SimpleLazyObject(settings.site)}
