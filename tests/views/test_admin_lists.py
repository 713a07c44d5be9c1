"""Every list of the administration asks the same number of queries whatever it holds; a new window is counted
without writing, once something here makes its rows."""

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from model_bakery import baker

from accounts.models import User
from tests import factories
from tests.actions.telling import tell
from tests.shelf import picture
from wiki.actions import feedback, inviting, measures, moderation, standing, suggestions, threads, upkeep
from wiki.models import (
    Attachment,
    Book,
    Charter,
    Comment,
    Feedback,
    Flag,
    Import,
    Invitation,
    Measure,
    ModerationEntry,
    Page,
    PageRevision,
    Redirect,
    Reuse,
    Sieve,
    SiteSettings,
    Subscription,
    Suggestion,
    Thread,
    Upkeep,
)
from wiki.models.measure import Kind
from wiki.models.watch import Pace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
ONE_ROW = {SiteSettings}
MANY = 1000


def more(number, root, decides):
    """One row more of all that an operator looks at, each with people and pages of its own."""
    section = factories.page(root, f"s{number}")
    page = factories.page(section, "a", "# A\n\nThe first words.\n")
    writes = factories.person()
    factories.charter(section, writes)
    said = threads.open(page, by=writes, text="What of it?", uuid=uuid4())
    moderation.flag(said, by=factories.person(), reason="Rude.")
    moderation.hide(said, by=decides, reason="Rude.")
    measures.take(writes, by=decides, kind=Kind.WARN, reason="Rude.")
    Sieve.objects.create(section=section, held_words="casino")
    proposed = factories.suggestion(page, ("first", "other"), by=writes)
    standing.support(proposed, by=factories.person(), seen=proposed.version)
    suggestions.ask(proposed, by=decides, seen=proposed.version, reason="Why?")
    Redirect.objects.create(path=f"old-{number}", page=page)
    tell(page, by=writes)
    picture(path=f"{number}.png", book=baker.make(Book, name=f"Book {number}", root=section))
    baker.make(Authenticator, user=writes, type=Authenticator.Type.TOTP, data={})
    baker.make(SocialAccount, user=writes, provider="agents", uid=f"s-{number}")
    baker.make(DBTaskResult, task_path="wiki.actions.pictures.check_book")
    Import.objects.create(by=writes, source=f"https://example.org/{number}.git", stage="done")
    inviting.make(by=decides, uuid=uuid4(), note="For the workshop")
    upkeep.check(page, by=decides, seen=0, months=12)
    feedback.give(page, by=writes, network=None, helped=True)
    Subscription.objects.create(page=page, email=f"from-outside-{number}@example.org", pace=Pace.DAILY)


def copies(model, **fields):
    """A thousand rows like the last one, each with what is its own in these fields, or the same; at once."""
    last = model._base_manager.order_by("pk").last()
    names = {field.name: field.attname for field in model._meta.concrete_fields if not field.primary_key}
    told = {name: getattr(last, attname) for name, attname in names.items()}
    rows = []
    for number in range(MANY):
        own = {name: value(number) if callable(value) else value[number] for name, value in fields.items()}
        kept = {names[name]: value for name, value in told.items() if name not in own}
        rows.append(model(**kept, **own))
    return model._base_manager.bulk_create(rows)


def a_thousand(root):
    """Of each kind of thing that an operator looks at, each with a page and people of its own."""
    people = copies(User, email=lambda n: f"one-{n}@example.org", name=lambda n: f"One {n}")
    copies(EmailAddress, user=people, email=lambda n: f"one-{n}@example.org")
    copies(Authenticator, user=people)
    copies(SocialAccount, user=people, uid=lambda n: f"one-{n}")
    pages = copies(Page, parent=lambda n: root, path=lambda n: f"many-{n}", slug=lambda n: f"many-{n}")
    copies(PageRevision, id=[page.pk for page in pages], history_user=people, number=lambda n: 1)
    copies(Charter, section=pages)
    copies(Reuse, author=people, uuid=lambda n: uuid4())
    copies(Redirect, page=pages, path=lambda n: f"former-{n}")
    books = copies(Book, root=pages, name=lambda n: f"Many {n}")
    copies(Attachment, book=books, path=lambda n: f"many-{n}.png")
    threads = copies(Thread, page=pages, author=people, number=lambda n: 1)
    comments = copies(Comment, thread=threads, author=people, uuid=lambda n: uuid4())
    copies(Flag, comment=comments, by=people)
    copies(Feedback, page=pages)
    copies(Upkeep, page=pages, checked_by=people)
    copies(Subscription, page=pages)
    copies(Measure, person=people)
    copies(Sieve, section=pages)
    copies(Suggestion, page=pages, author=people, uuid=lambda n: uuid4())
    copies(ModerationEntry, page=pages, by=people)
    copies(DBTaskResult)
    copies(Import, by=people)
    copies(Invitation, by=people, uuid=lambda n: uuid4(), digest=lambda n: f"{n:064}")


def counts(client):
    """How many queries each list asks, beside how many rows it holds."""
    found = {}
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        found[model] = (len(asked), model._default_manager.count())
    return found


def test_each_list_asks_the_same_of_ten_rows_and_of_a_thousand(client, settings, tmp_path):
    """A leaf of it shows a hundred: what is asked of each would tell."""
    settings.MEDIA_ROOT = tmp_path
    root, decides = factories.home(), factories.moderator()
    for number in range(10):
        more(number, root, decides)
    client.force_login(factories.admin())
    counts(client)  # Django asks some things once a process
    few = counts(client)
    a_thousand(root)
    many = counts(client)
    assert {model for model in few if few[model][1] < 10 or many[model][1] < MANY} == ONE_ROW
    assert {model: asked for model, (asked, _rows) in few.items()} == {
        model: asked for model, (asked, _rows) in many.items()
    }


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
