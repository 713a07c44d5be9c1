"""What moderators read says one thing by one word: locked, waiting, upheld, and what the journal tells."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories
from wiki.actions import (
    archiving,
    hiding,
    measures,
    moderation,
    purging,
    reversing,
    settings,
    threads,
    trusting,
    uploading,
    vetting,
)
from wiki.models import Comment, Flag, ModerationEntry, Thread
from wiki.models.journal import DEEDS

pytestmark = pytest.mark.django_db
JOURNAL = "admin:wiki_moderationentry_changelist"
ACTIONS = Path(threads.__file__).parent


@pytest.fixture
def said():
    return threads.open(factories.home(), by=factories.person(), text="Rude.", uuid=uuid4())


@pytest.fixture
def moderator():
    return factories.moderator()


def body(client, address, **sent):
    text = client.get(address, sent).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", text.partition("<main")[2]).split())


def test_every_line_that_is_written_has_its_words():
    written = {archiving.ARCHIVED, archiving.UNARCHIVED, settings.ACTION, hiding.HIDDEN, hiding.SHOWN}
    written |= {uploading.UPLOADED, uploading.REPLACED, uploading.REMOVED}
    written |= {trusting.GAINED, trusting.LOST, trusting.GRANTED, trusting.WITHDRAWN}
    written |= {*measures.TAKEN.values(), measures.TAKEN_BACK} | {reversing.DONE, reversing.BROUGHT_BACK}
    written |= {purging.PURGED, vetting.KEPT, vetting.RELEASED, vetting.RESTORED}
    for module in (*ACTIONS.glob("*.py"), *ACTIONS.parent.glob("exchange/*.py")):
        written |= set(re.findall(r'(?:\bnote|_tell)\(\s*"([a-z.]+)"', module.read_text()))
    assert sorted(DEEDS) == sorted(written)


def test_journal_tells_in_words_what_was_done(client, said, moderator):
    moderation.hide(said, by=moderator, reason="Rude.")
    threads.lock(said.thread, by=moderator, reason="Enough.")
    ModerationEntry.objects.create(action="of.old", subject="It")
    client.force_login(moderator)
    shown = body(client, reverse(JOURNAL))
    assert ["comment.hide" in shown, "thread.lock" in shown, "of.old" in shown] == [False, False, True]
    assert (shown.count("commentaire masqué"), shown.count("fil verrouillé")) == (2, 2)  # a line, a filter
    assert "3 lignes du journal" in shown
    assert "2 lignes" not in shown
    one = ModerationEntry.objects.get(action="comment.hide")
    assert str(one).startswith("commentaire masqué\u00a0: ")
    shown = body(client, reverse("admin:wiki_moderationentry_change", args=[one.pk]))
    assert ("comment.hide" in shown, "commentaire masqué" in shown) == (False, True)


def test_journal_is_sifted_by_what_was_done(client, said, moderator):
    moderation.hide(said, by=moderator, reason="Rude.")
    threads.lock(said.thread, by=moderator, reason="Enough.")
    client.force_login(moderator)
    answer = client.get(reverse(JOURNAL), {"action": "thread.lock"})
    assert [line.action for line in answer.context["cl"].result_list] == ["thread.lock"]


@pytest.mark.parametrize(
    ("upheld", "word"), [(None, "à regarder"), (True, "fondé"), (False, "non fondé")], ids=str
)
def test_flags_are_upheld_or_dismissed_and_posts_wait(client, said, moderator, upheld, word):
    flag = moderation.flag(said, by=factories.person(), reason="Rude.")
    Flag.objects.update(upheld=upheld)
    Comment.objects.update(held=True)
    client.force_login(moderator)
    shown = body(client, reverse("admin:wiki_flag_change", args=[flag.pk]))
    assert f"Verdict : {word}" in shown.replace("\u00a0", " ")
    shown = body(client, reverse("admin:wiki_comment_changelist"))
    assert ("En attente" in shown, "etenu" in shown) == (True, False)


def test_thread_is_locked_and_unlocked_by_these_words(client, said, moderator):
    client.force_login(moderator)
    gesture = f"/-/t/{said.thread_id}/"
    assert "Verrouiller" in body(client, "/")
    assert "Verrouiller le fil 1 ?" in body(client, f"{gesture}lock/").replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    threads.lock(said.thread, by=moderator, reason="Enough.")
    shown = body(client, gesture)
    assert ("Verrouillé par la modération" in shown, "Déverrouiller" in shown) == (True, True)
    assert "Déverrouiller le fil 1" in body(client, f"{gesture}unlock/").replace("\u00a0", " ")
    assert "Verrouillé" in body(client, "/-/threads/", show="all")
    client.post(f"{gesture}unlock/", {"reason": "Enough of it."})
    assert Thread.objects.get().is_open
    assert "Le fil est déverrouillé." in body(client, "/")


def test_threads_set_aside_are_found_by_the_words_that_they_bear(client, said):
    assert "Passage modifié ou disparu depuis" in body(client, "/-/threads/")
