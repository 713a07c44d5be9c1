"""Drafts: kept at each pause of whoever types, given back, dropped once the text was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from wiki import rules
from wiki.actions import limiting
from wiki.models import Draft

MOST = 50  # of one person; the oldest make room
KEPT_FOR = timedelta(days=90)


def keep(by: Any, key: str, *, values: Mapping[str, Any], in_view: Mapping[str, Any]) -> Draft:
    """What somebody has typed in this form by now."""
    rules.require(by, "draft.keep", Draft(owner=by, key=key))
    limiting.gesture(by, "draft")
    told = {"values": _clean(values), "in_view": _clean(in_view), "at": timezone.now()}
    with transaction.atomic():
        draft, is_new = Draft.objects.update_or_create(owner=by, key=key, defaults=told)
        if is_new:
            own = Draft.objects.filter(owner=by)
            own.filter(at__lt=timezone.now() - KEPT_FOR).delete()
            own.filter(pk__in=list(own.values_list("pk", flat=True)[MOST:])).delete()
    return draft


def find(by: Any, key: str) -> Draft | None:
    """What this person has typed in this form, if they have."""
    rules.require(by, "draft.keep", Draft(owner=by, key=key))
    return Draft.objects.filter(owner=by, key=key).first()


def drop(by: Any, key: str) -> None:
    """It was sent, or abandoned."""
    rules.require(by, "draft.keep", Draft(owner=by, key=key))
    own = Draft.objects.filter(owner=by, key=key)
    if own.exists():  # what is not there is not written over: a write makes every worker look anew
        own.delete()


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what a database refuses: the NUL character, and half of a pair."""
    return {name: _whole(text) if isinstance(text, str) else text for name, text in values.items()}


def _whole(text: str) -> str:
    pairs = text.replace("\x00", "").encode("utf-16", "surrogatepass")
    return pairs.decode("utf-16", "replace")
