"""The past, the credits and the citation of a page in a real browser: by keyboard, with and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from tests import factories
from wiki.actions import pages
from wiki.models import PageRevision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


def past() -> dict[int, int]:
    """A page that two people wrote, one change of spelling among others; its revisions by number."""
    page = factories.guide()["advice/first"]
    ada, ben = factories.moderator(name="Ada Lovelace"), factories.moderator(name="Benoît Côme")
    texts = ["Un bien comun.", "Un bien commun.", "Un bien commun qui est partagé."]
    for base, (text, by) in enumerate(zip(texts, [ada, ben, ben], strict=True)):
        pages.edit(page, by=by, base=base, source=f"# First\n\n## One\n\n{text}\n", reason=f"Raison {base}")
    return dict(PageRevision.objects.filter(id=page.pk).values_list("number", "history_id"))


def test_arrows_lead_from_revision_to_revision_and_from_change_to_change(tab: Tab) -> None:
    known = past()
    tab.goto(f"/advice/first/-/revisions/{known[2]}/")
    expect(tab.get_by_text("Les flèches gauche et droite")).to_be_visible()
    tab.keyboard.press("ArrowRight")
    expect(tab).to_have_url(f"/advice/first/-/revisions/{known[3]}/")
    tab.keyboard.press("ArrowLeft")
    expect(tab).to_have_url(f"/advice/first/-/revisions/{known[2]}/")
    tab.keyboard.press("ArrowLeft")
    expect(tab).to_have_url(f"/advice/first/-/revisions/{known[1]}/")
    tab.goto(f"/advice/first/-/compare/{known[1]}/{known[2]}/")
    tab.keyboard.press("ArrowRight")
    expect(tab).to_have_url(f"/advice/first/-/compare/{known[2]}/{known[3]}/")


@SCRIPTS
def test_reader_unfolds_what_is_minor_and_compares_it(open_tab: Callable[..., Tab], script: bool) -> None:
    known = past()
    tab = open_tab(java_script_enabled=script)
    tab.goto("/advice/first/-/history/")
    expect(tab.get_by_role("link", name="Révision 3", exact=True)).to_be_hidden()
    tab.get_by_text("Révision 3, mineure").click()
    tab.get_by_role("radio", name="Comparer depuis la révision 3").check()
    tab.get_by_role("button", name="Comparer").click()
    expect(tab).to_have_url(f"/advice/first/-/compare/{known[3]}/{known[4]}/")


def cite(tab: Tab) -> Locator:
    """Ask for the whole citation from the panel of a page, which brings it or leads to its screen."""
    tab.get_by_role("button", name="Citer, emporter").click()
    panel = tab.get_by_role("dialog", name="Citer, emporter")
    panel.get_by_role("link", name="Avec ses auteurs, pour BibTeX et CSL-JSON").click()
    return panel


@SCRIPTS
def test_reader_cites_and_reads_who_wrote(open_tab: Callable[..., Tab], script: bool) -> None:
    past()
    tab = open_tab(java_script_enabled=script)
    tab.goto("/advice/first/")
    panel = cite(tab)
    if script:
        expect(panel.get_by_role("button", name="Copier le texte")).to_be_visible()
        tab.keyboard.press("Escape")
        expect(panel).to_be_hidden()
    else:
        expect(tab).to_have_url("/advice/first/-/cite/")
        expect(tab.locator(".cite").first).to_contain_text("Ada Lovelace, Benoît Côme, «\u00a0First\u00a0»")
        tab.goto("/advice/first/")
    tab.locator(".page-ends").get_by_role("link", name="Qui a écrit cette page").click()
    expect(tab.locator(".credits").first.get_by_role("link")).to_have_text(["Ada Lovelace", "Benoît Côme"])


def test_panel_brings_the_other_version_and_its_files(tab: Tab) -> None:
    past()
    tab.goto("/advice/first/")
    panel = cite(tab)
    panel.get_by_role("link", name="La page, dans son état le plus récent").click()
    expect(panel.locator(".cite").first).to_contain_text("consultée le")
    panel.get_by_text("BibTeX", exact=True).first.click()
    with tab.expect_download() as taken:
        panel.get_by_role("link", name=".bib").click()
    assert taken.value.suggested_filename == "communs-first.bib"


@pytest.mark.drawn
def test_screens_and_panels_pass_axe_and_scroll_nowhere_sideways(
    any_tab: Tab, axe: Callable[[Tab], list[str]]
) -> None:
    known = past()
    found = {}
    for end in ("history/", "credits/", "cite/", f"revisions/{known[2]}/", f"compare/{known[1]}/{known[2]}/"):
        any_tab.goto(f"/advice/first/-/{end}")
        for summary in any_tab.locator("main summary:not(.gap > *)").all():
            summary.click()
        found[end] = axe(any_tab)
        assert any_tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), end
    any_tab.goto("/-/credits/")
    found["site"] = axe(any_tab)
    any_tab.goto("/advice/first/")
    panel = cite(any_tab)
    expect(panel.get_by_role("button", name="Copier le lien permanent")).to_be_visible()
    found["panel"] = axe(any_tab)
    assert found == {screen: [] for screen in found}
