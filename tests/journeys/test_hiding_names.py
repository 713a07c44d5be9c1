"""Somebody signs with another name, then with none, in a real browser: strangers read the one that was chosen, or
none, on screens, in old revisions, in feeds and in files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from wiki.actions import pages
from wiki.models import Page, PageRevision

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]

FIRST, SECOND = "Zénaïde Quincampoix", "Anaximandre Vulpin"
SCREENS = ("history/", "authorship/", "credits/", "cite/", "origin/?exact=every%20member%20may")
FILES = ("/deciding/-/feed/", "/-/activity/feed/", "/deciding/-/cite.bib", "/deciding/-/cite.json")


def written(zoe: User) -> list[str]:
    """A page whose second revision is hers; where her name is read on screens."""
    page = factories.page(factories.home(), "deciding", "# Deciding\n\nWho was there may decide.\n")
    source = "# Deciding\n\nWho was there, and every member may decide.\n"
    pages.edit(page, by=zoe, base=page.version, source=source, reason="Members too.")
    page = Page.objects.get(pk=page.pk)
    source = source.replace("there", "present")
    pages.edit(page, by=factories.moderator(), base=page.version, source=source)
    revision = PageRevision.objects.get(id=page.pk, number=2)
    return [
        *(f"/deciding/-/{screen}" for screen in SCREENS),
        f"/deciding/-/revisions/{revision.pk}/",
        "/-/credits/",
        "/-/activity/",
    ]


def sign(tab: Tab, name: str) -> None:
    tab.goto("/accounts/profile/")
    tab.locator("input[name=name]").fill(name)
    tab.get_by_role("button", name="Enregistrer").click()
    expect(tab.locator("input[name=name]")).to_have_value(name)


def read(tab: Tab, screens: list[str]) -> dict[str, str]:
    """What a stranger is told at each address."""
    found = {}
    for screen in screens:
        tab.goto(screen)
        found[screen] = tab.locator("html").inner_html()
    return found | {file: tab.request.get(file).text() for file in FILES}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_name_that_somebody_leaves_is_read_nowhere(
    open_tab: Callable[..., Tab], log_in: Callable[[Tab, Any], None], script: bool
) -> None:
    zoe = factories.moderator(name=FIRST)
    screens = written(zoe)
    own, stranger = open_tab(java_script_enabled=script), open_tab(java_script_enabled=script)
    assert [at for at, text in read(stranger, screens).items() if FIRST not in text] == []
    log_in(own, zoe)
    sign(own, SECOND)
    told = read(stranger, screens)
    assert [at for at, text in told.items() if SECOND not in text or "Quincampoix" in text] == []
    sign(own, "")
    told = read(stranger, screens)
    assert [at for at, text in told.items() if "Vulpin" in text or "Quincampoix" in text] == []
    assert f"Personne n°\u00a0{zoe.pk}" in told[screens[2]].replace("&nbsp;", "\u00a0")
