"""The draft of a form, asked for and kept by the browser while somebody types."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from wiki.actions import drafts
from wiki.errors import NotAllowed, TooSoon
from wiki.forms.draft import DraftForm
from wiki.models.draft import KEY_LENGTH
from wiki.views import answers

DROP = "drop"


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """What was typed in the form of this name, by whoever asks; kept, or dropped."""
    try:
        return answers.never_kept(_answer(request, key))
    except NotAllowed:
        return answers.never_kept(HttpResponse(status=403))
    except TooSoon as refusal:
        return answers.put_off(HttpResponse(), refusal)


def _answer(request: HttpRequest, key: str) -> HttpResponse:
    if not request.user.is_authenticated and request.method != "POST":
        return redirect_to_login(request.get_full_path())
    if len(key) > KEY_LENGTH or not request.user.is_authenticated:
        return HttpResponse(status=403)
    if request.method != "POST":
        found = drafts.find(request.user, key)
        if found is None:
            return HttpResponse(status=204)
        told = {"at": found.at.isoformat(), "values": found.values, "inView": found.in_view}
        return JsonResponse(told)
    if request.POST.get("do") == DROP:
        drafts.drop(request.user, key)
        return HttpResponse(status=204)
    form = DraftForm(request.POST)
    if not form.is_valid():
        is_long = any(error.code == "too-long" for error in form.errors.as_data().get("values", []))
        return HttpResponse(status=413 if is_long else 400)
    drafts.keep(request.user, key, **form.cleaned_data)
    return HttpResponse(status=204)
