"""What is wrong with a screen, as axe and its edges say it, in light, dark and on a telephone."""

from __future__ import annotations

import os
from typing import Any

from playwright.sync_api import Page as Tab

from tests.conftest import NARROW, WIDE
from tests.journeys.test_about import overflows


def look(tab: Tab, axe: Any, name: str) -> list[str]:
    """What is wrong, of one load; pictures go to the folder that JOURNEY_SHOTS names."""
    found = []
    for scheme, size in (("light", WIDE), ("dark", WIDE), ("dark", NARROW), ("light", NARROW)):
        tab.emulate_media(color_scheme=scheme)
        tab.set_viewport_size(size)
        found += [f"{scheme} {size['width']}: {one}" for one in axe(tab)]
        if folder := os.environ.get("JOURNEY_SHOTS"):
            tab.screenshot(path=f"{folder}/{name}-{scheme}-{size['width']}.png", full_page=True)
        if overflows(tab):
            found.append(f"{size['width']}: scrolls sideways")
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size(WIDE)
    return found
