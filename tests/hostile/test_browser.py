"""Hostile texts in a real browser: with the policy off the sanitiser stops them, and the other way round."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.hostile import corpus, payloads, ungated, yard
from tests.hostile.corpus import Text
from wiki.text.render import Rendering

pytestmark = pytest.mark.browser

ALONE = [
    corpus.armed(payload, number)
    for number, payload in enumerate(
        (
            *payloads.MARKUP,
            *(f'<a href="{address}">a</a>' for address in payloads.ADDRESSES),
            *(f'<iframe src="{address}"></iframe>' for address in payloads.ADDRESSES[::4]),
        )
    )
]


def test_yard_sees_what_runs(browser: Browser) -> None:
    """Without sanitiser and policy the payloads do run: silence elsewhere means something."""
    seen = yard.show(browser, yard.apart(ALONE))
    assert seen.shown == len(ALONE)
    assert len(seen.ran) > 140
    assert seen.left


def test_sanitised_texts_run_nothing_without_the_policy(
    browser: Browser, renderings: tuple[tuple[Text, Rendering], ...]
) -> None:
    seen = yard.show(browser, yard.together([made.html for _, made in renderings]))
    assert len(renderings) > 1_000
    assert seen.shown == len(renderings)
    assert seen == yard.Seen(shown=len(renderings))


def test_payloads_run_nothing_under_the_policy(browser: Browser, policy: str) -> None:
    seen = yard.show(browser, yard.apart(ALONE), policy)
    assert seen.shown == len(ALONE)
    assert (seen.ran, seen.dialogs) == (set(), [])


def test_drawn_texts_run_nothing_under_the_policy(browser: Browser, policy: str) -> None:
    written = [ungated.drawn(text) for text in corpus.texts()]
    seen = yard.show(browser, yard.together(written), policy)
    assert (seen.ran, seen.dialogs, seen.shown) == (set(), [], len(written))


def test_unfiltered_texts_run_nothing_under_the_policy(browser: Browser, policy: str) -> None:
    written = [ungated.unfiltered(text) for text in corpus.texts()[::15]]
    seen = yard.show(browser, yard.apart(written), policy)
    assert (seen.ran, seen.dialogs, seen.shown) == (set(), [], len(written))
