"""Atom feeds of what happened: of the site, of a page, of what stands below one, of somebody.

They tell what strangers read, in the language of the site, to whoever asks: the same bytes for all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from html import escape, unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communs import speaking
from wiki.models import ModerationEntry, Page
from wiki.models.page import gestures_of
from wiki.queries import happenings, journal, people, tree
from wiki.queries.happenings import Line
from wiki.text.render import VERSION
from wiki.views import activity, answers, tracked
from wiki.views.finding import elsewhere, is_path

ANYBODY = AnonymousUser()
SINCE = "2026"  # the year that names things for good, as RFC 4151 asks for: never another one
UNSURE = timedelta(seconds=2)
# What no document of XML may hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Told:
    """A feed before it is written: what it is called, for good and by its reader, and where it is read."""

    key: str
    title: str
    address: str  # its own
    page: str  # where the same is read on the site
    lines: Sequence[Line]
    changed: datetime


@require_safe
def of_site(request: HttpRequest) -> HttpResponse:
    """All that the screen of the activity tells, or what its filters leave of it."""
    menu = tree.menu(ANYBODY)
    filters = activity.read(request.GET, journal.sections(menu))
    query = f"?{filters.query}" if filters.query else ""
    with translation.override(speaking.site_language()):
        lines = happenings.leaf(filters.asked(ANYBODY, menu)).lines
        about = [
            str(filters.section.title) if filters.section else "",
            dict(activity.kinds()).get(filters.kind, ""),
        ]
        title = ", ".join(part for part in (*about, filters.person) if part) or _("Activity")
        here = reverse("wiki:activity-feed") + query
        return _answered(
            request, menu, f"activity{query}", title, here, reverse("wiki:activity") + query, lines
        )


@require_safe
def of_reuses(request: HttpRequest) -> HttpResponse:
    """What people did with the guide, or with the pages of a section."""
    menu = tree.menu(ANYBODY)
    filters = activity.read(request.GET, journal.sections(menu))
    query = f"?{urlencode({'section': filters.section.pk})}" if filters.section else ""
    with translation.override(speaking.site_language()):
        asked = replace(filters.asked(ANYBODY, menu), kind="reuses", persons=None)
        lines = happenings.leaf(asked).lines
        named = [str(filters.section.title)] if filters.section else []
        title = ", ".join([*named, _("Reuses")])
        here, page = reverse("wiki:reuses-feed") + query, reverse("wiki:reuses") + query
        return _answered(request, menu, f"reuses{query}", title, here, page, lines)


@require_safe
def of_page(request: HttpRequest, path: str = "") -> HttpResponse:
    """What happened to the page at this path."""
    return _of_page(request, path, "feed")


@require_safe
def below(request: HttpRequest, path: str) -> HttpResponse:
    """What happened to the page at this path and to those below it: a section, or part of one."""
    return _of_page(request, path, "feed/below")


@require_safe
def of_person(request: HttpRequest, name: str) -> HttpResponse:
    """What somebody did that anybody may read; whoever did nothing of it has no feed."""
    person = people.find(name)
    menu = tree.menu(ANYBODY)
    if person is None or person.erased_at is not None:
        raise Http404
    address = reverse("wiki:person", args=[people.name_of(person)])
    if name != people.name_of(person):
        return answers.moved(request, f"{address}feed/", for_good=False)
    with translation.override(speaking.site_language()):
        lines = happenings.leaf(happenings.Asked(user=ANYBODY, menu=menu, persons=[person.pk])).lines
        if not lines:
            raise Http404
        return _answered(request, menu, f"person/{person.pk}", str(person), f"{address}feed/", address, lines)


def _of_page(request: HttpRequest, path: str, end: str) -> HttpResponse:
    menu = tree.menu(ANYBODY)
    page = Page.objects.visible_to(ANYBODY).at(path).first() if is_path(path) else None
    if page is None and is_path(path) and Page.objects.at(path).exists():
        raise Http404  # whoever may read this draft would be led back here: a feed is what strangers read
    if page is None:
        return elsewhere(request, path, lambda found: f"{gestures_of(found.path or '')}{end}/")
    entry = menu.find(page.pk)
    if entry is None:  # who follows a page that is in no menu would tell where it stands
        raise Http404
    within = frozenset({page.pk}) if end == "feed" else tree.pages_below(entry)
    with translation.override(speaking.site_language()):
        lines = happenings.leaf(happenings.Asked(user=ANYBODY, menu=menu, within=within)).lines
        key = f"page/{page.pk}" if end == "feed" else f"page/{page.pk}/below"
        here = f"{gestures_of(page.path or '')}{end}/"
        return _answered(request, menu, key, page.title, here, page.address, lines)


# --- how it is answered -------------------------------------------------------------------------------------


def _answered(
    request: HttpRequest, menu: tree.Menu, key: str, title: str, here: str, page: str, lines: Sequence[Line]
) -> HttpResponse:
    """Nothing is drawn for whoever knows these lines already."""
    site = menu.site.name if menu.site else ""
    changed = _changed(lines)
    etag = _etag(title, site, here, lines)
    date = int(changed.timestamp()) if _is_told_apart(changed) else None
    known = get_conditional_response(request, etag=etag, last_modified=date)
    if known is not None:
        return _kept(known, etag, changed)
    told = Told(key, f"{title} · {site}" if site else title, here, page, lines, changed)
    return _whole(told, site, etag)


@answers.by_turns
def _whole(told: Told, site: str, etag: str) -> HttpResponse:
    """A feed of which something is left to draw is whole for whoever asks next, and until then nobody's to
    keep."""
    drawn = tracked.contents(told.lines)
    answer = HttpResponse(_written(told, site, drawn), content_type=Atom1Feed.content_type)
    if tracked.is_whole(told.lines, drawn):
        return _kept(answer, etag, told.changed)
    patch_cache_control(answer, no_store=True)
    return answer


def _kept(answer: HttpResponse, etag: str, changed: datetime) -> HttpResponse:
    answer["ETag"] = etag
    if _is_told_apart(changed):
        answer["Last-Modified"] = http_date(changed.timestamp())
    answer["X-Robots-Tag"] = "noindex"
    patch_cache_control(answer, public=True, no_cache=True)
    return answer


def _is_told_apart(changed: datetime) -> bool:
    """A date counts in seconds: it could not tell what changed just now from what changes with it."""
    return timezone.now() - changed > UNSURE


def _changed(lines: Sequence[Line]) -> datetime:
    """When something last happened, or was hidden or shown again: the journal tells of both."""
    judged = ModerationEntry.objects.order_by("-pk").values_list("at", flat=True).first()
    moments = [line.at for line in lines] + ([judged] if judged else [])
    return max(moments, default=datetime.fromisoformat(f"{SINCE}-01-01T00:00:00+00:00"))


def _etag(*told: Any) -> str:
    """By all that a feed is written from: the changes of a revision are known by its number."""
    *around, lines = told
    said = [(line.key, _sentence(line), line.said, line.address, line.name, line.former) for line in lines]
    seen = repr((VERSION, settings.SITE_URL, translation.get_language(), around, said))
    return f'"{sha256(seen.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


# --- how it is written --------------------------------------------------------------------------------------


class _Feed(Atom1Feed):
    """With the content of each entry beside its summary, and nothing dated by the clock."""

    def latest_post_date(self) -> datetime:
        changed: datetime = self.feed["changed"]
        return changed

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item | {"description": item["description"] or None})
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


def _written(told: Told, site: str, drawn: dict[str, str]) -> bytes:
    here = settings.SITE_URL
    feed = _Feed(
        title=_clean(told.title),
        link=here + told.page,
        description="",
        language=translation.get_language(),
        author_name=_clean(site) or urlsplit(here).hostname,
        feed_url=here + told.address,
        feed_guid=_tag(told.key),
        changed=max((line.at for line in told.lines), default=told.changed),
    )
    for line in told.lines:
        feed.add_item(
            title=_clean(_sentence(line)),
            link=here + line.address,
            description=escape(_clean(line.said)),
            author_name=_clean(line.name) or None,
            pubdate=line.at,
            updateddate=line.at,
            unique_id=_tag(line.key),
            content=_clean(drawn.get(line.key, "")),
        )
    return feed.writeString("utf-8").encode()


def _sentence(line: Line) -> str:
    """Who did what, as the screen says it, without its links."""
    return unescape(strip_tags(render_to_string("activity/sentence.html", {"line": line}))).strip()


def _tag(key: str) -> str:
    """The name of something for good, wherever it will be read (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{SINCE}:{key}"


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", text)
