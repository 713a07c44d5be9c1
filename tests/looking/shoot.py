"""Pictures of every screen, to be looked at beside one another: `python -m tests.looking.shoot FOLDER [GUIDE]`.

A site is made of a guide (the starter guide by default) where some pages are changed, another that was just
installed, and each screen is taken in light and dark, at 1280, 390 and 320 px, and as paper shows it; as an
anonymous reader or as the admin. `--only home,page --modes dark` takes fewer.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium
from tests.looking import sites

MODES: dict[str, tuple[Literal["light", "dark"], int, int]] = {
    "light": ("light", 1280, 900),
    "dark": ("dark", 1280, 900),
    "phone": ("light", 390, 844),
    "phone-dark": ("dark", 390, 844),
    "narrow": ("light", 320, 700),
    "paper": ("light", 660, 930),  # what A4 leaves within its margins
}
# How much of the rows of a list stands beside its frame.
BESIDE = "(() => { const rows = document.querySelector('#changelist .results'); return rows ? rows.scrollWidth - rows.clientWidth : 0 })()"
PHONE = 600

# Pictures below the window too, which readers meet as they scroll.
DRAWN = """() => Promise.all([...document.images].map((picture) => {
  picture.loading = "eager";
  return picture.decode().catch(() => undefined);
}))"""


@dataclass(frozen=True)
class Screen:
    """What is taken: an address, read by anybody or by the admin; what is done there before."""

    name: str
    address: str
    is_admin: bool = False
    act: Callable[[Page], None] | None = None
    body: str = ""  # answered in place of the site, which does not fail on demand


def reading(told: dict[str, Any]) -> Iterator[Screen]:
    """What anybody reads."""
    page, first, last, busy = told["page"], told["first"], told["last"], told["busy"]
    section = page.partition("/")[0]
    compare = f"/{page}/-/compare/{first}/{last}/"
    yield Screen("home", "/")
    yield Screen("section", f"/{section}/")
    yield Screen("page", f"/{page}/")
    yield Screen("tasks", f"/{told['tasks']}/")
    for name, path in told["sections"].items():
        yield Screen(name, f"/{path}/")
    yield Screen("unlisted", f"/{told['unlisted']}/")
    yield Screen("archived-reader", f"/{told['archived']}/")
    yield Screen("history", f"/{page}/-/history/")
    yield Screen("history-long", f"/{busy}/-/history/")
    yield Screen("history-second", f"/{busy}/-/history/?page=2")
    yield Screen("revision", f"/{page}/-/revisions/{first}/")
    yield Screen("activity", "/-/activity/")
    yield Screen("activity-nothing", "/-/activity/?section=0&person=Personne")
    yield Screen("person", f"/-/people/{told['person']}/")
    yield Screen("compare", compare)
    yield Screen("compare-sides", f"{compare}?view=sides")
    yield Screen("compare-source", f"{compare}?view=source")
    yield Screen("search", "/-/search/?q=gouvernace")
    yield Screen("search-nothing", "/-/search/?q=xyzzyx")
    yield Screen("search-empty", "/-/search/")
    yield Screen("map", "/-/map/")
    yield Screen("legal", "/-/about/legal/")
    yield Screen("accessibility", "/-/about/accessibility/")
    yield Screen("missing", f"/{section}/introuvable/")
    yield Screen("log-in", "/accounts/login/")
    for status, body in told["failures"].items():
        yield Screen(status, f"/{status}/", body=body)


def writing(told: dict[str, Any]) -> Iterator[Screen]:
    """What the admin does to a page, and is told of one that was put away."""
    page = told["page"]
    yield Screen("page-admin", f"/{page}/", is_admin=True)
    yield Screen("home-admin", "/", is_admin=True)
    for gesture in ("edit", "new", "rename", "move", "archive", "files", f"restore/{told['first']}"):
        yield Screen(gesture.partition("/")[0], f"/{page}/-/{gesture}/", is_admin=True)
    yield Screen("preview", f"/{page}/-/edit/", is_admin=True, act=preview)
    yield Screen("order", f"/{page.partition('/')[0]}/-/order/", is_admin=True)
    yield Screen("archived", f"/{told['archived']}/", is_admin=True)


def hiding(told: dict[str, Any]) -> Iterator[Screen]:
    """A revision that those who moderate hide, and read; one that is the page as it stands."""
    page, last, hidden = told["page"], told["last"], told["hidden"]
    yield Screen("revision-hidden", f"/{page}/-/revisions/{hidden}/", is_admin=True)
    yield Screen("revision-hide", f"/-/r/{told['first']}/hide/", is_admin=True)
    yield Screen("revision-hide-last", f"/-/r/{last}/hide/", is_admin=True)
    yield Screen("revision-show", f"/-/r/{hidden}/show/", is_admin=True)
    yield Screen("admin-revisions", "/admin/wiki/pagerevision/", is_admin=True)
    yield Screen("admin-revisions-hide", "/admin/wiki/pagerevision/", is_admin=True, act=ask("hide"))


def tending(told: dict[str, Any]) -> Iterator[Screen]:
    """Pages that are looked at anew, what readers say of them, what all that comes to."""
    page, busy = told["page"], told["busy"]
    yield Screen("page-late", f"/{busy}/")
    yield Screen("upkeep", f"/{page}/-/upkeep/", is_admin=True)
    yield Screen("feedback", f"/{page}/-/feedback/")
    yield Screen("feedback-thanks", f"/{page}/-/feedback/?thanks=1")
    yield Screen("feedback-list", "/-/feedback/", is_admin=True)
    yield Screen("figures", "/-/figures/", is_admin=True)
    yield Screen("activity", "/-/activity/")
    yield Screen("admin-upkeep", "/admin/wiki/upkeep/", is_admin=True)
    yield Screen("admin-feedback", "/admin/wiki/feedback/", is_admin=True)


def sharing(told: dict[str, Any]) -> Iterator[Screen]:
    """Who wrote what, how it is cited and followed, and what people made of it."""
    page, reuse = told["page"], f"/-/reuses/{told['reuse']}/"
    yield Screen("authorship", f"/{page}/-/authorship/")
    yield Screen("credits", f"/{page}/-/credits/")
    yield Screen("credits-site", "/-/credits/")
    yield Screen("cite", f"/{page}/-/cite/")
    yield Screen("words", f"/-/people/{told['person']}/words/", is_admin=True)
    yield Screen("notices", "/-/notices/", is_admin=True)
    yield Screen("watches", "/-/watches/", is_admin=True)
    yield Screen("watch", f"/{page}/-/watch/", is_admin=True)
    yield Screen("subscribe", f"/{page}/-/subscribe/")
    yield Screen("reuses", "/-/reuses/")
    yield Screen("reuses-nothing", "/-/reuses/?q=xyzzyx")
    yield Screen("reuse", reuse)
    yield Screen("reuse-new", "/-/reuses/new/", is_admin=True)
    yield Screen("measures", "/-/measures/", is_admin=True)


def discussing(told: dict[str, Any]) -> Iterator[Screen]:
    """Threads by their words, alone and in lists; what is asked before one is added to, or taken from sight."""
    page, thread, comment = told["page"], told["thread"], told["comment"]
    yield Screen("threads", f"/{page}/-/threads/")
    yield Screen("threads-site", "/-/threads/?show=all")
    yield Screen("thread", f"/-/t/{thread}/")
    yield Screen("thread-new", f"/{page}/-/threads/new/", is_admin=True)
    for gesture in ("reply", "lock"):
        yield Screen(f"thread-{gesture}", f"/-/t/{thread}/{gesture}/", is_admin=True)
    yield Screen("admin-comments", "/admin/wiki/comment/", is_admin=True)
    yield Screen("admin-comment", f"/admin/wiki/comment/{comment}/change/", is_admin=True)
    yield Screen("admin-hiding", "/admin/wiki/comment/", is_admin=True, act=ask("hide"))
    yield Screen("admin-journal", "/admin/wiki/moderationentry/", is_admin=True)


def suggesting(told: dict[str, Any]) -> Iterator[Screen]:
    """Suggestions proposed, read, decided on, taken up again; lists of them and the board."""
    page, one = told["page"], f"/-/suggestions/{told['suggestion']}/"
    yield Screen("suggest", f"/{page}/-/suggest/", is_admin=True)
    yield Screen("passages", f"/{page}/-/suggest/passage/", is_admin=True)
    yield Screen("passage", f"/{page}/-/suggest/passage/?passage=2", is_admin=True)
    yield Screen("suggestion-reader", one)
    yield Screen("suggestion", one, is_admin=True)
    yield Screen("suggestion-sides", f"{one}?view=sides", is_admin=True)
    yield Screen("suggestion-source", f"{one}?view=source", is_admin=True)
    for gesture in ("decline", "ask", "object", "discuss", "touches", "retouch"):
        yield Screen(f"suggestion-{gesture}", f"{one}{gesture}/", is_admin=True)
    yield Screen("suggestion-settle", f"/-/suggestions/{told['conflict']}/settle/", is_admin=True)
    for name in ("page", "place", "archiving"):
        yield Screen(f"suggest-{name}", f"/{page}/-/suggest/{name}/", is_admin=True)
        yield Screen(f"suggestion-{name}", f"/-/suggestions/{told['plans'][name]}/", is_admin=True)
    yield Screen("suggestions", "/-/suggestions/?show=all")
    yield Screen("suggestions-board", "/-/suggestions/?as=board")
    yield Screen("suggestions-page", f"/{page}/-/suggestions/")
    yield Screen("suggestions-mine", "/-/suggestions/mine/", is_admin=True)


def administering(told: dict[str, Any]) -> Iterator[Screen]:
    window = "/admin/wiki/page"
    yield Screen("admin", "/admin/", is_admin=True)
    yield Screen("admin-list", f"{window}/", is_admin=True)
    yield Screen("admin-nothing", f"{window}/?q=xyzzyx", is_admin=True)
    yield Screen("admin-page", f"{window}/{told['pk']}/change/", is_admin=True)
    yield Screen("admin-history", f"{window}/{told['pk']}/history/", is_admin=True)
    yield Screen("admin-form", "/admin/wiki/sitesettings/", is_admin=True)
    yield Screen("admin-question", f"{window}/?q={told['page']}", is_admin=True, act=ask("archive"))


def governing(told: dict[str, Any]) -> Iterator[Screen]:
    """What moderates, what decides by rule, and every window of the administration."""
    for name, address in governed(told):
        yield Screen(name, address, is_admin=True)
    asked = (
        ("wiki/comment", "hide"),
        ("wiki/flag", "hide"),
        ("wiki/measure", "lift"),
        ("wiki/suggestion", "decline"),
        ("wiki/thread", "lock"),
        ("accounts/user", "ban"),
    )
    for window, action in asked:
        name = f"window-{window.rpartition('/')[2]}-sure"
        yield Screen(name, f"/admin/{window}/", is_admin=True, act=ask(action))


def governed(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each by its name and its address."""
    queue, one = "/-/moderation/", told["governed"]
    yield "moderation", queue
    yield "moderation-decided", f"{queue}?show=decided"
    yield "moderation-item", f"{queue}{one['comment']}/"
    yield "moderation-held", f"{queue}{one['held']}/"
    yield "moderation-page", f"{queue}pages/{one['page']}/"
    yield "moderation-person", f"{queue}people/{one['person']}/"
    yield "moderation-people", f"{queue}people/"
    yield "moderation-contest", f"{queue}measures/{one['measure']}/"
    yield "moderation-lift", f"{queue}measures/{one['measure']}/lift/"
    yield "comment-hide", f"/-/comments/{one['held']}/hide/"
    yield "revert", f"/-/people/{one['person']}/revert/"
    yield "journal", "/-/journal/"
    yield "invitations", "/-/invitations/"
    yield "archived-all", "/-/archived/"
    yield "bring-back", f"/-/archived/{one['away']}/"
    yield "charters", "/-/charters/"
    for name in ("", "edit", "filter", "away"):
        address = f"/-/charters/{one['section']}/"
        yield f"charter{'-' if name else ''}{name}", f"{address}{name}/" if name else address
    for window, address in told["windows"].items():
        yield f"window-{window}", address


