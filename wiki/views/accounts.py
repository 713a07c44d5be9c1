"""The accounts of the site, for those who moderate: each leads to what may be decided of whoever it is."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wiki import rules
from wiki.errors import NotAllowed
from wiki.queries import accounts, tree
from wiki.views import answers


def show(request: HttpRequest) -> HttpResponse:
    """A leaf of them, by kind and by what is in their name."""
    try:
        rules.require(request.user, "measure.inspect")
        return answers.never_kept(_list(request))
    except NotAllowed as refusal:
        return answers.never_kept(answers.denied(request, refusal))


@require_safe
def _list(request: HttpRequest) -> HttpResponse:
    asked, name = request.GET.get("show", ""), " ".join(request.GET.get("q", "").replace("\0", "").split())
    shown = asked if asked in accounts.KINDS else accounts.KINDS[0]
    names = {
        "all": pgettext("accounts", "All"),
        "barred": _("Suspended or banned"),
        "watched": _("To be watched"),
        "trusted": pgettext("accounts", "Trusted"),
    }
    context = {
        "menu": tree.menu(request.user),
        "leaf": accounts.leaf(shown, name, request.GET.get("page", "")),
        "name": name[: accounts.LONGEST],
        "shown": shown,
        "shows": [(kind, names[kind], urlencode({"show": kind, "q": name})) for kind in accounts.KINDS],
        "asked": urlencode({"show": shown, "q": name}),
    }
    return answers.form(request, "moderation/people.html", context)
