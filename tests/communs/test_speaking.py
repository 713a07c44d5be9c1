"""The language of the site is asked for now and then, and once for all who ask meanwhile."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communs import speaking
from tests import factories
from wiki.models import SiteSettings

pytestmark = pytest.mark.django_db(transaction=True)


def test_choice_of_another_process_is_heard_within_moments(settings):
    settings.SITE_LANGUAGE_SECONDS = 0.0
    speaking.chosen("")
    assert speaking.site_language() == "fr"
    SiteSettings.objects.create(language="en")
    assert speaking.site_language() == "en"
    SiteSettings.objects.update(language="")
    assert speaking.site_language() == "fr"


def test_choice_is_asked_for_once_a_while(settings):
    settings.SITE_LANGUAGE_SECONDS = 0.0
    speaking.chosen("")
    settings.SITE_LANGUAGE_SECONDS = 60.0
    with CaptureQueriesContext(connection) as asked:
        assert [speaking.site_language() for _time in range(3)] == ["fr"] * 3
    assert len(asked) == 1


def test_nothing_is_asked_within_a_transaction(settings):
    settings.SITE_LANGUAGE_SECONDS = 0.0
    speaking.chosen("")
    SiteSettings.objects.create(language="en")
    with transaction.atomic():
        assert speaking.site_language() == "fr"
    assert speaking.site_language() == "en"


def test_page_that_was_kept_in_one_language_is_not_given_in_another():
    factories.home()
    told = []
    for language in ("fr", "en", "fr"):
        speaking.chosen(language)
        told.append(Client().get("/")["Content-Language"])
    assert told == ["fr", "en", "fr"]
