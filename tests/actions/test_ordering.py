"""The order that was seen, and what a move would change: told before it is done."""

import pytest

from tests import factories
from wiki.actions import moving, pages
from wiki.errors import BadAddress, BadPage, EditConflict, NotAllowed
from wiki.models import Page
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return factories.guide()


def order(page):
    return list(Page.objects.filter(parent=page).order_by("position").values_list("pk", flat=True))


def test_order_that_was_seen_is_changed(guide):
    seen = order(guide["advice"])
    moving.reorder(guide["advice"], by=SYSTEM, order=seen[::-1], seen=seen)
    assert order(guide["advice"]) == seen[::-1]


def test_order_that_is_another_by_now_is_left_alone_and_what_was_asked_is_kept(guide):
    seen = order(guide["advice"])
    factories.page(guide["advice"], "new")
    with pytest.raises(EditConflict) as refusal:
        moving.reorder(guide["advice"], by=SYSTEM, order=seen[::-1], seen=seen, reason="Why")
    assert refusal.value.proposed == {"order": seen[::-1], "reason": "Why"}
    assert order(guide["advice"])[:2] == seen


def test_foreseen_addresses_are_those_of_the_page_and_its_followers(guide):
    seen = moving.foresee(guide["advice"], by=SYSTEM, parent=guide["lessons"])
    assert seen.olds == ("advice", "advice/first", "advice/second")
    assert seen.news == ("lessons/advice", "lessons/advice/first", "lessons/advice/second")
    assert pages.move(guide["advice"], by=SYSTEM, base=0, parent=guide["lessons"]).path == seen.news[0]


def test_nothing_changes_by_being_foreseen(guide, django_assert_num_queries):
    before = list(Page.objects.values_list("path", "version"))
    moving.foresee(guide["advice"], by=SYSTEM, slug="counsel")
    assert list(Page.objects.values_list("path", "version")) == before


def test_what_cannot_be_is_refused_as_the_act_would_be(guide):
    with pytest.raises(BadPage):
        moving.foresee(guide["advice"], by=SYSTEM, parent=guide["advice/first"])
    with pytest.raises(BadAddress):
        moving.foresee(guide["advice/first"], by=SYSTEM, slug="second")
    with pytest.raises(NotAllowed):
        moving.foresee(guide["advice"], by=factories.person(), slug="counsel")


# --- edited and published in one stroke, under a title that the text says -------------------------------------


def test_draft_is_published_by_its_edit(guide):
    page = guide["lessons/secret"]
    pages.edit(page, by=factories.moderator(), base=0, source="# Secret\n\nOpen.\n", publish=True)
    assert (Page.objects.get(pk=page.pk).state, page.version) == ("published", 1)


def test_contributor_publishes_nothing(guide):
    with pytest.raises(NotAllowed):
        pages.edit(guide["lessons/secret"], by=factories.person(), base=0, source="# S\n", publish=True)
    assert Page.objects.get(path="lessons/secret").state == "draft"


@pytest.mark.parametrize(
    "title", ["Plain words", "C++ & <b>", "*a* _b_ `c`", "# 1. [x](y)", "  two   blanks "]
)
def test_new_title_is_what_the_text_says_too(guide, title):
    page = guide["advice/first"]
    pages.edit(page, by=SYSTEM, base=0, title=title)
    again = Page.objects.get(pk=page.pk)
    assert again.title == " ".join(title.split())
    pages.edit(again, by=SYSTEM, base=1, description="The engine reads it anew")
    assert again.title == " ".join(title.split())


def test_text_without_heading_leaves_the_title_alone(guide):
    page = guide["advice/first"]
    pages.edit(page, by=SYSTEM, base=0, source="No heading.\n", title="Other")
    assert (page.title, page.source) == ("Other", "No heading.\n")


def test_title_and_heading_that_say_different_new_things_are_refused(guide):
    page = guide["advice/first"]
    with pytest.raises(BadPage):
        pages.edit(page, by=SYSTEM, base=0, source="# One\n", title="Two")
    assert (page.title, page.version) == ("First", 0)


def test_preview_is_drawn_for_those_who_may_and_not_kept(guide):
    page = Page.objects.get(path="advice/first")
    ready = pages.preview(page, by=SYSTEM, source="# F\n\n[x](../second/) [y](../no/)\n", title="F")
    assert ([link["kind"] for link in ready.links], len(ready.broken)) == (["page", "broken"], 1)
    assert Page.objects.get(path="advice/first").version == 0
    for shown in (page, Page(parent=page, path="advice/first/new")):
        with pytest.raises(NotAllowed):
            pages.preview(shown, by=factories.person(), source="x", title="X")
