"""Reuses: the gallery of what people did with the guide, one of them, and telling, rewording it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wiki import powers, rules
from wiki.actions import drafts, reuses, uploading
from wiki.errors import BadFile, NotAllowed, Refusal, TooSoon
from wiki.forms.reuse import ADD, Filters, ReuseForm, read
from wiki.models import Attachment, Reuse
from wiki.models.page import State
from wiki.models.reuse import Structure
from wiki.queries import placing, tree
from wiki.queries import reuses as found
from wiki.queries import threads as discussions
from wiki.views import answers, gestures, offering
from wiki.views.finding import MOST
from wiki.views.newcomers import asks_proof

NBSP = "\u00a0"
GESTURES = ("edit", "withdraw", "bring_back", "discuss", "exemplify", "flag", "hide", "restore", "release")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The gallery, or what its filters leave of it."""
    menu = tree.menu(request.user)
    filters = read(request.GET)
    leaf = found.leaf(asked(filters, request.user, menu), request.GET.get("page", ""))
    for reuse in leaf.reuses:
        paint(reuse, menu)
    context = {
        "menu": menu,
        "leaf": leaf,
        "filters": filters,
        "pages": found.used_pages(request.user),
        "structures": Structure.choices,
        "is_filtered": bool(filters.query),
    }
    return answers.reading(request, "reuses/list.html", context, indexed=False)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One reuse with what is said of it."""
    reuse = reuse_of(request, pk)
    if reuse is None:
        raise Http404
    menu = tree.menu(request.user)
    paint(reuse, menu)
    threads = discussions.of_reuse(reuse, request.user)
    offering.offer(threads, request.user)
    context = {
        "menu": menu,
        "reuse": reuse,
        "threads": threads,
        "may": frozenset(word for word in GESTURES if rules.may(request.user, f"reuse.{word}", reuse)),
        "examples": found.examples(reuse, request.user),
        "former": found.former(reuse, request.user),
        "exemplified": powers.exemplified(request.user, reuse) if request.user.is_authenticated else [],
    }
    return answers.reading(request, "reuses/show.html", context, indexed=False)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What somebody did with pages of the guide."""
    return answers.never_kept(_new(request))


def _new(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and not request.user.is_authenticated:
        return answers.kept_for_later(request, status=403)
    try:
        rules.require(request.user, "reuse.tell")
        named = request.GET.get("page", "")
        form = _form(request, {"pages": [named]}, asks=asks_proof(request))
        return _answer(request, form, None)
    except NotAllowed as refusal:
        return answers.denied(request, refusal)


def reuse_of(request: HttpRequest, pk: int) -> Reuse | None:
    """The reuse of this number, if this person may read it."""
    return found.find(pk, request.user) if pk <= MOST else None


@gestures.on(reuse_of, "reuse.edit")
def edit(request: HttpRequest, reuse: Reuse) -> HttpResponse:
    """Its author tells it otherwise."""
    told = {name: getattr(reuse, name) for name in ("title", "organisation", "structure", "done", "worked")}
    told |= {name: getattr(reuse, name) for name in ("failed", "link", "alt")}
    told |= {"happened": f"{reuse.happened:%Y-%m}" if reuse.happened else ""}
    told |= {"picture": reuse.picture_id or "", "pages": [page.pk for page in reuse.told_pages]}
    return _answer(request, _form(request, told), reuse)


def _form(request: HttpRequest, initial: dict[str, Any], *, asks: bool = False) -> ReuseForm:
    spots = placing.outline(found_by=request.user)
    choices = [(spot.pk, NBSP * 4 * spot.depth + spot.title) for spot in spots]
    told: dict[str, Any] = {"choices": choices, "by": request.user, "initial": initial, "asks_proof": asks}
    if request.method != "POST":
        return ReuseForm(None, **told)
    return ReuseForm(request.POST, request.FILES, **told)


def _answer(request: HttpRequest, form: ReuseForm, reuse: Reuse | None) -> HttpResponse:
    """What was told, kept; or the form once more, with all that was typed and the picture that came."""
    key = f"{request.user.pk}-reuse" + (f"-{reuse.pk}" if reuse else "")
    context: dict[str, Any] = {
        "menu": tree.menu(request.user),
        "form": form,
        "reuse": reuse,
        "draft": key,
        "action": request.get_full_path(),
    }
    if not form.is_bound:
        context["picture"] = form.kept_picture
        return answers.form(request, "reuses/form.html", context)
    context["picture"] = picture = _picture(request, form)
    if request.POST.get("do") == ADD:
        form.forgive()
        return answers.form(request, "reuses/form.html", context)
    if form.is_valid():
        try:
            made = _kept(request, form, reuse, picture)
        except TooSoon as refusal:
            return answers.too_soon(request, "reuses/form.html", context, refusal)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(None, str(refusal))
        else:
            return _posted(request, made, key, is_new=reuse is None)
    return answers.form(request, "reuses/form.html", context)


def _kept(request: HttpRequest, form: ReuseForm, reuse: Reuse | None, picture: Attachment | None) -> Reuse:
    account = form.account(picture)
    if reuse is not None:
        return reuses.edit(reuse, account, by=request.user)
    given = form.cleaned_data
    return reuses.tell(account, by=request.user, uuid=given["uuid"], proof=form.proof_given)


def _picture(request: HttpRequest, form: ReuseForm) -> Attachment | None:
    """The picture that is sent, taken in whatever else is wrong; else the one that was sent before."""
    sent = None if "file" in form.errors else form.cleaned_data.get("file")
    if sent is None:
        return form.kept_picture
    try:
        return uploading.hold_told(by=request.user, name=sent.name, content=sent.read())
    except NotAllowed as refusal:
        if refusal.action != "attachment.draw":
            raise
        form.refuse("file", _("A reuse takes a picture alone: PNG, JPEG or WebP."))
    except (BadFile, TooSoon) as refusal:
        form.refuse("file", str(refusal))
    return None


def _posted(request: HttpRequest, made: Reuse, key: str, *, is_new: bool) -> HttpResponse:
    drafts.drop(request.user, key)
    if made.held:
        said = _("It waits for somebody to look at it, as first ones do; until then you alone see it.")
    else:
        said = _("Thank you: everybody reads it from now on.") if is_new else _("It is told anew.")
    return answers.done(request, said, made.address, draft=key, plainly=made.held)


def asked(filters: Filters, user: Any, menu: tree.Menu) -> found.Asked:
    """What the gallery asks for; a section that is none is the whole guide."""
    section = next((one for one in menu.sections if one.pk == filters.section), None)
    return found.Asked(
        user=user,
        within=tree.pages_below(section) if section else None,
        page=filters.page or None,
        structure=filters.structure,
        said=filters.said,
        failed=filters.failed,
        own=filters.own and user.is_authenticated,
    )


def paint(reuse: Any, menu: tree.Menu) -> None:
    """The ink of the section of its first page, and the drawing over it; and of each of its pages."""
    entries = [menu.find(page.pk) for page in reuse.told_pages]
    first = next((entry for entry in entries if entry is not None), None)
    reuse.hue = first.hue if first and first.hue else 2
    reuse.strip = reuse.pk % tree.HUES + 1
    reuse.used = [
        (page, entry.hue if entry and entry.hue else 2)
        for page, entry in zip(reuse.told_pages, entries, strict=True)
        if page.state != State.ARCHIVED
    ]
