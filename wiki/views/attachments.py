"""Serving files of pages: pictures as their checked variants, documents as downloads that can do nothing."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.actions import attachments
from wiki.book.media_types import SVG
from wiki.models import Attachment, Suggestion
from wiki.models.attachment import WIDTHS

DOCUMENT_POLICY = "default-src 'none'; sandbox"
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# A page can be taken back: only the reader's own browser keeps what it has seen, and not for long.
KEPT_FOR = 300
NAMESAKES = 20  # files of one content are told apart by name among so many
State = Attachment.State
HELD = "held"  # what is said of a picture that only some may see yet


@require_safe
def show(request: HttpRequest, blob: str, name: str = "") -> HttpResponseBase:
    """The content of this name, to whoever may read a page that uses it; hidden and absent answer alike."""
    attachment = _find(request, blob, name)
    if attachment is None and _is_held(request, blob):
        return _placeholder(request, HELD)
    if attachment is None or attachment.mode == Attachment.Mode.LINK:
        raise Http404
    return _picture(request, attachment) if attachment.is_picture else _document(request, attachment)


@require_safe
def logo(request: HttpRequest, name: str) -> HttpResponseBase:
    """A logo that the site has or had: its address names its content, so it is asked for once and for all."""
    etag = f'"{name}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        try:
            with default_storage.open(f"logos/{name}") as file:
                answer = HttpResponse(file.read(), content_type=f"image/{name.rpartition('.')[2]}")
        except FileNotFoundError:
            raise Http404 from None
    answer["ETag"] = etag
    answer["Content-Security-Policy"] = DOCUMENT_POLICY
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _find(request: HttpRequest, blob: str, name: str) -> Attachment | None:
    """The file of this content, by preference the one that bears this name."""
    if not attachments.is_name(blob):
        return None
    visible = Attachment.objects.visible_to(request.user).filter(blob=blob).exclude(mode=Attachment.Mode.LINK)
    found = list(visible.order_by("pk")[:NAMESAKES])
    return next((one for one in found if one.name == name), found[0] if found else None)


def _is_held(request: HttpRequest, blob: str) -> bool:
    """Whether it is a picture of a suggestion that they may read, and that nobody has accepted yet."""
    seen = Suggestion.objects.visible_to(request.user)
    return (
        attachments.is_name(blob)
        and Attachment.objects.filter(held=True, blob=blob, suggestion__in=seen).exists()
    )


def _document(request: HttpRequest, attachment: Attachment) -> HttpResponseBase:
    """The bytes as they came: a type of a closed list, for the reader's disk and not for the browser."""
    kept = attachments.opened(attachment.blob)
    if kept is None:
        raise Http404
    etag = f'"{attachment.blob}"'
    fresh = get_conditional_response(request, etag=etag)
    if fresh is not None:
        kept.close()
        return _kept(request, fresh, etag, DOCUMENT_POLICY)
    answer = FileResponse(kept, content_type=attachment.media_type or "application/octet-stream")
    answer["Content-Disposition"] = _download(attachment.name)
    return _kept(request, answer, etag, DOCUMENT_POLICY)


def _picture(request: HttpRequest, attachment: Attachment) -> HttpResponseBase:
    variant = _chosen(attachment.variants, request.GET.get("w", ""))
    if variant is None:
        return _placeholder(request, attachment.state)
    etag = f'"{variant["name"].rpartition("/")[2]}"'
    policy = DRAWING_POLICY if variant["type"] == SVG else DOCUMENT_POLICY
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        try:
            with default_storage.open(variant["name"]) as file:
                answer = HttpResponse(file.read(), content_type=variant["type"])
        except FileNotFoundError:
            return _placeholder(request, State.MISSING)
        if variant["type"] == SVG:  # browsers draw it in an <img> all the same, and open it nowhere else
            answer["Content-Disposition"] = _download(attachment.name)
    return _kept(request, answer, etag, policy)


def _chosen(variants: list[dict[str, str]], asked: str) -> dict[str, str] | None:
    """The widest of those no wider than asked; a width that is not offered asks for nothing."""
    widest = int(asked) if asked in map(str, WIDTHS) else WIDTHS[-1]
    fitting = [variant for variant in variants if int(variant["width"]) <= widest]
    smallest = variants[0] if variants else None
    return fitting[-1] if fitting else smallest


def _placeholder(request: HttpRequest, state: str) -> HttpResponse:
    """A drawing of ours in place of a picture that cannot be shown, so that no page shows a broken one."""
    said = {
        State.REFUSED: _("This picture cannot be shown"),
        State.MISSING: _("This picture is missing from the book"),
        HELD: _("This picture is shown once it is accepted"),
    }.get(state, _("This picture is being checked"))
    # The browser draws it whatever the status, which tells those who look for broken links.
    status = 404 if state == State.MISSING else 200
    answer = render(request, "media/placeholder.svg", {"said": said}, content_type=SVG, status=status)
    answer["Content-Security-Policy"] = DRAWING_POLICY
    answer["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ["Cookie"])
    return answer


def _kept(request: HttpRequest, answer: HttpResponseBase, etag: str, policy: str) -> HttpResponseBase:
    answer["ETag"] = etag
    answer["Content-Security-Policy"] = policy
    patch_vary_headers(answer, ["Cookie"])
    if request.user.is_authenticated:
        patch_cache_control(answer, private=True, no_cache=True)
    else:
        patch_cache_control(answer, private=True, max_age=KEPT_FOR)
    return answer


def _download(name: str) -> str:
    """As a download under its own name, without what a header or a disk could trip on."""
    readable = "".join(character if character.isprintable() else "_" for character in name)
    return content_disposition_header(True, readable) or "attachment"
