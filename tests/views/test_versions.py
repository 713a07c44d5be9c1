"""Two versions of a suggestion compared: what its author changed, title included."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories
from tests.views.suggested import ADDED, TEXT, TWO, edited, of, read
from wiki.actions import suggestions
from wiki.models import Suggestion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


def amended(made, here, **how):
    made = Suggestion.objects.get(pk=made.pk)
    text = TEXT.replace("first", "foremost").replace("an end", "one end")
    told = {"base": factories.last_revision(here).pk, "source": text, "summary": "Better."} | how
    return suggestions.amend(made, by=made.author, seen=made.version, **told)


def between(suggestion, a, b):
    return reverse("wiki:suggestion-versions", args=[suggestion.pk, a, b])


def test_what_its_author_changed_is_drawn_and_led_to(client, here, made):
    amended(made, here, fields={"description": "Told anew."})
    assert between(made, 1, 2) in read(client, of(made))
    shown = read(client, between(made, 1, 2))
    assert "one" in shown
    assert "foremost" in shown
    assert f"<ins {ADDED}>foremost</ins>" not in shown
    assert "Told anew." in shown
    assert "ce que d’autres ont publié" not in shown


def test_page_that_moved_on_between_is_told(client, here, made):
    edited(here, "some other", "quite other")
    text = TEXT.replace("some other", "quite other").replace("first", "very first")
    amended(made, here, source=text)
    assert "ce que d’autres ont publié" in read(client, between(made, 1, 2))


@pytest.mark.parametrize(("a", "b"), [(1, 1), (1, 3), (0, 1), (2**40, 1)])
def test_versions_that_are_none_are_not_found(client, here, made, a, b):
    amended(made, here)
    assert client.get(between(made, a, b)).status_code == 404


def test_draft_is_compared_by_its_author_alone(client, here):
    draft = factories.suggestion(here, *TWO, draft=True)
    amended(draft, here)
    assert client.get(between(draft, 1, 2)).status_code == 404
    client.force_login(draft.author)
    assert client.get(between(draft, 1, 2)).status_code == 200
