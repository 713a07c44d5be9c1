"""Editing in a real browser: with and without script, by keyboard, when things go wrong; every screen under axe."""

from collections.abc import Callable

import pytest
from django.conf import settings as site
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import album, factories
from wiki.actions import pages, uploading
from wiki.models import Attachment, Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def guide():
    return factories.guide()


@pytest.fixture
def opened(open_tab, log_in):
    """A tab of somebody who decides."""

    def give(**options):
        tab = open_tab(**options)
        log_in(tab, factories.moderator(name="Ada"))
        return tab

    return give


def button(tab: Tab, name: str):
    return tab.get_by_role("button", name=name, exact=True)


def text_of(path: str) -> str:
    return Page.objects.get(path=path).source


def forgive(console: list[str], *statuses: int) -> None:
    """Browsers tell of a refused form as of an error; these were expected."""
    for status in statuses:
        told = next(said for said in console if f"status of {status}" in said)
        console.remove(told)


@SCRIPTS
def test_page_is_edited_previewed_and_published(guide, opened, script: bool) -> None:
    tab = opened(java_script_enabled=script)
    tab.goto("/advice/first/")
    tab.get_by_role("link", name="Modifier").click()
    tab.locator("#ui-source").fill("# First\n\nA **bold** word.\n")
    button(tab, "Aperçu").click()
    expect(tab.locator("#ui-preview strong")).to_have_text("bold")
    assert tab.locator("#ui-source").input_value() == "# First\n\nA **bold** word.\n"
    tab.locator("#ui-reason").fill("Say more")
    button(tab, "Publier").click()
    expect(tab).to_have_url("/advice/first/")
    expect(tab.get_by_text("La révision 2 est publiée.")).to_be_visible()
    assert text_of("advice/first") == "# First\n\nA **bold** word.\n"


@SCRIPTS
def test_page_is_made_renamed_moved_and_put_away(guide, opened, script: bool) -> None:
    tab = opened(java_script_enabled=script)
    tab.goto("/advice/-/new/")
    tab.locator("#ui-title").fill("Third")
    button(tab, "Garder en brouillon").click()
    expect(tab).to_have_url("/advice/third/")
    tab.goto("/advice/third/-/rename/")
    tab.locator("#ui-slug").fill("three")
    button(tab, "Voir ce qui changerait").click()
    expect(tab.locator("#ui-foreseen")).to_contain_text("1 adresse changerait")
    button(tab, "Renommer").click()
    expect(tab).to_have_url("/advice/three/")
    tab.goto("/advice/three/-/move/")
    tab.locator("#ui-parent").select_option(label="\u00a0" * 4 + "Lessons")
    button(tab, "Déplacer").click()
    expect(tab).to_have_url("/lessons/three/")
    tab.goto("/lessons/three/-/archive/")
    tab.locator("#ui-reason").fill("A trial")
    button(tab, "Archiver").click()
    expect(tab).to_have_url("/lessons/")
    assert Page.objects.get(path="lessons/three").state == "archived"


def titles(tab: Tab) -> list[str]:
    return tab.locator(".order-title").all_inner_texts()


@SCRIPTS
def test_order_is_changed_by_buttons(guide, opened, script: bool) -> None:
    factories.page(guide["advice"], "third")
    tab = opened(java_script_enabled=script)
    tab.goto("/advice/-/order/")
    button(tab, "Monter « Third »").press("Enter")
    expect(tab.locator(".order-title").nth(1)).to_have_text("Third")
    expect(button(tab, "Monter « Third »")).to_be_focused()
    if script:
        expect(tab.locator("[data-order-told]")).to_contain_text(
            "« Third » est maintenant à la place 2 sur 3"
        )
        button(tab, "Enregistrer cet ordre").click()
        expect(tab).to_have_url("/advice/")
    found = Page.objects.filter(parent=guide["advice"]).order_by("position")
    assert list(found.values_list("slug", flat=True)) == ["first", "third", "second"]


