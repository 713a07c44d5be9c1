"""Whatever an account and others wrote in turn: undone, no word of others is lost; brought back, all is as it was."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.actions.undone import reverted
from wiki.actions import pages, reversing
from wiki.models import Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
LINES = 6
START = [f"Line {number} stands here." for number in range(LINES)]
# Who writes, on which line: a word more at its end, or another line in its place.
steps = st.lists(
    st.tuples(st.sampled_from(("spammer", "other")), st.integers(0, LINES - 1), st.booleans()),
    min_size=1,
    max_size=7,
)


def source(lines: list[str]) -> str:
    return "# A\n\n" + "\n\n".join(lines) + "\n"


@given(story=steps)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_words_of_others_are_never_lost_and_all_comes_back(story):
    home = Page.objects.filter(parent=None).first() or factories.home()
    here = factories.page(home, f"p{Page.objects.count()}", source(START))
    people = {"spammer": factories.person(), "other": factories.person()}
    lines = list(START)
    for number, (who, line, adds) in enumerate(story):
        word = f"{who}{number}"
        lines[line] = f"{lines[line]} {word}" if adds else f"{word} says this instead."
        page = Page.objects.get(pk=here.pk)
        made = pages.edit(page, by=SYSTEM, base=page.version, source=source(lines))
        PageRevision.objects.filter(pk=made.pk).update(history_user=people[who])
    if not any(who == "spammer" for who, _line, _adds in story):
        return  # there is nothing to undo
    before = Page.objects.get(pk=here.pk)
    deed = reverted(people["spammer"])
    after = Page.objects.get(pk=here.pk)
    kept = {word for word in before.source.split() if word.startswith("other")}
    assert kept <= set(after.source.split())
    told = set(deed.items.values_list("fate", "why"))
    left = {word for word in after.source.split() if word.startswith("spammer")}
    assert not left or told & {("left", "conflict"), ("done", "partly")}
    if all(who == "spammer" for who, _line, _adds in story):
        assert after.source == source(START)
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    again = Page.objects.get(pk=here.pk)
    assert (again.source, again.plain, again.html) == (before.source, before.plain, before.html)
