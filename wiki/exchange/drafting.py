"""The pages of arriving books are rendered before anything is written, each once, twice where it must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from urllib.parse import unquote

from wiki.actions import rendering
from wiki.actions.places import Asset, Places, Shelf, pictures_of
from wiki.actions.rendering import Ready
from wiki.exchange.planning import Draft, Plan
from wiki.exchange.workers import Workers
from wiki.models.page import Kind, Page, State
from wiki.text.outline import Anchors, Heading

Advance = Callable[[int, int], None]


def draw(
    plans: Sequence[Plan], *, leaving: int | None, workers: Workers, advance: Advance
) -> dict[str, Ready]:
    """What the engine makes of each page, by path; `leaving` is a book that makes room."""
    return _Drawing(plans, leaving, advance).run(workers)


class _Drawing:
    """All the books that arrive together, on the site as it will stand."""

    def __init__(self, plans: Sequence[Plan], leaving: int | None, advance: Advance) -> None:
        self.advance = advance
        self.made: dict[str, Ready] = {}
        self.drafts: dict[str, tuple[int, Draft]] = {}  # path → its book and what is drawn there
        self.places = Places.now()
        self.places.forget({plan.book.pk for plan in plans} | {leaving})
        self._kept_outline = self.places.outline
        self.places.outline = self._outline
        for number, plan in enumerate(plans):
            # A book that is new has no row yet: it is known by a number that no row has.
            key = plan.book.pk or -1 - number
            self.places.shelves[key] = _shelf(plan)
            for draft in plan.drafts.values():
                if draft.page.kind != Kind.LINK and not draft.is_kept_away:
                    self.drafts[draft.page.path or ""] = key, draft
                    self._add(draft.page, key)
            for page in plan.staying:
                self._add(page, key)

    def _add(self, page: Page, key: int) -> None:
        """A page may be led to, unless it was taken back here."""
        if page.kind != Kind.LINK and page.state == State.PUBLISHED:
            self.places.add(page.path or "", page.title, key, page.book_path)

    def run(self, workers: Workers) -> dict[str, Ready]:
        """Each page as if no other had headings yet, then, where it matters, as they have them."""
        for path, ready in self._first(workers):
            self.made[path] = ready
            self.advance(len(self.made), len(self.drafts))
        for path in self.drafts.keys() - self.made.keys():
            self.made[path] = self._render(path)
            self.advance(len(self.made), len(self.drafts))
        renamed = self._take_titles()
        self.places.settle()
        anchors = cache(lambda path: Anchors(self._outline(path)))
        for path in self.drafts:
            if _is_out_of_date(self.made[path], renamed, anchors):
                self.made[path] = self._render(path)
        return self.made

    def _first(self, workers: Workers) -> Iterator[tuple[str, Ready]]:
        """The pages of each book and language, side by side: their setting is the same."""
        alike: dict[tuple[int, str], list[str]] = {}
        for path, (key, draft) in self.drafts.items():
            if draft.page.book_path:
                alike.setdefault((key, draft.page.lang), []).append(path)
        for (key, lang), paths in alike.items():
            setting = self.places.setting(key, rendering.labels_in(lang))
            pages = [self.drafts[path][1].page for path in paths]
            name_of = self.places.shelf(key).name_of
            jobs = [(name_of(page.book_path), page.source, page.cover) for page in pages]
            for page, drawn in zip(pages, workers.draw(setting, jobs), strict=True):
                yield page.path or "", rendering.ready_of(page.header, page.source, drawn)

    def _render(self, path: str) -> Ready:
        key, draft = self.drafts[path]
        page = draft.page
        return rendering.prepare(
            page.source,
            path=path,
            header=page.header,
            book=key,
            book_path=page.book_path,
            cover=page.cover,
            lang=page.lang,
            places=self.places,
        )

    def _outline(self, path: str) -> Sequence[Heading]:
        """The headings of a page that was drawn; none yet of one that will be."""
        if path in self.made:
            return [Heading(**heading) for heading in self.made[path].outline]
        return [] if path in self.drafts else list(self._kept_outline(path))

    def _take_titles(self) -> set[str]:
        """The engine has the last word on titles: the paths of the pages whose title was guessed wrong."""
        renamed = {
            path
            for path, ready in self.made.items()
            if ready.title and ready.title != self.places.titles.get(path, ready.title)
        }
        for path in renamed:
            self.places.titles[path] = self.made[path].title
        return renamed


def _shelf(plan: Plan) -> Shelf:
    """The files of a book as they arrive: their contents are kept already, no row tells of them yet."""
    arrival = plan.spot.arrival
    stem = f"{arrival.book.root}/" if arrival.book.root else ""
    files = {
        name.removeprefix(stem): file
        for name, file in arrival.files.items()
        if name.startswith(stem) and file.kind != "link"
    }
    # A picture that stood here already has been checked: its pages keep the room they gave it.
    known = pictures_of({file.blob for file in files.values()})
    assets = {name: Asset(file.blob, file.size, known.get(file.blob)) for name, file in files.items()}
    return Shelf(arrival.book.root, arrival.book.readme, {}, assets)


def _is_out_of_date(ready: Ready, renamed: set[str], anchors: Callable[[str], Anchors]) -> bool:
    """Whether it calls a page by a title guessed wrong, or leads to a heading by another id than its own."""
    for link in ready.links:
        address, _, fragment = link["url"].partition("#")
        if link["kind"] != "page" or not address.startswith("/"):
            continue
        path = unquote(address).strip("/")
        heading = anchors(path).heading(fragment) if fragment else None
        if path in renamed or (heading and (heading.id != fragment or "mention" in ready.source)):
            return True
    return False
