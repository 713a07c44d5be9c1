"""What somebody did is told, with scripts and without, by keys alone; what axe says of its screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from tests.actions.telling import tell
from tests.actions.undone import picture
from tests.journeys.looks import look
from wiki.actions import pictures, threads, uploading, vetting
from wiki.models import Attachment, Page, Reuse, Suggestion

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]
Logs = Callable[[Tab, Any], None]


@pytest.fixture
def guide(settings: Any, tmp_path: Path) -> dict[str, Page]:
    settings.MEDIA_ROOT = tmp_path
    return factories.guide()


@pytest.fixture
def ada() -> User:
    return factories.person(name="Ada Byron")


@pytest.fixture
def told(guide: dict[str, Page], ada: User) -> Reuse:
    """Several, of which one has a picture and is spoken of."""
    first, second, lessons = guide["advice/first"], guide["advice/second"], guide["lessons"]
    sent = uploading.hold_told(by=ada, name="wall.png", content=picture(800, 300))
    pictures.check_for_a_while(None)
    tell(lessons, by=ada, title="Quarante agents formés", organisation="Centre de gestion", failed="")
    tell(second, by=ada, title="Nous avons décidé de ne pas ouvrir", organisation="Agence", worked="")
    made = tell(
        first,
        lessons,
        by=ada,
        title="Une charte de décision pour le réseau des médiathèques",
        organisation="Communauté de communes",
        happened=date(2026, 2, 1),
        picture=Attachment.objects.get(pk=sent.pk),
        alt="Un tableau au mur",
        link="https://example.org/charte",
    )
    threads.remark(made, by=factories.person(name="Yann"), text="Combien de votes ?", uuid=uuid4())
    return made


@pytest.mark.parametrize("script", [True, False], ids=["script", "bare"])
def test_reuse_is_told_from_its_page_with_two_pages_and_a_picture(
    open_tab: Callable[..., Tab], log_in: Logs, guide: dict[str, Page], ada: User, script: bool
) -> None:
    tab = open_tab(java_script_enabled=script)
    log_in(tab, ada)
    tab.goto("/advice/first/-/credits/")
    tab.get_by_role("link", name="Raconter ce que vous en avez fait").click()
    expect(tab.get_by_role("checkbox", name="First")).to_be_checked()
    tab.get_by_label("En une phrase").fill("Une charte adoptée")
    tab.get_by_label("Ce que vous avez fait").fill("Nous l’avons votée.")
    tab.get_by_label("Une page de plus").select_option(str(guide["advice/second"].pk))
    tab.get_by_role("button", name="Ajouter cette page").click()
    expect(tab.get_by_role("checkbox", name="Second")).to_be_checked()
    expect(tab.get_by_label("En une phrase")).to_have_value("Une charte adoptée")
    file = {"name": "mur.png", "mimeType": "image/png", "buffer": picture()}
    tab.get_by_label("Image (facultatif)").set_input_files([file])
    for label, typed in (("Structure", "Une commune"), ("Ce que montre l’image", "Un mur")):
        tab.get_by_label(label, exact=True).fill(typed)
    tab.get_by_label("Type de structure").select_option("local")
    tab.get_by_role("button", name="Publier le retour").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Une charte adoptée")
    expect(tab.get_by_text("tout le monde lit votre retour")).to_be_visible()
    made = Reuse.objects.get()
    assert [page.title for page in made.pages.order_by("uses__position")] == ["First", "Second"]
    assert made.picture is not None
    tab.goto("/advice/first/")
    tab.get_by_role("link", name="Réutilisée par Une commune").click()
    expect(tab.get_by_role("link", name="Une charte adoptée")).to_be_visible()


def test_what_is_wrong_keeps_the_picture_and_the_words_without_scripts(
    open_tab: Callable[..., Tab], log_in: Logs, guide: dict[str, Page], ada: User, console: list[str]
) -> None:
    tab = open_tab(java_script_enabled=False)
    log_in(tab, ada)
    tab.goto(f"/-/reuses/new/?page={guide['advice/first'].pk}")
    for label in ("En une phrase", "Structure", "Ce que vous avez fait"):
        tab.get_by_label(label, exact=True).fill(f"{label} !")
    tab.get_by_label("Type de structure").select_option("company")
    file = {"name": "mur.png", "mimeType": "image/png", "buffer": picture()}
    tab.get_by_label("Image (facultatif)").set_input_files([file])
    tab.get_by_label("Lien (facultatif)").fill("mediatheques.exemple")
    tab.get_by_role("button", name="Publier le retour").click()
    expect(tab.locator(".wrong li")).to_have_count(2)
    expect(tab.get_by_text("Gardée : mur")).to_be_visible()
    tab.get_by_label("Lien (facultatif)").fill("https://mediatheques.exemple")
    tab.get_by_label("Ce que montre l’image").fill("Un mur")
    tab.get_by_role("button", name="Publier le retour").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("En une phrase !")
    made = Reuse.objects.get()
    assert (made.link, made.alt, made.picture is not None) == ("https://mediatheques.exemple", "Un mur", True)
    assert [said for said in console if "422" not in said] == []
    console.clear()


def test_draft_is_kept_when_one_leaves_the_form(
    open_tab: Callable[..., Tab], log_in: Logs, guide: dict[str, Page], ada: User
) -> None:
    tab = open_tab()
    log_in(tab, ada)
    tab.goto("/-/reuses/new/")
    tab.get_by_label("En une phrase").fill("Une charte")
    tab.get_by_label("Ce qui n’a pas marché").fill("Le temps.")
    expect(tab.locator("[data-draft-state]")).to_contain_text("Brouillon")
    tab.goto("/-/reuses/")
    tab.goto("/-/reuses/new/")
    expect(tab.get_by_label("Ce qui n’a pas marché")).to_have_value("Le temps.")
    expect(tab.get_by_label("En une phrase")).to_have_value("Une charte")


def test_gallery_is_filtered_and_a_reuse_opened_by_keys(
    open_tab: Callable[..., Tab], log_in: Logs, told: Reuse
) -> None:
    tab = open_tab()
    tab.goto("/-/reuses/")
    expect(tab.get_by_role("article")).to_have_count(3)
    tab.get_by_label("Mots").focus()
    tab.keyboard.type("mediatheques")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("article")).to_have_count(1)
    link = tab.get_by_role("article").get_by_role("link")
    link.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text(told.title)
    expect(tab.get_by_role("img", name="Un tableau au mur")).to_be_visible()
    expect(tab.get_by_text("Combien de votes ?")).to_be_visible()


def test_referent_makes_an_example_in_the_editor(
    open_tab: Callable[..., Tab], log_in: Logs, guide: dict[str, Page], told: Reuse
) -> None:
    referent = factories.person(name="Rene Eloy")
    factories.charter(guide["advice"], referent)
    tab = open_tab()
    log_in(tab, referent)
    tab.goto(told.address)
    tab.get_by_role("link", name="En faire un exemple").click()
    expect(tab.get_by_label("Pourquoi ?")).to_have_value(
        f"Un exemple raconté par Ada Byron\u00a0: {told.title}"
    )
    tab.get_by_role("button", name="Envoyer en relecture").click()
    expect(tab.get_by_text("Votre suggestion est envoyée")).to_be_visible()
    assert Suggestion.objects.get().reuse == told


@pytest.mark.drawn
def test_screens_of_reuses_are_flawless(
    open_tab: Callable[..., Tab],
    log_in: Logs,
    guide: dict[str, Page],
    told: Reuse,
    ada: User,
    axe: Any,
    console: list[str],
) -> None:
    long = "A title as long as those that people give to the pages of a guide, which a list is as wide as"
    factories.page(guide["lessons"], "long", title=long)
    tab = open_tab(reduced_motion="reduce")
    tab.goto("/-/reuses/")
    found = look(tab, axe, "gallery")
    tab.goto("/-/reuses/?q=rien")
    found += look(tab, axe, "nothing")
    tab.goto(told.address)
    found += look(tab, axe, "one")
    tab.goto("/advice/first/")
    found += look(tab, axe, "page")
    log_in(tab, ada)
    tab.goto(told.address)
    found += look(tab, axe, "own")
    tab.goto(f"{told.address}edit/")
    found += look(tab, axe, "edit")
    tab.goto("/-/reuses/new/")
    for label in ("En une phrase", "Structure", "Ce que vous avez fait", "Lien (facultatif)"):
        tab.get_by_label(label, exact=True).fill("Mots")
    tab.get_by_label("Type de structure").select_option("local")
    tab.get_by_role("button", name="Publier le retour").click()
    expect(tab.locator(".wrong li")).to_have_count(2)
    console.clear()  # the answer was 422
    found += look(tab, axe, "wrong")
    tab.goto(f"{told.address}withdraw/")
    found += look(tab, axe, "withdraw")
    assert found == []


@pytest.mark.drawn
def test_screens_of_moderators_are_flawless(
    open_tab: Callable[..., Tab], log_in: Logs, told: Reuse, axe: Any
) -> None:
    vetting.flag(told, by=factories.person(), rule="law", reason="It sells.")
    tab = open_tab(reduced_motion="reduce")
    log_in(tab, factories.moderator(name="Mona Olin"))
    tab.goto(f"/-/moderation/reuses/{told.pk}/")
    found = look(tab, axe, "judge")
    tab.goto(f"{told.address}example/")
    found += look(tab, axe, "example")
    tab.goto(f"{told.address}hide/")
    found += look(tab, axe, "hide")
    assert found == []
