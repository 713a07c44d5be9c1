"""How long a search takes in a guide of 400 pages: few hits or all pages, words well or badly written.

Two kinds of guides: pages of 4 KB, and of 18 KB. Each time is the least of the rounds, since the machine
may do something else meanwhile; beside it, the queries of the database. The last lines say what the
number of hits costs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.importing import Guide, command, folder_of

ROUNDS = 15
SIZES = {"4 KB": 1, "18 KB": 5}  # how many times the text of a page is drawn
RARE, SOME, EVERYWHERE = "zanzibar", "samarcande", "boukhara"
LEAF = 10  # pages of results that are shown at once
QUERIES = {
    "one hit": RARE,
    "one leaf of hits": SOME,
    "every page, once": EVERYWHERE,
    "every page, often": "commun",
    "every page, three words": "commun licence gouvernance",
    "every page, ten words": "commun licence données agent public usage projet équipe partage besoin",
    "a slip": "zanzbar",
    "a slip on every page": "gouvernace",
    "a phrase": '"logiciel libre"',
    "nothing": "xylophoniste",
}


def guide_of(size: int, folder: Path) -> Path:
    guide = Guide()
    while len(guide.files) < 399:
        guide.files[f"section-{len(guide.files) % 12}/more-{len(guide.files)}.md"] = ""
    for file in guide.files:
        texts = [guide.text(file).replace("---\n", "", 2) for _time in range(size)]
        rest = "\n".join(text.partition("\n# ")[2] for text in texts[1:])
        guide.files[file] = f"{texts[0]}\n{rest}\n\nLe mot {EVERYWHERE} est partout.\n"
    for number in range(LEAF):
        guide.files[f"section-{number}/README.md"] += f"\nLe mot {SOME} est ici.\n"
    guide.files["section-1/rare.md"] = f"# Une page\n\nLe mot {RARE} n'est qu'ici.\n"
    return folder_of(guide, folder)


def measured(asked: Callable[[], Any]) -> float:
    """Milliseconds."""
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        asked()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def one_site(name: str) -> None:
    """In a process of its own, whose settings name the site."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import AnonymousUser
    from django.db import connection
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    from wiki.queries import search, tree
    from wiki.views import search as views

    settings.LIMITS["network"]["search"] = (10**9, 60)  # counted, and never one too many
    reader, factory, took = AnonymousUser(), RequestFactory(), {}
    _asked_once = connection.features.supports_json_field  # by Django itself, in each new process
    for kind, text in QUERIES.items():

        def answer(text: str = text) -> Any:
            return search.search(search.read(text), tree.menu(reader), by=reader)

        def screen(text: str = text) -> Any:
            request = factory.get("/-/search/", {"q": text})
            request.user = reader
            return views.show(request)

        def titles(text: str = text) -> Any:
            return search.titles(search.read(text), tree.menu(reader), by=reader)

        with CaptureQueriesContext(connection) as asked:
            found = answer()
        times = measured(answer), measured(screen), measured(titles)
        took[kind] = times[0]
        print(
            f"{name}, {kind}: {found.total} pages; search {times[0]:.1f} ms, {len(asked)} queries; "
            f"whole screen {times[1]:.1f} ms; titles {times[2]:.1f} ms"
        )
    leaf = took["one leaf of hits"]
    print(
        f"{name}: every page against one leaf of {LEAF} hits, {took['every page, once'] / leaf:.1f} times where each "
        f"says it once, {took['every page, often'] / leaf:.1f} where each says it often"
    )


def main() -> None:
    if len(sys.argv) > 1:
        return one_site(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        for name, size in SIZES.items():
            site = Path(folder) / name.replace(" ", "")
            command(site, "migrate", "--verbosity=0")
            command(site, "collectstatic", "--no-input", "--verbosity=0")
            command(site, "import_book", str(guide_of(size, site.with_suffix(".guide"))))
            environment = {"COMMUNS_DATA": str(site), "DJANGO_SETTINGS_MODULE": "communs.settings"}
            os.environ.update(environment | {"DATABASE_URL": os.environ.get("SEARCHED_DATABASE", "")})
            if os.spawnv(os.P_WAIT, sys.executable, [sys.executable, __file__, name]):
                raise SystemExit("the measure failed")
    return None


if __name__ == "__main__":
    main()
