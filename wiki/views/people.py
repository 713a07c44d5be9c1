"""Somebody's public profile: who they say they are, what they wrote and what they said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wiki.queries import people, tree
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
    context = told | {"menu": tree.menu(request.user)}
    return answers.reading(request, "people/show.html", context, indexed=False)
