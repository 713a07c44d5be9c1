"""Every list of the administration asks the same number of queries whatever it holds; a new window is counted
without writing, once something here makes its rows."""

from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from model_bakery import baker

from tests import factories
from tests.shelf import picture
from wiki.actions import moderation, standing, suggestions, threads
from wiki.models import Book, Page, Redirect, SiteSettings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
ONE_ROW = {SiteSettings}


def more(number, root, decides):
    """One row more of all that an operator looks at, each with people and pages of its own."""
    section = factories.page(root, f"s{number}")
    page = factories.page(section, "a", "# A\n\nThe first words.\n")
    writes = factories.person()
    factories.charter(section, writes)
    said = threads.open(page, by=writes, text="What of it?", uuid=uuid4())
    moderation.flag(said, by=factories.person(), reason="Rude.")
    moderation.hide(said, by=decides, reason="Rude.")
    proposed = factories.suggestion(page, ("first", "other"), by=writes)
    standing.support(proposed, by=factories.person(), seen=proposed.version)
    suggestions.ask(proposed, by=decides, seen=proposed.version, reason="Why?")
    Redirect.objects.create(path=f"old-{number}", page=page)
    picture(path=f"{number}.png", book=baker.make(Book, name=f"Book {number}", root=section))
    baker.make(Authenticator, user=writes, type=Authenticator.Type.TOTP, data={})
    baker.make(SocialAccount, user=writes, provider="agents", uid=f"s-{number}")
    baker.make(DBTaskResult, task_path="wiki.actions.pictures.check_book")


def counts(client):
    """How many queries each list asks, beside how many rows it holds."""
    found = {}
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        found[model] = (len(asked), model._default_manager.count())
    return found


def test_each_list_asks_the_same_of_three_rows_and_of_ten(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    root, decides = factories.home(), factories.moderator()
    client.force_login(factories.admin())
    found = []
    for upto in (3, 10):
        for number in range(Page.objects.filter(parent=root).count(), upto):
            more(number, root, decides)
        counts(client)  # Django asks some things once a process
        found.append(counts(client))
    few, many = found
    assert {model for model in few if few[model][1] >= 3 and many[model][1] >= 10} == set(few) - ONE_ROW
    assert {model: asked for model, (asked, _rows) in few.items()} == {
        model: asked for model, (asked, _rows) in many.items()
    }
