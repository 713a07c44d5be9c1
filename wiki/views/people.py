"""Somebody's public profile: who they say they are, and what they wrote."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from wiki.queries import people, tree
from wiki.views import answers


@require_safe
def show(request: HttpRequest, name: str) -> HttpResponse:
    """The profile of whoever wrote something that this reader may read; others have none to strangers."""
    person = people.find(name)
    contributions = people.contributions(person, request.user) if person else []
    if person is None or not (contributions or person == request.user):
        raise Http404
    if name != people.name_of(person):
        address = reverse("wiki:person", args=[people.name_of(person)])
        return answers.moved(request, address, for_good=False)
    context = {"person": person, "contributions": contributions, "menu": tree.menu(request.user)}
    return answers.reading(request, "people/show.html", context, indexed=False)
