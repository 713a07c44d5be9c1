"""Measures what hostile and costly texts obtain: `python -m tests.hostile.measure [--all]`.

Prints how many texts were rendered, how many scripts ran in a real browser without the policy, then
without the sanitiser, how many texts failed, and the slowest. With `--all` each payload stands in
every place. `--fuzz MINUTES` renders half-sensible texts at random instead, and prints what fails.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

import tests.environment  # noqa: F401  before anything reads a setting


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def rendered(sources: dict[str, Callable[[], Any]]) -> tuple[dict[str, Any], list[str], tuple[float, str]]:
    """What each makes, which failed, and the slowest in seconds of the processor."""
    made: dict[str, Any] = {}
    failed: list[str] = []
    slowest = (0.0, "")
    for name, draw in sources.items():
        start = time.process_time()
        try:
            made[name] = draw()
        except Exception:  # whatever it is, it is what we count
            failed.append(f"{name}: {traceback.format_exc(limit=-1)}")
        slowest = max(slowest, (time.process_time() - start, name))
    return made, failed, slowest


def tell(title: str, sources: dict[str, Callable[[], Any]]) -> dict[str, Any]:
    made, failed, (seconds, name) = rendered(sources)
    say(f"{title}: {len(sources)} · errors: {len(failed)} · slowest: {seconds:.2f} s ({name})")
    for failure in failed:
        say(f"  {failure}")
    return made


def site_policy() -> str:
    """The Content-Security-Policy of a real answer of the site."""
    import django
    from django.core.management import call_command
    from django.test import Client

    django.setup()
    call_command("migrate", verbosity=0)
    return Client(headers={"host": "localhost"}).get("/nowhere/").headers["Content-Security-Policy"]


def measure(step: int) -> None:
    from playwright.sync_api import sync_playwright

    from tests import chromium
    from tests.hostile import corpus, costs, payloads, ungated, yard
    from wiki.text.links import resolve_external
    from wiki.text.render import render

    texts = corpus.texts(step)
    hostile = tell("hostile texts", {str(text.number): lambda text=text: corpus.draw(text) for text in texts})
    costly = costs.TEXTS | costs.CODE
    tell(
        "costly texts",
        {
            name: lambda source=source: render(source, resolve=resolve_external)
            for name, source in costly.items()
        },
    )
    policy = site_policy()
    raw = [corpus.armed(payload, number) for number, payload in enumerate(payloads.MARKUP)]
    rounds = {
        "neither sanitiser nor policy (they do run)": (yard.apart(raw), ""),
        "sanitiser on, policy off": (yard.together([made.html for made in hostile.values()]), ""),
        "sanitiser off, policy on, payloads alone": (yard.apart(raw), policy),
        "gates off, policy on": (yard.together([ungated.drawn(text) for text in texts]), policy),
        "all HTML through, policy on": (
            yard.apart([ungated.unfiltered(text) for text in texts[::9]]),
            policy,
        ),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.found(), args=["--no-sandbox"])
        for name, (documents, sent) in rounds.items():
            seen = yard.show(browser, documents, sent)
            say(
                f"{name}: {seen.shown} shown · {len(seen.ran)} executed · {len(seen.dialogs)} dialogs · "
                f"{len(seen.left)} requests to other hosts"
            )
        browser.close()


def fuzz(minutes: float, seed: int) -> None:
    from tests.hostile import payloads, places
    from tests.hostile.test_fuzz import TOKENS, draw
    from wiki.text import sanitise

    chosen = random.Random(seed)
    parts = [*TOKENS, *payloads.MARKUP, *places.TEXTS.values(), *["word ", "\n", "\n\n"] * 20]
    end, count, failures = time.monotonic() + 60 * minutes, 0, 0
    while time.monotonic() < end:
        count += 1
        source = "".join(chosen.choice(parts) for _ in range(chosen.randint(1, 40)))
        try:
            made = draw(source)
            assert sanitise.last_gate(made.html) == made.html
        except Exception as failure:
            failures += 1
            say(f"{failure!r}: {source!r}")
    say(f"seed {seed}: {count} texts, {failures} failures")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    reader.add_argument("--all", action="store_true", help="each payload in every place")
    reader.add_argument("--fuzz", type=float, metavar="MINUTES", help="texts at random, for so long")
    reader.add_argument("--seed", type=int, default=1)
    asked = reader.parse_args()
    if asked.fuzz:
        fuzz(asked.fuzz, asked.seed)
    else:
        from tests.hostile.corpus import TESTED

        measure(1 if asked.all else TESTED)


if __name__ == "__main__":
    main()
