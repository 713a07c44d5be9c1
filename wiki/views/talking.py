"""What is said of a suggestion, and of its changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from wiki.actions import threads
from wiki.forms.suggestion import StandForm
from wiki.forms.thread import ReplyForm
from wiki.models import Suggestion
from wiki.views.deciding import on_suggestion
from wiki.views.discussing import attempt, posted
from wiki.views.gestures import frame, sent
from wiki.views.newcomers import asked
from wiki.views.suggestions import address_of


@on_suggestion("suggestion.discuss")
def new(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """The first comment of a thread, on the change that the address names or on the whole."""
    form = ReplyForm(sent(request), **asked(request))
    about = StandForm({"seen": suggestion.version, "about": request.GET.get("about", "")})
    chosen = about.keys if about.is_valid() else []
    key = f"{request.user.pk}-discuss-{suggestion.pk}-{'-'.join(chosen)}"
    context = frame(request, suggestion.page) | {
        "suggestion": suggestion,
        "form": form,
        "draft": key[:200],
        "action": request.get_full_path(),
        "back": address_of(suggestion),
        "is_of_change": bool(chosen),
    }

    def done() -> HttpResponse:
        made = threads.discuss(suggestion, by=request.user, chosen=chosen, **form.given)
        return posted(request, made, draft=context["draft"])

    return attempt(request, "suggestions/discuss.html", context, done)
