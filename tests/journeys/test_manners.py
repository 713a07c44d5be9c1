"""The manners of the web in a real browser: nothing asked of others, nothing that jumps, links that last."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import album, factories
from wiki.actions import moving, pictures, rendering
from wiki.actions.darkroom import Darkroom
from wiki.exchange.importing import import_book
from wiki.models import Attachment, Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BLOCKS = (Path(__file__).parent / "every_block.md").read_text(encoding="utf-8")
WORDS = "Some words that stand before and after the pictures of this page. " * 12
GALLERY = f"# Gallery\n\n{WORDS}\n\n![A](wide.png)\n\n## Part\n\n{WORDS}\n\n![B](small.png)\n\n{WORDS}\n"
PHONE = {"width": 390, "height": 844}
FAILURES = ["/nowhere/", "/media/0/none.png", f"/{'a' * 700}/", "/a/-/revisions/1/"]
DRAWN = """() => Promise.all([...document.querySelectorAll('[data-page-body] img')].map((image) =>
  image.complete || new Promise((done) => { image.onload = done; })))"""
# To the foot, and two frames there: all that the page asks for when it is seen has been asked for.
SCROLLED = """() => new Promise((done) => {
  scrollTo(0, document.body.scrollHeight);
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""
# What of the text moved after that moment, in ms of the page's own clock.
SHIFTED = """(since) => new Promise((done) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries().filter(({startTime}) => startTime > since)) {
      const held = entry.sources.map(({node}) => node?.closest ? node : node?.parentElement);
      if (held.some((node) => node?.closest('[data-page-body]'))) moved += entry.value;
    }
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(moved), 500);
})"""


@pytest.fixture
def gallery(tmp_path, settings):
    """A guide of two pictures, both checked."""
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = tmp_path / "guide"
    folder.mkdir()
    (folder / "README.md").write_text(GALLERY)
    (folder / "SUMMARY.md").write_text("* [Gallery](README.md)\n")
    (folder / "wide.png").write_bytes(album.png(album.halves(2_000, 1_000)))
    (folder / "small.png").write_bytes(album.png(album.halves(300, 200)))
    import_book(str(folder), by=SYSTEM)
    with Darkroom() as room:
        for picture in Attachment.objects.pictures():
            pictures._check(picture, room)
    rendering.rebuild(Page.objects.all(), by=SYSTEM)


# --- nothing is asked of others -----------------------------------------------------------------------------


def screens(settings) -> list[str]:
    """Every page of the starter guide, one of every block, its past, the screens of the site, those of failure."""
    import_book(str(settings.STARTER_GUIDE), by=SYSTEM)
    home = Page.objects.get(parent=None)
    blocks = factories.page(home, "every-block", BLOCKS)
    revision = PageRevision.objects.get(id=blocks.pk)
    found = [page.address for page in Page.objects.exclude(path=None).order_by("path")]
    found += [blocks.history_address, blocks.revision_address(revision.pk), "/-/map/", "/-/about/legal/"]
    return [*found, "/-/search/?q=commun", "/accounts/login/", *FAILURES]


@pytest.mark.drawn
def test_no_screen_asks_anything_of_another_host(tab, live_server, settings, console):
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    for address in screens(settings):
        tab.goto(address)
        tab.evaluate(SCROLLED)
    tab.wait_for_load_state("networkidle")
    assert len(asked) > 30
    assert [url for url in asked if not url.startswith((f"{live_server.url}/", "data:"))] == []
    # A policy that is broken would be told here, by linked data too; what is not found may be.
    assert [said for said in console if "404" not in said] == []
    console.clear()


# --- nothing jumps ------------------------------------------------------------------------------------------


@pytest.mark.drawn
@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, PHONE], ids=["wide", "phone"])
def test_pictures_move_nothing_when_they_come(open_tab: Callable[..., Tab], gallery, size) -> None:
    tab = open_tab("light", size)
    late = []
    tab.route("**/media/**", lambda route: late.append(route))  # each waits until the page stands
    tab.goto("/", wait_until="domcontentloaded")
    tab.evaluate("document.querySelectorAll('img').forEach((image) => { image.loading = 'eager'; })")
    tab.evaluate("document.fonts.ready.then(() => true)")  # typefaces may move it: pictures are asked about
    tab.wait_for_timeout(200)
    before = tab.evaluate("document.querySelector('[data-page-body]').offsetHeight")
    stood = tab.evaluate("performance.now()")
    for route in late:
        route.continue_()
    tab.evaluate(DRAWN)
    assert len(late) == 2
    assert tab.evaluate("document.querySelector('[data-page-body]').offsetHeight") == before
    assert tab.evaluate(SHIFTED, stood) == 0


