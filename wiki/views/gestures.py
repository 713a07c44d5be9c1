"""What is done to a page, or another thing: it is found, whoever asks allowed or refused, no word is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods

from wiki import rules
from wiki.book.licences import Licence, named
from wiki.errors import NotAllowed
from wiki.forms.page import Based
from wiki.models import Page, PageRevision, Redirect
from wiki.models.page import gestures_of
from wiki.queries import archived, tree
from wiki.views import answers
from wiki.views.finding import elsewhere, find, is_path

View = Callable[..., HttpResponse]


def gesture(name: str, action: str) -> Callable[[View], View]:
    """The view of what stands behind `/<path>/-/<name>/`, for those who may do this to the page there."""

    def wrap(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request: HttpRequest, path: str = "", **told: Any) -> HttpResponse:
            return answers.never_kept(_answer(request, path, told))

        def _answer(request: HttpRequest, path: str, told: dict[str, Any]) -> HttpResponse:
            sends = request.method == "POST"
            if sends and not request.user.is_authenticated:  # absent, hidden or not: all are answered alike
                return answers.kept_for_later(request, status=403)
            page = _page_to_change(request, path) if sends else find(request, path)
            if page is None:
                if sends:
                    return _put_away(request, path)
                tail = "/".join([name, *(str(value) for value in told.values())])
                return elsewhere(request, path, lambda found: f"{gestures_of(found.path or '')}{tail}/")
            try:
                rules.require(request.user, action, page)
                return view(request, page, **told)
            except NotAllowed as refusal:  # before the action, or within it, of a page changed meanwhile
                return answers.denied(request, refusal)

        return answer

    return wrap


def on(
    find: Callable[[HttpRequest, int], Any], action: str, why: Callable[[str, Any], str] = lambda _a, _i: ""
) -> Callable[[View], View]:
    """The view of what is done to the thing of this number, for those who may; `why` is told to those who
    could have done it before."""

    def wrap(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request: HttpRequest, pk: int) -> HttpResponse:
            return answers.never_kept(_answer(request, pk))

        def _answer(request: HttpRequest, pk: int) -> HttpResponse:
            sends = request.method == "POST"
            if sends and not request.user.is_authenticated:  # absent, hidden or not: all are answered alike
                return answers.kept_for_later(request, status=403)
            it = find(request, pk)
            if it is None:
                if sends:
                    return answers.kept_for_later(request, status=404)
                raise Http404
            try:
                rules.require(request.user, action, it)
                return view(request, it)
            except NotAllowed as refusal:  # before the action, or within it, of what changed meanwhile
                return answers.denied(request, refusal, why=why(action, refusal.it))

        return answer

    return wrap


def frame(request: HttpRequest, page: Page) -> dict[str, Any]:
    """What every screen of a gesture shows around its form; read when it is drawn, for what is done at once
    shows no screen."""
    menu: Any = SimpleLazyObject(lambda: tree.menu(request.user))
    return {
        "page": page,
        "menu": menu,
        "around": SimpleLazyObject(lambda: menu.around(page)),
        "rows": SimpleLazyObject(lambda: menu.rows(page)),
        "licence": SimpleLazyObject(lambda: licence_of(page, menu)),
    }


def licence_of(page: Page | None, menu: Any) -> Licence | None:
    """What is written on a page is published under that of its book, even if it states none; a new page is of
    no book."""
    if page is None or page.book is None:
        return menu.site.licence if menu.site else None
    return named(page.book.licence) if page.book.licence else None


def last_revision(page: Page) -> Any:
    """Who wrote the page last, and when."""
    written = PageRevision.objects.filter(id=page.pk).select_related("history_user")
    return written.defer("header", "source").order_by("-number").first()


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: all that was sent, be it nothing, or nothing at all."""
    return request.POST if request.method == "POST" else None


def require_base(form: Based) -> None:
    """Whoever says not what they had in view did not fill in our form."""
    if form.is_bound and form.is_baseless:
        raise BadRequest("the base of the change is missing")


def _page_to_change(request: HttpRequest, path: str) -> Page | None:
    """The page at this path, or the one that has left it while somebody was writing: a way that cannot be
    redirected, since the text would be lost on it."""
    page = find(request, path)
    if page is not None or not is_path(path):
        return page
    visible = Page.objects.visible_to(request.user)
    former = Redirect.objects.filter(path=path, page__in=visible).select_related("page").first()
    return former.page if former else None


def _put_away(request: HttpRequest, path: str) -> HttpResponse:
    """A page that was archived meanwhile is absent, but for those who decide."""
    if is_path(path) and archived.at(path, request.user):
        return answers.kept_for_later(request, status=409)
    return answers.kept_for_later(request, status=404)
