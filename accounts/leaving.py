"""What the site knows of somebody, on one screen: to be taken away, to be left behind."""

from __future__ import annotations

from io import BytesIO

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import departures
from accounts.models import User
from accounts.providers import connecting


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    elsewhere = connecting.accounts_of(_person(request))
    return render(request, "account/data.html", {"days": settings.ERASURE_DAYS, "elsewhere": elsewhere})


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """All of it in one file, at once."""
    person = _person(request)
    archive = BytesIO()
    departures.export(person, by=person, into=archive)
    archive.seek(0)
    name = f"communs-{timezone.localdate():%Y-%m-%d}.zip"
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")


@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Ask to be erased; the last admin is told why not."""
    person = _person(request)
    refused = False
    if request.method == "POST":
        try:
            departures.leave(person, by=person, comments=request.POST.get("comments") == "erase")
        except departures.LastAdmin:
            refused = True
        else:
            get_adapter().send_mail("account/email/leaving", person.email or "", {"user": person})
            return redirect("account_data")
    context = {"days": settings.ERASURE_DAYS, "refused": refused}
    return render(request, "account/leave.html", context, status=409 if refused else 200)


@login_required
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Think again."""
    person = _person(request)
    departures.stay(person, by=person)
    messages.success(request, _("Your account stays."))
    return redirect("account_data")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # login_required saw to it
    return request.user