def test_order_is_changed_by_dragging_both_ways(guide, opened) -> None:
    for name in ("third", "fourth"):
        factories.page(guide["advice"], name)
    tab = opened()
    tab.goto("/advice/-/order/")
    drag(tab, 0, 2)
    assert titles(tab) == ["Second", "Third", "First", "Fourth"]
    drag(tab, 3, 0)
    assert titles(tab) == ["Fourth", "Second", "Third", "First"]
    button(tab, "Enregistrer cet ordre").click()
    expect(tab).to_have_url("/advice/")
    found = Page.objects.filter(parent=guide["advice"]).order_by("position")
    assert list(found.values_list("slug", flat=True)) == ["fourth", "second", "third", "first"]


def drag(tab: Tab, start: int, end: int) -> None:
    grip, place = (tab.locator(".grip").nth(number).bounding_box() for number in (start, end))
    assert grip
    assert place
    tab.mouse.move(grip["x"] + 10, grip["y"] + 10)
    tab.mouse.down()
    tab.mouse.move(place["x"] + 10, place["y"] + (40 if end > start else 2), steps=12)
    tab.mouse.up()


@SCRIPTS
def test_old_text_is_restored(guide, opened, script: bool) -> None:
    page = guide["advice/first"]
    pages.edit(page, by=SYSTEM, base=0, source="# First\n\nWorse.\n")
    old = PageRevision.objects.get(id=page.pk, number=1).pk
    tab = opened(java_script_enabled=script)
    tab.goto(f"/advice/first/-/restore/{old}/")
    button(tab, "Restaurer ce texte").click()
    expect(tab).to_have_url("/advice/first/")
    assert "Text one." in text_of("advice/first")


@SCRIPTS
def test_picture_is_sent_and_shown(guide, opened, script: bool) -> None:
    tab = opened(java_script_enabled=script)
    tab.goto("/advice/first/-/files/")
    tab.locator("#ui-file").set_input_files(
        {"name": "Un plan.png", "mimeType": "image/png", "buffer": album.png()}
    )
    button(tab, "Envoyer").click()
    expect(tab.get_by_text("« Un-plan.png » est arrivé.")).to_be_visible()
    line = tab.locator(".paste input").input_value()
    made = Attachment.objects.get()
    assert line == "![](/.gitbook/assets/Un-plan.png)"
    expect(tab.locator(f"#ui-file-{made.pk} img")).to_be_visible()


# --- nothing typed is lost ----------------------------------------------------------------------------------


def test_draft_comes_back_and_is_dropped_once_it_is_published(guide, opened) -> None:
    tab = opened()
    tab.goto("/advice/first/-/edit/")
    tab.locator("#ui-source").fill("# First\n\nHalf a sen")
    expect(tab.locator("[data-draft-state]")).to_contain_text("Brouillon gardé")
    tab.goto("/advice/first/")
    tab.goto("/advice/first/-/edit/")
    expect(tab.locator("[data-draft-notice]")).to_be_visible()
    assert tab.locator("#ui-source").input_value() == "# First\n\nHalf a sen"
    button(tab, "Publier").click()
    expect(tab).to_have_url("/advice/first/")
    tab.wait_for_function(
        "localStorage.length === 0 || !Object.keys(localStorage).some(k => k.startsWith('communs-draft'))"
    )
    tab.goto("/advice/first/-/edit/")
    expect(tab.locator("[data-draft-notice]")).to_be_hidden()


def test_draft_is_abandoned(guide, opened) -> None:
    tab = opened()
    tab.goto("/advice/first/-/edit/")
    was = tab.locator("#ui-source").input_value()
    tab.locator("#ui-source").fill("Rubbish")
    expect(tab.locator("[data-draft-state]")).to_contain_text("Brouillon gardé")
    tab.reload()
    button(tab, "Abandonner le brouillon").click()
    assert tab.locator("#ui-source").input_value() == was
    tab.reload()
    expect(tab.locator("[data-draft-notice]")).to_be_hidden()


