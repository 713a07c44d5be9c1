"""A passage of a page changed as words, without its source: chosen, shown with its changes, proposed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wiki.actions import passages, suggestions
from wiki.actions.passages import Opened
from wiki.errors import BadSuggestion, NotAllowed, Refusal
from wiki.forms.passage import PassageForm, about
from wiki.forms.thread import QuoteForm
from wiki.models import Page, Thread
from wiki.models.thread import Standing
from wiki.text.passages import Passage
from wiki.text.transplant import Reason
from wiki.text.transplant import Refusal as Untouched
from wiki.views import answers
from wiki.views.gestures import frame, gesture, sent
from wiki.views.newcomers import asks_proof
from wiki.views.suggestions import address_of

PREVIEW, WORDS = "preview", "words"  # buttons
FORM, CHOICE = "suggestions/passage.html", "suggestions/passages.html"


@gesture("suggest/passage", "suggestion.propose")
def change(request: HttpRequest, page: Page) -> HttpResponse:
    """The words of a passage, to be changed; before that, the passages of the page to choose from."""
    if request.method == "POST":
        return _sent(request, page)
    opened = passages.opened(page)
    assert opened is not None  # a page is born with a revision
    thread = _thread(request, page, request.GET.get("thread", ""))
    passage = opened.held_by(thread) if thread else _asked(request, opened)
    if passage is None:
        context = {"passages": opened.passages, "is_gone": "exact" in request.GET}
        return answers.form(request, CHOICE, frame(request, page) | _tongue(page) | context)
    told = about(passage, opened.revision.pk) | {"thread": thread.pk if thread else ""}
    form = PassageForm(initial=told, asks_proof=asks_proof(request))
    return answers.form(request, FORM, _screen(request, opened, passage, form))


def _sent(request: HttpRequest, page: Page) -> HttpResponse:
    asked = request.POST.get("do", "")
    asks = asks_proof(request)
    form = PassageForm(sent(request), sends=asked not in (PREVIEW, WORDS), asks_proof=asks)
    form.full_clean()
    told = form.cleaned_data
    opened = None if form.is_forged else passages.opened(page, told["revision"])
    passage = None if opened is None else opened.known_by(told["digest"], told["first"], told["last"])
    if opened is None or passage is None:  # such a form is none of ours, or is about another page
        return answers.kept_for_later(request, status=404)
    if asked == WORDS:
        again = about(passage, told["revision"]) | {
            name: form[name].value() for name in ("text", "reason", "thread")
        }
        words = PassageForm(initial=again, asks_proof=asks)
        return answers.form(request, FORM, _screen(request, opened, passage, words))
    context = _screen(request, opened, passage, form)
    if not form.is_valid():
        return answers.form(request, FORM, context)
    source = _source(opened, passage, form)
    if asked == PREVIEW:
        return answers.form(request, FORM, context | _shown(opened, source))
    if isinstance(source, Untouched):
        return _untouched(request, opened, passage, context, source)
    return _proposed(request, opened, context, source)


def _asked(request: HttpRequest, opened: Opened) -> Passage | None:
    """The passage that the address asks for: by its words, or by its number in the list."""
    quote = QuoteForm(request.GET)
    if quote.is_valid() and quote.cleaned_data["exact"]:
        told = quote.cleaned_data
        return opened.quoted(told["exact"], told["before"], told["after"])
    number = request.GET.get("passage", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 8
    return opened.at(int(number)) if is_number else None


def _thread(request: HttpRequest, page: Page, told: str) -> Thread | None:
    """The discussion of this page that asks for the change, if one is named that this person may read."""
    if not (told.isascii() and told.isdigit() and len(told) < 19):
        return None
    return (
        Thread.objects.visible_to(request.user).filter(pk=int(told), page=page, state=Standing.OPEN).first()
    )


def _source(opened: Opened, passage: Passage, form: PassageForm) -> str | Untouched:
    """The page as it would be, or why these words cannot be put in."""
    if not form.is_of_source:
        return opened.with_words(passage, form.cleaned_data["text"])
    source = opened.with_block(passage, form.cleaned_data["source"])
    is_same = source in (None, opened.revision.source)
    return Untouched(Reason.NOTHING, None) if source is None or is_same else source


def _shown(opened: Opened, source: str | Untouched) -> dict[str, Any]:
    """What would change on the page, drawn, and what may be mended of it; or why words alone do not do."""
    if not isinstance(source, Untouched):
        changes, remarks = opened.looked_at(source)
        return {"changes": changes, "remarks": remarks}
    return {"changes": [], "unshown": "" if source.reason == Reason.NOTHING else _said(source.reason)}


def _proposed(request: HttpRequest, opened: Opened, context: dict[str, Any], source: str) -> HttpResponse:
    form = context["form"]
    told = form.cleaned_data
    try:
        made = suggestions.propose(
            opened.page,
            by=request.user,
            uuid=told["uuid"],
            base=opened.revision.pk,
            source=source,
            summary=told["reason"],
            answers=_thread(request, opened.page, told["thread"]),
            proof=form.proof_given,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        field = "source" if form.is_of_source else "text"
        return answers.refused(request, FORM, context, refusal, field)
    said = _("Sent for review. Thank you: you will read here what becomes of it.")
    return answers.done(request, said, address_of(made), draft=context["draft"])


def _untouched(
    request: HttpRequest, opened: Opened, passage: Passage, context: dict[str, Any], why: Untouched
) -> HttpResponse:
    """The form once more, with why not; with the source of the block where words alone do not do."""
    form = context["form"]
    if why.reason == Reason.NOTHING:
        form.refuse("source" if form.is_of_source else "text", _("Nothing was changed yet."))
        return answers.form(request, FORM, context)
    block = opened.block(passage)
    if block is None:
        form.refuse("text", _said(why.reason))
        return answers.form(request, FORM, context)
    again = form.of_source(block)
    again.errors.clear()
    told = {"form": again, "why": _said(why.reason)}
    return answers.form(request, FORM, context | told, status=422)


def _said(reason: Reason) -> str:
    return {
        Reason.LINES: _("You changed where lines begin and end, which words alone cannot say."),
        Reason.GENERATED: _("Some of these words are made by the site, or come from another text."),
        Reason.FORMULA: _("These words are part of a formula."),
        Reason.MARKUP: _("This change would also alter a link, the layout or other words."),
    }.get(reason, str(BadSuggestion(reason)))


def _screen(request: HttpRequest, opened: Opened, passage: Passage, form: PassageForm) -> dict[str, Any]:
    page = opened.page
    return frame(request, page) | _tongue(page) | {
        "form": form,
        "passage": passage,
        "draft": f"{request.user.pk}-passage-{page.pk}-{passage.digest}",
    }  # fmt: skip


def _tongue(page: Page) -> dict[str, str]:
    """The language of the page, where it is not the screen's."""
    return {"lang": page.lang if page.lang != get_language() else ""}
