"""The texts that come with the code: what they say of the site is what the site does, in each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from accounts import displaying
from communs.messages import SafeCookie
from wiki.actions.settings import Text, text
from wiki.models import SiteSettings

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def source(language: str, key: str) -> str:
    return (Path(settings.DEFAULT_TEXTS) / language / f"{key}.md").read_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_privacy_names_each_cookie_that_is_set(language: str) -> None:
    told = re.findall(r"^\| `(\w+)` \|", source(language, "privacy"), re.MULTILINE)
    names = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, SafeCookie.cookie_name, displaying.COOKIE
    assert told == [name.removeprefix("__Host-") for name in names]


@pytest.mark.parametrize(("language", "days"), [("fr", "sept jours"), ("en", "seven days")])
def test_privacy_tells_the_delay_of_erasure(language: str, days: str) -> None:
    assert settings.ERASURE_DAYS == 7
    rights = source(language, "privacy").rpartition("\n## ")[2]
    assert (days in rights, "(/accounts/data/)" in rights) == (True, True)


@pytest.mark.parametrize(("language", "words"), [("fr", "«\u00a0Signaler\u00a0»"), ("en", "“Report”")])
def test_rules_tell_how_comments_are_reported(language: str, words: str) -> None:
    assert words in source(language, "rules")


@pytest.mark.django_db
def test_privacy_leads_to_ones_own_data() -> None:
    told: Text = text(SiteSettings(), "privacy")
    assert 'href="/accounts/data/"' in told.html
