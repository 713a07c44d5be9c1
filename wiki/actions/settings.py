"""What the site says of itself: written by admins, drawn when written, each change a line of the journal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings as configuration
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from communs import speaking
from wiki import rules
from wiki.actions import journal
from wiki.actions.places import Places
from wiki.actions.rendering import labels_in
from wiki.book.drawing import Drawn, draw
from wiki.errors import BadSettings, EditConflict
from wiki.models import SiteSettings
from wiki.models.settings import TEXTS, Hue
from wiki.text.links import Resolve, Target, no_include, resolve_external

ACTION = "site.settings"
PLAIN = (
    "name",
    "language",
    "baseline",
    "welcome",
    "licence",
    "contact_address",
    "conformity",
    "sign_up",
    "first_posts",
    "proofs",
)
VALUES = (*PLAIN, "logo", "hues", *TEXTS)
# A person's address may be erased one day; the journal, which is for ever, says only that it changed.
UNTOLD = {"contact_address"}
_OWN_SCREEN = re.compile(r"/(?:-/[A-Za-z0-9_/-]+|accounts/data)/(?:#[\w.-]+)?")


@dataclass(frozen=True)
class Text:
    """One of the five texts as readers meet it; without `since` it is the one that comes with the code."""

    title: str
    html: str
    language: str
    since: date | None = None


# --- writing ------------------------------------------------------------------------------------------------


def edit(site: SiteSettings, *, by: Any, base: int, reason: str = "", **values: Any) -> SiteSettings:
    """Write these values over the version `base` of the settings; EditConflict when that is not the last."""
    rules.require(by, ACTION, site)
    if unknown := values.keys() - set(VALUES):
        raise TypeError(f"no setting is called {sorted(unknown)}")
    wanted = {name: _cleaned(name, value) for name, value in values.items()}
    drawn = _all_drawn({key: wanted[key] for key in TEXTS if wanted.get(key)})  # slow: before the lock
    with transaction.atomic():
        kept = SiteSettings.objects.select_for_update().first() or SiteSettings()
        before = {name: getattr(kept, name) for name in wanted}
        changed = [name for name in wanted if wanted[name] != before[name]]
        if kept.version != base:
            raise EditConflict(kept, wanted)
        if not changed:
            return kept
        for name in changed:
            setattr(kept, name, wanted[name])
            kept.drawn.pop(name, None)
        today = timezone.localdate().isoformat()
        kept.drawn |= {key: {**told, "since": today} for key, told in drawn.items() if key in changed}
        _write(kept, wanted)
        told = {"before": _told(before, changed), "after": _told(wanted, changed)}
        journal.note(ACTION, kept, by=by, reason=reason, **told)
        if "language" in changed:
            transaction.on_commit(lambda: speaking.chosen(kept.language))
    return kept


def redraw(*, by: Any) -> int:
    """Draw the texts again, once the engine or what they lead to has changed. How many did."""
    rules.require(by, ACTION)
    with transaction.atomic():
        kept = SiteSettings.objects.select_for_update().first()
        if kept is None:
            return 0
        before = kept.drawn
        own = _all_drawn({key: getattr(kept, key) for key in TEXTS if getattr(kept, key)})
        kept.drawn = {key: before.get(key, {}) | told for key, told in own.items()}
        changed = sum(told != before.get(key) for key, told in kept.drawn.items())
        if changed:
            kept.save(update_fields=["drawn"])
    return changed


def _write(kept: SiteSettings, wanted: dict[str, Any]) -> None:
    try:
        kept.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as problem:
        raise BadSettings(problem.message_dict) from problem
    is_new, kept.version = kept.version == 0, kept.version + 1
    try:
        with transaction.atomic():
            kept.save(force_insert=is_new, force_update=not is_new)
    except IntegrityError as problem:  # another admin made the row first
        raise EditConflict(kept, wanted) from problem


def _cleaned(name: str, value: Any) -> Any:
    if name == "hues":
        return {str(int(key)): Hue(hue).value for key, hue in value.items()}
    text = value.replace("\x00", "").replace("\r\n", "\n").strip()
    if name not in TEXTS:
        return " ".join(text.split())
    # Whoever leaves the text of the code as it is goes on following it.
    return "" if text == default_source(name, speaking.site_language()) else text


def _told(values: dict[str, Any], changed: list[str]) -> dict[str, Any]:
    return {name: bool(values[name]) if name in UNTOLD else values[name] for name in changed}


# --- reading ------------------------------------------------------------------------------------------------


def text(site: SiteSettings, key: str) -> Text:
    """One of the five texts: the site's own as it was drawn, else the default in the reader's language."""
    told = site.drawn.get(key)
    if not told:
        return default(key, translation.get_language() or speaking.site_language())
    since = date.fromisoformat(told["since"])
    return Text(told["title"], told["html"], speaking.site_language(), since)


def preview(key: str, source: str, *, by: Any) -> Text:
    """How a text would read if it were written now; nothing is kept."""
    rules.require(by, ACTION)
    wanted = _cleaned(key, source) or default_source(key, speaking.site_language())
    drawn = _all_drawn({key: wanted})[key]
    return Text(drawn["title"], drawn["html"], speaking.site_language(), timezone.localdate())


@lru_cache(maxsize=32)
def default_source(key: str, language: str) -> str:
    """The text that comes with the code, in a language of the interface, else in the site's own."""
    spoken = language if language in dict(configuration.LANGUAGES) else speaking.site_language()
    return (configuration.DEFAULT_TEXTS / spoken / f"{key}.md").read_text(encoding="utf-8").strip()


@lru_cache(maxsize=32)
def default(key: str, language: str) -> Text:
    """The default text, drawn at its first request: it leads to screens of the site alone, so to no page."""
    drawn = _engine(default_source(key, language), resolve_external, language)
    return Text(drawn.title, drawn.html, language)


def _all_drawn(sources: dict[str, str]) -> dict[str, dict[str, str]]:
    """Each text as it is kept; they lead to pages as those stand now, and to the screens of the site."""
    if not sources:
        return {}
    resolve = Places.now().resolver("")
    drawn = {key: _engine(source, resolve, speaking.site_language()) for key, source in sources.items()}
    return {key: {"title": made.title, "html": made.html} for key, made in drawn.items()}


def _engine(source: str, resolve: Resolve, language: str) -> Drawn:
    def with_screens(destination: str) -> Target:
        if _OWN_SCREEN.fullmatch(destination):
            return Target("page", url=destination)
        return resolve(destination)

    return draw(source, "", with_screens, no_include, {}, labels_in(language))
