"""The screen of the activity: day by day, filtered, cacheable, and plain about what it cannot find."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from tests import factories
from wiki.actions import pages
from wiki.models import Page, PageRevision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def section():
    """Written today, yesterday and long ago."""
    made = factories.page(factories.home(), "a", title="A")
    dea = factories.moderator(name="Dea & <b>Co</b>")
    for days in (400, 1, 0):
        made = Page.objects.get(pk=made.pk)
        kept = pages.edit(made, by=dea, base=made.version, source=f"# A\n\n{days}\n", reason=f"<i>{days}</i>")
        at = timezone.now() - timedelta(days=days)
        PageRevision.objects.filter(pk=kept.pk).update(history_date=at)
    return made


def shown(question=""):
    answer = Client().get(f"/-/activity/{question}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_days_are_named_and_all_is_escaped(section):
    screen = shown()
    assert screen.count('<section class="day"') == 3
    days = [timezone.localdate() - timedelta(days=ago) for ago in (0, 1, 400)]
    assert [f'id="ui-day-{day:%Y-%m-%d}"' in screen for day in days] == [True] * 3
    assert f"{date_format(days[2], 'l j F Y').capitalize()}</h2>" in screen
    assert "<b>Dea &amp; &lt;b&gt;Co&lt;/b&gt;</b> a modifié" in screen
    assert "&lt;i&gt;0&lt;/i&gt;" in screen


def test_same_bytes_for_strangers_and_nothing_where_nothing_changed(section):
    first = Client().get("/-/activity/")
    assert (first["Cache-Control"], first.content) == ("no-cache", Client().get("/-/activity/").content)
    again = Client().get("/-/activity/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_suggestions_to_support_stand_beside_and_cost_no_query(section):
    shown()  # what a first reader has made is kept
    with CaptureQueriesContext(connection) as before:
        assert "Suggestions à soutenir" not in shown()
    for number in range(3):
        factories.suggestion(section, ("0\n", f"{number} <i>new</i>\n"), summary=f"Add <b>{number}</b>")
    with CaptureQueriesContext(connection) as after:
        screen = shown()
    aside = screen.partition('class="lately"')[2].partition("</aside>")[0]
    assert "Suggestions à soutenir" in aside
    assert [f"Add &lt;b&gt;{number}&lt;/b&gt;</a>" in aside for number in range(3)] == [True] * 3
    assert len(after) - len(before) <= 1  # the lines of activity ask for theirs


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("?section=0", "Cette section n’existe pas"),
        ("?section=x", "Cette section n’existe pas"),
        ("?kind=x", "Ce sujet n’existe pas"),
        ("?person=nobody", "Personne du nom de"),
        ("?person=%00", "a modifié"),
        ("?person=" + "n" * 500, "Personne du nom de"),
        ("?kind=people", "Rien de tel ne s’est encore passé ici"),
        ("?before=20000101T000000000000-0-1", "Il n’y a rien de plus ancien"),
        ("?before=x", "a modifié"),
    ],
)
def test_what_is_unknown_or_empty_is_said(section, question, said):
    assert said in shown(question)


def test_nothing_at_all_says_what_will_come():
    factories.home()
    assert "Rien ne s’est encore passé ici. Le premier changement" in shown()


def test_filters_are_kept_from_leaf_to_leaf_and_in_the_feed(section):
    last, rows = PageRevision.objects.filter(id=section.pk).order_by("-number")[0], []
    for number in range(60):
        told = {field.attname: getattr(last, field.attname) for field in PageRevision._meta.concrete_fields}
        rows.append(PageRevision(**told | {"history_id": None, "number": 10 + number}))
    PageRevision.objects.bulk_create(rows)
    screen = shown(f"?section={section.pk}&kind=revisions")
    kept = f"section={section.pk}&amp;kind=revisions"
    assert f'href="/-/activity/feed/?{kept}"' in screen
    [older] = re.findall(rf'rel="next" href="\?{kept}&amp;(before=[\w-]+)"', screen)
    second = shown(f"?section={section.pk}&kind=revisions&{older}")
    assert (screen.count("<time datetime"), second.count("<time datetime")) == (50, 13)
    assert (screen.count("a modifié"), "Et 49 changements antérieurs de cette page" in screen) == (1, True)
    assert f'rel="prev" href="?{kept}"' in second
