"""The headers of SECURITY, section 3, on pages, forms, static files and with the settings of production."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User

ROOT = Path(__file__).parents[2]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "manifest-src": "'self'",
    "media-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "https://www.youtube-nocookie.com https://player.vimeo.com",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
SAID = {
    "Content-Security-Policy-Report-Only": "require-trusted-types-for 'script'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
PRODUCTION = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
site = {"headers": {"host": "guide.example.org", "x-forwarded-proto": "https"}}
plain = Client().get("/accounts/inactive/", headers={"host": "guide.example.org"})
secure = Client(raise_request_exception=False).get("/accounts/first-admin/", **site)
print(json.dumps({
    "redirect": [plain.status_code, plain["Location"]],
    "hsts": secure.headers.get("Strict-Transport-Security"),
    "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
    "hosts": settings.ALLOWED_HOSTS,
}))
"""


def policy_of(header: str) -> dict[str, str]:
    return dict(rule.strip().split(" ", 1) for rule in header.split(";"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/accounts/login/", "/accounts/nowhere/", "/admin/", "/static/css/base.css"]
)
def test_answers_carry_the_headers_of_safety(client: Client, address: str) -> None:
    answer = client.get(address)
    assert policy_of(answer["Content-Security-Policy"]) == POLICY
    assert {name: answer[name] for name in SAID} == SAID
    assert "camera=()" in answer["Permissions-Policy"].split(", ")
    answer.close()


@pytest.mark.django_db
def test_reader_gets_no_cookie(client: Client) -> None:
    assert [dict(client.get(address).cookies) for address in ("/", "/nowhere/", "/admin/")] == [{}, {}, {}]


@pytest.mark.django_db
def test_answer_does_not_depend_on_the_language_of_the_browser(client: Client) -> None:
    answers = [
        client.get("/accounts/signup/", headers={"accept-language": code}) for code in ("fr", "en", "de")
    ]
    assert [answer["Content-Language"] for answer in answers] == ["fr", "fr", "fr"]
    assert ["Accept-Language" in answer.get("Vary", "") for answer in answers] == [False, False, False]


@pytest.mark.django_db
def test_person_reads_the_interface_in_the_chosen_language(client: Client) -> None:
    client.force_login(User.objects.create_user("ada@example.org", "a long sentence of mine", language="en"))
    answer = client.get("/accounts/password/change/")
    assert (answer["Content-Language"], "Change your password" in answer.content.decode()) == ("en", True)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"])
def test_forms_are_never_kept(client: Client, address: str) -> None:
    assert "no-store" in client.get(address)["Cache-Control"]


def test_production_settings_follow_from_the_address(tmp_path: Path) -> None:
    """In a process of its own: settings are read once."""
    environment = {
        "PATH": os.environ["PATH"],
        "COMMUNS_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "communs.settings",
        "SITE_URL": "https://guide.example.org",
    }
    made = subprocess.run(
        [sys.executable, "-c", PRODUCTION],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout) == {
        "redirect": [301, "https://guide.example.org/accounts/inactive/"],
        "hsts": "max-age=31536000",
        "cookies": ["__Host-session", "__Host-csrf"],
        "secure": [True, True],
        "hosts": ["guide.example.org"],
    }
