"""History is written with the page, carries what was said of it, and nothing else writes pages."""

import pytest
from django.db import IntegrityError

from tests import factories
from wiki.actions import pages
from wiki.models import Page, PageRevision

pytestmark = pytest.mark.django_db


def test_page_saved_by_another_road_than_record_is_refused():
    page = factories.home()
    page.title = "By hand"
    with pytest.raises(TypeError):
        page.save()
    with pytest.raises(TypeError):
        Page.objects.create(title="By hand", slug="x", path="x", parent=page)


def test_revision_keeps_the_text_and_none_of_what_is_derived():
    names = {field.name for field in PageRevision._meta.get_fields()}
    assert names & {*Page.DERIVED, "position", "version"} == set()
    kept = {
        "title",
        "nav_title",
        "description",
        "header",
        "source",
        "path",
        "slug",
        "state",
        "listed",
        "lang",
    }
    assert kept - names == set()


def test_revision_number_is_unique_per_page():
    page = factories.home()
    revision = PageRevision.objects.get(id=page.pk)
    revision.pk = None
    with pytest.raises(IntegrityError):
        revision.save(force_insert=True)


def test_history_outlives_the_account_of_its_author():
    author = factories.moderator()
    page = pages.create(factories.home(), by=author, slug="a", source="# A\n")
    assert PageRevision.objects.get(id=page.pk).author == author
    author.emailaddress_set.all().delete()
    author.delete()
    assert PageRevision.objects.get(id=page.pk).author is None


def test_revision_calls_itself_by_number_and_title():
    revision = PageRevision.objects.get(id=factories.home("# Accueil\n").pk)
    revision.number = 47
    assert "47" in str(revision)
    assert "Accueil" in str(revision)
