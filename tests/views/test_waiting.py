"""The index of the administration counts what waits for whoever came in; each count leads to the list that it
counted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from model_bakery import baker

from tests import factories
from tests.actions.telling import tell
from wiki.actions import measures, moderation, suggestions, threads
from wiki.models import Attachment, Comment, Import, Page, Reuse, Upkeep
from wiki.models.importing import Stage
from wiki.models.measure import Kind

pytestmark = pytest.mark.django_db
MODERATORS = {
    "suggestion ouverte",
    "décision contestée",
    "signalement à regarder",
    "commentaire retenu",
    "retour retenu",
    "image à vérifier",
    "image refusée",
    "page à actualiser",
}


def busy():
    """Twice what waits, once what did: a suggestion withdrawn, a comment deleted with its flag, a file kept…"""
    page = Page.objects.filter(path="").first() or factories.home("# Home\n\nThe first words.\n")
    gone = factories.suggestion(page, ("first", "other"))
    suggestions.withdraw(gone, by=gone.author, seen=gone.version)
    for number in range(2):
        factories.suggestion(page, ("first", f"word {number}"))
        flagged()
    said = flagged()
    threads.delete(said, by=said.author)
    Comment.objects.exclude(flags=None).update(held=True)
    moderation.hide(flagged(held=True), by=factories.moderator(), reason="Rude.")
    for is_withdrawn in (True, False, False):
        told = tell(page, by=factories.person())
        gone = timezone.now() if is_withdrawn else None
        Reuse.objects.filter(pk=told.pk).update(held=True, withdrawn=gone)
    for is_late in (True, True, False):
        due = timezone.localdate() + timedelta(days=-1 if is_late else 1)
        Upkeep.objects.create(
            page=factories.page(page, f"due-{uuid4()}"), due=due, late_since=due if is_late else None
        )
    for is_contested in (True, True, False):
        person = factories.person()
        told = measures.take(person, by=factories.moderator(), kind=Kind.WARN, reason="Rude.")
        if is_contested:
            measures.contest(told, by=person, words="It was a quote.")
    for state in Attachment.State.values:
        refusal = "damaged" if state == "refused" else ""
        baker.make(Attachment, _quantity=2, state=state, refusal=refusal, uploaded_at=None, path=uuid4)
    for status in TaskResultStatus.values:
        baker.make(DBTaskResult, _quantity=2, status=status, task_path="code.that.is.gone")
    for stage in Stage.values:
        baker.make(Import, _quantity=2, stage=stage, source="guide.zip")


def flagged(**fields):
    said = threads.open(Page.objects.get(path=""), by=factories.person(), text="Rude.", uuid=uuid4())
    moderation.flag(said, by=factories.person(), reason="It is rude.")
    Comment.objects.filter(pk=said.pk).update(**{"held": False} | fields)
    return Comment.objects.get(pk=said.pk)


def told(client):
    """What the index says, by what it is called."""
    answer = client.get(reverse("admin:index"))
    return {one.words: one for one in answer.context.get("waiting")}


@pytest.mark.parametrize("who", [factories.moderator, factories.admin])
def test_each_count_leads_to_the_list_that_it_counted(client, who):
    busy()
    client.force_login(who())
    found = told(client)
    assert {one.total for one in found.values()} == {2}
    for one in found.values():
        assert client.get(one.address).context["cl"].result_count == 2
        assert (
            f'href="{one.address}"'.replace("&", "&amp;")
            in client.get(reverse("admin:index")).content.decode()
        )


def test_nobody_is_told_of_lists_that_they_may_not_open(client):
    factories.home()
    client.force_login(factories.moderator())
    assert set(told(client)) == MODERATORS
    client.force_login(factories.admin())
    assert set(told(client)) == MODERATORS | {"tâche en échec", "import en cours", "import à confirmer"}
    assert {one.total for one in told(client).values()} == {0}


def test_what_went_wrong_stands_out_once_it_did(client):
    client.force_login(factories.admin())
    assert {one.words for one in told(client).values() if one.is_bad} == set()
    busy()
    assert {one.words for one in told(client).values() if one.is_bad} == {
        "images refusées",
        "tâches en échec",
    }


def test_it_tells_for_how_long(client):
    made = factories.suggestion(factories.home("# Home\n\nThe first words.\n"), ("first", "other"))
    type(made).objects.update(created=timezone.now() - timezone.timedelta(days=3, hours=2))
    client.force_login(factories.moderator())
    assert told(client)["suggestion ouverte"].longest == "jusqu’à 3\xa0jours d’attente"
    assert told(client)["image à vérifier"].longest == ""


def test_each_count_is_one_query_however_much_waits(client):
    factories.home("# Home\n\nThe first words.\n")
    client.force_login(factories.moderator())
    told(client)  # Django asks some things once a process
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            told(client)
        counts.append(len(asked))
        counting = [one["sql"] for one in asked if one["sql"].startswith("SELECT COUNT(")]
        busy()
    assert counts[0] == counts[1]
    assert len(counting) == len(MODERATORS)


def test_list_of_one_application_counts_nothing(client):
    client.force_login(factories.moderator())
    answer = client.get(reverse("admin:app_list", args=["wiki"]))
    assert (answer.status_code, "waiting" in answer.context) == (200, False)


def test_flags_are_asked_for_by_nothing_else_of_their_comments(client):
    client.force_login(factories.moderator())
    address = reverse("admin:wiki_flag_changelist")
    assert client.get(address, {"comment__author__email": "x"}).status_code == 400
