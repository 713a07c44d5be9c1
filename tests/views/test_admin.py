"""The operators' windows show pages and history, and open no back door to them."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise

from tests import factories
from wiki.actions import pages
from wiki.admin.window import Window
from wiki.models import ModerationEntry, Page, PageRevision, Redirect
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


def addresses():
    page = factories.page(factories.home(), "a")
    redirect = Redirect.objects.create(path="old", page=page)
    revision = PageRevision.objects.get(id=page.pk)
    return {
        "page": page.pk,
        "pagerevision": revision.pk,
        "redirect": redirect.pk,
    }


@pytest.mark.parametrize(
    ("who", "model", "status"),
    [
        (factories.admin, "page", 200),
        (factories.moderator, "page", 200),
        (factories.admin, "redirect", 200),
        (factories.moderator, "redirect", 200),
        (factories.admin, "pagerevision", 200),
        (factories.moderator, "pagerevision", 403),
    ],
)
def test_window_shows_its_list_and_each_thing(client, who, model, status):
    pk = addresses()[model]
    client.force_login(who())
    for view, args in (("changelist", []), ("change", [pk])):
        assert client.get(reverse(f"admin:wiki_{model}_{view}", args=args)).status_code == status
    assert client.get(reverse(f"admin:wiki_{model}_changelist"), {"q": "a"}).status_code == status


@pytest.mark.parametrize("model", ["page", "pagerevision", "redirect"])
def test_window_adds_changes_and_deletes_nothing_even_for_an_admin(client, model):
    pk = addresses()[model]
    client.force_login(factories.admin())
    before = list(Page.objects.values()), list(PageRevision.objects.values()), list(Redirect.objects.values())
    for view, args in (("add", []), ("change", [pk]), ("delete", [pk])):
        answer = client.post(reverse(f"admin:wiki_{model}_{view}", args=args), {"title": "x", "post": "yes"})
        assert answer.status_code == 403
    client.post(
        reverse(f"admin:wiki_{model}_changelist"),
        {"action": "delete_selected", "_selected_action": [pk], "post": "yes"},
    )
    assert before == (
        list(Page.objects.values()), list(PageRevision.objects.values()), list(Redirect.objects.values())
    )  # fmt: skip


@pytest.mark.parametrize("who", [None, factories.person, lambda: factories.person(trusted=True)])
def test_window_is_closed_to_those_who_do_not_decide(client, who):
    if who:
        client.force_login(who())
    assert client.get(reverse("admin:wiki_page_changelist")).status_code in (302, 403)


def test_admin_renders_pages_again(client):
    page = Page.objects.get(pk=addresses()["page"])
    Page.objects.filter(pk=page.pk).update(html="stale")
    client.force_login(factories.admin())
    asked = {"action": "render_again", "_selected_action": [page.pk]}
    assert client.post(reverse("admin:wiki_page_changelist"), asked).status_code == 302
    assert Page.objects.get(pk=page.pk).html == page.html


def test_moderator_does_not_render_pages_again(client):
    page = Page.objects.get(pk=addresses()["page"])
    Page.objects.filter(pk=page.pk).update(html="stale")
    client.force_login(factories.moderator())
    client.post(
        reverse("admin:wiki_page_changelist"), {"action": "render_again", "_selected_action": [page.pk]}
    )
    assert Page.objects.get(pk=page.pk).html == "stale"


# --- what can be done to pages ------------------------------------------------------------------------------


CHANGELIST = "admin:wiki_page_changelist"


def act(client, action, *chosen, **more):
    asked = {"action": action, "_selected_action": [page.pk for page in chosen]} | more
    return client.post(reverse(CHANGELIST), asked, follow=True)


def bases(*chosen):
    return {"base": [f"{page.pk}:{Page.objects.get(pk=page.pk).version}" for page in chosen]}


def states():
    return dict(Page.objects.exclude(path="").order_by("path", "pk").values_list("path", "state"))


def family():
    root = factories.home()
    a = factories.page(root, "a")
    return a, factories.page(a, "b"), factories.page(root, "z", state="draft")


@pytest.mark.parametrize("who", [factories.admin, factories.moderator])
def test_pages_are_archived_once_it_was_asked_and_told_why(client, who):
    a, b, _z = family()
    someone = who()
    client.force_login(someone)
    asked = act(client, "archive", a, b)
    body = asked.content.decode()
    assert states() == {"a": "published", "a/b": "published", "z": "draft"}
    assert (f'name="base" value="{a.pk}:0"' in body, f'value="{b.pk}:0"' in body) == (True, False)
    untold = act(client, "archive", a, reason=" ", **bases(a))
    assert ("errornote" in untold.content.decode(), states()["a"]) == (True, "published")
    act(client, "archive", a, reason="Old", **bases(a))
    assert states() == {"a": "archived", "a/b": "archived", "z": "draft"}
    line = ModerationEntry.objects.get()
    assert (line.action, line.by, line.reason) == ("page.archive", someone, "Old")


def test_pages_come_back_with_those_that_went_along(client):
    a, b, _z = family()
    client.force_login(factories.moderator())
    act(client, "archive", a, reason="Old", **bases(a))
    factories.page(Page.objects.at("").get(), "a")
    answer = act(client, "unarchive", a, b)
    assert states() == {"a": "published", "a-1": "published", "a-1/b": "published", "z": "draft"}
    assert "/a-1/" in answer.content.decode()


def test_drafts_are_published_and_pages_made_drafts_again_once_it_was_asked(client):
    a, _b, z = family()
    client.force_login(factories.moderator())
    act(client, "publish", z, a)
    assert states()["z"] == "published"
    act(client, "unpublish", z)
    assert states()["z"] == "published"
    act(client, "unpublish", z, reason="Not yet", **bases(z))
    assert states() == {"a": "published", "a/b": "published", "z": "draft"}
    assert PageRevision.objects.filter(id=z.pk).first().reason == "Not yet"


def test_page_changed_since_it_was_asked_is_left_and_the_others_are_done(client):
    a, b, _z = family()
    client.force_login(factories.moderator())
    seen = bases(a, b)
    pages.edit(Page.objects.get(pk=b.pk), by=SYSTEM, base=0, source="# Written\n")
    answer = act(client, "unpublish", a, b, reason="Why", **seen)
    assert states() == {"a": "draft", "a/b": "published", "z": "draft"}
    assert 'class="error"' in answer.content.decode()


def test_home_page_is_neither_archived_nor_a_draft(client):
    family()
    home = Page.objects.at("").get()
    client.force_login(factories.admin())
    for action in ("archive", "unpublish"):
        answer = act(client, action, home, reason="Why", **bases(home))
        assert 'class="error"' in answer.content.decode()
    assert Page.objects.at("").get().state == "published"


@pytest.mark.parametrize("base", ["", "x", "1", "1:", ":0", "1:99999999999999999999", "1:-1"])
def test_base_that_is_none_changes_nothing(client, base):
    a, *_rest = family()
    client.force_login(factories.admin())
    act(client, "archive", a, reason="Why", base=[base.replace("1", str(a.pk), 1)])
    assert states()["a"] == "published"


@pytest.mark.parametrize("who", [None, factories.person, lambda: factories.person(trusted=True)])
@pytest.mark.parametrize("action", ["archive", "unarchive", "publish", "unpublish"])
def test_pages_are_not_changed_by_those_who_do_not_decide(client, who, action):
    a, _b, z = family()
    before = states()
    if who:
        client.force_login(who())
    for page in (a, z):
        act(client, action, page, reason="Why", **bases(page))
    assert states() == before


def test_moderator_whose_address_is_no_longer_verified_changes_nothing(client):
    a, *_rest = family()
    someone = factories.moderator()
    client.force_login(someone)
    someone.emailaddress_set.update(verified=False)
    act(client, "archive", a, reason="Why", **bases(a))
    assert states()["a"] == "published"


@pytest.mark.parametrize("model", ["page", "pagerevision", "redirect", "moderationentry"])
def test_list_takes_as_many_queries_for_three_as_for_one(client, model):
    root = factories.home()
    client.force_login(factories.admin())
    address = reverse(f"admin:wiki_{model}_changelist")
    counts = []
    for number in range(3):
        page = factories.page(root, f"p{number}")
        pages.rename(page, by=factories.moderator(), base=0, slug=f"q{number}")
        pages.archive(page, by=factories.moderator(), base=1, reason="x")
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_page_s_window_leads_to_its_revisions_and_to_its_address_while_it_stands_there(client):
    a, b, _z = family()
    pages.archive(b, by=SYSTEM, base=0, reason="")
    client.force_login(factories.admin())
    living = client.get(reverse("admin:wiki_page_change", args=[a.pk])).content.decode()
    away = client.get(reverse("admin:wiki_page_change", args=[b.pk])).content.decode()
    assert ('href="/a/"' in living, 'href="/a/b/"' in away) == (True, False)
    past = f"{reverse('admin:wiki_pagerevision_changelist')}?id__exact={b.pk}"
    assert past in away
    client.force_login(factories.moderator())
    assert past not in client.get(reverse("admin:wiki_page_change", args=[b.pk])).content.decode()
    client.force_login(factories.admin())
    assert client.get(past).content.decode().count('class="field-number') == 2


def test_journal_is_read_and_never_written(client):
    a, *_rest = family()
    pages.archive(a, by=SYSTEM, base=0, reason="<b>Why</b>")
    entry = ModerationEntry.objects.get()
    client.force_login(factories.moderator())
    assert (
        "&lt;b&gt;Why&lt;/b&gt;"
        in client.get(reverse("admin:wiki_moderationentry_changelist")).content.decode()
    )
    for view in ("change", "delete"):
        address = reverse(f"admin:wiki_moderationentry_{view}", args=[entry.pk])
        assert client.post(address, {"reason": "x", "post": "yes"}).status_code == 403
    assert ModerationEntry.objects.get().reason == "<b>Why</b>"


def test_rows_of_packages_are_called_in_our_words() -> None:
    theirs = [
        model._meta for model in admin.site._registry if model._meta.app_label not in ("accounts", "wiki")
    ]
    assert {str(told.app_config.verbose_name): str(told.verbose_name_plural) for told in theirs} == {
        "Adresses": "adresses électroniques",
        "Comptes d’ailleurs": "comptes d’ailleurs",
        "Secondes étapes": "secondes étapes",
        "Tâches": "tâches",
    }


# --- in the language of whoever looks -----------------------------------------------------------------------


@pytest.mark.parametrize("window", [one for one in admin.site._registry.values() if isinstance(one, Window)])
def test_window_names_what_it_shows_in_words_that_are_translated(window):
    """Django names a field that bears no name by its own, in English."""
    shown = {*flatten(window.fields or ()), *window.list_display}
    fields = {field.name: field for field in window.opts.get_fields() if hasattr(field, "_verbose_name")}
    untold = [name for name in shown & fields.keys() if not isinstance(fields[name]._verbose_name, Promise)]
    assert untold == []


def test_revision_is_dated_as_all_else_is_and_each_thing_is_called_by_what_it_is(client):
    pk = addresses()["pagerevision"]
    client.force_login(factories.admin())
    answer = client.get(reverse("admin:wiki_pagerevision_change", args=[pk]))
    assert answer.context["title"] == "Révision"
    told = answer.content.decode()
    assert f"{timezone.localtime():%Y-%m-%d}" not in told
    assert date_format(timezone.localdate(), "DATE_FORMAT") in told


def test_question_about_nothing_has_a_way_back(client):
    page = Page.objects.get(pk=addresses()["page"])
    pages.archive(page, by=SYSTEM, base=page.version, reason="Old.")
    client.force_login(factories.admin())
    sent = {"action": "archive", "_selected_action": [page.pk]}
    answer = client.post(reverse("admin:wiki_page_changelist"), sent)
    assert (answer.status_code, b"cancel-link" in answer.content) == (200, True)
