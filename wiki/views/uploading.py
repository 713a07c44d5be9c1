"""The files that a page may show: listed with what its text says to show them; sent, replaced, taken away.

Whoever may only suggest sends pictures, which are held. A script sends a file and puts its line in the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import uploading
from wiki.errors import NotAllowed, Refusal, TooHeavy, TooSoon
from wiki.forms.attachment import FileForm, PictureForm
from wiki.models import Attachment, Page
from wiki.queries import shelf
from wiki.views import answers
from wiki.views.finding import MOST
from wiki.views.gestures import frame, gesture


@gesture("files", "attachment.hold")
def files(request: HttpRequest, page: Page) -> HttpResponse:
    """The files of a page's shelf; the button says what is done to which."""
    if request.method != "POST":
        return _screen(request, page, FileForm())
    what, _dash, key = request.POST.get("do", "upload").partition("-")
    deed = {"upload": _upload, "insert": _insert, "replace": _replace, "delete": _delete}.get(what)
    if deed is None:
        raise BadRequest("no such button")
    if deed in (_replace, _delete):
        rules.require(request.user, "attachment.upload", page)
    return deed(request, page, key)


def _upload(request: HttpRequest, page: Page, _key: str) -> HttpResponse:
    return _taken_in(request, page, None)


def _replace(request: HttpRequest, page: Page, key: str) -> HttpResponse:
    return _taken_in(request, page, _find(request, page, key))


def _insert(request: HttpRequest, page: Page, _key: str) -> HttpResponse:
    """What the text says to show a file that is sent with it; or, by field, why it is not taken."""
    form = PictureForm(request.POST, request.FILES)
    made, refusal = None, None
    if form.is_valid():
        made, refusal = _tried(form, lambda told: _sent(request, page, **told), by=request.user)
    if made is None:
        said = {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
        answer = JsonResponse({"errors": said}, status=_status(form, refusal))
        return answers.put_off(answer, refusal) if isinstance(refusal, TooSoon) else answer
    return JsonResponse({"line": shelf.line_of(_written(request, page), made, **form.told)})


def _taken_in(request: HttpRequest, page: Page, old: Attachment | None) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _screen(request, page, form)

    def send(told: dict[str, Any]) -> Attachment:
        return uploading.replace(old, page=page, **told) if old else _sent(request, page, **told)

    made, refusal = _tried(form, send, by=request.user)
    if made is None:
        answer = _screen(request, page, form, status=_status(form, refusal))
        return answers.put_off(answer, refusal) if isinstance(refusal, TooSoon) else answer
    said = _("“%(file)s” has replaced the former file.") if old else _("“%(file)s” is here.")
    return answers.done(request, said % {"file": made.name}, f"{request.get_full_path()}#ui-file-{made.pk}")


def _sent(request: HttpRequest, page: Page, **told: Any) -> Attachment:
    """To the shelf, by those who may; else held for a suggestion."""
    there = _written(request, page)
    if rules.may(request.user, "attachment.upload", page):
        return uploading.upload(there, **told)
    return uploading.hold(there, source=request.POST.get("source", ""), **told)


def _tried(
    form: FileForm, send: Callable[[dict[str, Any]], Attachment], *, by: Any
) -> tuple[Attachment | None, Exception | None]:
    """The file that was taken in, or what it was refused for, said by the form."""
    sent = form.cleaned_data["file"]
    try:
        return send({"by": by, "name": sent.name, "content": sent.read()}), None
    except NotAllowed as refusal:
        said = {
            "attachment.draw": _("Only admins may send drawings (SVG): send the picture as PNG or WebP."),
            "attachment.upload": _("A suggestion takes pictures alone: of this file, give the address."),
        }
        if refusal.action not in said:
            raise
        form.refuse("file", said[refusal.action])
        return None, refusal
    except Refusal as refusal:
        form.refuse("file", str(refusal))
        return None, refusal


def _status(form: FileForm, refusal: Exception | None) -> int:
    if isinstance(refusal, NotAllowed):
        return 403
    is_too_heavy = isinstance(refusal, TooHeavy) or refusal is None and form.is_too_long
    return 413 if is_too_heavy else 422


def _written(request: HttpRequest, page: Page) -> Page:
    """The page whose text is written: this one, or one that is to stand below it."""
    return uploading.below(page) if request.GET.get("below") else page


def _delete(request: HttpRequest, page: Page, key: str) -> HttpResponse:
    attachment = _find(request, page, key)
    try:
        uploading.remove(attachment, by=request.user, page=page)
    except Refusal as refusal:
        form = FileForm()
        return _screen(request, page, form, status=422, refusal=str(refusal))
    said = _("“%(file)s” is taken away.") % {"file": attachment.name}
    return answers.done(request, said, request.get_full_path())


def _find(request: HttpRequest, page: Page, key: str) -> Attachment:
    """A file of this page's shelf that may be replaced and taken away; any other is not found."""
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 20 else 0
    book = shelf.book_of(_written(request, page))
    found = Attachment.objects.filter(book=book, pk=number).first() if number <= MOST else None
    if found is None or not rules.may(request.user, "attachment.delete", found):
        raise Http404
    return found


def _screen(
    request: HttpRequest, page: Page, form: FileForm, *, status: int | None = None, refusal: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "leaf": shelf.files_of(_written(request, page), request.GET.get("page", ""), by=request.user),
        "refusal": refusal,
        "most": settings.UPLOAD_MAX_MB * 1_000_000,
        "quota": settings.UPLOAD_QUOTA_MB * 1_000_000,
        "used": uploading.used_by(request.user),
        "may_upload": rules.may(request.user, "attachment.upload", page),
        "draws": rules.may(request.user, "attachment.draw"),
    }
    return answers.form(request, "editing/files.html", frame(request, page) | context, status=status)
