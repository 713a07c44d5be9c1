"""The administration under axe: every window that is registered, so that a new one is looked at without writing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from model_bakery import baker
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.actions.telling import tell
from tests.conftest import AXE, SCREENS, WIDE
from tests.shelf import picture
from wiki.actions import inviting, measures, moderation, pages, standing, suggestions, threads
from wiki.actions import settings as about
from wiki.models import Book, Feedback, Import, Page, Redirect, Sieve, Subscription, Suggestion, Upkeep
from wiki.models.measure import Kind
from wiki.queries.settings import current

pytestmark = [pytest.mark.browser, pytest.mark.drawn, pytest.mark.django_db(transaction=True)]
Look = Callable[[Tab], list[str]]
Logs = Callable[[Tab, Any], None]

# What differs from the rule: whoever decides sees all, and nobody adds or deletes.
FOR_ADMINS = set(
    "accounts_user mfa_authenticator socialaccount_socialaccount wiki_charter wiki_import wiki_pagerevision "
    "wiki_sieve wiki_sitesettings wiki_subscription account_emailaddress django_tasks_database_dbtaskresult".split()
)
ADDED, DELETED = {"account_emailaddress", "wiki_import"}, {"account_emailaddress", "mfa_authenticator"}
LED_ON = {"wiki_sitesettings", "wiki_sieve"}  # what a row of theirs leads to is another screen
MADE_ELSEWHERE = {"wiki_invitation"}  # by the form of the site, to which the window leads
ONE_FORM = "wiki_sitesettings"  # its list is the form, and its only row leads there
REMARK = {"kind": "names-itself", "file": "a.md", "line": 3, "detail": ""}
REFUSED_STYLE = (
    "Applying inline style violates the following Content Security Policy directive 'style-src 'self''."
)
IMPORTS = """[...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
    .filter(rule => rule instanceof CSSImportRule).length"""


@pytest.fixture
def guide(settings: Any, tmp_path: Any) -> None:
    """One row at least of all that an operator looks at."""
    settings.MEDIA_ROOT = tmp_path
    settings.LIMITS_ARE_KEPT = False
    made, writes = factories.guide(), factories.person(email=f"{'long-' * 12}address@example.org")
    first, second, decides = made["advice/first"], made["advice/second"], factories.moderator()
    said = threads.open(first, by=writes, text="What of *it*?\n\n```\ncode\n```", uuid=uuid4())
    moderation.flag(said, by=decides, reason="Rude.")
    pages.edit(first, by=decides, base=first.version, source="# First\n\nElse.\n")
    pages.archive(second, by=decides, base=second.version, reason="Old.")
    Redirect.objects.create(path="old", page=first)
    tell(first, by=writes)
    Feedback.objects.create(page=first, helped=True)
    Upkeep.objects.create(page=first, due="2030-01-01")
    Subscription.objects.create(page=first, email="from-outside@example.org", pace="daily", language="fr")
    picture(book=baker.make(Book, name="Guide"))
    baker.make(Authenticator, user=decides, type=Authenticator.Type.TOTP, data={})
    baker.make(SocialAccount, user=decides, provider="agents", uid="s-1")
    baker.make(
        DBTaskResult, task_path="wiki.actions.measures.measure", args_kwargs={"args": [], "kwargs": {}}
    )
    told = {"books": [{"name": "Guide", "made": 3}], "remarks": [REMARK] * 60, "addresses": {"a.md": "/a/"}}
    Import.objects.create(by=decides, source="https://example.org/guide.git", stage="done", report=told)
    measures.take(writes, by=decides, kind=Kind.WARN, reason="Rude.")
    Sieve.objects.create(section=made["advice"], held_words="casino")
    inviting.make(by=decides, uuid=uuid4(), note="For the workshop")
    say_of_the_site("Ours.")
    factories.charter(made["advice"], decides)
    proposed = factories.suggestion(first, ("Else", "More"), by=writes)
    told = {"seen": proposed.version, "reason": "It is long. " * 9}
    standing.object_to(proposed, by=factories.person(), other_way="Otherwise.", **told)
    suggestions.ask(proposed, by=decides, **told)


def say_of_the_site(baseline: str) -> None:
    site = current()
    values = {name: getattr(site, name) for name in about.VALUES}
    about.edit(site, by=factories.admin(), base=site.version, reason="", **values | {"baseline": baseline})


def list_of(model: Any) -> str:
    return reverse(f"admin:{name_of(model)}_changelist")


def name_of(model: Any) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def expected(person: Any) -> Iterator[tuple[str, int]]:
    """Lists, lists without a row, things, what became of them, forms: each with what it answers this person."""
    yield reverse("admin:index"), 200
    yield reverse("admin:app_list", args=["wiki"]), 200
    yield reverse("admin:app_list", args=["accounts"]), 200 if person.is_superuser else 404
    yield reverse("admin:password_change"), 200
    yield reverse("admin:password_change_done"), 200
    for model, window in admin.site._registry.items():
        name, first = name_of(model), model._default_manager.first()
        assert first, f"The guide of this test has no row of {name}."
        shown = 200 if person.is_superuser or name not in FOR_ADMINS else 403
        row = 302 if shown == 200 and name in LED_ON else shown
        yield list_of(model), shown
        added = 302 if name in MADE_ELSEWHERE else shown if name in ADDED else 403
        yield reverse(f"admin:{name}_add"), added
        yield reverse(f"admin:{name}_change", args=[first.pk]), row
        if model in chosen_from():
            yield f"{list_of(model)}?_popup=1", shown
        yield reverse(f"admin:{name}_history", args=[first.pk]), shown
        yield reverse(f"admin:{name}_delete", args=[first.pk]), shown if name in DELETED else 403
        if name != ONE_FORM:
            yield from ((address, shown) for address in asked(model, window))


def chosen_from() -> set[Any]:
    """What a form has chosen in a window of its own: no other list is ever shown in one."""
    forms = admin.site._registry.items()
    return {model._meta.get_field(name).related_model for model, form in forms for name in form.raw_id_fields}


def asked(model: Any, window: ModelAdmin[Any]) -> Iterator[str]:
    """Lists that somebody searched in vain, searched and sorted by two columns, filtered while each choice counts."""
    yield f"{list_of(model)}?q=xyzzyx"
    yield f"{list_of(model)}?q=e&o=-2.1"
    if window.list_filter:
        client = Client()
        client.force_login(factories.admin())
        shown = client.get(list_of(model)).context["cl"]
        chosen = next(one for one in shown.filter_specs[0].choices(shown) if not one["selected"])
        yield f"{list_of(model)}{chosen['query_string']}&_facets=True"


def look(tab: Tab, axe: Look, console: list[str]) -> list[str]:
    """What axe finds, what lies beside the screen, and what the browser says meanwhile."""
    before = len(console)
    found = axe(tab) + ["scrolls sideways"] * tab.evaluate(
        "document.documentElement.scrollWidth > window.innerWidth"
    )
    # A sheet of Django's imports another: axe copies both into styles, which the site's policy refuses.
    refused = [said for said in console[before:] if said.startswith(REFUSED_STYLE)]
    if refused and len(refused) == 2 * tab.evaluate(IMPORTS):
        console[before:] = [said for said in console[before:] if said not in refused]
    return found + console


def forgive(console: list[str], status: int) -> None:
    """The browser tells an answer of this status once, as an error."""
    console.remove(
        f"Failed to load resource: the server responded with a status of {status} ({NAMES[status]})"
    )


NAMES = {403: "Forbidden", 404: "Not Found", 409: "Conflict", 422: "Unprocessable Entity"}


@pytest.mark.parametrize("who", [factories.admin, factories.moderator])
def test_every_window_passes_axe_and_scrolls_one_way(
    guide: None, tab: Tab, axe: Look, log_in: Logs, console: list[str], who: Callable[[], Any]
) -> None:
    """Each is asked for once, and looked at in both schemes and both widths."""
    person, client = who(), Client()
    client.force_login(person)
    told = dict(expected(person))
    away = {address: status for address, status in told.items() if status != 200}
    assert {address: client.get(address).status_code for address in away} == away
    log_in(tab, person)
    tab.context.add_init_script(path=AXE)  # read and compiled once for all of them
    way = ["light-1280", "dark-1280", "dark-390", "light-390"]
    shown = [address for address, status in told.items() if status == 200]
    found = {}
    for address in shown:
        answer = tab.goto(address)
        assert answer is not None
        assert (answer.status, answer.url.endswith(address)) == (200, True)
        for name in way:
            scheme, size = SCREENS[name]
            tab.emulate_media(color_scheme=scheme)
            tab.set_viewport_size(size)
            found[address, name] = look(tab, axe, console)
        way.reverse()  # the next begins as this one ends: each step changes one thing, or none
    assert found == dict.fromkeys(((address, name) for address in shown for name in SCREENS), [])


# --- what only gestures show --------------------------------------------------------------------------------


def test_gestures_on_many_rows_pass_axe_before_and_after(
    guide: None, any_tab: Tab, axe: Look, log_in: Logs, console: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin.site._registry[Page], "list_per_page", 3)
    log_in(any_tab, factories.moderator())
    any_tab.goto(list_of(Page))
    found = {"a leaf of a list": look(any_tab, axe, console)}

    go(any_tab, "archive")
    expect(any_tab.locator(".messagelist .warning")).to_be_visible()
    found["nothing chosen"] = look(any_tab, axe, console)

    any_tab.locator("#action-toggle").check()
    expect(any_tab.locator(".actions .question")).to_be_visible()
    found["a leaf chosen, or all leaves"] = look(any_tab, axe, console)

    any_tab.locator("#action-toggle").uncheck()
    choose(any_tab, "First")
    go(any_tab, "archive")
    expect(any_tab.get_by_label("Pourquoi")).to_be_visible()
    found["the question"] = look(any_tab, axe, console)

    any_tab.locator("#ui-reason").evaluate("field => { field.form.noValidate = true }")
    any_tab.locator("main [type=submit]").click()
    expect(any_tab.locator("#ui-untold")).to_be_visible()
    found["the question without its reason"] = look(any_tab, axe, console)

    Page.objects.filter(path="advice/first").update(version=99)
    any_tab.locator("#ui-reason").fill("Too old.")
    any_tab.locator("main [type=submit]").click()
    expect(any_tab.locator(".messagelist .error")).to_be_visible()
    found["a refusal"] = look(any_tab, axe, console)

    choose(any_tab, "First")
    go(any_tab, "unarchive")
    expect(any_tab.locator(".messagelist .success")).to_be_visible()
    found["it is done"] = look(any_tab, axe, console)
    assert found == {screen: [] for screen in found}


def test_suggestions_are_declined_under_axe(
    guide: None, any_tab: Tab, axe: Look, log_in: Logs, console: list[str]
) -> None:
    log_in(any_tab, factories.moderator())
    any_tab.goto(list_of(Suggestion))
    any_tab.locator("#action-toggle").check()
    go(any_tab, "decline")
    expect(any_tab.get_by_label("Pourquoi")).to_be_visible()
    found = {"the question": look(any_tab, axe, console)}

    any_tab.locator("#ui-reason").evaluate("field => { field.form.noValidate = true }")
    any_tab.locator("main [type=submit]").click()
    expect(any_tab.locator(".errorlist")).to_be_visible()
    found["the question without its reason"] = look(any_tab, axe, console)

    Suggestion.objects.update(version=99)
    any_tab.locator("#ui-reason").fill("Not here.")
    any_tab.locator("main [type=submit]").click()
    expect(any_tab.locator(".messagelist .error")).to_be_visible()
    found["a refusal"] = look(any_tab, axe, console)

    any_tab.locator("#action-toggle").check()
    go(any_tab, "decline")
    any_tab.locator("#ui-reason").fill("Not here.")
    any_tab.locator("main [type=submit]").click()
    expect(any_tab.locator(".messagelist .success")).to_be_visible()
    found["it is done"] = look(any_tab, axe, console)
    any_tab.goto(f"{list_of(Suggestion)}?state__exact=declined")
    any_tab.locator("#result_list tbody th a").click()
    any_tab.locator("details summary").click()
    found["its text opened"] = look(any_tab, axe, console)
    assert found == {screen: [] for screen in found}


def test_addresses_that_are_taken_away_or_mistyped_pass_axe(
    guide: None, any_tab: Tab, axe: Look, log_in: Logs, console: list[str]
) -> None:
    log_in(any_tab, factories.admin())
    any_tab.goto(list_of(EmailAddress))
    any_tab.locator("[name=_selected_action]").nth(1).check()
    go(any_tab, "delete_selected")
    expect(any_tab.locator("body.delete-selected-confirmation")).to_be_visible()
    found = {"those that go": look(any_tab, axe, console)}
    any_tab.locator("main [type=submit]").click()
    expect(any_tab.locator(".messagelist .success")).to_be_visible()
    found["they are gone"] = look(any_tab, axe, console)

    any_tab.goto(reverse("admin:account_emailaddress_add"))
    any_tab.locator("[name=_save]").click()
    expect(any_tab.locator(".errorlist").first).to_be_visible()
    found["nothing filled in"] = look(any_tab, axe, console)

    with any_tab.expect_popup() as opened:
        any_tab.locator("#lookup_id_user").click()
    window = opened.value
    window.on("console", lambda said: console.append(said.text) if said.type == "error" else None)
    expect(window.locator("#result_list tbody a").first).to_be_visible()
    found["another window to choose in"] = look(window, axe, console)
    with window.expect_event("close"):  # which the window may do before its own click has ended
        window.locator("#result_list tbody a").first.evaluate("link => void setTimeout(() => link.click())")
    expect(any_tab.locator("#id_user")).not_to_have_value("")
    found["chosen there"] = look(any_tab, axe, console)
    assert found == {screen: [] for screen in found}


def test_forms_that_are_refused_pass_axe(
    guide: None, any_tab: Tab, axe: Look, log_in: Logs, console: list[str]
) -> None:
    person = factories.admin()
    log_in(any_tab, person)
    found = {}
    any_tab.goto(reverse("admin:accounts_user_change", args=[person.pk]))
    any_tab.locator("#id_name").evaluate(
        "field => { field.removeAttribute('maxlength'); field.value = 'x'.repeat(999) }"
    )
    any_tab.locator("[name=_save]").click()
    expect(any_tab.locator(".errorlist").first).to_be_visible()
    found["a person"] = look(any_tab, axe, console)

    any_tab.goto(reverse("admin:password_change"))
    any_tab.locator("#id_old_password").fill("wrong")
    any_tab.locator("#id_new_password1").fill("short")
    any_tab.locator("#id_new_password2").fill("other")
    any_tab.locator("main [type=submit]").click()
    expect(any_tab.locator(".errorlist").first).to_be_visible()
    found["a password"] = look(any_tab, axe, console)

    any_tab.goto(reverse("admin:wiki_sitesettings_changelist"))
    any_tab.locator("#id_contact_address").fill("nobody")
    any_tab.locator("main [type=submit].default").click()
    expect(any_tab.locator(".errorlist").first).to_be_visible()
    forgive(console, 422)
    found["the site"] = look(any_tab, axe, console)

    any_tab.goto(reverse("admin:wiki_sitesettings_changelist"))
    say_of_the_site("Another's.")
    any_tab.locator("main [type=submit].default").click()
    expect(any_tab.locator("details.module").first).to_be_visible()
    forgive(console, 409)
    found["the site that another saved"] = look(any_tab, axe, console)
    any_tab.locator("main [type=submit].default").click()
    expect(any_tab.locator(".messagelist .success")).to_be_visible()
    found["the site is saved"] = look(any_tab, axe, console)
    assert found == {screen: [] for screen in found}


def test_doors_and_walls_of_the_administration_pass_axe(
    guide: None, any_tab: Tab, axe: Look, log_in: Logs, console: list[str]
) -> None:
    any_tab.goto(list_of(Page))
    expect(any_tab).to_have_url(re.compile(f"{reverse('account_login')}[?]next="))
    found = {"the door": look(any_tab, axe, console)}

    log_in(any_tab, factories.person())
    any_tab.goto(reverse("admin:index"))
    forgive(console, 403)
    found["whoever decides nothing"] = look(any_tab, axe, console)

    log_in(any_tab, factories.moderator())
    any_tab.goto(reverse("admin:accounts_user_changelist"))
    forgive(console, 403)
    found["what is for admins"] = look(any_tab, axe, console)
    any_tab.goto(f"{reverse('admin:index')}nowhere/")
    forgive(console, 404)
    found["what never was"] = look(any_tab, axe, console)
    any_tab.goto(reverse("admin:wiki_page_change", args=[0]))
    expect(any_tab.locator(".messagelist .warning")).to_be_visible()
    found["what is no more"] = look(any_tab, axe, console)
    assert found == {screen: [] for screen in found}


def test_menus_and_colours_of_the_administration_pass_axe(
    guide: None, any_tab: Tab, axe: Look, log_in: Logs, console: list[str]
) -> None:
    log_in(any_tab, factories.admin())
    any_tab.goto(list_of(Page))
    found = {}
    for _choice in ("light", "dark", "as the system"):
        any_tab.locator("#header .theme-toggle").click()
        theme = str(any_tab.locator("html").get_attribute("data-theme"))
        found[theme] = look(any_tab, axe, console)
    for details in any_tab.locator("#changelist-filter details").all():
        details.locator("summary").click()
    found["filters opened"] = look(any_tab, axe, console)
    any_tab.set_viewport_size(WIDE)
    any_tab.locator("#nav-filter").fill("xyzzyx")
    found["no such list"] = look(any_tab, axe, console)
    any_tab.locator("#toggle-nav-sidebar").click()
    found["the lists put away"] = look(any_tab, axe, console)
    assert {"light", "dark", "auto"} < set(found)
    assert found == {screen: [] for screen in found}


def choose(tab: Tab, title: str) -> None:
    tab.goto(f"{list_of(Page)}?q={title}")
    tab.locator("[name=_selected_action]").check()


def go(tab: Tab, action: str) -> None:
    tab.locator("select[name=action]").select_option(action)
    tab.locator("button[name=index]").click()
