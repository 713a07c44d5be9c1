"""Somebody's public profile: who they say they are, what they wrote and what they said."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wiki import rules
from wiki.queries import people, tree, trust
from wiki.views import answers


@require_safe
def show(request: HttpRequest, name: str) -> HttpResponse:
    """The profile of whoever wrote or said something that this reader may read; others have none to
    strangers, who are told so: a mention may have led here before the last comment was hidden."""
    person = people.find(name)
    contributions = people.contributions(person, request.user) if person else []
    comments = people.comments(person, request.user) if person else []
    if person is None or not (contributions or comments or person == request.user):
        return render(request, "people/absent.html", status=404)
    if name != people.name_of(person):
        address = reverse("wiki:person", args=[people.name_of(person)])
        return answers.moved(request, address, for_good=False)
    told = {"person": person, "contributions": contributions, "comments": comments}
    if (contributions or comments) and person.erased_at is None:
        told |= {"feed": reverse("wiki:person-feed", args=[name]), "called": name}
    if person == request.user and not person.is_staff:  # those who decide are not limited
        told |= {"way": trust.way_of(person), "gains": _gains()}
    told["may_revert"] = rules.may(request.user, "person.revert", person)
    if person != request.user:
        offered = {"may_flag": "person.flag", "may_moderate": "measure.inspect", "may_follow": "watch.keep"}
        told |= {word: rules.may(request.user, action, person) for word, action in offered.items()}
    context = told | {"menu": tree.menu(request.user)}
    return answers.reading(request, "people/show.html", context, indexed=False)


def _gains() -> list[tuple[str, str, str]]:
    """What trust allows: of what, how much without it and how much with it."""
    without, given = settings.LIMITS["contributor"], settings.LIMITS["trusted"]

    def seconds(limits: dict[str, Any]) -> str:
        count = limits["comment"][0][1]
        return ngettext("%(count)d second", "%(count)d seconds", count) % {"count": count}

    return [
        (_("Between two comments"), seconds(without), seconds(given)),
        (_("Links in a comment"), str(without["links"]), str(given["links"])),
        (_("People mentioned in a comment"), str(without["mentions"]), str(given["mentions"])),
        (_("Flags a day"), str(without["flag"][0][0]), str(given["flag"][0][0])),
        (_("Suggestions open at once"), str(without["suggestions_open"]), _("without limit")),
    ]