def test_draft_of_an_older_page_is_offered_and_shows_both_texts(guide, opened, console) -> None:
    tab = opened()
    tab.goto("/advice/first/-/edit/")
    tab.locator("#ui-source").fill("# First\n\nMine.\n")
    expect(tab.locator("[data-draft-state]")).to_contain_text("Brouillon gardé")
    pages.edit(guide["advice/first"], by=SYSTEM, base=0, source="# First\n\nTheirs.\n")
    tab.goto("/advice/first/-/edit/")
    assert tab.locator("#ui-source").input_value() == "# First\n\nTheirs.\n"
    button(tab, "Reprendre mon brouillon").click()
    assert tab.locator("#ui-source").input_value() == "# First\n\nMine.\n"
    button(tab, "Publier").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("La page a changé pendant que vous écriviez")
    assert [tab.locator(f"#{key}").input_value() for key in ("ui-now", "ui-source")] == [
        "# First\n\nTheirs.\n",
        "# First\n\nMine.\n",
    ]
    button(tab, "Publier mon texte à la place").click()
    expect(tab).to_have_url("/advice/first/")
    assert text_of("advice/first") == "# First\n\nMine.\n"
    forgive(console, 409)


@SCRIPTS
def test_session_that_ended_keeps_the_text(guide, opened, console, script: bool) -> None:
    tab = opened(java_script_enabled=script)
    tab.goto("/advice/first/-/edit/")
    tab.locator("#ui-source").fill("# First\n\nLong work.\n")
    tab.context.clear_cookies(name=site.SESSION_COOKIE_NAME)
    button(tab, "Publier").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Reconnectez-vous pour envoyer")
    assert tab.locator("#ui-text").input_value() == "# First\n\nLong work.\n"
    door = tab.locator("main").get_by_role("link", name="Se connecter")
    assert door.get_attribute("href") == "/accounts/login/?next=%2Fadvice%2Ffirst%2F-%2Fedit%2F"
    forgive(console, 403)


def test_form_that_was_too_old_gives_its_text_back(guide, opened, console) -> None:
    tab = opened()
    tab.goto("/advice/first/-/edit/")
    tab.locator("#ui-source").fill("# First\n\nLong work.\n")
    tab.context.clear_cookies(name=site.CSRF_COOKIE_NAME)
    button(tab, "Publier").click()
    tab.wait_for_function("document.title.length > 0 && !document.querySelector('[data-draft]')")
    tab.goto("/advice/first/-/edit/")
    assert tab.locator("#ui-source").input_value() == "# First\n\nLong work.\n"
    button(tab, "Publier").click()
    expect(tab).to_have_url("/advice/first/")
    assert text_of("advice/first") == "# First\n\nLong work.\n"
    forgive(console, 403)


def test_page_above_is_found_by_a_part_of_its_title(guide, opened) -> None:
    factories.page(guide["lessons"], "etude", "# Étude de cas\n")
    tab = opened()
    tab.goto("/advice/first/-/move/")
    tab.locator("#ui-narrow").fill("etude")
    expect(tab.locator("#ui-parent option")).to_have_count(1)
    expect(tab.locator("#ui-narrow-told")).to_have_text("1 page")
    tab.locator("#ui-narrow").press("Enter")
    expect(tab.locator("#ui-parent")).to_be_focused()
    button(tab, "Déplacer").click()
    expect(tab).to_have_url("/lessons/etude/first/")


def test_address_is_proposed_while_the_title_is_typed(guide, opened) -> None:
    tab = opened()
    tab.goto("/advice/-/new/")
    tab.locator("#ui-title").fill("L’été & la forêt")
    expect(tab.locator("#ui-slug")).to_have_attribute("placeholder", "lete-and-la-foret")
    button(tab, "Publier").click()
    expect(tab).to_have_url("/advice/lete-and-la-foret/")


def test_file_that_is_too_heavy_is_told_before_it_is_sent(guide, opened, settings) -> None:
    settings.UPLOAD_MAX_MB = 1
    tab = opened()
    tab.goto("/advice/-/files/")
    heavy = {"name": "big.csv", "mimeType": "text/csv", "buffer": b"x" * 1_000_001}
    tab.locator("#ui-file").set_input_files(heavy)
    expect(tab.locator("[data-upload-told]")).to_contain_text("pèse plus de 1")
    button(tab, "Envoyer").click()
    expect(tab).to_have_url("/advice/-/files/")
    assert Attachment.objects.count() == 0


