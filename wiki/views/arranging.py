"""Where pages stand: renamed, moved, put in order, put away; what will change is told first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.actions import pages
from wiki.actions.moving import Foreseen, foresee
from wiki.errors import BadAddress, BadPage, EditConflict, Refusal, TooSoon
from wiki.forms.page import ArchiveForm, Based, MoveForm, OrderForm, RenameForm
from wiki.models import Page
from wiki.models.page import address_of
from wiki.queries import backlinks, placing
from wiki.views import answers
from wiki.views.gestures import frame, gesture, last_revision, require_base, sent

LOOK = "look"  # the button that asks what will change
SHOWN = 20  # addresses or titles of a long list
LISTED = 200  # pages that go along with an archived one
NBSP = "\u00a0"


@gesture("rename", "page.move")
def rename(request: HttpRequest, page: Page) -> HttpResponse:
    """Another title, another title in the menu, another last part of the address."""
    form = RenameForm(sent(request), page=page)
    require_base(form)
    if not form.is_valid():
        return _screen(request, page, "rename", form)
    given = form.cleaned_data
    if request.POST.get("do") == LOOK:
        return _look(request, page, "rename", form, slug=form.slug_asked)
    try:
        pages.rename(
            page,
            by=request.user,
            base=given["base"],
            title=given["title"] if given["title"] != page.title else None,
            nav_title=given["nav_title"],
            slug=form.slug_asked,
            reason=given["reason"],
        )
    except Refusal as refusal:
        return _not_done(request, page, "rename", form, refusal)
    said = _("The page is now called “%(title)s”.") % {"title": page.title}
    return answers.done(request, said, page.address)


@gesture("move", "page.move")
def move(request: HttpRequest, page: Page) -> HttpResponse:
    """Below another page, with all that stands below this one."""
    if page.parent_id is None:
        return answers.done(request, _("The home page stands at the root of the site."), "/", plainly=True)
    form = MoveForm(sent(request), page=page, choices=_choices(page))
    require_base(form)
    if not form.is_valid():
        return _screen(request, page, "move", form)
    given = form.cleaned_data
    parent = Page.objects.get(pk=given["parent"])
    if request.POST.get("do") == LOOK:
        return _look(request, page, "move", form, parent=parent)
    if parent.pk == page.parent_id:
        return answers.done(request, _("The page stands there already."), page.address, plainly=True)
    try:
        pages.move(page, by=request.user, base=given["base"], parent=parent, reason=given["reason"])
    except Refusal as refusal:
        return _not_done(request, page, "move", form, refusal)
    said = _("“%(page)s” now stands below “%(parent)s”, last of its pages.")
    return answers.done(request, said % {"page": page, "parent": parent}, page.address)


@gesture("order", "page.reorder")
def order(request: HttpRequest, page: Page) -> HttpResponse:
    """The order of the pages below this one."""
    form = OrderForm(sent(request))
    status = None
    if form.is_valid():
        try:
            pages.reorder(page, by=request.user, order=form.asked, seen=form.cleaned_data["seen"])
            return _put(request, page, form)
        except EditConflict:
            status = 409
        except BadPage:
            status = 422
    elif form.is_bound:
        status = 400
    return _order_screen(request, page, status)


@gesture("archive", "page.archive")
def archive(request: HttpRequest, page: Page) -> HttpResponse:
    """Put away with all below it: what goes along and which links will break is said first."""
    if page.parent_id is None:
        return answers.done(request, _("The home page cannot be archived."), "/", plainly=True)
    form = ArchiveForm(sent(request), page=page)
    require_base(form)
    if not form.is_valid():
        return _screen(request, page, "archive", form, **_going(page))
    going = placing.subtree(page)
    try:
        pages.archive(page, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _not_done(request, page, "archive", form, refusal, **_going(page))
    along = ngettext(
        "%(count)d page below it went along.", "%(count)d pages below it went along.", len(going)
    )
    said = _("“%(page)s” is archived.") % {"page": page}
    said = f"{said} {along % {'count': len(going)}}" if going else said
    above = Page.objects.visible_to(request.user).filter(pk=page.parent_id).first()
    return answers.done(request, said, above.address if above else "/")


# --- what the screens show ----------------------------------------------------------------------------------


def _screen(
    request: HttpRequest, page: Page, name: str, form: Based, *, status: int | None = None, **more: Any
) -> HttpResponse:
    context = {"form": form, "last": last_revision(page), "stale": status == 409} | more
    return answers.form(request, f"editing/{name}.html", frame(request, page) | context, status=status)


def _not_done(
    request: HttpRequest, page: Page, name: str, form: Based, refusal: Refusal, **more: Any
) -> HttpResponse:
    """The form once more, with the reason; a page that changed meanwhile is shown as it stands now."""
    if isinstance(refusal, EditConflict):
        now = Page.objects.get(pk=page.pk)
        form.data = {**request.POST.dict(), "base": now.version}
        return _screen(request, now, name, form, status=409, **more)
    if isinstance(refusal, TooSoon):
        context = frame(request, page) | {"form": form, "last": last_revision(page)} | more
        return answers.too_soon(request, f"editing/{name}.html", context, refusal)
    form.refuse(
        "slug"
        if isinstance(refusal, BadAddress) and "slug" in form.fields
        else "parent"
        if "parent" in form.fields
        else "title",
        str(refusal),
    )
    return _screen(request, page, name, form, **more)


def _look(request: HttpRequest, page: Page, name: str, form: Based, **way: Any) -> HttpResponse:
    """What will change, without changing it."""
    try:
        seen = foresee(page, by=request.user, **way)
    except Refusal as refusal:
        return _not_done(request, page, name, form, refusal)
    return _screen(request, page, name, form, foreseen=_told(seen))


def _told(seen: Foreseen) -> dict[str, Any]:
    pairs = [(address_of(old), address_of(new)) for old, new in zip(seen.olds, seen.news, strict=True)]
    return {"pairs": pairs[:SHOWN], "more": max(0, len(pairs) - SHOWN), "count": len(pairs)}


def _choices(page: Page) -> list[tuple[int, str]]:
    """Every page that may stand above this one, indented by its depth."""
    return [(spot.pk, NBSP * 4 * spot.depth + spot.title) for spot in placing.outline(without=page.pk)]


def _going(page: Page) -> dict[str, Any]:
    going = placing.subtree(page)
    paths = [page.path or "", *(spot.path for spot in going if spot.path)]
    broken = backlinks.leading_to(paths, besides=[page.pk, *(spot.pk for spot in going)])
    return {"going": going, "more": max(0, len(going) - LISTED), "broken": broken}


def _order_screen(request: HttpRequest, page: Page, status: int | None) -> HttpResponse:
    entries = placing.children(page)
    moved, _dash, way = request.GET.get("moved", "").partition("-")
    context = {
        "lines": [(entry, way if str(entry.pk) == moved else "") for entry in entries],
        "seen": ",".join(str(entry.pk) for entry in entries),
        "stale": status in (409, 422),
    }
    return answers.form(request, "editing/order.html", frame(request, page) | context, status=status)


def _put(request: HttpRequest, page: Page, form: OrderForm) -> HttpResponse:
    """Back to the list, which says where the page that went up or down stands now."""
    moved = form.cleaned_data["up"] or form.cleaned_data["down"]
    entries = placing.children(page)
    place = next((number for number, entry in enumerate(entries, 1) if entry.pk == moved), None)
    if place is None:
        return answers.done(request, _("The order is kept."), page.address)
    told = {"page": entries[place - 1].menu_title, "place": place, "count": len(entries)}
    said = _("“%(page)s” is now number %(place)d of %(count)d.") % told
    way = "up" if form.cleaned_data["up"] else "down"
    return answers.done(request, said, f"{request.path}?moved={moved}-{way}")
