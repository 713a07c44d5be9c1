"""Reported, hidden, contested, shown again by another; warned, suspended and told so; what axe says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from tests.journeys.test_about import overflows
from tests.journeys.test_administration import look
from wiki.actions import flagging, measures, moderation, threads
from wiki.forms.reasons import CONTESTED, told_in
from wiki.models import Comment, Measure, ModerationEntry, Page, Suggestion
from wiki.models.measure import Kind
from wiki.queries import people, queue

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]
Logs = Callable[[Tab, Any], None]
Look = Callable[[Tab], list[str]]


@pytest.fixture
def page() -> Page:
    return factories.guide()["lessons"]


def said(page: Page, by: Any, text: str = "Rude words, as always.") -> Comment:
    return threads.open(page, by=by, text=text, uuid=uuid4())


def test_reported_comment_is_hidden_contested_and_shown_again_by_another(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page
) -> None:
    author, decides, other = factories.person(), factories.moderator(), factories.moderator()
    said(page, author)
    reader = open_tab()
    log_in(reader, factories.person())
    reader.goto(page.address)
    reader.get_by_role("link", name="Signaler", exact=True).first.click()
    reader.get_by_label("Attaque contre une personne").check()
    reader.get_by_label("Un mot d’explication").fill("It aims at me.")
    reader.get_by_role("button", name="Signaler").click()
    expect(reader.get_by_text("Merci")).to_be_visible()

    first = open_tab()
    log_in(first, decides)
    first.goto("/-/moderation/")
    first.locator(".queue-row").first.click()
    expect(first.locator("#ui-flags + ul")).to_contain_text("Attaque contre une personne")
    first.locator("select[name=because]").select_option("person")
    first.get_by_role("button", name="Masquer").click()
    expect(first.get_by_text("Le commentaire est masqué")).to_be_visible()

    own = open_tab()
    log_in(own, author)
    own.goto("/")
    own.get_by_role("complementary", name="Décisions me concernant").get_by_role("link").click()
    expect(own.locator(".own-measures")).to_contain_text("Rude words, as always.")
    own.get_by_role("link", name="Contester").click()
    own.get_by_label("Pourquoi est-elle injuste").fill("It is a quote of the page.")
    own.get_by_role("button", name="Envoyer").click()
    own.get_by_role("button", name="J’ai lu").click()
    expect(own.get_by_role("complementary", name="Décisions me concernant")).to_be_hidden()

    first.goto("/-/moderation/?show=contested")
    expect(first.locator(".queue-row")).to_have_count(0)
    second = open_tab()
    log_in(second, other)
    second.goto("/-/moderation/?show=contested")
    second.locator(".queue-row").click()
    expect(second.locator(".queue-card")).to_contain_text("It is a quote of the page.")
    second.get_by_label("Votre réponse").fill("It is one, indeed.")
    second.get_by_role("button", name="L’annuler").click()
    expect(second.get_by_text("La décision est annulée")).to_be_visible()

    own.goto("/-/measures/")
    expect(own.locator(".own-measures")).to_contain_text("It is one, indeed.")
    reader.goto(page.address)
    expect(reader.get_by_text("Rude words, as always.")).to_be_visible()
    told = list(ModerationEntry.objects.order_by("pk").values_list("action", "by"))
    assert told == [("comment.hide", decides.pk), ("measure.overturn", other.pk)]


def test_whoever_is_suspended_reads_why_and_may_write_nothing_until_it_is_taken_back(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page, console: list[str]
) -> None:
    author, decides = factories.person(name="Ana Bel"), factories.moderator()
    comment = said(page, author)
    moderation.flag(comment, by=factories.person(), reason="It is rude.")
    own = open_tab()
    log_in(own, author)
    first = open_tab()
    log_in(first, decides)
    first.goto(f"/-/moderation/{comment.pk}/")
    first.get_by_role("link", name="Avertir, suspendre, bannir").click()
    expect(first.get_by_role("heading", name="Ana Bel")).to_be_visible()
    first.get_by_label("Suspendre").check()
    first.locator("select[name=days]").select_option("3")
    first.locator("select[name=because]").select_option("person")
    expect(first.locator("form[data-triage-form] textarea")).not_to_have_value("")
    first.get_by_role("button", name="Décider, et dire pourquoi").click()
    expect(first.locator(".decisions")).to_contain_text("Suspension")

    own.goto(page.address)
    expect(own.get_by_role("complementary", name="Décisions me concernant")).to_contain_text("suspendu")
    answer = own.request.get("/lessons/-/threads/new/")
    assert answer.status == 403
    assert "suspendu jusqu’au" in answer.text()
    first.get_by_role("link", name="Lever").click()
    first.locator("textarea[name=reason]").fill("It was a quote.")
    first.get_by_role("button", name="Lever").click()
    expect(first.locator(".decisions")).to_contain_text("It was a quote.")
    own.goto("/lessons/-/threads/new/")
    expect(own.get_by_label("Votre commentaire")).to_be_visible()
    assert not User.objects.get(pk=author.pk).is_barred


def test_page_suggestion_and_person_are_reported_without_script(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page
) -> None:
    author = factories.person(name="Ana Bel")
    said(page, author)
    made = factories.suggestion(page, ("Lessons", "Advertisements"), by=author)
    tab = open_tab(java_script_enabled=False)
    log_in(tab, factories.person())
    for address in (
        f"{page.address}-/flag/",
        f"/-/suggestions/{made.pk}/",
        f"/-/people/{people.name_of(author)}/",
    ):
        tab.goto(address)
        if not address.endswith("/flag/"):
            tab.locator("main").get_by_role("link", name="Signaler").last.click()
        tab.get_by_label("Publicité").check()
        tab.locator("main form button[type=submit]").click()
    assert queue.count(factories.moderator()) == 3


@pytest.mark.drawn
def test_screens_of_measures_have_no_fault_of_access(
    any_tab: Tab, axe: Look, log_in: Logs, page: Page, console: list[str]
) -> None:
    author, decides = factories.person(name="Ana Bel", bio="I sell things."), factories.moderator()
    comment, _kept = said(page, author), said(page, author, "Something kinder.")
    made = factories.suggestion(page, ("Lessons", "Advertisements"), by=author)
    for it in (page, made, author):
        flagging.flag(it, by=factories.person(), rule="advertising", reason="It sells something.")
    held = factories.suggestion(page, ("Lessons", "Casino"))
    Suggestion.objects.filter(pk=held.pk).update(held_for="word casino")
    moderation.hide(comment, by=decides, reason="It is rude.")
    warned = measures.take(author, by=decides, kind=Kind.WARN, reason="It is too much, once more.")
    measures.contest(warned, by=author, words="It was not me, and I can prove it.")
    flagging.flag(author, by=factories.person(), rule="person")
    suspended = measures.take(author, by=decides, kind=Kind.BAN, reason="Enough is enough.")
    log_in(any_tab, factories.moderator())
    found = {}
    for address in (
        "/-/moderation/",
        "/-/moderation/?show=decided",
        f"/-/moderation/suggestions/{made.pk}/",
        f"/-/moderation/pages/{page.pk}/",
        f"/-/moderation/suggestions/{held.pk}/",
        "/-/moderation/people/",
        f"/-/moderation/people/{author.pk}/",
        f"/-/moderation/people/{decides.pk}/",
        f"/-/moderation/measures/{warned.pk}/",
        f"/-/moderation/measures/{suspended.pk}/lift/",
        f"{page.address}-/flag/",
        f"/-/suggestions/{made.pk}/flag/",
        f"/-/people/{people.name_of(author)}/",
        "/admin/wiki/measure/",
        f"/admin/wiki/measure/{warned.pk}/change/",
        "/-/measures/",
    ):
        any_tab.goto(address)
        found[address] = look(any_tab, axe, console), overflows(any_tab)
    any_tab.context.clear_cookies()
    log_in(any_tab, author)
    hiding = Measure.objects.get(comment=comment)
    for address in ("/", "/-/measures/", f"/-/measures/{hiding.pk}/contest/", "/accounts/data/"):
        any_tab.goto(address)
        found[f"own {address}"] = axe(any_tab), overflows(any_tab)
    assert found == dict.fromkeys(found, ([], False))


def test_contested_decision_is_answered_by_keys_alone(tab: Tab, log_in: Logs, page: Page) -> None:
    reverse, uphold = (factories.person(name=name) for name in ("Ana Bel", "Ben Cos"))
    for person in (reverse, uphold):
        made = measures.take(person, by=factories.moderator(), kind=Kind.WARN, reason="Rude.")
        measures.contest(made, by=person, words=f"{person} explains.")
    log_in(tab, factories.moderator())
    tab.goto("/-/moderation/?show=contested")
    expect(tab.locator("[data-triage]")).to_be_visible()
    for keys, words in (("j", "Ana Bel explains."), ("m3", "Ben Cos explains.")):
        for key in keys:
            tab.keyboard.press(key)
        if keys != "j":
            tab.keyboard.press("Enter")
        expect(tab.locator(".queue-card")).to_contain_text(words)
        expect(tab.locator("[data-triage]")).to_be_visible()
    tab.keyboard.press("g")
    tab.keyboard.press("1")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("La décision est confirmée")).to_be_visible()
    told = {person.pk: person.measures.get() for person in (reverse, uphold)}
    assert [one.upheld for one in told.values()] == [False, True]
    written = told_in("fr", CONTESTED)
    assert [one.answer for one in told.values()] == [written["mistaken"], written["stands"]]
