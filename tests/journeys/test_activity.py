"""What happened, filtered and followed to the change; a revision hidden on the way: drawn for all screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.conftest import SCREENS
from tests.journeys.test_about import overflows
from wiki.actions import hiding, pages, threads
from wiki.models import Page, PageRevision

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]
Logs = Callable[[Tab, Any], None]


@pytest.fixture
def page() -> Page:
    """Written five times; a thread, whose words are long."""
    made = factories.page(factories.page(factories.home(), "methods", "# Methods\n"), "deciding")
    dea = factories.moderator(name="Dea Olin")
    for source in ("One.", "Two.", "Rude.", "Mended."):
        made = Page.objects.get(pk=made.pk)
        text = f"# Deciding\n\n{source}\n"
        pages.edit(made, by=dea, base=made.version, source=text, reason=f"Why {source}")
    threads.open(made, by=factories.person(name="Wes"), text=f"{'word ' * 40}{'x' * 90}", uuid=uuid4())
    return Page.objects.get(pk=made.pk)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_what_happened_to_the_change_and_out_of_sight(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page, script: bool
) -> None:
    rude = PageRevision.objects.get(id=page.pk, number=4)
    tab = open_tab(java_script_enabled=script)
    log_in(tab, factories.moderator())
    tab.goto("/-/activity/")
    main = tab.get_by_role("main")
    main.get_by_label("Sujet").select_option("revisions")
    main.get_by_label("Personne").fill("dea olin")
    main.get_by_role("button", name="Filtrer").click()
    expect(main.locator(".day > ul > li")).to_have_count(1)
    main.get_by_text("Et 3 changements antérieurs de cette page").click()
    main.get_by_role("link", name="Révision 4").click()
    main.get_by_role("link", name="Révision 4").first.click()
    main.get_by_role("link", name="Masquer cette révision").click()
    main.get_by_label("Le nom de qui").check()
    main.get_by_label("Pourquoi").fill("It named somebody.")
    main.get_by_role("button", name="Masquer").click()
    expect(tab).to_have_url(f"/methods/deciding/-/revisions/{rude.pk}/")
    expect(main.get_by_text("La révision 4 est masquée.")).to_be_visible()
    expect(main.get_by_role("link", name="Montrer à nouveau cette révision")).to_be_visible()
    reader = open_tab(java_script_enabled=script)
    reader.goto("/methods/deciding/-/history/")
    expect(reader.get_by_role("main")).to_contain_text("Nom masqué")
    expect(reader.get_by_role("main")).not_to_contain_text("Why Rude.")


@pytest.mark.drawn
def test_what_happened_and_what_is_hidden_have_no_fault_of_access(
    open_tab: Callable[..., Tab], axe: Callable[[Tab], list[str]], log_in: Logs, page: Page
) -> None:
    old, rude = (PageRevision.objects.get(id=page.pk, number=number) for number in (2, 4))
    by, here = factories.moderator(), "/methods/deciding/-/"
    hiding.hide(rude, by=by, reason=f"{'word ' * 40}{'x' * 200}", author=True)
    tab, found = open_tab(), dict[tuple[str, str], Any]()
    log_in(tab, by)
    addresses = ["/-/activity/", "/-/activity/?section=0&person=nobody", f"{here}history/"]
    addresses += [f"{here}revisions/{rude.pk}/", f"/-/r/{old.pk}/hide/", f"/-/r/{rude.pk}/show/"]
    for address in addresses:
        tab.goto(address)
        for more in tab.locator("main summary").all():
            more.click()
        for mode, (scheme, size) in SCREENS.items():
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            tab.set_viewport_size(size)
            found[address, mode] = axe(tab), overflows(tab)
    assert found == dict.fromkeys(found, ([], False))
