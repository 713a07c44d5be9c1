"""Whatever is done to a guide here, what goes out comes in again the same: titles, tree, texts and links."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.bringing import bring
from tests.exchange.guide import PNG, write
from tests.exchange.leaving import leave
from wiki import rules
from wiki.actions import moving, pages, rendering, titling, uploading
from wiki.actions.archiving import archive, unarchive
from wiki.actions.places import Places
from wiki.book.pointing import Stand, written
from wiki.errors import Refusal
from wiki.models import Page, Redirect
from wiki.queries import shelf

pytestmark = pytest.mark.django_db

BY = {"by": rules.SYSTEM}
FILES = {
    "README.md": "# Accueil\n\n[A](a.md) [D](annexes/d.md#deux)\n",
    "SUMMARY.md": (
        "# Table of contents\n\n* [Accueil](README.md)\n* [A](a.md)\n* [B](b/)\n  * [C](b/c.md \"Court\")\n"
        "  * Étiquette\n    * [Sous](b/sous.md)\n\n## Annexes <a href=\"#an\" id=\"an\"></a>\n\n* [D](annexes/d.md)\n"
        "* [Dehors](https://exemple.org/a_(b))\n* [Deux](annexes/d.md#deux)\n\n***\n\n* [E \\*](e.md)\n* [Perdue](perdue.md)\n"
    ),
    "a.md": "---\ndescription: Une page\n---\n\n# A\n\n[B](b/) ![alt](i.png)\n",
    "b/README.md": "# B\n\n{% content-ref url=\"c.md\" %}\n[c.md](c.md)\n{% endcontent-ref %}\n",
    "b/c.md": "# C long\n\n[A](../a.md) [x](../f.md)\n",
    "b/sous.md": "Sans titre, [E](../e.md).\n",
    "annexes/d.md": "# D\n\n## Deux\n\n{% include \"../.gitbook/includes/n.md\" %}\n",
    "e.md": "# E \\*\n",
    "f.md": "# F\n\nHors du menu.\n",
    "i.png": PNG,
    ".gitbook/includes/n.md": "Un texte, [a](../../a.md), [c](../../b/c.md).\n",
}  # fmt: skip
SIGNS = "abcÉœ09 .,:!?’'\"#*_~`[](){}<>&;\\/|-+=$%@^\u00a0\u202f🎉"
titles = st.text(SIGNS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
numbers = st.integers(0, 30)
gestures = st.sampled_from(
    "make make make group link edit edit move move archive unarchive title menu slug order list describe draft upload".split()
)
lives = st.lists(st.tuples(gestures, numbers, numbers, titles), min_size=1, max_size=9)


class Life:
    """What people do to the pages of a site, one gesture after the other; what is refused is not done."""

    def live(self, told) -> None:
        for gesture, one, other, title in told:
            page, there = self.nth(one), self.nth(other)
            try:
                getattr(self, gesture)(page, there, title)
            except Refusal:
                continue

    def nth(self, number: int) -> Page:
        living = list(Page.objects.exclude(state="archived").order_by("pk"))
        return living[number % len(living)]

    def leading(self, page: Page, of: Stand, there: Page) -> str:
        """What the picker of links writes."""
        if there.kind == "link":
            return "https://exemple.org/"
        return written(Stand(there.address, there.book_id, there.book_path), of=of, site=site.SITE_URL)

    def make(self, page, there, title) -> None:
        below = Stand(f"{page.address}-/")
        text = f"Du texte et [un lien]({self.leading(page, below, there)}).\n"
        pages.create(page, **BY, title=title, source=titling.headed(text, title))

    def group(self, page, there, title) -> None:
        pages.create(page, **BY, title=title, kind="group")

    def link(self, page, there, title) -> None:
        url = (
            f"{there.address}#x"
            if there.kind != "link" and len(title) % 2
            else "https://exemple.org/?a=(b) c"
        )
        pages.create(page, **BY, title=title, kind="link", url=url)

    def edit(self, page, there, title) -> None:
        if page.kind == "page":
            stand = Stand(page.address, page.book_id, page.book_path)
            more = f"\n\n[encore]({self.leading(page, stand, there)})\n"
            pages.edit(page, **BY, base=page.version, source=page.source + more)

    def move(self, page, there, title) -> None:
        moving.move(page, **BY, base=page.version, parent=there, position=len(title) % 3)

    def archive(self, page, there, title) -> None:
        archive(page, **BY, base=page.version, reason=title)

    def unarchive(self, page, there, title) -> None:
        gone = Page.objects.filter(state="archived").order_by("pk").first()
        if gone is not None:
            unarchive(gone, **BY, base=gone.version)

    def title(self, page, there, title) -> None:
        moving.rename(page, **BY, base=page.version, title=title)

    def menu(self, page, there, title) -> None:
        moving.rename(page, **BY, base=page.version, nav_title=title)

    def slug(self, page, there, title) -> None:
        moving.rename(page, **BY, base=page.version, slug=f"ici-{len(title)}")

    def order(self, page, there, title) -> None:
        below = list(
            page.children.exclude(state="archived").order_by("-position").values_list("pk", flat=True)
        )
        moving.reorder(page, **BY, order=below)

    def list(self, page, there, title) -> None:
        if page.kind == "page":
            pages.edit(page, **BY, base=page.version, listed=not page.listed)

    def describe(self, page, there, title) -> None:
        if page.kind == "page":
            pages.edit(page, **BY, base=page.version, description=title, icon="book")

    def draft(self, page, there, title) -> None:
        pages.unpublish(page, **BY, base=page.version)

    def upload(self, page, there, title) -> None:
        if page.kind == "page":
            kept = uploading.upload(page, **BY, name="été (1).png", content=PNG + title.encode())
            line = shelf.line_of(page, kept, alt="Alt")
            pages.edit(page, **BY, base=page.version, source=f"{page.source}\n\n{line}\n")


def standing() -> list[object]:
    """What readers find: every published page in its place, its words, and what its links lead to."""
    places = Places.now()
    rows = list(Page.objects.exclude(state="archived").order_by("position", "sort_key", "pk"))
    names = {
        page.path: page.menu_title for page in rows if page.state == "published" and page.path is not None
    }

    former = Redirect.objects.filter(page__state="published").select_related("page")
    names = {one.path: one.page.menu_title for one in former} | names

    def below(page: Page) -> list[object]:
        inside = [child for child in rows if child.parent_id == page.pk]
        told = [told for child in inside if child.listed for told in of(child)]
        return told + sorted((told for child in inside if not child.listed for told in of(child)), key=repr)

    def of(page: Page) -> list[object]:
        if page.state != "published":
            return below(page)
        if page.kind == "link":
            return [("link", page.title, page.nav_title, named(page.url))] if page.listed else []
        if page.kind == "group":
            return [("group", page.menu_title, below(page))]
        ready = rendering.of_page(page, places)
        links = [named(link["url"]) if link["kind"] != "broken" else "" for link in ready.links]
        return [
            ("page", page.title, page.menu_title, page.listed, page.description, page.icon, str(ready.plain),
             links, below(page))
        ]  # fmt: skip

    def named(url: str) -> str:
        """The page that an address leads to, by its name: not every address is one that a file can have."""
        bare, _, fragment = url.removeprefix(site.SITE_URL).partition("#")
        if bare.startswith("/media/"):
            return bare.split("/")[2]
        return f"{names.get(unquote(bare).strip('/'), bare)}#{fragment}"

    return of(next(page for page in rows if page.parent_id is None))


def met_again(begin, told) -> None:
    """A site that was begun so and lived so, and the one that its export begins."""
    folder = Path(tempfile.mkdtemp())
    try:
        with transaction.atomic():
            begin(folder)
            Life().live(told)
            was = standing()
            leave(folder / "out")
            transaction.set_rollback(True)
        with transaction.atomic():
            bring(folder / "out")
            now = standing()
            leave(folder / "again")
            transaction.set_rollback(True)
    finally:
        caches["default"].clear()
        shutil.rmtree(folder)
    assert now == was


FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(lives)
def test_a_guide_that_came_and_lived_goes_out_and_comes_in_the_same(told):
    met_again(lambda folder: bring(write(folder / "guide", FILES)), told)


@FEW
@given(lives)
def test_a_guide_that_was_written_here_goes_out_and_comes_in_the_same(told):
    met_again(lambda folder: pages.create(None, **BY, source="# Chez nous\n\nBonjour.\n"), told)
