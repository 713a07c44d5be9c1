"""The operators' windows show pages and history, and open no back door to them."""

import pytest
from django.urls import reverse

from tests import factories
from wiki.models import Page, PageRevision, Redirect

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


@pytest.mark.parametrize("who", [factories.admin, factories.moderator])
@pytest.mark.parametrize("model", ["page", "pagerevision", "redirect"])
def test_window_shows_its_list_and_each_thing(client, who, model):
    pk = addresses()[model]
    client.force_login(who())
    for view, args in (("changelist", []), ("change", [pk])):
        assert client.get(reverse(f"admin:wiki_{model}_{view}", args=args)).status_code == 200
    assert client.get(reverse(f"admin:wiki_{model}_changelist"), {"q": "a"}).status_code == 200


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
