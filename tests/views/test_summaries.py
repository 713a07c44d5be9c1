"""An author words the summary of a revision otherwise, where nobody else may."""

import pytest
from django.urls import reverse

from tests import factories
from wiki.actions import pages
from wiki.models import Page, PageRevision

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return factories.moderator(name="Ada")


@pytest.fixture
def revision(author):
    page = factories.page(factories.home(), "a")
    return pages.edit(page, by=author, base=0, source="# A\n\nb\n", reason="Tpyo")


def address(revision):
    return reverse("wiki:revision-summary", args=[revision.pk])


def test_author_rewords_and_the_history_says_so(client, author, revision):
    client.force_login(author)
    state = f"/a/-/revisions/{revision.pk}/"
    assert f'href="{address(revision)}"' in client.get(state).content.decode()
    assert ">Tpyo</textarea>" in client.get(address(revision)).content.decode().replace("\n", "")
    answer = client.post(address(revision), {"reason": "Corriger <b>"})
    assert (answer.status_code, answer["Location"]) == (302, state)
    told = client.get("/a/-/history/").content.decode()
    assert ("Corriger &lt;b&gt;" in told, "Tpyo" in told, "(réécrit par son auteur, le " in told) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize("typed", ["", "   ", "x" * 501])
def test_what_is_no_summary_stays_in_the_form(client, author, revision, typed):
    client.force_login(author)
    assert client.post(address(revision), {"reason": typed}).status_code == 422
    assert PageRevision.objects.get(pk=revision.pk).reason == "Tpyo"


def test_others_are_refused_and_what_they_typed_is_kept(client, revision):
    assert client.get(address(revision)).status_code == 302
    assert client.post(address(revision), {"reason": "Mine"}).status_code == 403
    client.force_login(factories.admin())
    assert client.get(address(revision)).status_code == 403
    answer = client.post(address(revision), {"reason": "Mine, not theirs"})
    assert (answer.status_code, "Mine, not theirs" in answer.content.decode()) == (403, True)
    assert address(revision) not in client.get(f"/a/-/revisions/{revision.pk}/").content.decode()
    assert PageRevision.objects.get(pk=revision.pk).reason == "Tpyo"


@pytest.mark.parametrize("pk", [0, 2**63 - 1, 2**63, 10**30])
def test_summary_of_no_revision_is_not_found(client, author, revision, pk):
    client.force_login(author)
    assert client.get(f"/-/r/{pk}/summary/").status_code == 404
    assert client.post(f"/-/r/{pk}/summary/", {"reason": "x"}).status_code == 404


def test_revision_of_a_page_that_was_put_away_keeps_its_summary(client, author, revision):
    page = Page.objects.get(pk=revision.id)
    pages.archive(page, by=author, base=page.version, reason="Old")
    client.force_login(author)
    assert client.post(address(revision), {"reason": "x"}).status_code == 404
