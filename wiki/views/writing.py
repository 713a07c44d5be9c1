"""Beside a text that is written: how it reads, what it changes, what may be mended, what came meanwhile.

Every form of the editor shows it: of a page, of a new page, of a suggestion. Its view asks for a `Desk` and
hands it to the template, which hands it to `components/editor.html`; the buttons there send `do`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wiki.actions import merging, rendering
from wiki.actions.merging import Brought
from wiki.forms.page import CHANGES, PREVIEW, WRITE, TextForm
from wiki.models import Page, PageRevision
from wiki.models.page import gestures_of
from wiki.queries import masking
from wiki.text import advice, diff, words
from wiki.text.advice import Heading, Remark, Text
from wiki.views import answers, changes, differences
from wiki.views.comparing import address_of
from wiki.views.finding import MOST, elsewhere, find
from wiki.views.gestures import last_revision

Form = TypeVar("Form", bound=TextForm)


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands around the text: `since` is the revision that was in view, nothing for a new page."""

    view: str = WRITE
    total: int = 0  # words
    since: Any = None
    watched: str = ""  # the address that tells of newer revisions
    delta: changes.Delta | None = None
    is_counted: bool = False
    preview: rendering.Ready | None = None
    compared: differences.Drawn | None = None
    remarks: list[Remark] = field(default_factory=list)
    newer: Newer | None = None
    brought: Brought | None = None  # what was taken into the text, or stood against it


@dataclass(frozen=True, slots=True)
class Newer:
    """A revision that was published since, and where it is compared with the one in view."""

    last: Any
    address: str


def opened(page: Page, last: Any) -> Desk:
    """The desk of a text that nobody has touched yet."""
    watched = f"{gestures_of(page.path or '')}revisions/{last.pk}/newer/" if last else ""
    return Desk(total=words.count(page.plain), since=last, watched=watched)


def looked_at(page: Page | None, ready: rendering.Ready | None, asked: str, *, seen: int = 0) -> Desk:
    """The desk of what was typed and drawn; `seen` is the revision of the page that was in view."""
    last = last_revision(page) if page else None
    since = _in_view(page, seen) if page and seen else None
    desk = opened(page, since or last) if page else Desk()
    if page and last and since and since.pk != last.pk:
        desk = replace(desk, newer=newer_than(page, since.pk, last))
    if ready is None:
        return desk
    old = read(rendering.as_of(since) if desk.newer else page) if page else Text()
    new = read(ready)
    counted = diff.compare(old.plain, new.plain)
    lang = page.lang if page and page.lang != get_language() else ""
    view = asked if asked in (PREVIEW, CHANGES) else WRITE
    return replace(
        desk,
        view=view,
        total=words.count(new.plain),
        delta=_delta(counted),
        is_counted=True,
        preview=ready if view == PREVIEW else None,
        compared=differences.between(old.html, new.html, lang=lang) if view == CHANGES else None,
        remarks=advice.advise(old, new),
    )


def newer_than(page: Page, seen: int, last: Any) -> Newer:
    return Newer(last, address_of(page, seen, last.pk))


def merged(form: Form, page: Page, *, seen: int, in_view: Mapping[str, int]) -> tuple[Form, Brought | None]:
    """The form with what was published since the revision `seen` in it, on top of the page as it stands,
    which is told by `in_view`; as it was, where nothing was, or where both changed the same words."""
    since, last = _in_view(page, seen), last_revision(page)
    if since is None or since.pk == last.pk:
        return form, None
    brought = merging.bring(form.typed, seen=since, now=page)
    if not brought.is_clean:
        return form, brought
    told = {name: form.data.get(name) for name in form.data}
    told |= {**brought.values, **in_view}
    again = type(form)(told, page=page)
    again.full_clean()
    return again, brought


def with_news(desk: Desk, brought: Brought | None) -> Desk:
    """The desk that tells what became of that."""
    return desk if brought is None else replace(desk, brought=brought)


@require_safe
def newer(request: HttpRequest, pk: int, path: str = "") -> HttpResponse:
    """Whether this page has a newer revision than one of its own: a sentence for whoever writes, or none."""
    page = find(request, path)
    if page is None:
        return elsewhere(request, path, lambda found: f"{gestures_of(found.path or '')}revisions/{pk}/newer/")
    if pk > MOST or _in_view(page, pk) is None:
        raise Http404
    last = last_revision(page)
    if last.pk == pk:
        return answers.never_kept(HttpResponse(status=204))
    context = {"newer": newer_than(page, pk, last)}
    return answers.never_kept(answers.form(request, "components/newer.html", context))


def _in_view(page: Page, pk: int) -> Any:
    """The revision that a text was begun on; once it is hidden, the page as it stands is all there is."""
    return masking.readable(PageRevision.objects.filter(id=page.pk, pk=pk)).first()


def read(drawn: Any) -> Text:
    """A page, or what was made of a text."""
    headings = [Heading(heading["level"], heading["text"]) for heading in drawn.outline]
    broken = [link["destination"] for link in drawn.links if link["kind"] == "broken"]
    return Text(drawn.html, drawn.plain, headings, broken)


def _delta(counted: diff.Difference) -> changes.Delta | None:
    if not counted.words_added and not counted.words_removed:
        return None
    return changes.Delta(
        f"+{counted.words_added}" if counted.words_added else "",
        f"−{counted.words_removed}" if counted.words_removed else "",
    )