def preview(tab: Page) -> None:
    tab.locator("[data-look=preview]").click()
    tab.locator("[data-looked] > *").first.wait_for()


def ask(action: str) -> Callable[[Page], None]:
    """The question that comes before something is done to the first line of a list."""

    def act(tab: Page) -> None:
        tab.locator("[name=_selected_action]").first.check()
        tab.locator("select[name=action]").select_option(action)
        tab.locator("button[name=index]").click()
        tab.wait_for_load_state()

    return act


def take(
    browser: Browser, site: str, folder: Path, screen: Screen, modes: Collection[str], session: str = ""
) -> None:
    """Once for those who point, once for those who touch; widths and colours change in the open window."""
    for touches in (False, True):
        chosen = {mode: MODES[mode] for mode in modes if (MODES[mode][1] < PHONE) == touches}
        if not chosen:
            continue
        context = browser.new_context(
            base_url=site,
            locale="fr-FR",
            has_touch=touches,
            is_mobile=touches,
            reduced_motion="reduce",  # colours would be taken on their way
        )
        if screen.is_admin:
            context.add_cookies([{"name": "session", "value": session, "url": site}])
        tab = context.new_page()
        if screen.body:
            tab.route(f"{site}{screen.address}", lambda route: route.fulfill(body=screen.body))
        tab.goto(screen.address)
        if screen.act:
            screen.act(tab)
        tab.wait_for_load_state("networkidle")
        for mode, (scheme, width, height) in chosen.items():
            tab.set_viewport_size({"width": width, "height": height})
            tab.emulate_media(media="print" if mode == "paper" else "screen", color_scheme=scheme)
            tab.evaluate(DRAWN)
            tab.screenshot(path=folder / f"{screen.name}.{mode}.png", full_page=True)
            wide = tab.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                sys.stdout.write(f"{screen.name} in {mode} scrolls sideways: {wide} px\n")
            hidden = tab.evaluate(BESIDE)
            if hidden > 0 and width >= PHONE:
                sys.stdout.write(f"the list of {screen.name} in {mode} hides {hidden} px\n")
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Take pictures of every screen.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("guide", nargs="?", default=sites.STARTER)
    parser.add_argument(
        "--only", default="", help="names of screens, or their beginnings and *, between commas"
    )
    parser.add_argument("--modes", default=",".join(MODES))
    options = parser.parse_args()
    only, modes = set(filter(None, options.only.split(","))), options.modes.split(",")
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.found(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=fr"],
        )
        with sites.lived_in(options.guide) as (site, told):
            made = (
                reading,
                writing,
                tending,
                sharing,
                hiding,
                discussing,
                suggesting,
                administering,
                governing,
            )
            for screen in (screen for screens in made for screen in screens(told)):
                if not only or any(fnmatch(screen.name, name) for name in only):
                    take(browser, site, options.folder, screen, modes, told["session"])
        if not only or "day-one" in only:
            with sites.day_one() as site:
                take(browser, site, options.folder, Screen("day-one", "/"), modes)
        browser.close()


if __name__ == "__main__":
    main()
