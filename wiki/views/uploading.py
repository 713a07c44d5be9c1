"""The files that a page may show: listed with what its text says to show them; sent, replaced, taken away."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import uploading
from wiki.errors import NotAllowed, Refusal, TooHeavy, TooSoon
from wiki.forms.attachment import FileForm
from wiki.models import Attachment, Page
from wiki.queries import shelf
from wiki.views import answers
from wiki.views.finding import MOST
from wiki.views.gestures import frame, gesture


@gesture("files", "attachment.upload")
def files(request: HttpRequest, page: Page) -> HttpResponse:
    """The files of a page's shelf; the button says what is done to which."""
    if request.method != "POST":
        return _screen(request, page, FileForm())
    what, _dash, key = request.POST.get("do", "upload").partition("-")
    deed = {"upload": _upload, "replace": _replace, "delete": _delete}.get(what)
    if deed is None:
        raise BadRequest("no such button")
    return deed(request, page, key)


def _upload(request: HttpRequest, page: Page, _key: str) -> HttpResponse:
    return _taken_in(request, page, None)


def _replace(request: HttpRequest, page: Page, key: str) -> HttpResponse:
    return _taken_in(request, page, _find(request, page, key))


def _taken_in(request: HttpRequest, page: Page, old: Attachment | None) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _screen(request, page, form)
    sent = form.cleaned_data["file"]
    told: dict[str, Any] = {"by": request.user, "name": sent.name, "content": sent.read()}
    try:
        made = uploading.replace(old, page=page, **told) if old else uploading.upload(page, **told)
    except NotAllowed:
        form.refuse("file", _("Only admins may send drawings (SVG): send the picture as PNG or WebP."))
        return _screen(request, page, form, status=403)
    except TooSoon as refusal:
        return answers.put_off(_screen(request, page, form, refusal=str(refusal)), refusal)
    except Refusal as refusal:
        form.refuse("file", str(refusal))
        return _screen(request, page, form, status=413 if isinstance(refusal, TooHeavy) else 422)
    said = _("“%(file)s” has replaced the former file.") if old else _("“%(file)s” is here.")
    return answers.done(request, said % {"file": made.name}, f"{request.path}#ui-file-{made.pk}")


def _delete(request: HttpRequest, page: Page, key: str) -> HttpResponse:
    attachment = _find(request, page, key)
    try:
        uploading.remove(attachment, by=request.user, page=page)
    except Refusal as refusal:
        form = FileForm()
        return _screen(request, page, form, status=422, refusal=str(refusal))
    said = _("“%(file)s” is taken away.") % {"file": attachment.name}
    return answers.done(request, said, request.path)


def _find(request: HttpRequest, page: Page, key: str) -> Attachment:
    """A file of this page's shelf that may be replaced and taken away; any other is not found."""
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 20 else 0
    found = Attachment.objects.filter(book=shelf.book_of(page), pk=number).first() if number <= MOST else None
    if found is None or not rules.may(request.user, "attachment.delete", found):
        raise Http404
    return found


def _screen(
    request: HttpRequest, page: Page, form: FileForm, *, status: int | None = None, refusal: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "leaf": shelf.files_of(page, request.GET.get("page", "")),
        "refusal": refusal,
        "most": settings.UPLOAD_MAX_MB * 1_000_000,
        "quota": settings.UPLOAD_QUOTA_MB * 1_000_000,
        "used": uploading.used_by(request.user),
        "draws": rules.may(request.user, "attachment.draw"),
    }
    return answers.form(request, "editing/files.html", frame(request, page) | context, status=status)
