"""What revisions changed, as it is read away from this site: drawn for the first who asks, then kept."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import get_language, ngettext

from wiki.actions import rendering
from wiki.models import PageRevision
from wiki.queries.happenings import Line
from wiki.text.comparing import pages
from wiki.text.render import VERSION
from wiki.text.sanitise import elsewhere
from wiki.views import changes

KEPT_FOR = 7 * 86_400  # seconds: what two revisions say never changes, and a feed is asked for every hour
LONGEST = 16_000  # characters of one; 50 of them are 800 KB at most, before they are packed
MOST_DRAWN = 12  # for one who asks; the others are drawn for whoever asks next
LONGEST_DRAWING = 1.5  # seconds after which none is begun for one who asks
_MARKS = {"added": "ins", "removed": "del"}


def contents(lines: Iterable[Line]) -> dict[str, str]:
    """The changes of these lines by their keys. A line that is missing has yet to be drawn; one that made no
    revision whose text may be read has none to draw.

    Whether somebody may read the revisions was asked by whoever made the lines.
    """
    wanted = {_key(line): line for line in lines if line.revision is not None}
    found: dict[str, str] = caches["drawn"].get_many(wanted)
    missing = [key for key in wanted if key not in found][:MOST_DRAWN]
    return {
        wanted[key].key: html for key, html in (found | _made({key: wanted[key] for key in missing})).items()
    }


def is_whole(lines: Iterable[Line], known: dict[str, str]) -> bool:
    """Whether nothing is left to draw."""
    return all(line.key in known for line in lines if line.revision is not None)


def _made(missing: dict[str, Line]) -> dict[str, str]:
    asked = {pk for line in missing.values() for pk in (line.revision, line.former) if pk is not None}
    revisions = PageRevision.objects.in_bulk(sorted(asked)) if asked else {}
    made, begun = {}, monotonic()
    for key, line in missing.items():
        if monotonic() - begun > LONGEST_DRAWING:
            break
        before = revisions[line.former] if line.former else None
        made[key] = _drawn(before, revisions[line.revision or 0])
        caches["drawn"].set(key, made[key], KEPT_FOR)
    return made


def _drawn(before: Any, after: Any) -> str:
    """Title and place first, then each change under the heading where it stands."""
    parts = [_field(field) for field in changes.fields(before, after)] if before is not None else []
    compared = pages.compare(rendering.old(before) if before is not None else "", rendering.old(after))
    left = len(compared.changes)
    for change in compared.changes:
        heading = f"<h3>{escape(change.heading)}</h3>" if change.heading else ""
        if sum(map(len, parts)) + len(heading) + len(change.html) > LONGEST:
            break
        parts.append(f"{heading}{change.html}")
        left -= 1
    if left:
        said = ngettext(
            "%(total)d more change is too long to be shown here.",
            "%(total)d more changes are too long to be shown here.",
            left,
        )
        parts.append(f"<p><em>{escape(said % {'total': left})}</em></p>")
    return elsewhere("".join(parts), f"{settings.SITE_URL}/")


def _field(field: changes.Field) -> str:
    told = "".join(_told_apart(segment) for segment in field.segments)
    return f"<p>{escape(field.label)} {told}</p>"


def _told_apart(segment: Any) -> str:
    mark = _MARKS.get(segment.kind)
    return f"<{mark}>{escape(segment.text)}</{mark}>" if mark else escape(segment.text)


def _key(line: Line) -> str:
    """A revision says the same for good; where its page stood, and what the engine makes of it, may not."""
    told = VERSION, get_language(), settings.SITE_URL, line.former, line.revision
    return f"tracked:{':'.join(map(str, told))}"
