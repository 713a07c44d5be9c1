"""Threads on pages of a book keep their words, or are told to have lost them, when newer commits come in."""

from uuid import uuid4

import pytest

from tests import factories
from tests.exchange.bringing import at, bring
from tests.exchange.guide import SUMMARY, guide
from wiki.actions import threads
from wiki.actions.threads import Selection
from wiki.models import Thread

pytestmark = pytest.mark.django_db
FILE, PATH = "annexes/lexique.md", "annexes/lexique"
TEXT = (
    "# Lexique\n\nUn commun est une ressource que des personnes partagent et dont elles prennent soin.\n\n"
    "Une licence dit ce que chacun peut faire de la ressource, et à quelles conditions.\n\n"
    "Un usage est ce que l'on en fait.\n"
)
QUOTED = "ce que chacun peut faire"


@pytest.fixture
def told(tmp_path, settings):
    settings.LIMITS_ARE_KEPT = False
    told = guide(tmp_path / "guide.git")
    told.commit({FILE: TEXT})
    bring(told.write())
    by = factories.person()
    threads.open(at(PATH), by=by, text="Pourquoi ?", uuid=uuid4(), quote=Selection(QUOTED))
    return told


def newer(told, *texts):
    for text in texts:
        told.commit({FILE: text})
    bring(told.write())


def words():
    thread = Thread.objects.select_related("page").get()
    return thread.page.plain[thread.start : thread.end], thread.place_state


def test_newer_commit_elsewhere_on_the_page_leaves_the_words(told):
    newer(told, TEXT.replace("Un commun est", "Ce qu'on appelle un commun est"))
    assert words() == (QUOTED, "anchored")
    assert Thread.objects.get().version == at(PATH).version


def test_several_newer_commits_at_once_carry_the_words(told):
    first, *_rest = TEXT.split("\n\n")
    newer(
        told, TEXT.replace("soin", "grand soin"), f"{TEXT}\nFin.\n", TEXT.replace(first, f"{first}\n\nDébut")
    )
    assert words() == (QUOTED, "anchored")


def test_newer_commit_that_takes_the_words_away_sets_the_thread_aside_and_another_puts_it_back(told):
    head, commun, licence, usage = TEXT.split("\n\n")
    newer(told, "\n\n".join([head, commun, usage]))
    assert words() == ("", "detached")
    newer(told, "\n\n".join([head, commun, licence, usage]))
    assert words() == (QUOTED, "anchored")


def test_copy_that_newer_commits_leave_of_the_words_is_not_taken_for_them(told):
    head, commun, licence, usage = TEXT.split("\n\n")
    newer(told, "\n\n".join([head, licence, commun, licence, usage]))
    newer(told, "\n\n".join([head, licence, commun, usage]))
    assert words() == ("", "detached")


def test_file_that_is_renamed_takes_its_threads_along(told):
    page = at(PATH)
    told.commit({FILE: None, "annexes/mots.md": TEXT})
    told.commit({"SUMMARY.md": SUMMARY.replace("lexique.md", "mots.md")})
    bring(told.write())
    assert (at("annexes/mots").pk, words()) == (page.pk, (QUOTED, "anchored"))
