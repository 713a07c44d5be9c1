"""Coming in by a provider: who is let in, whose account it is, what is kept of it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts import departures
from accounts.models import User
from accounts.providers import connecting
from tests import factories
from tests.accounts.coming import CALLBACK, LOGIN, begin, come, configured, consent, proconnect
from tests.accounts.provider import Provider, ec_key, public, rsa_key, running
from wiki.actions import people
from wiki.actions.settings import edit
from wiki.queries.settings import current
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

SIGN_UP, OWN = "/accounts/providers/signup/", "/accounts/security/providers/"
PASSWORD = "a long sentence of mine"


@pytest.fixture
def provider(settings: Any, db: None) -> Iterator[Provider]:
    cache.clear()
    with running() as one:
        one.behaves.person["email_verified"] = True
        settings.OIDC_PROVIDERS = (configured(one),)
        yield one


def typed(**changed: str) -> dict[str, str]:
    return {"name": "Ada", "accepted": "on", "terms": people.terms().version} | changed


def known(person: User, uid: str = "s-1") -> SocialAccount:
    """Somebody who has come by the provider before."""
    return SocialAccount.objects.create(
        user=person, provider="agents", uid=uid, extra_data={"email": person.email}
    )


def is_in(client: Client) -> bool:
    return client.get("/accounts/profile/").status_code == 200


# --- coming in ----------------------------------------------------------------------------------------------


def test_stranger_comes_in_by_a_provider_and_accepts_the_terms(client: Client, provider: Provider) -> None:
    answer = come(client)
    assert answer["Location"] == SIGN_UP
    form = client.get(SIGN_UP).context["form"]
    assert (form["name"].value(), form.verified) == ("Ada Lovelace", "ada@example.org")
    assert User.objects.count() == 0
    answer = client.post(SIGN_UP, typed(email="other@example.org"))
    person = User.objects.get()
    assert (answer["Location"], is_in(client)) == ("/", True)
    assert (person.name, person.email, person.terms_version) == (
        "Ada",
        "ada@example.org",
        people.terms().version,
    )
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("ada@example.org", True, True)
    ]
    assert (person.has_usable_password(), len(mail.outbox)) == (False, 0)


def test_terms_are_to_be_accepted_and_in_their_version(client: Client, provider: Provider) -> None:
    come(client)
    for changed in ({"accepted": ""}, {"terms": "CC-BY-SA-4.0 older"}, {"name": ""}):
        answer = client.post(SIGN_UP, typed(**changed))
        assert len(answer.context["form"].errors) == 1
    assert User.objects.count() == 0


def test_person_comes_back_and_their_session_is_a_new_one(client: Client, provider: Provider) -> None:
    known(factories.person(email="ada@example.org"))
    back = consent(begin(client, next="/accounts/data/"))
    before = client.session.session_key
    answer = client.get(back)
    assert (answer["Location"], is_in(client)) == ("/accounts/data/", True)
    assert client.session.session_key != before
    assert SocialToken.objects.count() == 0


def test_provider_is_asked_what_the_settings_say_and_nothing_of_the_request(
    client: Client, provider: Provider
) -> None:
    client.post(f"{LOGIN}?scope=admin&auth_params=prompt%3Dnone")
    asked = begin(client)
    shown = {name: asked[name] for name in ("client_id", "redirect_uri", "response_type", "scope")}
    assert shown == {
        "client_id": "the-site",
        "redirect_uri": f"http://localhost:8000{CALLBACK}",
        "response_type": "code",
        "scope": "openid email profile",
    }
    assert ("prompt" in asked, "acr_values" in asked, asked["code_challenge_method"]) == (
        False,
        False,
        "S256",
    )
    client.get(consent(asked))
    path, form, authorization = next(one for one in provider.asked if one[0] == "/token")
    assert (form["code_verifier"] != "", "client_secret" in form) == (True, False)
    # By a header unless the provider says that it takes the form; both halves are quoted, for they may hold a colon.
    assert authorization == "Basic dGhlLXNpdGU6YStzZWNyZXQlM0Erb2YrdGhlK3NpdGU="


def test_proconnect_is_spoken_to_as_it_wants(client: Client, provider: Provider, settings: Any) -> None:
    settings.OIDC_PROVIDERS = (proconnect(provider),)
    provider.behaves.discovery["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    provider.behaves.person = {
        "sub": "s-1",
        "email": "ada@example.org",
        "given_name": "Ada",
        "usual_name": "Lovelace",
    }
    asked = begin(client)
    assert sorted(asked) == sorted(
        ["", "?", "acr_values", "client_id", "nonce", "redirect_uri", "response_type", "scope", "state"]
    )
    assert (asked["acr_values"], len(asked["state"]) >= 32, len(asked["nonce"]) >= 32) == (
        "eidas1",
        True,
        True,
    )
    assert client.get(consent(asked))["Location"] == SIGN_UP
    form = client.get(SIGN_UP).context["form"]
    assert (form["name"].value(), form.verified) == ("Ada Lovelace", "ada@example.org")
    assert next(form for path, form, _ in provider.asked if path == "/token")["client_secret"] != ""


def test_session_begun_by_proconnect_ends_there_too(
    client: Client, provider: Provider, settings: Any
) -> None:
    settings.OIDC_PROVIDERS = (proconnect(provider),)
    known(factories.person())
    come(client)
    answer = client.post("/accounts/logout/")
    page = answer.content.decode()
    assert f'content="0; url={provider.issuer}/logout?id_token_hint=ey' in page
    assert "&amp;post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8000%2F&amp;state=" in page
    assert (is_in(client), answer.has_header("Clear-Site-Data")) == (False, True)


def test_person_goes_out_here_though_the_provider_is_away(
    client: Client, provider: Provider, settings: Any
) -> None:
    settings.OIDC_PROVIDERS = (proconnect(provider),)
    known(factories.person())
    come(client)
    cache.clear()
    provider.behaves.otherwise["/.well-known/openid-configuration"] = (503, "text/plain", b"")
    assert (client.post("/accounts/logout/")["Location"], is_in(client)) == ("/", False)


def test_keys_that_changed_are_asked_for_anew(client: Client, provider: Provider) -> None:
    known(factories.person())
    come(client)
    provider.behaves.key, provider.behaves.kid = ec_key(), "two"
    provider.behaves.algorithm, provider.behaves.keys = "ES256", [public(ec_key(), "two", "ES256")]
    other = Client()
    come(other)
    assert is_in(other)
    provider.behaves.kid = None
    provider.behaves.algorithm, provider.behaves.key = "RS256", rsa_key()
    provider.behaves.keys = [public(rsa_key(), "three", "RS256")]
    third = Client()
    come(third)
    assert is_in(third)


# --- whose account ------------------------------------------------------------------------------------------


def test_unverified_address_of_an_account_opens_nothing_and_tells_nothing(
    client: Client, provider: Provider
) -> None:
    owner = factories.person(email="ada@example.org", is_superuser=True)
    for unverified in (False, "false", None, 1, "yes"):
        provider.behaves.person["email_verified"] = unverified
        other = Client()
        assert come(other)["Location"] == SIGN_UP
        assert other.get(SIGN_UP).context["form"].verified == ""
        answer = other.post(SIGN_UP, typed(email="ada@example.org"))
        assert (answer["Location"], is_in(other)) == ("/accounts/confirm-email/", False)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
    assert {(letter.subject, *letter.to) for letter in mail.outbox} == {
        ("Vous avez déjà un compte", owner.email)
    }


def test_verified_address_of_an_account_asks_its_owner_to_log_in_first(
    client: Client, provider: Provider
) -> None:
    factories.person(email="ada@example.org")
    answer = come(client)
    assert (answer.status_code, is_in(client)) == (409, False)
    assert "?next=/accounts/security/providers/" in answer.content.decode()
    assert (client.get(SIGN_UP)["Location"], SocialAccount.objects.count()) == ("/accounts/login/", 0)


def test_address_is_believed_only_from_where_it_is_said_to_be_verified(
    client: Client, provider: Provider
) -> None:
    provider.behaves.token = {"email": "ada@example.org", "email_verified": True}
    provider.behaves.person = {"sub": "s-1", "email": "victim@example.org"}
    come(client)
    form = client.get(SIGN_UP).context["form"]
    assert (form.verified, form["email"].value()) == ("", "victim@example.org")


def test_address_that_is_not_verified_is_confirmed_by_mail(client: Client, provider: Provider) -> None:
    del provider.behaves.person["email_verified"]
    come(client)
    answer = client.post(SIGN_UP, typed(email="ada@example.net"))
    assert (answer["Location"], is_in(client)) == ("/accounts/confirm-email/", False)
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("ada@example.net", False)]
    assert [letter.to for letter in mail.outbox] == [["ada@example.net"]]


def test_whoever_comes_with_a_verified_address_is_given_what_its_ghost_wrote(
    client: Client, provider: Provider
) -> None:
    ghost = User.objects.create(signature="ada@example.org", name="A. L.", ghost=True, is_active=False)
    home = factories.home()
    home.history.update(history_user=ghost, co_authors=[{"name": "A. L.", "person": ghost.pk}])
    come(client)
    client.post(SIGN_UP, typed())
    person = User.objects.get()
    revision = home.history.get()
    assert (revision.history_user, revision.co_authors) == (person, [{"name": "Ada", "person": person.pk}])


def test_site_that_is_closed_makes_no_account_but_lets_its_people_in(
    client: Client, provider: Provider
) -> None:
    site = current()
    edit(site, by=SYSTEM, base=site.version, sign_up="closed")
    assert come(client).templates[0].name == "account/signup_closed.html"
    assert client.post(SIGN_UP, typed()).status_code == 302
    assert User.objects.count() == 0
    known(factories.person())
    come(client)
    assert is_in(client)


def test_account_that_is_closed_stays_closed(client: Client, provider: Provider) -> None:
    known(factories.person(is_active=False))
    assert come(client)["Location"] == "/accounts/inactive/"
    assert not is_in(client)


def test_those_who_decide_owe_a_second_step_by_a_provider_too(
    client: Client, provider: Provider, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    root = factories.admin()
    known(root)
    come(client)
    assert client.get("/admin/")["Location"] == "/accounts/security/"
    Authenticator.objects.create(user=root, type=Authenticator.Type.TOTP, data={"secret": "x"})
    other = Client()
    assert come(other)["Location"].startswith("/accounts/login/second-step/")
    assert not is_in(other)


def test_same_form_sent_twice_makes_one_account(client: Client, provider: Provider) -> None:
    come(client)
    known(factories.person())  # what the other sending made meanwhile
    assert client.post(SIGN_UP, typed())["Location"] == "/accounts/login/"
    assert User.objects.count() == 1


# --- connecting ---------------------------------------------------------------------------------------------


@pytest.fixture
def ada(client: Client, provider: Provider) -> User:
    person = factories.person(email="ada@example.org", name="Ada")
    person.set_password(PASSWORD)
    person.save()
    client.force_login(person)
    return person


def confirm(client: Client) -> Any:
    return client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_person_connects_a_provider_after_their_password(client: Client, ada: User) -> None:
    assert come(client, process="connect")["Location"] == "/accounts/reauthenticate/"
    assert SocialAccount.objects.count() == 0
    assert confirm(client)["Location"] == OWN
    assert list(SocialAccount.objects.values_list("user", "uid")) == [(ada.pk, "s-1")]
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [
        ("Agents a été relié à votre compte", ["ada@example.org"])
    ]
    page = client.get(OWN)
    assert [(one.name, one.email) for one in page.context["held"]] == [("Agents", "ada@example.org")]
    assert (page.context["others"], "Vous pouvez désormais" in page.content.decode()) == ([], True)


def test_account_elsewhere_of_somebody_else_is_not_taken(client: Client, ada: User) -> None:
    other = factories.person()
    known(other)
    come(client, process="connect")
    confirm(client)
    assert SocialAccount.objects.get().user == other
    assert "quelqu’un d’autre" in client.get(OWN).content.decode()


def test_stranger_connects_nothing(client: Client, provider: Provider) -> None:
    answer = come(client, process="connect")
    assert client.get(answer["Location"])["Location"].startswith("/accounts/login/")
    assert SocialAccount.objects.count() == 0


def test_person_takes_a_provider_away_after_their_password(client: Client, ada: User) -> None:
    account = known(ada)
    assert client.post(OWN, {"account": account.pk})["Location"].startswith("/accounts/reauthenticate/")
    assert SocialAccount.objects.count() == 1
    client.post(f"/accounts/reauthenticate/?next={OWN}", {"password": PASSWORD})
    assert SocialAccount.objects.count() == 0
    assert mail.outbox[0].subject == "Agents a été retiré de votre compte"


def test_last_way_in_is_not_taken_away(client: Client, provider: Provider, settings: Any) -> None:
    ada = factories.person()
    ada.set_unusable_password()
    ada.save()
    account, gone = known(ada), SocialAccount.objects.create(user=ada, provider="gone", uid="s-1")
    client.force_login(ada)
    answer = client.post(OWN, {"account": account.pk})
    assert (answer.status_code, answer.context["refused"]) == (409, account.pk)
    # A provider that the settings name no more lets nobody in; it may go, and its name is all that is known.
    assert client.post(OWN, {"account": gone.pk})["Location"] == OWN
    Authenticator.objects.create(user=ada, type=Authenticator.Type.WEBAUTHN, data={})
    assert SocialAccount.objects.get() == account


def test_account_elsewhere_of_another_is_not_taken_away(client: Client, ada: User) -> None:
    account = known(factories.person())
    for given in (account.pk, 0, -1, 2**63, "x", "²", ""):
        assert client.post(OWN, {"account": given}).status_code == 404
    with pytest.raises(PermissionDenied):
        connecting.disconnect(account, by=ada)
    assert SocialAccount.objects.count() == 1


def test_accounts_elsewhere_are_taken_away_and_erased_with_all_else(client: Client, ada: User) -> None:
    known(ada)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.post("/accounts/data/export/").streaming_content)))
    told = json.loads(archive.read("data.json"))["account"]["accounts_elsewhere"]
    assert [(one["provider"], one["uid"], one["extra_data"]) for one in told] == [
        ("agents", "s-1", {"email": "ada@example.org"})
    ]
    row = "Comptes d’ailleurs : leur fournisseur"
    assert row in client.get("/accounts/data/").content.decode().replace("\u00a0", " ")
    departures.erase(ada)
    assert SocialAccount.objects.count() == 0


# --- offered ------------------------------------------------------------------------------------------------


def test_provider_that_is_taken_out_meanwhile_leaves_no_door_open(
    client: Client, provider: Provider, settings: Any
) -> None:
    come(client)
    settings.OIDC_PROVIDERS = ()
    assert client.get(SIGN_UP)["Location"] == "/accounts/login/"


def test_providers_are_offered_where_one_comes_in(client: Client, provider: Provider) -> None:
    for address in ("/accounts/login/", "/accounts/signup/"):
        assert f'action="{LOGIN}"' in client.get(address).content.decode()
    assert client.get(LOGIN).templates[0].name == "socialaccount/login.html"
    client.force_login(factories.person())
    assert OWN in client.get("/accounts/security/").content.decode()
