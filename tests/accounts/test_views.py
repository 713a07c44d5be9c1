"""Coming in, going out, and the first admin's page."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence of mine"
ADMIN = {"email": "ada@example.org", "name": "Ada", "password": PASSWORD, "password_again": PASSWORD}


TOO_SHORT = "Ce mot de passe est trop court. Il doit contenir au minimum 12 caractères."
TOO_CLOSE = "Le mot de passe est trop semblable au champ « adresse électronique »."
NOT_THE_SAME = "Les deux mots de passe diffèrent : saisissez-les de nouveau."


@pytest.fixture(autouse=True)
def no_limit_reached_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def person() -> User:
    made = User.objects.create_user("ada@example.org", PASSWORD, name="Ada")
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


@pytest.fixture
def link() -> str:
    return reverse("first_admin", args=[actions.issue_first_admin_key()])


def log_in(client: Client, password: str = PASSWORD, email: str = "ada@example.org", **more: str):  # noqa: ANN201
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- the first admin ----------------------------------------------------------------------------------------


def test_first_admin_page_makes_the_account_and_lets_in(client: Client, link: str) -> None:
    assert client.get(link).status_code == 200
    answer = client.post(link, ADMIN)
    assert (answer.status_code, answer["Location"], is_in(client)) == (302, "/", True)
    assert client.get("/admin/").status_code == 200


def test_first_admin_page_is_refused_after_use(client: Client, link: str) -> None:
    client.post(link, ADMIN)
    assert [Client().get(link).status_code, Client().post(link, ADMIN).status_code] == [410, 410]


def test_first_admin_page_changes_nothing_by_reading(client: Client, link: str) -> None:
    client.get(link)
    client.head(link)
    assert (User.objects.count(), client.get(link).status_code) == (0, 200)


def test_first_admin_page_needs_its_proof(link: str) -> None:
    assert Client(enforce_csrf_checks=True).post(link, ADMIN).status_code == 403
    assert User.objects.count() == 0


def test_first_admin_page_ignores_fields_it_does_not_have(client: Client, link: str) -> None:
    client.post(link, {**ADMIN, "ghost": "1", "trusted": "1", "id": "77", "is_active": ""})
    person = User.objects.get()
    assert (person.ghost, person.trusted, person.is_active, person.pk != 77) == (False, False, True, True)


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"password": "short", "password_again": "short"}, "password", TOO_SHORT),
        ({"password": "ada@example.org", "password_again": "ada@example.org"}, "password", TOO_CLOSE),
        ({"password_again": "another sentence"}, "password_again", NOT_THE_SAME),
        ({"email": "ada"}, "email", "Saisissez une adresse de courriel valide."),
        ({"name": ""}, "name", "Ce champ est obligatoire."),
    ],
)
def test_first_admin_page_says_what_is_wrong(
    client: Client, link: str, given: dict[str, str], field: str, sentence: str
) -> None:
    answer = client.post(link, {**ADMIN, **given})
    assert answer.status_code == 422
    # Django's own sentences have plain spaces or not, by its release.
    assert [re.sub(r"\s", " ", error) for error in answer.context["form"].errors[field]] == [sentence]
    assert User.objects.count() == 0


def test_first_admin_page_refuses_a_password_that_costs_too_much(client: Client, link: str) -> None:
    long = "a b " * 1025
    answer = client.post(link, {**ADMIN, "password": long, "password_again": long})
    assert answer.context["form"].errors["password"] == [
        "Votre mot de passe doit contenir au plus 4096\u00a0caractères."
    ]


# --- in and out ---------------------------------------------------------------------------------------------


def test_person_logs_in_with_any_case_of_the_address(client: Client, person: User) -> None:
    assert (log_in(client, email="ADA@Example.Org").status_code, is_in(client)) == (302, True)


def test_person_with_a_wrong_password_stays_out(client: Client, person: User) -> None:
    assert (log_in(client, "another sentence of mine").status_code, is_in(client)) == (200, False)


def test_person_who_may_not_log_in_stays_out(client: Client, person: User) -> None:
    User.objects.update(is_active=False)
    log_in(client)
    assert is_in(client) is False


def test_ghost_stays_out_and_gets_no_mail(client: Client) -> None:
    User.objects.create(signature="ghost@example.org", ghost=True, is_active=False)
    log_in(client, "", "ghost@example.org")
    client.post(reverse("account_reset_password"), {"email": "ghost@example.org"})
    assert (is_in(client), mail.outbox) == (False, [])


def test_person_whose_address_is_not_verified_stays_out(client: Client, person: User) -> None:
    EmailAddress.objects.update(verified=False)
    answer = log_in(client)
    assert (answer["Location"], is_in(client)) == (reverse("account_email_verification_sent"), False)
    assert f"{settings.SITE_URL}/accounts/confirm-email/" in mail.outbox[0].body


def test_login_never_leads_off_the_site(client: Client, person: User) -> None:
    for target in ("https://evil.example.org/", "//evil.example.org/", "/\\evil.example.org"):
        client.logout()
        assert log_in(client, next=target)["Location"] == "/"


def test_session_is_new_after_login(client: Client, person: User) -> None:
    client.get(reverse("account_login"))
    before = client.session.session_key
    log_in(client)
    assert client.session.session_key != before


def test_too_many_wrong_passwords_are_refused_with_a_page(client: Client, person: User) -> None:
    answers = [log_in(client, "wrong sentence of mine") for _ in range(6)]
    assert [answer.status_code for answer in answers[:5]] == [200] * 5
    assert is_in(client) is False
    log_in(client)
    assert is_in(client) is False


def test_too_many_attempts_from_one_address_are_refused_with_a_page(client: Client) -> None:
    answers = [log_in(client, email=f"person{number}@example.org") for number in range(31)]
    assert (answers[-1].status_code, answers[-1]["Retry-After"]) == (429, "60")
    assert "Trop de demandes à la fois" in answers[-1].content.decode()


def test_person_logs_out_by_a_form_and_the_browser_forgets(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client) is True
    answer = client.post(reverse("account_logout"))
    assert (is_in(client), answer["Clear-Site-Data"]) == (False, '"cache", "cookies", "storage"')
    assert (
        answer.cookies[settings.SESSION_COOKIE_NAME].value == ""
    )  # no message is left for a session of nobody


def test_nobody_signs_up_yet(client: Client) -> None:
    answers = [
        client.get(reverse("account_signup")),
        client.post(reverse("account_signup"), {"email": "a@b.org"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert User.objects.count() == 0


# --- passwords ----------------------------------------------------------------------------------------------


def test_forgotten_password_is_replaced_through_a_mail_from_the_sites_address(
    client: Client, person: User
) -> None:
    client.post(reverse("account_reset_password"), {"email": "ada@example.org"})
    assert mail.outbox[0].subject == "Choisir un nouveau mot de passe"
    link, *others = re.findall(r"http\S+", mail.outbox[0].body)
    assert (others, "testserver" in mail.outbox[0].body) == ([], False)
    assert link.startswith(f"{settings.SITE_URL}/accounts/password/reset/key/")
    form = client.get(link.removeprefix(settings.SITE_URL), follow=True)
    new = "another long sentence"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new) is True


def test_stranger_is_answered_as_a_person_is_but_gets_no_mail(client: Client) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (answer["Location"], mail.outbox) == (reverse("account_reset_password_done"), [])


def test_person_changes_password_by_giving_the_old_one(client: Client, person: User) -> None:
    log_in(client)
    new = "another long sentence"
    address = reverse("account_change_password")
    client.post(address, {"oldpassword": "wrong", "password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(PASSWORD) is True
    client.post(address, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new) is True


def test_passwords_are_kept_with_argon2() -> None:
    from communs import settings as shipped  # the tests' own hasher is a fast one

    assert shipped.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