@pytest.mark.drawn
@pytest.mark.parametrize(
    ("size", "density", "width"),
    [
        ({"width": 1280, "height": 900}, 1, 960),
        ({"width": 1280, "height": 900}, 2, 1600),
        ({"width": 390, "height": 844}, 1, 480),
        ({"width": 390, "height": 844}, 2, 960),
    ],
)
def test_browser_takes_the_width_that_it_needs(
    open_tab: Callable[..., Tab], gallery, size: dict[str, int], density: int, width: int
) -> None:
    tab = open_tab("light", size, device_scale_factor=density)
    tab.goto("/", wait_until="networkidle")
    chosen = tab.evaluate("document.querySelector('[data-page-body] img').currentSrc")
    assert chosen.endswith(f"?w={width}")
    shown = tab.evaluate(
        "(i => [i.clientWidth, i.clientHeight])(document.querySelector('[data-page-body] img'))"
    )
    assert shown[0] == pytest.approx(2 * shown[1], abs=2)


@pytest.mark.drawn
def test_small_picture_is_shown_in_its_own_size(tab: Tab, gallery) -> None:
    tab.goto("/")
    image = tab.get_by_role("img", name="B")
    image.scroll_into_view_if_needed()
    box = image.bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (300, 200)


# --- links that last ----------------------------------------------------------------------------------------


@pytest.mark.drawn
def test_heading_offers_its_link_to_the_pointer_and_to_the_keyboard(tab: Tab) -> None:
    factories.guide()
    tab.goto("/advice/first/")
    link = tab.get_by_role("link", name="Lien vers « One »")
    expect(link).to_have_css("opacity", "0")
    tab.get_by_role("heading", name="One", exact=True).hover()
    expect(link).to_have_css("opacity", "1")
    tab.mouse.move(0, 0)
    expect(link).to_have_css("opacity", "0")
    link.focus()
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("opacity", "1")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url("/advice/first/#one")


@pytest.mark.drawn
def test_link_stands_on_the_last_line_of_its_heading(tab: Tab) -> None:
    long = "A heading so long that it takes two lines of the page at least, whatever its letters may be"
    factories.page(factories.home(), "a", f"# A\n\n## {long}\n\nText.\n\n### Short\n\nText.\n")
    tab.goto("/a/")
    for name in (long, "Short"):
        heading = tab.get_by_role("heading", name=name, exact=True).bounding_box()
        link = tab.get_by_role("link", name=f"Lien vers « {name} »").bounding_box()
        assert heading is not None
        assert link is not None
        assert link["y"] + link["height"] == pytest.approx(heading["y"] + heading["height"], abs=2)
        assert link["x"] + link["width"] <= heading["x"] + heading["width"] + 1
        assert (link["width"], link["height"]) >= (24, 24)


@pytest.mark.drawn
def test_link_of_a_heading_is_always_seen_where_nothing_hovers(open_tab: Callable[..., Tab]) -> None:
    factories.guide()
    tab = open_tab("dark", PHONE, has_touch=True, is_mobile=True)
    tab.goto("/advice/first/")
    expect(tab.get_by_role("link", name="Lien vers « Two »")).to_have_css("opacity", "1")


@pytest.mark.drawn
def test_screens_with_links_of_headings_pass_axe(any_tab: Tab, axe: Callable[[Tab], list[str]]) -> None:
    factories.page(factories.home(), "blocks", BLOCKS)
    any_tab.goto("/blocks/")
    any_tab.evaluate("for (const link of document.querySelectorAll('.here')) link.style.opacity = 1")
    assert axe(any_tab) == []


def test_moved_page_is_found_with_its_fragment_and_its_question(tab: Tab) -> None:
    made = factories.guide()
    moving.rename(made["advice/first"], base=made["advice/first"].version, by=SYSTEM, slug="renamed")
    tab.goto("/advice/first/?from=there#two")
    expect(tab).to_have_url("/advice/renamed/?from=there#two")
    assert tab.evaluate("document.querySelector(':target').textContent") == "Two"


MEANT = {
    "one": "one",
    "ONE": "one",
    "O-n-e": "one",
    "l%27etape-3-%3A-l%E2%80%99equipe": "letape-3-lequipe",
    "L’étape 3 : l’équipe": "letape-3-lequipe",
    "id-1.-ce-qu-il-faut": "id-1.-ce-quil-faut",
    "1-ce-quil-faut": "id-1.-ce-quil-faut",
    "un-titre-assez-long": "un-titre-assez-long-pour-etre-devine",
    "one-7": "one",
    "un-titre": None,
    "nothing-like-it": None,
    "%E0%A4%A": None,
    "ui-one": None,
}


@pytest.mark.drawn
@pytest.mark.parametrize("way", ["arriving", "on the page"])
def test_link_of_another_time_finds_the_heading_that_it_meant(tab: Tab, way: str) -> None:
    headings = ("One", "L’étape 3 : l’équipe", "1. Ce qu’il faut", "Un titre assez long pour être deviné")
    text = "\n\n".join(f"## {heading}\n\n{WORDS}" for heading in headings)
    factories.page(factories.home(), "a", f"# A\n\n{text}\n")
    found = {}
    for asked in MEANT:
        tab.goto("about:blank" if way == "arriving" else "/a/#")
        tab.goto(f"/a/#{asked}", wait_until="load")
        tab.evaluate("new Promise((done) => { setTimeout(done, 50); })")
        found[asked] = tab.evaluate("document.querySelector(':target')?.closest('h2').id ?? null")
    assert found == MEANT
