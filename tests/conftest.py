"""What all tests share: fast settings, a browser that refuses console errors, axe, and no silent skip."""

import importlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import tests.environment  # before anything reads a setting
from communs import bundles, speaking
from tests import chromium

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
KEEPING = {"db", "transactional_db", "live_server", "site"}  # fixtures of tests that keep something
AXE = ROOT / "tests" / "vendor" / "axe-core" / "axe.min.js"
# Axe is much code on short-lived screens: it is compiled once, plainly, and never optimised for what comes after.
PLAINLY = "--js-flags=" + " ".join(
    (
        "--always-sparkplug",
        "--no-maglev",
        "--no-turbofan",
        "--no-flush-bytecode",
        "--min-semi-space-size=64",
        "--max-semi-space-size=64",
    )
)
# What axe says of all that passes is long: it stays in the browser.
VIOLATIONS = """axe.run(document, {resultTypes: ["violations"]}).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.html}`)))"""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# A form asks for its draft, and sends it, on its own: maybe when its test is over and its database gone.
NO_DRAFTS = """(() => {
  const fetched = globalThis.fetch;
  globalThis.fetch = async (address, ...how) =>
    String(address).startsWith("/-/drafts/") ? new Response(null, { status: 204 }) : fetched(address, ...how);
})()"""
SCREENS = {
    f"{scheme}-{size['width']}": (scheme, size) for scheme in ("light", "dark") for size in (WIDE, NARROW)
}


# --- settings -----------------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """What makes tests fast; what they test is the shipped settings."""
    # Workers inherit the variables of who started them, and so read settings before theirs are set.
    settings.DATA = Path(tests.environment.DATA)
    settings.MEDIA_ROOT = settings.DATA / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The manifest of production needs collectstatic; tests serve the files where they stand.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.SITE_LANGUAGE_SECONDS = float("inf")
    settings.LETTERS_WAIT = False  # nothing carries them here but the tests of letters
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.STATICFILES_DIRS = [_bundled(settings.DATA / "bundles"), *settings.STATICFILES_DIRS]
    # In memory and emptied after each test: what one drew is not what another would.
    settings.CACHES["drawn"] = {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawn",
    }
    database = settings.DATABASES["default"]
    database["CONN_MAX_AGE"] = 0
    if database["ENGINE"].endswith("postgresql"):
        # What a test wrote need not outlive a power cut; all else of a commit is as in production.
        database.setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
        importlib.import_module("django.db.backends.postgresql.base").DatabaseOperations.sql_flush = _emptied
    if database["ENGINE"].endswith("sqlite3"):
        # In a file, as in production: in memory, threads of the live server would lock each other out.
        database.setdefault("TEST", {})["NAME"] = str(settings.DATA / "test.sqlite3")
        # Nor need it outlive a power cut here: a disk takes milliseconds for each commit that must.
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def _emptied(
    operations: Any, style: Any, tables: list[str], *, reset_sequences: bool = False, **_: Any
) -> list[str]:
    """How PostgreSQL forgets what a test committed; neither triggers nor foreign keys hold here.

    TRUNCATE makes new files for each table and index: a second for a hundred empty ones, a tenth this way.
    """
    assert not reset_sequences, "nothing here counts on it"
    names = [operations.quote_name(table) for table in tables]
    return ["SET LOCAL session_replication_role = replica", *(f"DELETE FROM {name}" for name in names)]


def _bundled(folder: Path) -> Path:
    """The sheet and the script that browsers get in production; axe cannot read sheets that import others."""
    for name, bundle in bundles.BUNDLES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(bundle(name), encoding="utf-8")
    return folder


@pytest.fixture
def unlimited(settings: Any) -> None:
    """Nobody waits, whatever they send: for tests that are not about how often one may."""
    settings.LIMITS_ARE_KEPT = False


# --- nothing is skipped in silence --------------------------------------------------------------------------


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    away = [item for item in items if _is_left_out(item)]
    config.hook.pytest_deselected(items=away)
    left_out = set(away)
    items[:] = [item for item in items if item not in left_out]


def _is_left_out(item: pytest.Item) -> bool:
    """What compares with absent documents; if asked, what another database could not change."""
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        return True
    drawn = item.get_closest_marker("drawn")
    if drawn and not item.get_closest_marker("browser"):
        raise pytest.UsageError(f"{item.nodeid}: only tests in a browser are about what is drawn")
    asks = item.get_closest_marker("django_db") or KEEPING & set(getattr(item, "fixturenames", ()))
    return bool(os.environ.get("COMMUNS_DATABASE_TESTS") and (drawn or not asks))


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int, config: pytest.Config) -> None:
    terminalreporter.write_line(f"skipped tests: {len(terminalreporter.stats.get('skipped', []))}")
    if not SHARED.is_dir():
        terminalreporter.write_line("No ../shared here: the tests that read its documents were left out.")


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("COMMUNS_NO_SKIPS") and skipped and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _nothing_drawn_nor_counted_yet() -> Iterator[None]:
    speaking.chosen("")  # for ever: a test that counts queries would count that one now and then
    yield
    caches["drawn"].clear()
    caches["default"].clear()


# --- documents beside the repository ------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of documents beside the repository; for tests marked `shared`."""
    return SHARED


# --- a real browser -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; Playwright downloads none."""
    executable = chromium.found()
    if executable is None:
        pytest.skip("no Chromium here: apt-get install -y chromium-headless-shell")
    # Playwright keeps a loop running in this thread, where Django would refuse its plain database calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    flags.append(PLAINLY)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        yield browser
        # While the loop runs, Django keeps this thread's connections apart; nobody could close them later.
        connections.close_all()
        browser.close()


@pytest.fixture
def console() -> list[str]:
    """The errors of the console; a test that expects one removes it from here."""
    return []


@pytest.fixture
def open_tab(browser: Browser, live_server: Any, console: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens tabs with nothing in common: scheme, size and other options of a Playwright context."""
    contexts: list[BrowserContext] = []

    def open_one(
        scheme: str = "light", size: dict[str, int] = WIDE, *, sends_drafts: bool = False, **options: Any
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url, color_scheme=scheme, viewport=size, locale="fr-FR", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if not sends_drafts:
            context.add_init_script(NO_DRAFTS)
        tab = context.new_page()
        tab.on("console", lambda said: console.append(said.text) if said.type == "error" else None)
        tab.on("pageerror", lambda error: console.append(str(error)))
        return tab

    yield open_one
    for context in contexts:
        context.close()
    assert console == []


@pytest.fixture
def tab(open_tab: Callable[..., Page]) -> Page:
    """A tab, light and wide."""
    return open_tab()


@pytest.fixture(params=SCREENS.values(), ids=SCREENS.keys())
def any_tab(request: pytest.FixtureRequest, open_tab: Callable[..., Page]) -> Page:
    """The same test in light and dark, wide and on a telephone."""
    scheme, size = request.param
    return open_tab(scheme, size)


@pytest.fixture
def log_in(live_server: Any) -> Callable[[Page, Any], None]:
    """Gives a tab the session of somebody."""

    def give(tab: Page, person: Any) -> None:
        client = Client()
        client.force_login(person)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        tab.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )

    return give


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong in a tab, one line per element; it runs past the CSP, which stays on."""
    source = AXE.read_text(encoding="utf-8")

    def run(tab: Page) -> list[str]:
        if not tab.evaluate("'axe' in globalThis"):
            tab.evaluate(source)
        found: list[str] = tab.evaluate(VIOLATIONS)
        return found

    return run
