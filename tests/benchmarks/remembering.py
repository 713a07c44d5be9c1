"""What a long past costs its readers: the first screen of the history of a page of 500 revisions, its others,
who wrote what in it, its credits and its citation.

    PYTHONPATH=. python tests/benchmarks/remembering.py

Ten people write a page of 3,000 words 500 times, a few words each time. Each screen is asked as a stranger asks
it, nothing kept. Times are milliseconds of the processor: the median of thirty, and the 95th of a hundred. The
yardstick is a fixed work beside them (`tests/yardstick.py`): a machine that takes 9 ms for
it instead of 4.5 takes twice as long for all else.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from tests.benchmarks.importing import command
from tests.benchmarks.rendering import percentile

REVISIONS, PEOPLE, PARAGRAPHS, ROUNDS = 500, 10, 60, 30
_rounds = count()
WORDS = (
    "commun ressource règle décision communauté licence soin partage référent objection avis texte".split()
)


def main() -> None:
    if os.environ.get("REMEMBERED"):
        return measured()
    with tempfile.TemporaryDirectory() as site:
        command(Path(site), "migrate", "--verbosity=0")
        command(Path(site), "collectstatic", "--no-input", "--verbosity=0")
        os.environ.update(COMMUNS_DATA=site, DATABASE_URL="", DJANGO_SETTINGS_MODULE="communs.settings")
        os.environ["REMEMBERED"] = "yes"
        # Another process, whose settings name the site.
        if os.spawnv(os.P_WAIT, sys.executable, [sys.executable, __file__]):
            raise SystemExit("the measure failed")
    return None


def measured() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from tests.yardstick import yardsticks

    settings.LIMITS_ARE_KEPT = False
    settings.ALLOWED_HOSTS = ["*"]
    page = written()
    somebody = page.history.exclude(history_user=None).first().history_user_id
    client, stem = Client(), f"/{page.path}/-"
    screens = {
        "history": f"{stem}/history/",
        "its second leaf": f"{stem}/history/?page=2",
        "of one person": f"{stem}/history/?by={somebody}",
        "unfolded": f"{stem}/history/?minor=all",
        "who wrote what": f"{stem}/authorship/",
        "credits": f"{stem}/credits/",
        "citation": f"{stem}/cite/",
    }
    print(f"the first screen is {yardsticks(lambda: timed(client, screens['history'])):.1f} yardsticks")
    for name, address in screens.items():
        weight = len(client.get(address).content)
        times = sorted(timed(client, address) for _round in range(ROUNDS))
        told = f"{statistics.median(times):6.1f} ms, {percentile(times, 95):6.1f} ms at most of 95 %"
        print(f"{name:16} {told}; {weight / 1024:.0f} KB")


def timed(client: Any, address: str) -> float:
    # A question that nobody asked before: whole answers are kept.
    asked = f"{address}{'&' if '?' in address else '?'}round={next(_rounds)}"
    start = time.process_time()
    answer = client.get(asked)
    assert answer.status_code == 200
    return (time.process_time() - start) * 1000


def written() -> Any:
    """A page that ten people wrote in turn."""
    from django.db import transaction
    from django.utils import timezone

    from tests.factories import home, page, person
    from wiki.actions import rendering, revising

    chance = random.Random(7)
    people = [person() for _number in range(PEOPLE)]
    paragraphs = [" ".join(chance.choices(WORDS, k=50)) + "." for _number in range(PARAGRAPHS)]
    made = page(home(), "long", "# Long\n")
    first = timezone.now() - timedelta(days=2 * REVISIONS)
    with transaction.atomic():
        for number in range(1, REVISIONS):
            place = chance.randrange(PARAGRAPHS)
            is_slip = number % 3 == 0
            words = paragraphs[place].split()
            words[chance.randrange(len(words))] = "commun" if is_slip else chance.choice(WORDS)
            paragraphs[place] = " ".join(words) + ("." if is_slip else " encore.")
            ready = rendering.prepare("# Long\n\n" + "\n\n".join(paragraphs), path="long")
            told = {"author": people[number % PEOPLE], "by": people[0], "reason": f"Changement {number}"}
            revising.record(made, ready, at=first + timedelta(days=2 * number), **told)
    return made


if __name__ == "__main__":
    main()
