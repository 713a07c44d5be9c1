"""“Did this page help you?”: asked of any reader on an address of its own, and read by those who decide."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.networks import network_of
from wiki import rules
from wiki.actions import feedback
from wiki.errors import NotAllowed, TooSoon
from wiki.forms.feedback import FeedbackForm
from wiki.models import Feedback, Page
from wiki.models.page import gestures_of
from wiki.queries import feedback as said
from wiki.queries import journal, tree
from wiki.views import answers
from wiki.views.finding import MOST, elsewhere, find
from wiki.views.gestures import frame, on, sent

LIST = "wiki:all-feedback"
ASKED = "feedback/ask.html"


# Whoever answers has no session, and is given no cookie: what is sent proves by its stamp that the form is
# ours, and nothing is done in the name of anybody.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, path: str = "") -> HttpResponse:
    """The question, and what a reader answers."""
    page = find(request, path)
    if page is None:
        if request.method == "POST":
            return answers.never_kept(answers.kept_for_later(request, status=404))
        return elsewhere(request, path, lambda found: f"{gestures_of(found.path or '')}feedback/")
    try:
        rules.require(request.user, "feedback.give", page)
        return answers.never_kept(_give(request, page))
    except NotAllowed as refusal:
        return answers.never_kept(answers.denied(request, refusal))


def _give(request: HttpRequest, page: Page) -> HttpResponse:
    form = FeedbackForm(sent(request), page=page.pk)
    context = frame(request, page) | {"form": form, "is_done": "thanks" in request.GET}
    if form.is_bound and _is_from_elsewhere(request):
        form.refuse("words", _("Read your answer once more, and send it again."))
    if not form.is_valid():
        return answers.form(request, ASKED, context)
    told = {name: form.cleaned_data[name] for name in ("helped", "words")}
    try:
        feedback.give(page, by=request.user, network=network_of(request), **told)
    except TooSoon as refusal:
        return answers.too_soon(request, ASKED, context, refusal)
    # No message: it would need a cookie.
    return HttpResponseRedirect(f"{gestures_of(page.path or '')}feedback/?thanks=1")


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site had it sent."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest) -> HttpResponse:
    """What readers said of the pages on which somebody decides."""
    try:
        rules.require(request.user, "feedback.read")
    except NotAllowed as refusal:
        return answers.never_kept(answers.denied(request, refusal))
    menu = tree.menu(request.user)
    sections = journal.sections(menu)
    asked = request.GET
    section = next((one for one in sections if str(one.pk) == asked.get("section", "")), None)
    page = _page(request, menu)
    wanted = asked.get("show", "") if asked.get("show", "") in said.WANTED else said.WANTED[0]
    found = said.asked(request.user, section=section, page=page.pk if page else None)
    told = {"section": section.pk if section else "", "of": page.pk if page else "", "show": wanted}
    context = {
        "menu": menu,
        "rows": menu.rows(None),
        "sections": sections,
        "section": section,
        "of": page,
        "show": wanted,
        "kinds": _kinds(),
        "sums": said.sums(found, menu),
        "leaf": said.leaf(found, wanted, asked.get("page", "")),
        "asked": urlencode({name: value for name, value in told.items() if value}),
    }
    return answers.never_kept(answers.form(request, "feedback/list.html", context))


def _page(request: HttpRequest, menu: tree.Menu) -> tree.Entry | None:
    told = request.GET.get("of", "")
    return menu.find(int(told)) if told.isascii() and told.isdigit() and len(told) < 19 else None


def _kinds() -> list[tuple[str, str]]:
    words = [_("With a word"), _("Not helped"), _("All answers")]
    return list(zip(said.WANTED, words, strict=True))


def _find(request: HttpRequest, pk: int) -> Feedback | None:
    found = Feedback.objects.visible_to(request.user).select_related("page").filter(pk=min(pk, MOST))
    return found.first()


@on(_find, "feedback.drop")
def drop(request: HttpRequest, it: Feedback) -> HttpResponse:
    """An answer is taken away: it breaks the rules, or tells of somebody."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse(LIST))
    feedback.drop(it, by=request.user)
    return answers.done(request, _("This answer is taken away."), reverse(LIST))
