"""What a moderator reads in the administration: no address, password, role or key, by whatever way they ask."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.views.world import World, build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
# What a lookup could ask of people letter by letter, were it let.
ASKED = (
    "author__email__contains",
    "author__password__startswith",
    "author__is_superuser",
    "author__moderator__exact",
    "by__email__startswith",
    "by__is_superuser__exact",
    "by__emailaddress__email__contains",
    "history_user__email__contains",
    "comment__author__email__contains",
    "thread__author__email__contains",
    "page__threads__author__email__contains",
    "by__authenticator__data__contains",
)
HIDDEN_WORDS = ("@example.org", "argon2", "md5$", "is_superuser", "user_permissions", "totp")


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return build()


@pytest.fixture
def moderator(world: World) -> Client:
    client = Client()
    client.force_login(world.person("MO"))
    return client


def name_of(model):
    return f"{model._meta.app_label}_{model._meta.model_name}"


def windows(client):
    """Those that open to this reader."""
    every = {model: reverse(f"admin:{name_of(model)}_changelist") for model in admin.site._registry}
    return {model: address for model, address in every.items() if client.get(address).status_code == 200}


def test_moderator_has_windows_and_none_of_them_is_about_accounts(moderator):
    opened = {model._meta.label for model in windows(moderator)}
    assert len(opened) >= 9
    assert opened & {"accounts.User", "account.EmailAddress", "mfa.Authenticator", "wiki.Import"} == set()
    assert {label.split(".")[0] for label in opened} == {"wiki"}


def test_no_screen_shows_an_address_a_password_or_a_role(moderator):
    shown = ["/admin/", "/admin/wiki/"]
    for model, address in windows(moderator).items():
        pks = list(model._default_manager.values_list("pk", flat=True)[:5])
        shown += [address, f"{address}?q=a", f"{address}?_facets=True", f"{address}?_popup=1"]
        for view in ("change", "history"):
            shown += [reverse(f"admin:{name_of(model)}_{view}", args=[pk]) for pk in pks]
    told = {}
    for address in shown:
        answer = moderator.get(address)
        assert answer.status_code == 200, address
        body = answer.content.decode()
        told[address] = [word for word in HIDDEN_WORDS if word in body]
    assert {address: words for address, words in told.items() if words} == {}


def test_no_list_answers_what_it_is_asked_of_people(moderator):
    """A question that is let through would be answered by how many rows there are."""
    for model, address in windows(moderator).items():
        whole = moderator.get(address).context
        rows = len(whole["cl"].result_list) if "cl" in whole else None
        for lookup in ASKED:
            answer = moderator.get(address, {lookup: "o"})
            if rows is None:  # no list of Django's: it reads no question at all
                continue
            refused = answer.status_code == 400 or (answer.status_code, answer.get("Location")) == (
                302,
                f"{address}?e=1",
            )
            assert refused, (model, lookup)


def test_search_of_a_list_finds_nobody_by_their_address(moderator, world):
    address = User.objects.get(pk=world.people["other"]).email
    for model, place in windows(moderator).items():
        answer = moderator.get(place, {"q": address})
        assert "cl" not in answer.context or answer.context["cl"].result_count == 0, model


def test_nobody_is_chosen_by_another_field_nor_by_autocomplete(moderator, world):
    asked = {"app_label": "wiki", "model_name": "comment", "field_name": "author", "term": "o"}
    assert moderator.get(reverse("admin:autocomplete"), asked).status_code == 403
    for model, address in windows(moderator).items():
        answer = moderator.get(address, {"_to_field": "author__password", "_popup": "1"})
        assert answer.status_code in (200, 400), model
        assert [word for word in HIDDEN_WORDS if word in answer.content.decode()] == [], model


@pytest.mark.parametrize("who", ["aide", "chief", "other", "MO"])
def test_account_is_neither_read_nor_written_by_a_moderator(moderator, world, who):
    pk = world.people[who]
    before = User.objects.filter(pk=pk).values().get()
    for view, args in (
        ("changelist", []),
        ("change", [pk]),
        ("history", [pk]),
        ("delete", [pk]),
        ("add", []),
    ):
        address = reverse(f"admin:accounts_user_{view}", args=args)
        sent = {
            "is_superuser": "on",
            "moderator": "on",
            "groups": "1",
            "email": "x@example.org",
            "post": "yes",
        }
        assert [moderator.get(address).status_code, moderator.post(address, sent).status_code] == [403, 403]
    bulk = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    assert moderator.post(reverse("admin:accounts_user_changelist"), bulk).status_code == 403
    assert User.objects.filter(pk=pk).values().get() == before