def test_page_is_made_once_however_often_the_button_is_pressed(guide, opened) -> None:
    tab = opened()
    tab.goto("/advice/-/new/")
    tab.locator("#ui-title").fill("Once")
    button(tab, "Publier").dblclick()
    expect(tab).to_have_url("/advice/once/")
    assert Page.objects.filter(title="Once").count() == 1


def test_wrong_field_has_the_focus(guide, opened, console) -> None:
    tab = opened(java_script_enabled=False)
    tab.goto("/advice/-/new/")
    tab.locator("#ui-title").fill("A")
    tab.locator("#ui-slug").fill("first")
    button(tab, "Publier").click()
    expect(tab.locator("#ui-slug")).to_be_focused()
    expect(tab.locator("#ui-slug")).to_have_attribute("aria-invalid", "true")
    forgive(console, 422)


def test_keyboard_alone_edits_a_page(guide, opened) -> None:
    tab = opened()
    tab.goto("/advice/first/")
    tab.get_by_role("link", name="Modifier").focus()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url("/advice/first/-/edit/")
    tab.locator("#ui-source").focus()
    tab.keyboard.press("Control+End")
    tab.keyboard.type("By keyboard.")
    while tab.evaluate("document.activeElement.value") != "publish":
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url("/advice/first/")
    assert text_of("advice/first").endswith("By keyboard.")


# --- every screen -------------------------------------------------------------------------------------------


@pytest.mark.drawn
def test_every_screen_of_a_gesture_passes_axe_and_scrolls_one_way(
    guide, any_tab: Tab, log_in, axe: Callable[[Tab], list[str]]
) -> None:
    page = guide["advice/first"]
    pages.edit(page, by=SYSTEM, base=0, source="# First\n\n{% hint %}\nNew\n{% endhint %}\n")
    uploading.upload(page, by=SYSTEM, name="a.pdf", content=b"%PDF-1.7")
    old = PageRevision.objects.get(id=page.pk, number=1).pk
    log_in(any_tab, factories.moderator())
    found = {}
    stem = "/advice/first/-/"
    names = ("edit", "new", "rename", "move", "archive", "files", f"restore/{old}")
    for path in ("/advice/first/", "/advice/-/order/", *(f"{stem}{name}/" for name in names)):
        any_tab.goto(path)
        for summary in any_tab.locator("main summary").all():
            summary.click()
        wide = any_tab.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[path] = axe(any_tab) + ["scrolls sideways"] * wide
    assert found == {path: [] for path in found}


@pytest.mark.drawn
def test_every_screen_of_a_refusal_passes_axe(
    guide, any_tab: Tab, log_in, console, axe: Callable[[Tab], list[str]]
) -> None:
    log_in(any_tab, factories.moderator())
    found = {}
    any_tab.goto("/advice/first/-/edit/")
    any_tab.locator("#ui-source").fill("# First\n\nMine. [no](../nowhere/)\n")
    button(any_tab, "Aperçu").click()
    any_tab.wait_for_selector("#ui-preview")
    found["preview"] = axe(any_tab)
    pages.edit(guide["advice/first"], by=SYSTEM, base=0, source="# First\n\nTheirs.\n")
    button(any_tab, "Publier").click()
    any_tab.wait_for_selector(".diverging")
    found["conflict"] = axe(any_tab)
    any_tab.goto("/advice/first/-/edit/")
    any_tab.locator("#ui-title").fill("x" * 9)
    any_tab.locator("#ui-title").evaluate("e => { e.required = false; e.value = ''; }")
    button(any_tab, "Publier").click()
    any_tab.wait_for_selector(".wrong")
    found["wrong"] = axe(any_tab)
    any_tab.context.clear_cookies(name=site.SESSION_COOKIE_NAME)
    any_tab.locator("#ui-title").fill("T")
    button(any_tab, "Publier").click()
    any_tab.wait_for_selector(".kept")
    found["kept"] = axe(any_tab)
    assert found == {name: [] for name in found}
    forgive(console, 409, 422, 403)
