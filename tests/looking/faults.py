"""What axe-core finds wrong in each page of a guide: `python -m tests.looking.faults [GUIDE]`.

Each page of the guide's map is read in light, in dark and at 390 px, with every rule of axe-core and nothing left
out; a line for each fault, then how many pages were read. Ends with 1 where there is a fault.
"""

from __future__ import annotations

import sys

from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.conftest import AXE, VIOLATIONS
from tests.looking import sites
from tests.looking.shoot import DRAWN, MODES

READ_IN = ("light", "dark", "phone")
ADDRESSES = (
    """() => [...new Set([...document.querySelectorAll("main a[href^='/']")].map((link) => link.pathname))]"""
)


def main() -> None:
    guide = sys.argv[1] if len(sys.argv) > 1 else sites.STARTER
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.found(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=fr"],
        )
        with sites.imported(guide) as site:
            faults = [fault for mode in READ_IN for fault in found(browser, site, mode)]
        browser.close()
    sys.exit(1 if faults else 0)


def found(browser: Browser, site: str, mode: str) -> list[str]:
    """The faults of all pages in one mode, told as they are met."""
    scheme, width, height = MODES[mode]
    context = browser.new_context(
        base_url=site, color_scheme=scheme, viewport={"width": width, "height": height}
    )
    tab, axe, faults = context.new_page(), AXE.read_text(encoding="utf-8"), []
    tab.goto("/-/map/")
    addresses = tab.evaluate(ADDRESSES)
    for address in addresses:
        tab.goto(address)
        tab.evaluate(DRAWN)
        tab.evaluate(axe)
        faults += [f"{address} in {mode}: {fault}" for fault in tab.evaluate(VIOLATIONS)]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(f"{mode}: {len(addresses)} pages, {len(faults)} faults\n")
    sys.stdout.flush()
    context.close()
    return faults


if __name__ == "__main__":
    main()
