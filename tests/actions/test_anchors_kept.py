"""Threads keep their words through all that may happen to a page besides an edit: moves, names, new engines."""

from uuid import uuid4

import pytest

from tests import factories
from wiki.actions import archiving, moving, rendering, threads
from wiki.actions.threads import Selection
from wiki.models import Page, PageRevision, Thread
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TEXT = "# A\n\nThe first words stand here.\n\nThen come some other ones, and an end.\n\n[away](/z/)\n"
QUOTED = "some other ones"


def commented(text=TEXT, quoted=QUOTED, said=None):
    """A page with a thread on some of its words; `said` is what an older engine read on it."""
    here = factories.page(factories.home(), "a", text)
    if said is not None:
        Page.objects.filter(pk=here.pk).update(plain=said, engine_version=0)
    here = fresh(here)
    threads.open(here, by=factories.person(), text="Why?", uuid=uuid4(), quote=Selection(quoted))
    return here


def fresh(page):
    return Page.objects.get(pk=page.pk)


def words():
    """The words on which the only thread stands, as its page has them now, and how it holds on to them."""
    thread = Thread.objects.select_related("page").get()
    return thread.page.plain[thread.start : thread.end], thread.place_state


def test_thread_goes_with_a_page_that_is_moved():
    here = commented()
    z = factories.page(Page.objects.get(path=""), "z")
    moving.move(here, by=SYSTEM, base=here.version, parent=z)
    assert fresh(here).path == "z/a"
    assert words() == (QUOTED, "anchored")


def test_thread_stays_when_its_page_is_renamed():
    here = commented()
    moving.rename(here, by=SYSTEM, base=here.version, title="Another", slug="another")
    assert (fresh(here).path, words()) == ("another", (QUOTED, "anchored"))


def test_thread_waits_for_a_page_that_is_put_away():
    here = commented()
    archiving.archive(here, by=SYSTEM, base=here.version, reason="Later")
    here = fresh(here)
    archiving.unarchive(here, by=SYSTEM, base=here.version)
    assert words() == (QUOTED, "anchored")


def test_new_engine_that_reads_more_of_a_text_keeps_the_words():
    """An older engine left the first paragraph out and wrote blanks otherwise."""
    here = commented(said="Then come some other ones, and an end.\n\naway")
    assert rendering.rebuild([here], by=SYSTEM) == 1
    assert words() == (QUOTED, "anchored")
    assert Thread.objects.get().start == fresh(here).plain.index(QUOTED)
    assert PageRevision.objects.filter(id=here.pk).count() == 1


def test_new_engine_that_reads_the_words_no_longer_sets_the_thread_aside():
    here = commented(
        said="The first words stand here.\nThis was an invisible note.", quoted="an invisible note"
    )
    assert rendering.rebuild([here], by=SYSTEM) == 1
    thread = Thread.objects.get()
    assert (words(), thread.exact) == (("", "detached"), "an invisible note")


def test_new_engine_that_reads_the_words_again_puts_the_thread_back():
    here = commented()
    for said in ("The first words stand here.", None):
        if said:
            old = fresh(here)
            Page.objects.filter(pk=here.pk).update(plain=said)
            rendering.anchoring.carry({here.pk: (old.plain, fresh(here))})
            assert words() == ("", "detached")
    assert rendering.rebuild([fresh(here)], by=SYSTEM) == 1
    assert words() == (QUOTED, "anchored")
