"""Writing pages: one anew, a new one below another, an old text brought back; shown before they are kept."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.actions import merging, pages, rendering
from wiki.actions.addressing import joined
from wiki.actions.pages import create
from wiki.actions.titling import headed
from wiki.errors import BadAddress, EditConflict, Refusal, TooSoon
from wiki.forms.page import LOOKS, MERGE, EditForm, NewPageForm, RestoreForm
from wiki.models import Page, PageRevision
from wiki.models.page import State, address_of
from wiki.queries import masking, timeline
from wiki.text import excerpts
from wiki.text.outline import slug as slug_of
from wiki.views import answers, writing
from wiki.views.finding import MOST
from wiki.views.gestures import frame, gesture, last_revision, require_base, sent

KEEP = "keep"  # the button that leaves a text a draft
ATTEMPTS = 3  # at a page that others write meanwhile


@gesture("edit", "page.edit")
def edit(request: HttpRequest, page: Page) -> HttpResponse:
    """The text of a page, its title and description; drawn as a preview, kept as a draft or published."""
    last = last_revision(page)
    form = EditForm(sent(request), page=page, seen=last.pk if last else None)
    require_base(form)
    asked = request.POST.get("do", "")
    if form.is_valid() and asked not in LOOKS:
        return _written(request, page, form, publish=page.state == State.DRAFT and asked != KEEP)
    desk, form = _desk(request, page, form, asked, last)
    context = {"form": form, "last": last, "draft": _draft_of(request, page), "desk": desk}
    return answers.form(request, "editing/edit.html", frame(request, page) | context)


@gesture("new", "page.create")
def new(request: HttpRequest, page: Page) -> HttpResponse:
    """A page below this one."""
    form = NewPageForm(sent(request))
    asked = request.POST.get("do", "")
    if form.is_valid() and asked not in LOOKS:
        try:
            made = _made(request, page, form, state=State.DRAFT if asked == KEEP else State.PUBLISHED)
        except TooSoon as refusal:
            context = frame(request, page) | {"form": form, "draft": _draft_of(request, page, new=True)}
            context["desk"] = writing.Desk()
            return answers.too_soon(request, "editing/new.html", context, refusal)
        if made is not None:
            said = (
                _("“%(page)s” is published.")
                if made.state == State.PUBLISHED
                else _("“%(page)s” is kept as a draft.")
            )
            key = _draft_of(request, page, new=True)
            return answers.done(request, said % {"page": made}, made.address, draft=key)
    context = {
        "form": form,
        "draft": _draft_of(request, page, new=True),
        "desk": writing.looked_at(None, None, asked),
    }
    if form.is_bound and form.is_valid():
        context |= _foreseen(request, page, form, asked)
    return answers.form(request, "editing/new.html", frame(request, page) | context)


@gesture("restore", "page.restore")
def restore(request: HttpRequest, page: Page, pk: int) -> HttpResponse:
    """The text of an old revision of this page, once more; a revision of another page is not found."""
    moment = timeline.find(page, pk, request.user) if pk <= MOST else None
    if moment is None:
        raise Http404
    last = last_revision(page)
    if last.pk == pk:
        return answers.done(
            request, _("This revision is the page as it stands today."), page.address, plainly=True
        )
    form = RestoreForm(sent(request), page=page)
    require_base(form)
    status, soon = None, None
    if form.is_valid():
        try:
            made = pages.restore(page, by=request.user, revision=moment.revision, **form.cleaned_data)
            told = {"old": moment.revision.number, "new": made.number}
            said = _("The text of revision %(old)d is back: it is revision %(new)d.") % told
            return answers.done(request, said, page.address)
        except EditConflict:
            status, form = 409, RestoreForm({**request.POST.dict(), "base": _version(page)}, page=page)
        except TooSoon as refusal:
            soon = refusal
        except Refusal as refusal:
            form.refuse("reason", str(refusal))
    context = {
        "form": form,
        "moment": moment,
        "last": last,
        "stale": status == 409,
        "html": rendering.old(moment.revision),
    }
    context |= frame(request, page)
    if soon is not None:
        return answers.too_soon(request, "editing/restore.html", context, soon)
    return answers.form(request, "editing/restore.html", context, status=status)


def _written(request: HttpRequest, page: Page, form: EditForm, *, publish: bool) -> HttpResponse:
    """What was typed, published or kept; else the screen that says why not, with all that was typed."""
    key = _draft_of(request, page)
    if not form.changes and not publish:
        return answers.done(request, _("Nothing was changed."), page.address, draft=key, plainly=True)
    try:
        revision = _kept(request, page, form, publish=publish)
    except EditConflict:
        return _conflict(request, page, form)
    except Refusal as refusal:
        last = last_revision(page)
        context = frame(request, page) | {"form": form, "last": last, "draft": key}
        context["desk"] = writing.opened(page, last)
        field = "title" if "title" in form.changes else "source"
        return answers.refused(request, "editing/edit.html", context, refusal, field)
    said = (
        _("Revision %(number)d is kept as a draft.")
        if page.state == State.DRAFT
        else _("Revision %(number)d is published.")
    )
    return answers.done(request, said % {"number": revision.number}, page.address, draft=key)


def _kept(request: HttpRequest, page: Page, form: EditForm, *, publish: bool) -> Any:
    """The revision that it makes: on what others wrote meanwhile, where they wrote other words."""
    given = form.cleaned_data
    base, changes = given["base"], form.changes
    for _attempt in range(ATTEMPTS):
        try:
            return pages.edit(
                page, by=request.user, base=base, reason=given["reason"], publish=publish, **changes
            )
        except EditConflict:
            page = Page.objects.get(pk=page.pk)
            seen = (
                masking.readable(PageRevision.objects.filter(id=page.pk, pk=given["seen"])).first()
                if given["seen"]
                else None
            )
            brought = merging.bring(form.typed, seen=seen, now=page) if seen else None
            if brought is None or not brought.is_clean:
                raise
            base, changes = page.version, dict(brought.changes)
    raise EditConflict(page)


def _conflict(request: HttpRequest, page: Page, form: EditForm) -> HttpResponse:
    """Both texts, and the form again with the page as it stands for its base: what is sent next was seen."""
    now = Page.objects.get(pk=page.pk)
    last, seen = last_revision(now), form.cleaned_data["seen"]
    again = EditForm({**request.POST.dict(), "base": now.version, "seen": last.pk}, page=now)
    known = masking.readable(PageRevision.objects.filter(id=now.pk, pk=seen)).exclude(pk=last.pk)
    begun = known.first() if seen else None
    typed = form.cleaned_data.get("source", now.source)
    context = {
        "form": again,
        "now": now,
        "last": last,
        "begun": begun,
        "theirs": excerpts.between(begun.source, now.source) if begun else None,
        "ours": excerpts.between((begun or now).source, typed),
        "draft": _draft_of(request, now),
        "desk": writing.opened(now, last) if "source" in again.fields else None,
    }
    return answers.form(request, "editing/conflict.html", frame(request, now) | context, status=409)


def _desk(
    request: HttpRequest, page: Page, form: EditForm, asked: str, last: Any
) -> tuple[writing.Desk | None, EditForm]:
    """What stands around the text, which was drawn or merged if that was asked for; and the form with it."""
    if "source" not in form.fields:
        return None, form
    if not form.is_bound or not form.is_valid():
        return writing.opened(page, last), form
    again, brought = form, None
    if asked == MERGE:
        in_view = {"base": page.version, "seen": last.pk}
        again, brought = writing.merged(form, page, seen=form.cleaned_data["seen"], in_view=in_view)
    desk = writing.looked_at(page, _preview(request, page, again), asked, seen=again.cleaned_data["seen"])
    return writing.with_news(desk, brought), again


def _preview(request: HttpRequest, page: Page, form: EditForm) -> rendering.Ready | None:
    """The page as it would read; a page without text, like a group, has nothing to be shown."""
    if "source" not in form.fields:
        return None
    shown = Page(
        parent=page.parent, path=page.path, header=page.header, book=page.book, book_path=page.book_path
    )
    shown.pk, shown.state, shown.lang, shown.cover = page.pk, page.state, page.lang, page.cover
    return pages.preview(
        shown, by=request.user, source=form.cleaned_data["source"], title=form.cleaned_data["title"]
    )


def _foreseen(request: HttpRequest, parent: Page, form: NewPageForm, asked: str) -> dict[str, Any]:
    """How a page that is not there yet would read, and where it would stand."""
    given = form.cleaned_data
    slug = given["slug"] or slug_of(given["title"]) or "page"
    path = joined(parent.path or "", slug)
    shown = Page(parent=parent, path=path)
    ready = pages.preview(
        shown, by=request.user, source=headed(given["source"], given["title"]), title=given["title"]
    )
    return {"desk": writing.looked_at(None, ready, asked), "address": address_of(path)}


def _made(request: HttpRequest, parent: Page, form: NewPageForm, *, state: str) -> Page | None:
    """The new page, or nothing once the form says why."""
    given = dict(form.cleaned_data)
    given["source"] = headed(given["source"], given["title"])
    try:
        return create(parent, by=request.user, state=state, **given)
    except TooSoon:
        raise
    except BadAddress as refusal:
        form.refuse("slug", str(refusal))
    except EditConflict:
        form.refuse(
            None, _("The page above has moved meanwhile: look where this one would stand, and send again.")
        )
    except Refusal as refusal:
        form.refuse("title", str(refusal))
    return None


def _draft_of(request: HttpRequest, page: Page, *, new: bool = False) -> str:
    """The name under which the browser keeps what this person is typing here."""
    return f"{request.user.pk}-{'below' if new else 'page'}-{page.pk}"


def _version(page: Page) -> int:
    return Page.objects.values_list("version", flat=True).get(pk=page.pk)
